"""What a page sent, as answers."""

import pytest
from django.http import QueryDict

from assessment.forms.answers import section_sent, sent_of
from assessment.services.answer_values import Invalid, Values
from assessment.services.answers import Sent
from assessment.services.versions import FrozenQuestion, frozen
from tests.factories import make_mixed_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions() -> dict[str, FrozenQuestion]:
    return frozen(make_mixed_version()).questions


@pytest.mark.parametrize(
    ("key", "query", "sent"),
    [
        ("d0-p0", "d0-p0=3&d0-p0-number=2&d0-p0-note=+Since%0D%0AMay+", Sent(2, Values("3", note="Since\nMay"))),
        ("d0-p2", "d0-p2=not-applicable&d0-p2-reason=None", Sent(0, Values("not-applicable", reason="None"))),
        ("d0-p2", "d0-p2=3&d0-p2-reason=None", Sent(0, Values("3"))),
        ("parts", "parts=data&parts=release&parts-number=1", Sent(1, Values(text="data release"))),
        ("helped-most", "helped-most=People.", Sent(0, Values(text="People."))),
        (
            "d0-p0-recognition",
            "d0-p0-recognition=habit&d0-p0-recognition-confirmed=yes",
            Sent(0, Values("habit"), confirms=True),
        ),
    ],
)
def test_one_question(questions: dict[str, FrozenQuestion], key: str, query: str, sent: Sent) -> None:
    assert sent_of(QueryDict(query), questions[key]) == sent


@pytest.mark.parametrize("number", ["", "-1", "1.5", "²", "9999999999"])
def test_a_number_that_is_none(questions: dict[str, FrozenQuestion], number: str) -> None:
    with pytest.raises(Invalid, match="outdated"):
        sent_of(QueryDict(f"d0-p0=3&d0-p0-number={number}"), questions["d0-p0"])


def test_a_section_holds_what_was_on_the_page_and_what_was_decided(questions: dict[str, FrozenQuestion]) -> None:
    asked = tuple(questions[key] for key in ("d0-p0", "d0-p1", "d0-p2", "role"))
    page = (
        "d0-p0=3&d0-p0-number=0&d0-p0-theirs=4&d0-p0-keep=mine&d0-p1=2&d0-p1-number=1&d0-p1-keep=theirs"
        "&d0-p2-number=0&role=operations"
    )
    assert section_sent(QueryDict(page), asked) == {"d0-p0": Sent(4, Values("3")), "d0-p2": Sent(0, Values())}


def test_a_decision_about_a_number_that_is_none_is_refused(questions: dict[str, FrozenQuestion]) -> None:
    page = "d0-p0=3&d0-p0-number=0&d0-p0-theirs=2147483648&d0-p0-keep=mine"
    with pytest.raises(Invalid, match="outdated"):
        section_sent(QueryDict(page), (questions["d0-p0"],))
