"""A version as people read it: every key it refers to replaced by words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Question, Version
from assessment.models.facts import OrganizationFacts
from assessment.services.frozen import Facts
from assessment.services.versions import (
    FrozenOption,
    FrozenPractice,
    FrozenQuestion,
    FrozenSection,
    FrozenVersion,
    frozen,
    holds,
)

ADVICE_LABELS = {
    "adopt": gettext_lazy("Adopt: start doing it"),
    "execute": gettext_lazy("Execute: it is agreed, do it"),
    "formalise": gettext_lazy("Formalise: name it, write it down, give it an owner"),
    "sustain": gettext_lazy("Sustain"),
}


@dataclass(frozen=True)
class Source:
    tag: str
    title: str
    url: str


@dataclass(frozen=True)
class ReadPractice:
    """A practice with the names of what it needs, who knows and what it rests on."""

    practice: FrozenPractice
    needs: tuple[str, ...]
    roles: tuple[str, ...]
    sources: tuple[Source, ...]
    advice: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReadQuestion:
    """A question with the title of the construct and the research question it belongs to."""

    question: FrozenQuestion
    construct: str
    research_question: str


@dataclass(frozen=True)
class ReadSection:
    section: FrozenSection
    condition: str
    practices: tuple[ReadPractice, ...]
    questions: tuple[ReadQuestion, ...]


@dataclass(frozen=True)
class Reading:
    """A whole version to read; `recognition` holds the options that every practice shares."""

    version: FrozenVersion
    sections: tuple[ReadSection, ...]
    recognition: tuple[FrozenOption, ...]
    sources: tuple[Source, ...]


def read_for_people(version: Version) -> Reading:
    """The version in words, in a fixed number of queries (none after the first time, once published)."""
    whole = frozen(version)
    recognition = next((practice.recognition.options for practice in whole.practices.values()), ())
    return Reading(
        version=whole,
        sections=tuple(_section(whole, section) for section in whole.sections),
        recognition=recognition,
        sources=tuple(_source(whole, tag) for tag in sorted(whole.sources)),
    )


def read_for_respondents(version: Version, facts: Facts) -> Reading:
    """The version as it is asked under these facts of an organization; in as many queries as `read_for_people`."""
    whole = read_for_people(version)
    asked = tuple(_asked(each, facts) for each in whole.sections if holds(each.section.condition, facts))
    return replace(whole, sections=asked)


def _asked(each: ReadSection, facts: Facts) -> ReadSection:
    return replace(
        each,
        condition="",
        practices=tuple(item for item in each.practices if holds(item.practice.question.condition, facts)),
        questions=tuple(item for item in each.questions if holds(item.question.condition, facts)),
    )


def condition_in_words(condition: Mapping[str, Any] | None) -> str:
    """When a section is asked: "generative models are used: yes"; empty where it always is."""
    if condition is None:
        return ""
    fact = next(field for field in OrganizationFacts._meta.local_fields if field.name == condition["fact"])
    value = condition["equals"]
    if isinstance(value, bool):
        return f"{fact.verbose_name}: {_('yes') if value else _('no')}"
    return f"{fact.verbose_name}: {dict(fact.flatchoices).get(value, value)}"


def _section(whole: FrozenVersion, section: FrozenSection) -> ReadSection:
    return ReadSection(
        section=section,
        condition=condition_in_words(section.condition),
        practices=tuple(_practice(whole, practice) for practice in section.practices),
        questions=tuple(_question(whole, question) for question in section.questions),
    )


def _question(whole: FrozenVersion, question: FrozenQuestion) -> ReadQuestion:
    return ReadQuestion(question, _construct(whole, question), _research_question(question))


def _research_question(question: FrozenQuestion) -> str:
    asked = question.research_question
    return _("Research question: %(name)s.") % {"name": Question.ResearchQuestion(asked).label} if asked else ""


def _construct(whole: FrozenVersion, question: FrozenQuestion) -> str:
    return str(whole.constructs.get(question.construct, {}).get("title", ""))


def _practice(whole: FrozenVersion, practice: FrozenPractice) -> ReadPractice:
    return ReadPractice(
        practice=practice,
        needs=tuple(whole.practices[key].name for key in practice.prerequisites if key in whole.practices),
        roles=tuple(_role(whole, key) for key in practice.roles),
        sources=tuple(_source(whole, tag) for tag in practice.sources),
        advice=tuple((str(ADVICE_LABELS[action]), text) for action, text in practice.advice.items()),
    )


def _role(whole: FrozenVersion, key: str) -> str:
    asked = whole.questions.get("role")
    option = asked.option(key) if asked else None
    return option.text if option else key


def _source(whole: FrozenVersion, tag: str) -> Source:
    # A tag may carry the number of a practice or article: S9 is the ninth of S.
    found = whole.sources.get(tag) or whole.sources.get(tag.rstrip("0123456789"), {})
    return Source(tag, found.get("title", ""), found.get("url", ""))
