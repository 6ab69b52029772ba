"""An editor's words become the questions and options of a practice."""

import pytest

from assessment.models import Practice, Question
from assessment.services.questionnaire_findings import check_version
from assessment.services.questionnaire_wording import Wording, word_practice, wording_of
from tests.services.example import DOCUMENT, make_example, practice_of

pytestmark = pytest.mark.django_db

WORDS = Wording("What happens?", "The thing", ("Nothing.", "A little.", "Some.", "Much.", "Everything."))


def test_the_words_of_a_practice_are_read() -> None:
    loaded = practice_of(DOCUMENT)
    wording = wording_of(make_example().practices.get())
    assert wording == Wording(loaded["question"], loaded["recognition"], tuple(loaded["options"]))


def test_a_new_practice_gets_questions_and_options() -> None:
    draft = make_example(publish=False)
    section = draft.sections.get(key="release")
    practice = Practice.objects.create(
        section=section, key="rehearsal", position=1, name="Rehearsal", may_not_apply=True, why="It matters.",
        advice_adopt="a", advice_execute="b", advice_formalise="c", advice_sustain="d",
        sources=["S1"], roles=["research"],
    )  # fmt: skip
    assert wording_of(practice) == Wording("", "", ("", "", "", "", ""))
    word_practice(practice, WORDS)
    assert wording_of(practice) == WORDS
    assert check_version(draft) == []
    keys = Question.objects.filter(practice=practice).values_list("key", "position", "option_set__key")
    assert list(keys.order_by("position")) == [
        ("rehearsal", 1, "rehearsal"),
        ("rehearsal-recognition", 1001, "recognition"),
    ]


def test_another_key_and_scope_reach_questions_and_options() -> None:
    draft = make_example(publish=False)
    practice = draft.practices.get()
    options = set(draft.option_sets.get(key="roll-back").options.values_list("pk", flat=True))
    practice.key, practice.may_not_apply = "going-back", True
    practice.save()
    word_practice(practice, WORDS)
    assert check_version(draft) == []
    own = draft.option_sets.get(key="going-back").options
    assert options < set(own.values_list("pk", flat=True))
    assert set(draft.questions.filter(practice=practice).values_list("key", flat=True)) == {
        "going-back",
        "going-back-recognition",
    }
    practice.may_not_apply = False
    word_practice(practice, WORDS)
    assert set(own.values_list("pk", flat=True)) == options
