""" "I don't know" for the rest of a section: what it sets, what it leaves, what is taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Answer, AnswerChange, Assessment, Person, Response
from assessment.services.answer_values import Invalid, Values
from assessment.services.answers import save_answer
from assessment.services.errors import Refused
from assessment.services.unknown_answers import answer_unknown, take_back, unknown_step
from tests.factories import make_answers, make_assessment, make_mixed_version, make_person, make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def response() -> Response:
    return make_response(make_assessment(version=make_mixed_version()))


def author(response: Response) -> Person:
    return make_person(response.user)


def stored(response: Response) -> dict[str, str]:
    """The chosen options by the key of their question, blank where there is a row without one."""
    rows = response.answers.values_list("question__key", "option__key")
    return {key: option or "" for key, option in rows}


def finished(response: Response) -> list[str]:
    sections: list[str] = Response.objects.get(pk=response.pk).finished_sections
    return sections


def test_all_that_is_open_is_answered_and_nothing_else(response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", ""), "d0-p2": ("not-applicable", "")})
    step = answer_unknown(author(response), response, "d0")
    assert stored(response) == {
        "d0-p0": "3",
        "d0-p0-recognition": "unknown",
        "d0-p1": "unknown",
        "d0-p1-recognition": "unknown",
        "d0-p2": "not-applicable",
    }
    assert (len(step.changes), finished(response)) == (3, ["d0"])
    history = AnswerChange.objects.values_list("answer__question__key", "number", "actor", "old", "new__option")
    assert list(history) == [
        (key, 1, response.user_id, None, "unknown") for key in ("d0-p1", "d0-p0-recognition", "d0-p1-recognition")
    ]


def test_a_note_that_was_written_already_stays(response: Response) -> None:
    note = Values(note="Ask operations.")
    save_answer(author(response), response, "d0-p0", number=0, values=note)
    step = answer_unknown(author(response), response, "d0")
    answer = Answer.objects.get(question__key="d0-p0")
    assert (answer.note, answer.number, stored(response)["d0-p0"]) == ("Ask operations.", 2, "unknown")
    take_back(author(response), response, "d0", step.at)
    answer.refresh_from_db()
    assert (answer.note, answer.option, answer.number) == ("Ask operations.", None, 3)


def test_a_practice_that_does_not_happen_can_be_unknown_in_how_it_came_about(response: Response) -> None:
    make_answers(response, {"d0-p0": ("1", "")})
    answer_unknown(author(response), response, "d0")
    assert stored(response)["d0-p0-recognition"] == "unknown"
    assert not Answer.objects.filter(to_confirm=True).exists()


def test_a_second_time_there_is_nothing_left(response: Response) -> None:
    answer_unknown(author(response), response, "d0")
    assert answer_unknown(author(response), response, "d0").changes == []


def test_taking_it_back_leaves_what_was_changed_since(response: Response) -> None:
    step = answer_unknown(author(response), response, "d0")
    save_answer(author(response), response, "d0-p0", number=1, values=Values("4"))
    assert len(unknown_step(response, "d0", step.at).changes) == 5
    assert take_back(author(response), response, "d0", step.at) == 5
    assert (stored(response)["d0-p0"], set(stored(response).values())) == ("4", {"4", ""})
    assert finished(response) == []
    assert take_back(author(response), response, "d0", step.at) == 0


def test_only_the_step_of_that_moment_is_taken_back(response: Response) -> None:
    save_answer(author(response), response, "d0-p0", number=0, values=Values("unknown"))
    saved = save_answer(author(response), response, "d0-p1", number=0, values=Values("4"))
    step = answer_unknown(author(response), response, "d0")
    assert saved.saved_at is not None
    for moment in (saved.saved_at, step.at + timedelta(seconds=1)):
        assert take_back(author(response), response, "d0", moment) == 0
    assert take_back(author(response), response, "about", step.at) == 0
    assert take_back(author(response), response, "d0", step.at) == 4
    assert (stored(response)["d0-p0"], stored(response)["d0-p1"], finished(response)) == ("unknown", "4", [])


@pytest.mark.parametrize("section", ["about", "views", "generative", "nothing"])
def test_only_sections_of_practices_are_answered_so(response: Response, section: str) -> None:
    with pytest.raises(Invalid, match="each question has to be answered for itself"):
        answer_unknown(author(response), response, section)
    assert (stored(response), finished(response)) == ({}, [])


def test_after_submitting_and_after_closing_nothing_changes(response: Response) -> None:
    step = answer_unknown(author(response), response, "d0")
    before = stored(response)
    Response.objects.update(state="submitted", submitted_at=timezone.now())
    for verb in (lambda: take_back(author(response), response, "d0", step.at), lambda: again(response)):
        with pytest.raises(Refused, match="can no longer be changed"):
            verb()
    Response.objects.update(state="in-progress", submitted_at=None)
    Assessment.objects.update(state="closed", closed_at=timezone.now())
    with pytest.raises(Refused, match="has been closed"):
        again(response)
    assert stored(response) == before


def again(response: Response) -> None:
    answer_unknown(author(response), response, "d0")


def test_the_step_takes_few_queries(response: Response, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    answer_unknown(author(response), make_response(response.assessment), "d0")
    with django_assert_num_queries(16):
        answer_unknown(author(response), response, "d0")
