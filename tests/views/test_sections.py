"""A section as a page, and saved whole where there is no script."""

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Answer, AnswerChange, Assessment, Response
from assessment.services.answer_values import Values
from assessment.services.answers import save_answer
from tests.factories import (
    make_answers,
    make_assessment,
    make_mixed_version,
    make_person,
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


def path(response: Response, key: str = "d0") -> str:
    return f"/responses/{response.uid}/sections/{key}/"


def text_of(page: object) -> str:
    """The page's words, without tags."""
    assert isinstance(page, HttpResponse)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def chosen() -> dict[str, str]:
    """The stored options by question key."""
    return dict(Answer.objects.exclude(option=None).values_list("question__key", "option__key"))


def fields(**changed: str) -> dict[str, str]:
    """What a form filled with nothing sends; names with underscores for hyphens."""
    keys = [f"d0-p{place}" for place in range(3)]
    numbers = {f"{key}-number": "0" for key in [*keys, *(f"{key}-recognition" for key in keys)]}
    return numbers | {name.replace("_", "-"): value for name, value in changed.items()}


# --- The page ------------------------------------------------------------------------------------


def test_a_practice_card_asks_as_the_script_expects(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "habit")})
    page = client.get(path(response))
    save_url = f"/responses/{response.uid}/answers/d0-p0/"
    card = f'<fieldset class="practice" id="d0-p0" data-question="d0-p0" data-save-url="{save_url}">'
    assertContains(page, card)
    assertContains(page, f'<form id="section-form" data-response="{response.uid}" data-person="')
    assertContains(page, '<input class="form-check-input" type="radio" name="d0-p0" value="3" checked>', html=True)
    assertContains(page, 'name="d0-p2" value="not-applicable" data-reveals>')
    assertContains(page, '<input type="hidden" name="d0-p0-number" value="1">')
    assertContains(page, '<input type="hidden" name="d0-p1-number" value="0">')
    assertContains(page, '<div id="conflict-d0-p0"></div>')
    assertContains(page, 'id="save-d0-p0"')
    assertContains(page, "Question 1 of 3")
    assertContains(page, "Why we ask")
    assertContains(page, "1 of 3 answered")
    assertContains(page, "4 questions are open:")
    assertNotContains(page, "points")


def test_the_recognition_is_worded_for_what_the_practice_was_answered_with(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("1", "decided-against"), "d0-p1": ("3", ""), "d0-p2": ("not-applicable", "")})
    page = client.get(path(response))
    rows = dict(re.findall(r'<tr id="(d0-p\d)-recognition".*?</th>(.*?)</tr>', page.content.decode(), re.DOTALL))
    words = {key: re.findall(r'aria-hidden="true">([^<]+)<', row) for key, row in rows.items()}
    assert words == {
        "d0-p0": [
            "Nobody asks for it",
            "We decided against it",
            "Some people ask for it",
            "Agreed but not done",
            "A guideline requires it",
            "I don&#x27;t know",
        ],
        "d0-p1": ["Nobody decided it", "Habit of some people", "Agreed", "Part of a guideline", "I don&#x27;t know"],
        "d0-p2": [],
    }
    assertContains(page, "Not asked: does not apply to you.")
    assertNotContains(page, "d0-p2-recognition-number")


def test_every_other_kind_of_question_is_asked(client: Client, response: Response) -> None:
    about = client.get(path(response, "about"))
    assertContains(about, 'type="radio" name="role" value="operations"')
    assertContains(about, 'type="checkbox" name="parts" value="release"')
    assertNotContains(about, "How did this come about?")
    views = client.get(path(response, "views"))
    assertContains(views, 'type="radio" name="worth-it" value="5"')
    assertContains(views, 'id="helped-most-text" name="helped-most"')


def test_a_section_that_is_not_asked_is_not_found(client: Client, response: Response) -> None:
    assert client.get(path(response, "generative")).status_code == 404
    assert client.get(path(response, "nothing")).status_code == 404


def test_a_submitted_response_is_read_elsewhere(client: Client, response: Response) -> None:
    Response.objects.update(state="submitted", submitted_at=timezone.now())
    assertRedirects(client.get(path(response)), f"/responses/{response.uid}/check/#section-d0")
    page = client.post(path(response), fields(d0_p0="3"))
    assertContains(page, "can no longer be changed", status_code=403)
    assert chosen() == {}


@pytest.mark.parametrize("answered", [1, 3])
def test_a_section_takes_few_queries(
    client: Client, response: Response, answered: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_answers(response, {f"d0-p{place}": ("3", "habit") for place in range(answered)})
    client.get(path(response))
    with django_assert_num_queries(8):
        client.get(path(response))


# --- Saved whole ---------------------------------------------------------------------------------


def test_a_section_is_saved_and_the_next_one_opened(client: Client, response: Response) -> None:
    sent = fields(
        d0_p0="4", d0_p0_note="Since May.\r\nAll models.", d0_p1="2", d0_p1_recognition="habit", finished="yes"
    )
    assertRedirects(client.post(path(response), sent), path(response, "views"))
    assert chosen() == {"d0-p0": "4", "d0-p1": "2", "d0-p1-recognition": "habit"}
    assert Answer.objects.get(question__key="d0-p0").note == "Since May.\nAll models."
    assert Response.objects.get().finished_sections == ["d0"]


@pytest.mark.parametrize(
    ("finished", "leads_to", "sections"),
    [("no", "", []), ("", "sections/views/", []), ("yes", "sections/views/", ["d0"])],
)
def test_where_it_goes_on_depends_on_being_finished(
    client: Client, response: Response, finished: str, leads_to: str, sections: list[str]
) -> None:
    page = client.post(path(response), fields(d0_p0="4", finished=finished))
    assertRedirects(page, f"/responses/{response.uid}/{leads_to}")
    assert Response.objects.get().finished_sections == sections


def test_a_section_without_open_questions_is_finished_unless_said_otherwise(client: Client, response: Response) -> None:
    client.post(
        path(response, "about"),
        {"role": "operations", "role-number": "0", "parts": ["data", "release"], "parts-number": "0"},
    )
    assert Response.objects.get().finished_sections == ["about"]
    assert Answer.objects.get(question__key="parts").text == "data release"


def test_the_last_section_leads_to_checking(client: Client, response: Response) -> None:
    Response.objects.update(finished_sections=["about", "d0"])
    page = client.post(
        path(response, "views"), {"helped-most": "People.", "helped-most-number": "0", "finished": "yes"}
    )
    assertRedirects(page, f"/responses/{response.uid}/check/")


def test_what_is_wrong_is_named_and_kept_and_the_rest_is_saved(client: Client, response: Response) -> None:
    sent = fields(d0_p0="4", d0_p1="2", d0_p1_evidence="javascript:alert(1)", d0_p2="not-applicable", finished="yes")
    page = client.post(path(response), sent)
    assertContains(page, '<a href="#d0-p1-evidence">d0-p1? Enter an address', status_code=422)
    assertContains(page, '<a href="#d0-p2-reason">d0-p2? Say in one sentence why', status_code=422)
    assertContains(page, 'value="javascript:alert(1)"', status_code=422)
    assertContains(page, 'name="d0-p2" value="not-applicable" data-reveals checked>', status_code=422)
    assertContains(page, 'name="finished" value="yes" checked>', status_code=422)
    assert chosen() == {"d0-p0": "4"}
    assert Response.objects.get().finished_sections == []


def test_a_conflict_shows_both_answers_and_decides_nothing(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "habit")})
    page = client.post(path(response), fields(d0_p0="5", d0_p1="2"))
    assert page.status_code == 409
    assert re.search(r"Here, \d\d:\d\d d0-p0 step 5 Keep this one", text_of(page))
    assert re.search(r"Elsewhere, \d\d:\d\d d0-p0 step 3 Keep this one", text_of(page))
    assertContains(page, '<input type="hidden" name="d0-p0-theirs" value="1">', status_code=409)
    assertContains(page, 'name="d0-p0-keep" value="mine"', status_code=409)
    assert chosen() == {"d0-p0": "3", "d0-p0-recognition": "habit", "d0-p1": "2"}


@pytest.mark.parametrize(("keep", "kept"), [("mine", "5"), ("theirs", "3")])
def test_a_conflict_is_decided_without_a_script(client: Client, response: Response, keep: str, kept: str) -> None:
    make_answers(response, {"d0-p0": ("3", "")})
    client.post(path(response), fields(d0_p0="5", d0_p0_theirs="1", d0_p0_keep=keep, finished="no"))
    assert chosen() == {"d0-p0": kept}


def test_a_conflict_decided_too_late_is_one_again(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "")})
    save_answer(make_person(response.user), response, "d0-p0", number=1, values=Values("2"))
    page = client.post(path(response), fields(d0_p0="5", d0_p0_theirs="1", d0_p0_keep="mine"))
    assert (page.status_code, chosen()) == (409, {"d0-p0": "2"})


def test_a_wording_that_changed_under_an_answer_is_shown_again(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("1", "decided-against")})
    sent = fields(d0_p0="3", d0_p0_number="1", d0_p0_recognition="decided-against", d0_p0_recognition_number="1")
    page = client.post(path(response), {**sent, "finished": "yes"}, follow=True)
    assertRedirects(page, path(response) + "#came-about")
    assertContains(page, "Worded differently now. Still right?")
    assert chosen() == {"d0-p0": "3", "d0-p0-recognition": "nobody"}
    again = fields(d0_p0="3", d0_p0_number="2", d0_p0_recognition="nobody", d0_p0_recognition_number="2")
    client.post(path(response), {**again, "d0-p0-recognition-confirmed": "yes"})
    assert not Answer.objects.filter(to_confirm=True).exists()


@pytest.mark.parametrize("number", ["-1", "one", "١", "9" * 40, ""])
def test_a_number_that_is_none_is_refused(client: Client, response: Response, number: str) -> None:
    page = client.post(path(response), fields(d0_p0="3", d0_p0_number=number))
    assertContains(page, "This form is outdated.", status_code=422)
    assert chosen() == {}


def test_a_closed_round_keeps_what_was_saved_and_takes_nothing_more(client: Client, response: Response) -> None:
    client.post(path(response), fields(d0_p0="3"))
    Assessment.objects.update(state="closed", closed_at=timezone.now())
    page = client.post(path(response), fields(d0_p0="5", d0_p0_number="1", d0_p1="2", finished="yes"))
    assertContains(page, "This assessment has been closed. Answers can no longer be changed.", status_code=403)
    assert (chosen(), Response.objects.get().finished_sections) == ({"d0-p0": "3"}, [])


def test_what_belongs_elsewhere_is_not_saved(client: Client, response: Response) -> None:
    sent = {
        "role": "operations",
        "role-number": "0",
        "generative-p0": "5",
        "generative-p0-number": "0",
        "finished": "?",
    }
    assertRedirects(client.post(path(response), fields() | sent), path(response, "views"))
    assert (chosen(), Response.objects.get().finished_sections) == ({}, [])


def test_sending_a_section_twice_saves_it_once(client: Client, response: Response) -> None:
    pages = [client.post(path(response), fields(d0_p0="4", finished="yes")) for _ in range(2)]
    assert [page["Location"] for page in pages] == [path(response, "views")] * 2
    assert list(AnswerChange.objects.values_list("number", flat=True)) == [1]


def test_what_no_database_takes_is_said_at_its_field_and_the_rest_is_saved(client: Client, response: Response) -> None:
    sent = fields(d0_p0="4", d0_p1="2", d0_p1_note="a\x00b", d0_p2="not-applicable", d0_p2_reason="x" * 100_000)
    page = client.post(path(response), sent)
    assertContains(page, '<a href="#d0-p1-note">d0-p1? The text contains a character', status_code=422)
    assertContains(page, '<a href="#d0-p2-reason">d0-p2? Use at most 500 characters.', status_code=422)
    assert chosen() == {"d0-p0": "4"}


def test_choices_that_are_none_are_named_at_their_question(client: Client, response: Response) -> None:
    sent = {"role": "\x00", "role-number": "0", "parts": ["data", "x" * 20_000], "parts-number": "0"}
    page = client.post(path(response, "about"), sent)
    assertContains(page, '<a href="#role">role? Choose one of the answers', status_code=422)
    assertContains(page, '<a href="#parts">parts? Use at most 10000 characters.', status_code=422)
    assert not Answer.objects.exists()


# --- What is open ----------------------------------------------------------------------------------


def still_open(client: Client, response: Response, key: str = "d0") -> str:
    """The sentence at the end of the section."""
    found = re.search(r'id="still-open">(.*?)</p>', client.get(path(response, key)).content.decode(), re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def test_what_is_open_is_said_shortly(client: Client, response: Response) -> None:
    assert still_open(client, response) == "All 6 questions are still open."
    make_answers(response, {"d0-p0": ("3", "habit"), "d0-p2": ("not-applicable", "")})
    names = "d0-p1, d0-p1 (how it came about)"
    assert still_open(client, response) == f"2 questions are open: {names}"


def test_five_open_questions_are_named_and_the_rest_counted(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    response = make_response(make_assessment(version=make_version(dimensions=1, practices=4)), user)
    make_answers(response, {"d0-p0": ("3", "habit")})
    assert still_open(client, response).endswith("d0-p2 (how it came about) and 1 more")
