"""One answer, saved as it changes, the way static/js/answers.js asks."""

import json
import re
from collections.abc import Mapping
from gzip import decompress
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.access import GUEST_KEYS
from assessment.models import Answer, Assessment, Response, hash_of
from tests.factories import (
    make_answers,
    make_assessment,
    make_mixed_version,
    make_response,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def response(client: Client) -> Response:
    user = make_user()
    client.force_login(user)
    return make_response(make_assessment(version=make_mixed_version()), user)


def save(client: Client, response: Response, key: str, data: Mapping[str, object]) -> HttpResponse:
    page = client.post(f"/responses/{response.uid}/answers/{key}/", data, headers={"HX-Request": "true"})
    assert isinstance(page, HttpResponse)
    return page


def stored() -> list[tuple[str, str | None, int]]:
    return list(Answer.objects.values_list("question__key", "option__key", "number").order_by("question__key"))


def test_a_save_answers_with_the_indicator_the_number_and_what_is_open(client: Client, response: Response) -> None:
    page = save(client, response, "d0-p0", {"d0-p0": "3", "d0-p0-number": "0"})
    assert (page.status_code, page.headers["X-Answer-Number"]) == (200, "1")
    assertContains(page, '<div class="save-slot" id="save-d0-p0" role="status">')
    assertContains(page, f"Saved {timezone.localtime():%H:}")
    assertContains(page, 'id="still-open" hx-swap-oob="true"')
    assertContains(page, "5 questions are open:")
    assertNotContains(page, "<tr")
    assert stored() == [("d0-p0", "3", 1)]


def test_a_practice_that_stops_happening_words_its_row_anew(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "habit")})
    page = save(client, response, "d0-p0", {"d0-p0": "1", "d0-p0-number": "1"})
    row = re.search(r"<template>\s*(<tr.*</tr>)\s*</template>", page.content.decode(), re.DOTALL)
    assert row is not None
    assert 'id="d0-p0-recognition"' in row[1]
    assert 'hx-swap-oob="true"' in row[1]
    assert "We decided against it" in row[1]
    assert "Still right?" in row[1]


@pytest.mark.parametrize(("more", "goes"), [({}, True), ({"d0-p0-recognition-confirmed": "yes"}, False)])
def test_still_right_goes_when_it_was_answered_by_choosing(
    client: Client, response: Response, more: dict[str, str], goes: bool
) -> None:
    make_answers(response, {"d0-p0": ("1", "habit")})
    save(client, response, "d0-p0", {"d0-p0": "3", "d0-p0-number": "1"})
    data = {"d0-p0-recognition": "habit", "d0-p0-recognition-number": "1", **more}
    page = save(client, response, "d0-p0-recognition", data)
    assert ('id="confirm-d0-p0-recognition" hx-swap-oob="delete"' in page.content.decode()) is goes
    assert not Answer.objects.filter(to_confirm=True).exists()


def test_several_choices_and_open_answers_are_saved(client: Client, response: Response) -> None:
    save(client, response, "parts", {"parts": ["release", "data"], "parts-number": "0"})
    save(client, response, "helped-most", {"helped-most": " People. ", "helped-most-number": "0"})
    texts = dict(Answer.objects.values_list("question__key", "text"))
    assert texts == {"parts": "data release", "helped-most": "People."}


def test_a_conflict_carries_both_values_and_the_stored_fields(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "")})
    page = save(client, response, "d0-p0", {"d0-p0": "5", "d0-p0-note": "Now all.", "d0-p0-number": "0"})
    assertContains(page, '<input type="hidden" name="d0-p0-theirs" value="1">', status_code=409)
    assertContains(page, '<b dir="auto">d0-p0 step 5 · Now all.</b>', status_code=409)
    assertContains(page, '<b dir="auto">d0-p0 step 3</b>', status_code=409)
    fields = re.search(r'data-stored="([^"]*)"', page.content.decode())
    assert fields is not None
    assert json.loads(unescape(fields[1])) == {
        "d0-p0": "3",
        "d0-p0-reason": "",
        "d0-p0-note": "",
        "d0-p0-evidence": "",
    }
    assert stored() == [("d0-p0", "3", 1)]


def test_a_conflict_on_several_choices_has_the_page_loaded_again(client: Client, response: Response) -> None:
    save(client, response, "parts", {"parts": ["data"], "parts-number": "0"})
    page = save(client, response, "parts", {"parts": ["release"], "parts-number": "0"})
    assertContains(page, 'data-stored=""', status_code=409)


def test_a_conflict_on_a_recognition_speaks_its_present_wording(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("1", "habit")})
    data = {"d0-p0-recognition": "agreed", "d0-p0-recognition-number": "0"}
    page = save(client, response, "d0-p0-recognition", data)
    assertContains(page, '<b dir="auto">Agreed but not done</b>', status_code=409)
    assertContains(page, '<b dir="auto">Some people ask for it</b>', status_code=409)


@pytest.mark.parametrize(
    ("key", "data", "sentence"),
    [
        ("d0-p0", {"d0-p0": "nobody"}, "Choose one of the answers to this question."),
        ("d0-p2", {"d0-p2": "not-applicable"}, "Say in one sentence why it does not apply."),
        ("generative-p0", {"generative-p0": "1"}, "This question is not part of the assessment."),
        ("nothing", {"nothing": "1"}, "This question is not part of the assessment."),
        ("helped-most", {"helped-most": "x" * 10_001}, "Use at most 10000 characters."),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_place(
    client: Client, response: Response, key: str, data: dict[str, object], sentence: str
) -> None:
    page = save(client, response, key, {**data, f"{key}-number": "0"})
    assertContains(page, f'id="save-{key}"', status_code=422)
    assertContains(page, sentence, status_code=422)
    assert stored() == []


def test_a_closed_round_says_so_in_a_sentence(client: Client, response: Response) -> None:
    Assessment.objects.update(state="closed", closed_at=timezone.now())
    page = save(client, response, "d0-p0", {"d0-p0": "3", "d0-p0-number": "0"})
    assertContains(page, "This assessment has been closed. Answers can no longer be changed.", status_code=403)
    assertNotContains(page, "<html", status_code=403)


def test_an_expired_session_opens_signing_in(client: Client, response: Response) -> None:
    client.logout()
    page = save(client, response, "d0-p0", {"d0-p0": "3", "d0-p0-number": "0"})
    assert (page.status_code, page.headers["X-Sign-In-URL"]) == (401, "/accounts/login/")


def test_a_guest_saves_with_the_key_in_the_session(client: Client) -> None:
    response = make_response(make_assessment(version=make_mixed_version()), guest_hash=hash_of("secret"))
    session = client.session
    session[GUEST_KEYS] = [hash_of("secret")]
    session.save()
    assert save(client, response, "d0-p0", {"d0-p0": "3", "d0-p0-number": "0"}).status_code == 200
    assert stored() == [("d0-p0", "3", 1)]


def test_without_a_script_it_leads_back_to_the_question(client: Client, response: Response) -> None:
    page = client.post(f"/responses/{response.uid}/answers/d0-p0/", {"d0-p0": "3", "d0-p0-number": "0"})
    assertRedirects(page, f"/responses/{response.uid}/sections/d0/#d0-p0")


STATEMENTS = ("SELECT", "INSERT", "UPDATE", "DELETE")


def statements(client: Client, response: Response, key: str, data: Mapping[str, object]) -> list[str]:
    """The data statements of a save, session and account included, each by its verb and table."""
    with CaptureQueriesContext(connection) as queries:
        assert save(client, response, key, data).status_code == 200
    found = [query["sql"] for query in queries if query["sql"].startswith(STATEMENTS)]
    return [f"{each.split()[0]} {re.search(TABLE, each)[1]}" for each in found]  # type: ignore[index]  # every statement names one


TABLE = r'(?:FROM|INTO|UPDATE) "(\w+)"'
LOOK_UPS = ["SELECT django_session", "SELECT assessment_user", "SELECT assessment_response"]


WRITES = ["INSERT assessment_answer", "INSERT assessment_answerchange"]


@pytest.mark.parametrize(
    ("key", "data"),
    [
        ("d0-p1", {"d0-p1": "3", "d0-p1-number": "0"}),
        ("d0-p1-recognition", {"d0-p1-recognition": "habit", "d0-p1-recognition-number": "0"}),
        ("d0-p0", {"d0-p0": "1", "d0-p0-note": "New.", "d0-p0-number": "1"}),
        ("d0-p0-recognition", {"d0-p0-recognition": "habit", "d0-p0-recognition-number": "1"}),
        ("parts", {"parts": ["data"], "parts-number": "0"}),
        ("helped-most", {"helped-most": "People.", "helped-most-number": "0"}),
        # A second answer changes with the first: it is worded anew, or waits to be confirmed.
        ("d0-p0", {"d0-p0": "3", "d0-p0-number": "1"}),
        ("d0-p2", {"d0-p2": "1", "d0-p2-number": "0"}),
    ],
)
def test_every_save_is_five_statements(
    client: Client, response: Response, key: str, data: Mapping[str, object]
) -> None:
    make_answers(response, {"d0-p0": ("1", "decided-against"), "d0-p2": ("", "habit")})
    client.get(f"/responses/{response.uid}/")
    assert statements(client, response, key, data) == [*LOOK_UPS, *WRITES]


def test_saving_what_is_stored_writes_nothing(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "")})
    client.get(f"/responses/{response.uid}/")
    assert statements(client, response, "d0-p0", {"d0-p0": "3", "d0-p0-number": "0"}) == LOOK_UPS


def test_the_answer_to_a_save_is_light(client: Client) -> None:
    """Also at its heaviest: a row worded anew, in a section with much left open."""
    user = make_user()
    client.force_login(user)
    response = make_response(make_assessment(version=make_version(dimensions=1, practices=12)), user)
    make_answers(response, {"d0-p0": ("1", "decided-against")})
    path, data = f"/responses/{response.uid}/answers/d0-p0/", {"d0-p0": "3", "d0-p0-number": "1"}
    page = client.post(path, data, headers={"HX-Request": "true", "Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert "<tr" in decompress(page.content).decode()
    assert len(page.content) < 2000


# --- What nobody would send by hand ---------------------------------------------------------------


@pytest.mark.parametrize("part", ["note", "evidence", "reason"])
@pytest.mark.parametrize(
    ("text", "sentence"),
    [("x" * 100_000, "Use at most "), ("a\x00b", "contains a character that can&#x27;t be stored")],
)
def test_texts_that_cannot_be_stored_are_refused_in_a_sentence(
    client: Client, response: Response, part: str, text: str, sentence: str
) -> None:
    data = {"d0-p2": "not-applicable", "d0-p2-reason": "None.", f"d0-p2-{part}": text, "d0-p2-number": "0"}
    assertContains(save(client, response, "d0-p2", data), sentence, status_code=422)
    assert stored() == []


@pytest.mark.parametrize("key", ["d0-p0", "d0-p0-recognition", "role", "parts", "helped-most"])
def test_a_character_no_database_takes_is_refused_for_every_kind_of_question(
    client: Client, response: Response, key: str
) -> None:
    assert save(client, response, key, {key: "3\x00", f"{key}-number": "0"}).status_code == 422
    assert stored() == []


@pytest.mark.parametrize("number", ["-1", "1e3", "2147483648", "9" * 5_000, "\x00", "½"])
def test_a_number_no_form_holds_is_refused(client: Client, response: Response, number: str) -> None:
    page = save(client, response, "d0-p0", {"d0-p0": "3", "d0-p0-number": number})
    assertContains(page, "This form is outdated. Load the page again.", status_code=422)
    assert stored() == []


def test_a_number_from_the_future_is_a_conflict(client: Client, response: Response) -> None:
    page = save(client, response, "d0-p0", {"d0-p0": "3", "d0-p0-number": "999999999"})
    assertContains(page, '<b dir="auto">No answer</b>', status_code=409)
    assert stored() == []


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "https://", "//host/x", "https://a b", "ftp://host/x"]
)
def test_only_web_addresses_are_evidence(client: Client, response: Response, address: str) -> None:
    page = save(client, response, "d0-p0", {"d0-p0": "3", "d0-p0-evidence": address, "d0-p0-number": "0"})
    assertContains(page, "Enter an address that starts with https:// or http://.", status_code=422)
    assert stored() == []


def test_any_script_is_kept_and_no_markup_works(client: Client, response: Response) -> None:
    note = "🦉 שלום <script>alert(1)</script>\u202e"
    assert save(client, response, "d0-p0", {"d0-p0": "3", "d0-p0-note": note, "d0-p0-number": "0"}).status_code == 200
    assert Answer.objects.get().note == note
    for page in ("check/", "sections/d0/"):
        shown = client.get(f"/responses/{response.uid}/{page}")
        assertContains(shown, "🦉 שלום &lt;script&gt;")
        assertNotContains(shown, "<script>alert")


def test_a_body_without_fields_changes_nothing(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "")})
    path = f"/responses/{response.uid}/answers/d0-p0/"
    page = client.post(path, b"{}", content_type="application/json", headers={"HX-Request": "true"})
    assert (page.status_code, stored()) == (409, [("d0-p0", "3", 1)])
