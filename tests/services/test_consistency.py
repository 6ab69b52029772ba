"""Answers that rarely go together are asked about."""

import pytest

from assessment.services.answers import answers_of
from assessment.services.consistency import doubts
from assessment.services.versions import frozen
from tests.factories import make_answers, make_assessment, make_mixed_version, make_response

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [
        ("4", "2", True),
        ("5", "1", True),
        ("3", "2", False),
        ("4", "3", False),
        ("4", "unknown", False),
        ("4", "", False),
    ],
)
def test_both_sides_of_a_rule_have_to_hold(first: str, second: str, asked: bool) -> None:
    version = make_mixed_version()
    response = make_response(make_assessment(version=version))
    make_answers(response, {"d0-p0": (first, "habit"), "d0-p1": (second, "habit")})
    found = doubts(frozen(version), answers_of(response))
    expected = [("first-without-second", "The first without the second. Is that right?", "d0-p0", "d0-p1")]
    assert [(doubt.key, doubt.question, doubt.first.key, doubt.second.key) for doubt in found] == expected * asked
