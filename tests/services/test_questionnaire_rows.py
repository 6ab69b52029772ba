"""A document becomes rows: practices with their questions and options, in order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from assessment.models import Person, Question
from assessment.services.questionnaire_rows import practice_options
from assessment.services.questionnaires import load_questionnaire
from tests.services.example import example, make_example, with_second_practice

pytestmark = pytest.mark.django_db


def test_a_version_has_the_sections_in_order() -> None:
    rows = make_example().sections.values_list("key", "kind", "position", "weight", "overlay")
    assert list(rows) == [
        ("about-you", "profile", 0, 1.0, False),
        ("release", "dimension", 1, 1.0, False),
        ("views", "perception", 2, 1.0, False),
    ]


def test_a_practice_has_its_two_questions() -> None:
    rows = make_example().questions.values_list("key", "facet", "practice__key", "option_set__key")
    assert list(rows.order_by("section__position", "position")) == [
        ("role", "", None, "role"),
        ("roll-back", "practice", "roll-back", "roll-back"),
        ("roll-back-recognition", "recognition", "roll-back", "recognition"),
        ("benefits-sleep", "", None, "agreement"),
        ("helped-most", "", None, None),
    ]


def test_a_practice_has_five_steps_and_what_rates_nothing() -> None:
    options = practice_options(list("abcde"), may_not_apply=True, language="en")
    assert [(option.key, option.position, option.text, option.points, option.code) for option in options] == [
        ("1", 0, "a", 0, ""),
        ("2", 1, "b", 0.25, ""),
        ("3", 2, "c", 0.5, ""),
        ("4", 3, "d", 0.75, ""),
        ("5", 4, "e", 1, ""),
        ("unknown", 5, "I don't know", None, "unknown"),
        ("not-applicable", 6, "Does not apply", None, "not-applicable"),
    ]
    assert [option.key for option in practice_options(list("abcde"), may_not_apply=False, language="en")][
        -1
    ] == "unknown"


def test_the_language_of_the_page_does_not_matter() -> None:
    with override("fi"):
        options = practice_options(list("abcde"), may_not_apply=False, language="en")
    assert options[-1].text == "I don't know"


def test_shared_options_keep_words_points_values_and_codes() -> None:
    version = make_example()
    recognition = version.option_sets.get(key="recognition").options
    assert list(recognition.values_list("key", "text", "absent_text", "points", "code"))[1:3] == [
        ("decided-against", "", "We decided against it", 0, "decided-against"),
        ("habit", "Habit of some people", "Some people ask for it", 1 / 3, ""),
    ]
    agreement = version.option_sets.get(key="agreement").options
    assert list(agreement.values_list("key", "value", "points", "code")) == [
        ("1", 1, None, ""),
        ("3", 3, None, ""),
        ("5", 5, None, ""),
        ("no-opinion", None, None, "unknown"),
    ]


def test_prerequisites_thresholds_rules_and_conditions_are_kept() -> None:
    document = with_second_practice(example(), needs=["roll-back"])
    condition = {"fact": "regulated", "equals": True}
    document["sections"][1]["condition"] = condition
    document["thresholds"] = {"hold_back": 0.4}
    bound = {"practice": "roll-back", "at_least": 1}
    rule = {"key": "rule", "first": bound, "second": {"practice": "rehearsal", "at_most": 0}, "question": "Right?"}
    document["consistency"] = [rule]
    version = load_questionnaire(Person(), document).version
    assert version.hold_back == 0.4
    assert version.sections.get(key="release").condition == condition
    assert version.practices.get(key="rehearsal").prerequisites.get().key == "roll-back"
    stored = version.rules.get()
    assert (stored.kind, {"key": stored.key, **stored.data}) == ("consistency", rule)


def test_writing_takes_a_fixed_number_of_queries() -> None:
    counts = []
    for document in (example(), with_second_practice(example()) | {"questionnaire": "larger"}):
        with CaptureQueriesContext(connection) as queries:
            load_questionnaire(Person(), document)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Question.objects.count() == 12
