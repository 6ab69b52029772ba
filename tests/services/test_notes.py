"""Notes are shown where at least three rated the practice, without any trace of who wrote them."""

import pytest
from django.utils import timezone

from assessment.models import Answer, Assessment, Response
from assessment.services.notes import notes_of
from assessment.services.results import recompute
from assessment.services.stored_results import read_result
from tests.factories import make_answers, make_assessment, make_response, make_version

pytestmark = pytest.mark.django_db
KEYS = ("d0-p0", "d0-p1", "d0-p2", "d1-p0", "d1-p1", "d1-p2")
State = Response.State


def make_round(*notes: str, raters: int = 3) -> Assessment:
    """A closed round of three people; the first so many rated d0-p0, each with one of these notes on it."""
    assessment = make_assessment(version=make_version(), state=Assessment.State.CLOSED, closed_at=timezone.now())
    for place in range(3):
        response = add_response(assessment, "4" if place < raters else "unknown")
        write(response, "d0-p0", notes[place] if place < len(notes) else "")
    recompute(assessment)
    return assessment


def add_response(assessment: Assessment, choice: str, state: str = State.SUBMITTED) -> Response:
    submitted_at = timezone.now() if state == State.SUBMITTED else None
    response = make_response(assessment, state=state, submitted_at=submitted_at)
    make_answers(response, dict.fromkeys(KEYS, (choice, "habit")))
    return response


def write(response: Response, key: str, note: str) -> None:
    Answer.objects.filter(response=response, question__key=key).update(note=note)


def found(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    return notes_of(assessment, read_result(assessment))


def test_the_order_of_notes_says_nothing_of_their_authors() -> None:
    assert found(make_round("we do", "Always.", "")) == {"d0-p0": ("Always.", "we do")}


def test_two_raters_are_too_few() -> None:
    """SECURITY: with two, each knows who wrote the other note."""
    assert found(make_round("we do", "Always.", raters=2)) == {}


def test_who_could_not_rate_may_have_noted_why() -> None:
    assessment = make_round("we do")
    write(add_response(assessment, "unknown"), "d0-p0", "Ask operations.")
    recompute(assessment)
    assert found(assessment) == {"d0-p0": ("Ask operations.", "we do")}


def test_what_was_not_submitted_is_not_shown() -> None:
    assessment = make_round("we do")
    write(add_response(assessment, "4", State.IN_PROGRESS), "d0-p0", "A draft.")
    assert found(assessment) == {"d0-p0": ("we do",)}


def test_notes_of_another_round_stay_there() -> None:
    make_round("theirs")
    assert found(make_round("ours")) == {"d0-p0": ("ours",)}
