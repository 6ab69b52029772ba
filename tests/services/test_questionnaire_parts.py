"""Walking malformed data passes over what does not fit."""

import pytest

from assessment.services.questionnaire_parts import entries, keys_of, named, practice_keys, practices, questions, texts
from tests.services.example import example, with_second_practice


def test_parts_come_with_their_paths() -> None:
    document = with_second_practice(example())
    assert list(keys_of(practices(document))) == [
        (("sections", 1, "practices", 0, "key"), "roll-back"),
        (("sections", 1, "practices", 1, "key"), "rehearsal"),
    ]
    assert [path for path, _question in questions(document)] == [
        ("sections", 0, "questions", 0),
        ("sections", 2, "questions", 0),
        ("sections", 2, "questions", 1),
    ]
    assert practice_keys(document) == {"roll-back", "rehearsal"}


@pytest.mark.parametrize("malformed", [None, 1, "text", [], {}, {"sections": None}, {"sections": [1, None, []]}])
def test_what_does_not_fit_is_passed_over(malformed: object) -> None:
    assert list(practices(malformed)) == []
    assert named(malformed, "sections") == {}


def test_only_texts_and_mappings_are_taken_from_lists() -> None:
    holder = {"mixed": ["a", 1, None, "b", {"key": "c"}]}
    assert list(texts(holder, "mixed")) == [(0, "a"), (3, "b")]
    assert list(entries(holder, "mixed")) == [(("mixed", 4), {"key": "c"})]
