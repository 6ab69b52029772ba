"""A version in words: keys replaced by names, titles and sentences."""

import pytest

from assessment.models import Person, Version
from assessment.services.questionnaire_reading import Source, condition_in_words, read_for_people, read_for_respondents
from assessment.services.questionnaires import load_questionnaire
from tests.factories import make_mixed_version
from tests.services.example import example, practice_of, with_second_practice

pytestmark = pytest.mark.django_db

SERBAN = ("Best practices for machine learning (Serban and others, 2020)", "https://arxiv.org/abs/2007.14130")


@pytest.fixture
def version() -> Version:
    document = with_second_practice(example(), needs=["roll-back"], roles=["research", "operations"])
    document["sources"]["I5"] = {"title": "A work whose tag ends in a digit"}
    practice_of(document)["sources"] = ["S32", "I5"]
    return load_questionnaire(Person(), document).version


def test_a_practice_names_what_it_needs_who_knows_and_its_sources(version: Version) -> None:
    first, second = read_for_people(version).sections[1].practices
    assert (second.needs, second.roles) == (("Going back is quick and rehearsed",), ("Research", "Operations"))
    assert first.sources == (Source("S32", *SERBAN), Source("I5", "A work whose tag ends in a digit", ""))
    assert [label for label, _text in first.advice] == [
        "Adopt: start doing it",
        "Execute: it is agreed, do it",
        "Formalise: name it, write it down, give it an owner",
        "Sustain",
    ]


def test_a_question_names_its_construct_and_research_question(version: Version) -> None:
    item, open_question = read_for_people(version).sections[2].questions
    assert (item.construct, open_question.construct) == ("Benefits seen", "")
    assert item.research_question == "Research question: RQ1 understanding and adoption."


def test_respondents_read_what_their_organization_is_asked() -> None:
    version = make_mixed_version()
    sections = read_for_respondents(version, {"uses_generative_models": False}).sections
    assert [each.section.key for each in sections] == ["about", "d0", "views"]
    generative = read_for_respondents(version, {"uses_generative_models": True}).sections[2]
    assert (generative.section.key, generative.condition) == ("generative", "")


def test_the_whole_shows_recognition_and_sources(version: Version) -> None:
    reading = read_for_people(version)
    assert [option.key for option in reading.recognition][:3] == ["nobody", "decided-against", "habit"]
    assert [source.tag for source in reading.sources] == ["I5", "S"]


def test_without_the_question_of_roles_their_keys_are_shown() -> None:
    document = example()
    document["sections"] = document["sections"][1:]
    version = load_questionnaire(Person(), document).version
    assert read_for_people(version).sections[0].practices[0].roles == ("operations",)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, ""),
        ({"fact": "uses_generative_models", "equals": True}, "generative models are used: yes"),
        ({"fact": "regulated", "equals": False}, "the use of models is regulated: no"),
        ({"fact": "sector", "equals": "health"}, "sector: Health"),
        ({"fact": "number_of_models", "equals": 1}, "number of models in use: 1"),
    ],
)
def test_a_condition_is_put_into_words(condition: dict[str, object] | None, words: str) -> None:
    assert condition_in_words(condition) == words
