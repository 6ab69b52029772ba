"""The frozen objects a version is read into: what is asked, in order, and what the measurement takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from assessment.measurement.instrument import Dimension, Instrument, Thresholds
from assessment.measurement.instrument import Practice as MeasuredPractice
from assessment.models import Option, Section

Facts = Mapping[str, object]
Condition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FrozenOption:
    pk: int
    key: str
    text: str
    absent_text: str
    points: float | None
    value: int | None
    code: str

    def wording(self, *, absent: bool) -> str:
        """Its text, or that for a practice that does not happen; empty where it is not offered."""
        return self.absent_text if absent else self.text


@dataclass(frozen=True)
class FrozenQuestion:
    pk: int
    key: str
    text: str
    facet: str
    multiple: bool
    options: tuple[FrozenOption, ...]
    construct: str
    reversed: bool
    research_question: str
    condition: Condition | None
    practice_key: str
    section_key: str

    @property
    def is_open(self) -> bool:
        return not self.options

    @cached_property
    def options_by_key(self) -> dict[str, FrozenOption]:
        return {option.key: option for option in self.options}

    @cached_property
    def options_by_pk(self) -> dict[int, FrozenOption]:
        return {option.pk: option for option in self.options}

    def option(self, key: str) -> FrozenOption | None:
        """The option with this key, if the question has it."""
        return self.options_by_key.get(key)

    def by_points(self, points: float, *, absent: bool) -> FrozenOption | None:
        """The first option worth so many points that is offered in this wording, codes aside."""
        fitting = [option for option in self.options if option.points == points and option.wording(absent=absent)]
        return next((option for option in fitting if option.code != Option.Code.UNKNOWN), None)


@dataclass(frozen=True)
class FrozenPractice:
    key: str
    name: str
    weight: float
    essential: bool
    effort: int
    may_not_apply: bool
    why: str
    advice: Mapping[str, str]
    sources: tuple[str, ...]
    roles: tuple[str, ...]
    prerequisites: tuple[str, ...]
    section_key: str
    question: FrozenQuestion
    recognition: FrozenQuestion


@dataclass(frozen=True)
class FrozenSection:
    key: str
    kind: str
    title: str
    summary: str
    introduction: str
    weight: float
    overlay: bool
    condition: Condition | None
    practices: tuple[FrozenPractice, ...]
    questions: tuple[FrozenQuestion, ...]

    @property
    def is_dimension(self) -> bool:
        return self.kind == Section.Kind.DIMENSION

    @cached_property
    def all_questions(self) -> tuple[FrozenQuestion, ...]:
        """Practice questions in order, then their recognition, then the rest: as they are asked."""
        return (
            *(practice.question for practice in self.practices),
            *(practice.recognition for practice in self.practices),
            *self.questions,
        )


@dataclass(frozen=True)
class FrozenVersion:
    pk: int
    uid: UUID
    questionnaire_key: str
    number: int | None
    title: str
    description: str
    language: str
    minutes: int
    content_hash: str
    thresholds: Thresholds
    sections: tuple[FrozenSection, ...]
    consistency: tuple[Mapping[str, Any], ...]
    crosswalks: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, Any]
    constructs: Mapping[str, Any]
    # What `instrument` made, by the keys of the sections asked.
    _instruments: dict[tuple[str, ...], Instrument] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def questions(self) -> dict[str, FrozenQuestion]:
        return {question.key: question for section in self.sections for question in section.all_questions}

    @cached_property
    def questions_by_pk(self) -> dict[int, FrozenQuestion]:
        return {question.pk: question for question in self.questions.values()}

    @cached_property
    def practices(self) -> dict[str, FrozenPractice]:
        return {practice.key: practice for section in self.sections for practice in section.practices}

    @cached_property
    def dimensions(self) -> tuple[FrozenSection, ...]:
        return tuple(section for section in self.sections if section.is_dimension)

    def section(self, key: str) -> FrozenSection | None:
        """The section with this key, if there is one."""
        return next((section for section in self.sections if section.key == key), None)

    def asked(self, facts: Facts) -> tuple[FrozenSection, ...]:
        """The sections whose condition holds under these facts of an organization."""
        return tuple(section for section in self.sections if holds(section.condition, facts))

    def instrument(self, facts: Facts) -> Instrument:
        """The dimensions asked under these facts, as the measurement takes them; prerequisites outside are left out."""
        return self._instrument(tuple(section for section in self.asked(facts) if section.is_dimension))

    def whole_instrument(self) -> Instrument:
        """All dimensions, whatever the facts of an organization."""
        return self._instrument(self.dimensions)

    def _instrument(self, asked: tuple[FrozenSection, ...]) -> Instrument:
        keys = tuple(section.key for section in asked)
        if keys not in self._instruments:
            known = {practice.key for section in asked for practice in section.practices}
            dimensions = tuple(_dimension(section, known) for section in asked)
            self._instruments[keys] = Instrument(dimensions=dimensions, thresholds=self.thresholds)
        return self._instruments[keys]


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Whether a condition holds; where there is none it always does."""
    return condition is None or facts.get(condition["fact"]) == condition["equals"]


def _dimension(section: FrozenSection, known: set[str]) -> Dimension:
    practices = tuple(
        MeasuredPractice(
            key=practice.key,
            weight=practice.weight,
            essential=practice.essential,
            effort=practice.effort,
            prerequisites=tuple(key for key in practice.prerequisites if key in known),
        )
        for practice in section.practices
    )
    return Dimension(key=section.key, weight=section.weight, overlay=section.overlay, practices=practices)
