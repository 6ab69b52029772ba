"""Open answers are shown without an author, from three people on, and a lead can hide one."""

import pytest
from django.utils import timezone

from assessment.models import Answer, Assessment, AuditEvent, Person, Response
from assessment.services.errors import Refused
from assessment.services.open_answers import hide_answer, open_answers
from tests.factories import make_assessment, make_mixed_version, make_response, make_user

pytestmark = pytest.mark.django_db


def make_written(*texts: str) -> Assessment:
    """A round whose respondents wrote these answers to its open question, one each."""
    assessment = make_assessment(version=make_mixed_version())
    question = assessment.version.questions.get(key="helped-most")
    for text in texts:
        response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        Answer.objects.create(response=response, question=question, text=text, saved_at=timezone.now())
    return assessment


def texts(assessment: Assessment, respondents: int = 3) -> list[tuple[str, bool]]:
    return [(each.text, each.hidden) for question in open_answers(assessment, respondents) for each in question.answers]


def test_they_are_shown_by_their_letters_from_three_respondents_on() -> None:
    assessment = make_written("zeal", "Patience", "coffee")
    assert texts(assessment, respondents=2) == []
    assert texts(assessment) == [("coffee", False), ("Patience", False), ("zeal", False)]


def test_what_is_not_submitted_is_not_shown() -> None:
    assessment = make_written("one", "two", "three")
    Response.objects.filter(answers__text="two").update(state="in-progress", submitted_at=None)
    assert texts(assessment) == [("one", False), ("three", False)]


def test_a_hidden_answer_is_kept_apart_and_can_be_shown_again() -> None:
    assessment = make_written("one", "two", "three")
    lead = Person(make_user())
    (question,) = open_answers(assessment, 3)
    hide_answer(lead, assessment, question.shown[0].reference, hidden=True)
    hide_answer(lead, assessment, question.shown[0].reference, hidden=True)
    (question,) = open_answers(assessment, 3)
    assert ([each.text for each in question.shown], [each.text for each in question.hidden]) == (
        ["three", "two"],
        ["one"],
    )
    hide_answer(lead, assessment, question.hidden[0].reference, hidden=False)
    assert texts(assessment) == [("one", False), ("three", False), ("two", False)]
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "open answer hidden",
        "open answer shown again",
    ]


def test_an_answer_of_another_round_is_not_there() -> None:
    assessment, other = make_written("one", "two", "three"), make_written("a", "b", "c")
    reference = open_answers(other, 3)[0].answers[0].reference
    with pytest.raises(Refused) as refused:
        hide_answer(Person(make_user()), assessment, reference, hidden=True)
    assert refused.value.status == 404
    assert not Answer.objects.filter(hidden=True).exists()
