"""What may be stored as an answer."""

import pytest

from assessment.services.answer_values import EMPTY, Invalid, Values, checked, does_not_happen, offered, values_of
from assessment.services.versions import FrozenQuestion, frozen
from tests.factories import make_answer, make_assessment, make_mixed_version, make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions() -> dict[str, FrozenQuestion]:
    return frozen(make_mixed_version()).questions


@pytest.mark.parametrize(
    ("key", "values", "kept"),
    [
        ("d0-p0", EMPTY, EMPTY),
        (
            "d0-p0",
            Values("3", "x", "r", "note", "https://a.example/b"),
            Values("3", "", "", "note", "https://a.example/b"),
        ),
        ("d0-p2", Values("not-applicable", reason="None here."), Values("not-applicable", reason="None here.")),
        ("parts", Values(text="release data release"), Values(text="data release")),
        ("parts", Values("data", "", "r", "n"), EMPTY),
        ("helped-most", Values("1", "People.", "r", "n"), Values(text="People.")),
    ],
)
def test_only_what_belongs_to_the_question_is_kept(
    questions: dict[str, FrozenQuestion], key: str, values: Values, kept: Values
) -> None:
    assert checked(questions[key], values) == kept


@pytest.mark.parametrize(
    ("key", "values", "part", "sentence"),
    [
        ("d0-p0", Values("nobody"), "option", "Choose one of the answers to this question."),
        ("d0-p0", Values("not-applicable", reason="x"), "option", "Choose one of the answers to this question."),
        ("parts", Values(text="data nothing"), "option", "Choose one of the answers to this question."),
        ("d0-p2", Values("not-applicable"), "reason", "Say in one sentence why it does not apply."),
        ("d0-p2", Values("not-applicable", reason="x" * 501), "reason", "Use at most 500 characters."),
        ("d0-p0", Values("1", note="x" * 5001), "note", "Use at most 5000 characters."),
        ("helped-most", Values(text="x" * 10001), "text", "Use at most 10000 characters."),
        ("helped-most", Values(text="a\x00b"), "text", "The text contains a character that can't be stored."),
        (
            "d0-p0",
            Values("1", evidence="javascript:alert(1)"),
            "evidence",
            "Enter an address that starts with https:// or http://.",
        ),
        (
            "d0-p0",
            Values("1", evidence="ftp://a.example"),
            "evidence",
            "Enter an address that starts with https:// or http://.",
        ),
    ],
)
def test_what_cannot_be_an_answer_is_refused(
    questions: dict[str, FrozenQuestion], key: str, values: Values, part: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        checked(questions[key], values)
    assert (refusal.value.part, refusal.value.sentence, refusal.value.status) == (part, sentence, 422)


def test_the_longest_texts_are_kept(questions: dict[str, FrozenQuestion]) -> None:
    assert checked(questions["helped-most"], Values(text="x" * 10_000)) == Values(text="x" * 10_000)


@pytest.mark.parametrize(
    ("key", "absent", "kept"),
    [
        ("decided-against", False, "nobody"),
        ("decided-against", True, "decided-against"),
        ("nobody", True, "nobody"),
        ("unknown", True, "unknown"),
        ("guideline", True, "guideline"),
        ("", True, ""),
    ],
)
def test_a_recognition_keeps_its_points_in_another_wording(
    questions: dict[str, FrozenQuestion], key: str, absent: bool, kept: str
) -> None:
    assert offered(questions["d0-p0-recognition"], key, absent=absent) == kept


def test_only_the_lowest_anchor_says_that_a_practice_does_not_happen(questions: dict[str, FrozenQuestion]) -> None:
    said = [option.key for option in questions["d0-p2"].options if does_not_happen(option)]
    assert said == ["1"]
    assert not does_not_happen(None)


def test_a_stored_answer_by_keys() -> None:
    version = make_mixed_version()
    response = make_response(make_assessment(version=version))
    question = version.questions.get(key="d0-p2")
    answer = make_answer(response, question, "not-applicable")
    asked = frozen(version).questions["d0-p2"]
    assert values_of(asked, answer) == Values("not-applicable", reason="We have none.")
    assert values_of(asked, None) == EMPTY
