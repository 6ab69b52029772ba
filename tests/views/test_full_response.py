"""A full response, entered and submitted as a respondent's browser does, is scored the same on every database."""

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.forms.models import model_to_dict
from django.test import Client

from assessment.models import Answer, Assessment, DimensionResult, PracticeResult, Response, Result, Version
from tests.factories import make_assessment, make_organization, make_response, make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
QUESTIONNAIRE = ROOT / "assessment" / "library" / "mlops-adoption.yaml"
# What these answers are worth, overall, by dimension and by practice.
EXPECTED = ROOT / "tests" / "data" / "full-response.json"
DIGITS = 9
# By turns, which of the answers on the page is chosen; 5 is "I don't know". What may not apply, does not.
PRACTICE = (3, 2, 4, 1, 3, 4, 0, 2, 4, 3, 5)
RECOGNITION = (3, 1, 4, 2, 3, 0, 2)
OPINION = (3, 4, 1, 2, 5, 0)


@pytest.fixture
def response(client: Client) -> Response:
    call_command("load_questionnaire", QUESTIONNAIRE, verbosity=0)
    user = make_user()
    client.force_login(user)
    organization = make_organization(practitioners=[user], uses_generative_models=True, criticality="critical")
    return make_response(make_assessment(organization, Version.objects.get()), user)


class Respondent:
    """Chooses on each page among what it shows, and sends it as static/js/answers.js does."""

    def __init__(self, client: Client, response: Response) -> None:
        self.client, self.home = client, f"/responses/{response.uid}/"
        self.practice, self.recognition, self.opinion = count(), count(), count()

    def answer_everything(self) -> None:
        for address in dict.fromkeys(re.findall(rf'href="({self.home}sections/[\w-]+/)"', self.page(self.home))):
            self.answer_all(address, rows=False)
            # How a practice came about is worded after what was answered to it.
            self.answer_all(address, rows=True)

    def submit(self) -> str:
        self.client.post(f"{self.home}submit/")
        return self.page(f"{self.home}submitted/")

    def page(self, address: str) -> str:
        page = self.client.get(address)
        assert page.status_code == 200
        return page.content.decode()

    def answer_all(self, address: str, *, rows: bool) -> None:
        page = self.page(address)
        for key, save_url in re.findall(r'data-question="([\w-]+)" data-save-url="([^"]+)"', page):
            offered = re.findall(rf'type="(\w+)" name="{key}" value="([\w-]+)"', page)
            number = re.search(rf'name="{key}-number" value="(\d+)"', page)
            if number and key.endswith("-recognition") is rows:
                answer = {key: self.choice(key, offered), f"{key}-number": number[1], **self.extras(key, page)}
                self.save(save_url, answer)

    def choice(self, key: str, offered: list[tuple[str, str]]) -> str | list[str]:
        options = [option for _type, option in offered]
        if not options:
            return f"In my own words: {key}."
        if offered[0][0] == "checkbox":
            return options[:2]
        if key.endswith("-recognition"):
            return options[RECOGNITION[next(self.recognition) % len(RECOGNITION)] % len(options)]
        if "not-applicable" in options:
            return "not-applicable"
        if "unknown" in options:
            return options[PRACTICE[next(self.practice) % len(PRACTICE)]]
        return options[OPINION[next(self.opinion) % len(OPINION)] % len(options)]

    def extras(self, key: str, page: str) -> dict[str, str]:
        """The fields beside the answer, where the page has them; a reason counts for what does not apply alone."""
        values = {"reason": "We have none.", "note": f"About {key}.", "evidence": "https://example.org/how"}
        return {f"{key}-{part}": value for part, value in values.items() if f'name="{key}-{part}"' in page}

    def save(self, address: str, answer: dict[str, str | list[str]]) -> None:
        saved = self.client.post(address, answer, headers={"HX-Request": "true"})
        assert (saved.status_code, saved.headers["X-Answer-Number"]) == (200, "1")


def numbers(row: Model, *without: str) -> dict[str, object]:
    """The columns of a row, with numbers as exact as every database has them."""
    columns = model_to_dict(row, exclude=["id", "result", *without])
    return {name: round(value, DIGITS) if isinstance(value, float) else value for name, value in columns.items()}


def stored(assessment: Assessment) -> Iterator[tuple[str, object]]:
    result = Result.objects.get(assessment=assessment)
    yield "overall", numbers(result, "assessment", "inputs_hash", "computed_at")
    yield "dimensions", [numbers(row) for row in DimensionResult.objects.filter(result=result)]
    yield "practices", [numbers(row) for row in PracticeResult.objects.filter(result=result)]


def test_a_full_response_is_worth_the_same_on_every_database(client: Client, response: Response) -> None:
    respondent = Respondent(client, response)
    respondent.answer_everything()
    assert "Every question is answered." in respondent.page(f"{respondent.home}check/")
    assert "Thank you. Your answers are submitted." in respondent.submit()
    answers = Answer.objects.filter(response=response).count()
    assert {"answers": answers, **dict(stored(response.assessment))} == json.loads(EXPECTED.read_text(encoding="utf-8"))
    call_command("verify_results")
