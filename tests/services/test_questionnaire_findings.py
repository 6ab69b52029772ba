"""What an editor is told of a version: errors and warnings, each at its row."""

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from assessment.models import Option, OptionSet, Person, Practice, Prerequisite, Question, Rule, Section, Version
from assessment.services.questionnaire_findings import check_version
from assessment.services.questionnaire_schema import SCHEMA_FILE
from assessment.services.questionnaires import load_questionnaire, read_questionnaire
from tests.factories import make_version
from tests.services.example import example, make_example, with_second_practice

pytestmark = pytest.mark.django_db


def told(version: Version) -> list[tuple[str, str, Model]]:
    return [(finding.level.value, str(finding), finding.thing) for finding in check_version(version)]


@pytest.fixture
def draft() -> Version:
    return make_example(publish=False)


@pytest.mark.parametrize("name", ["mlops-adoption.yaml", "quick-check.yaml"])
def test_of_the_library_nothing_is_told(name: str) -> None:
    document = read_questionnaire((SCHEMA_FILE.parent / name).read_bytes())
    assert told(load_questionnaire(Person(), document).version) == []


def test_a_missing_text_is_an_error_at_the_practice(draft: Version) -> None:
    practice = draft.practices.get()
    Practice.objects.update(why="", advice_sustain="")
    assert told(draft) == [
        ("error", "Release › Going back is quick and rehearsed › advice.sustain: This entry is missing.", practice),
        ("error", "Release › Going back is quick and rehearsed › why: This entry is missing.", practice),
    ]


def test_a_practice_without_questions_is_an_error(draft: Version) -> None:
    practice = draft.practices.get()
    practice.questions.all().delete()
    place = "Release › Going back is quick and rehearsed"
    assert told(draft) == [
        ("error", f"{place} › options: The list has 0 entries, at least 5 are needed.", practice),
        ("error", f"{place} › question: This entry is missing.", practice),
        ("error", f"{place} › recognition: This entry is missing.", practice),
    ]


def test_a_version_without_sections_measures_nothing(draft: Version) -> None:
    Question.objects.all().delete()
    draft.sections.all().delete()
    assert [(level, text) for level, text, _thing in told(draft)] == [
        ("error", "sections: The list has 0 entries, at least 1 are needed.")
    ]


def test_every_kind_of_row_is_found(draft: Version) -> None:
    Section.objects.filter(key="views").update(title="")
    Option.objects.filter(option_set__key="agreement", key="1").update(value=None)
    rule = Rule.objects.create(version=draft, kind="crosswalk", key="levels", data={})
    draft.notes = ""
    things = {type(thing).__name__: thing for _level, _text, thing in told(draft)}
    assert things == {
        "Section": draft.sections.get(key="views"),
        "Question": draft.questions.get(key="benefits-sleep"),
        "Rule": rule,
        "Version": draft,
    }


def test_options_that_loading_would_not_make_are_errors(draft: Version) -> None:
    practice = draft.practices.get()
    own = OptionSet.objects.get(version=draft, key="roll-back")
    sentence = (
        "Going back is quick and rehearsed: Five options worth 0, 0.25, 0.5, 0.75 and 1 are needed, "
        "then “I don't know”. Save the practice again."
    )
    own.options.filter(key="3").update(points=0.6)
    assert told(draft) == [("error", sentence, practice)]
    own.options.filter(key="3").update(points=0.5)
    own.options.filter(key="unknown").update(text="No idea")
    assert told(draft) == [("error", sentence, practice)]


def test_questions_that_are_not_the_practices_own_are_errors(draft: Version) -> None:
    practice = draft.practices.get()
    Question.objects.filter(facet="recognition").update(key="other", option_set=draft.option_sets.get(key="agreement"))
    assert told(draft) == [
        (
            "error",
            "Going back is quick and rehearsed: Its questions do not have its key. Save the practice again.",
            practice,
        ),
        (
            "error",
            "Going back is quick and rehearsed: Its questions do not use its options. Save the practice again.",
            practice,
        ),
    ]


def test_what_belongs_to_another_version_is_an_error(draft: Version) -> None:
    other = make_version(publish=False)
    foreign = other.practices.first()
    assert foreign is not None
    practice = draft.practices.get()
    Prerequisite.objects.create(practice=practice, needs=foreign)
    question = draft.questions.get(key="benefits-sleep")
    Question.objects.filter(pk=question.pk).update(option_set=other.option_sets.get(key="recognition"))
    texts = [text for _level, text, _thing in told(draft)]
    assert f"Going back is quick and rehearsed: “{foreign}” belongs to another version." in texts
    assert "benefits-sleep: Its options or its section belong to another version." in texts


def test_what_is_seldom_meant_is_a_warning(draft: Version) -> None:
    practice = draft.practices.get()
    Practice.objects.update(why="MLOps needs Docker.", essential=False, advice_adopt="word " * 59 + "word")
    assert told(draft) == [
        ("warning", "Release: No practice of this dimension is essential.", practice.section),
        (
            "warning",
            "Release › Going back is quick and rehearsed › why: “MLOps” is named. "
            "People who never heard of it must be able to answer.",
            practice,
        ),
        (
            "warning",
            "Release › Going back is quick and rehearsed › why: “Docker” is named. "
            "A practice is described without tools.",
            practice,
        ),
        (
            "warning",
            "Release › Going back is quick and rehearsed › advice.adopt: 60 words; fewer than 60 are read.",
            practice,
        ),
    ]


def test_checking_takes_a_fixed_number_of_queries() -> None:
    counts = []
    for document in (example(), with_second_practice(example()) | {"questionnaire": "larger"}):
        version = load_questionnaire(Person(), document).version
        with CaptureQueriesContext(connection) as queries:
            check_version(version)
        counts.append(len(queries))
    assert counts[0] == counts[1]
