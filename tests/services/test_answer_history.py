"""What the history of answers says."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessment.models import Response
from assessment.services.answer_history import changes_of, rows_of
from assessment.services.answer_values import EMPTY, Values
from assessment.services.answers import save_answer
from assessment.services.versions import frozen
from tests.factories import make_assessment, make_mixed_version, make_person, make_response, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def response() -> Response:
    """The practice moves from nothing, which takes its recognition along."""
    response = make_response(make_assessment(version=make_mixed_version()), make_user())
    person = make_person(response.user)
    save_answer(person, response, "d0-p0", number=0, values=Values("1"))
    save_answer(person, response, "d0-p0-recognition", number=0, values=Values("decided-against"))
    save_answer(person, response, "d0-p0", number=1, values=Values("3"))
    return response


def test_changes_are_newest_first_and_know_how_a_recognition_was_worded(
    response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = list(rows_of(response))
    with django_assert_num_queries(1):
        changes = changes_of(response, rows)
    read = [(each.question.key, each.old, each.new, each.was_absent, each.is_absent) for each in changes]
    assert read == [
        ("d0-p0-recognition", Values("decided-against"), Values("nobody"), True, False),
        ("d0-p0", Values("1"), Values("3"), False, False),
        ("d0-p0-recognition", EMPTY, Values("decided-against"), True, True),
        ("d0-p0", EMPTY, Values("1"), False, False),
    ]


def test_the_changes_of_one_question_of_one_response(response: Response) -> None:
    other = make_response(response.assessment)
    save_answer(make_person(other.user), other, "d0-p0", number=0, values=Values("5"))
    question = frozen(response.assessment.version).questions["d0-p0"]
    assert [row.number for row in rows_of(response, question)] == [2, 1]
    assert rows_of(other).count() == 1
