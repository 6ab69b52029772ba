"""A version as frozen objects: read once, held in the process as long as it can't change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from assessment.measurement.instrument import Dimension, Instrument, Thresholds
from assessment.measurement.instrument import Practice as MeasuredPractice
from assessment.models import Option, OptionSet, Practice, Prerequisite, Question, Rule, Section, Version

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
        asked = tuple(section for section in self.asked(facts) if section.is_dimension)
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


# Published versions never change (the database sees to it), so they are kept for the life of the process.
_kept: dict[UUID, FrozenVersion] = {}


def frozen(version: Version) -> FrozenVersion:
    """The version with all it holds, in a fixed number of queries; a published one from memory after the first time."""
    found = _kept.get(version.uid)
    if found is None:
        found = _read(version)
        if not version.is_draft:
            _kept[version.uid] = found
    return found


def _read(version: Version) -> FrozenVersion:
    reader = _Reader(version)
    rules = list(Rule.objects.filter(version=version).order_by("position", "pk"))
    return FrozenVersion(
        pk=version.pk,
        uid=version.uid,
        questionnaire_key=version.questionnaire.key,
        number=version.number,
        title=version.title,
        description=version.description,
        language=version.language,
        minutes=version.minutes,
        content_hash=version.content_hash,
        thresholds=version.thresholds(),
        sections=reader.sections(),
        consistency=tuple({"key": rule.key, **rule.data} for rule in rules if rule.kind == Rule.Kind.CONSISTENCY),
        crosswalks=tuple({"key": rule.key, **rule.data} for rule in rules if rule.kind == Rule.Kind.CROSSWALK),
        sources=version.sources,
        constructs=version.constructs,
    )


class _Reader:
    """Reads the rows of a version once and puts them together."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.options = self._read_options()
        self.needs = self._read_prerequisites()
        self.questions = list(
            Question.objects.filter(version=version)
            .select_related("practice", "section")
            .order_by("section__position", "position", "pk")
        )
        self.of_practice = {(row.practice_id, row.facet): row for row in self.questions if row.practice_id is not None}

    def _read_options(self) -> dict[int, tuple[FrozenOption, ...]]:
        sets = OptionSet.objects.filter(version=self.version)
        rows = Option.objects.filter(option_set__in=sets).order_by("option_set_id", "position", "pk")
        return {pk: tuple(map(_option, group)) for pk, group in groupby(rows, key=lambda row: row.option_set_id)}

    def _read_prerequisites(self) -> dict[str, tuple[str, ...]]:
        rows = Prerequisite.objects.filter(practice__version=self.version).order_by("practice_id", "pk")
        pairs = rows.values_list("practice__key", "needs__key")
        return {key: tuple(needs for _, needs in group) for key, group in groupby(pairs, key=lambda pair: pair[0])}

    def sections(self) -> tuple[FrozenSection, ...]:
        practices = list(
            Practice.objects.filter(version=self.version).select_related("section").order_by("position", "pk")
        )
        rows = Section.objects.filter(version=self.version).order_by("position", "pk")
        return tuple(
            self._section(row, [practice for practice in practices if practice.section_id == row.pk]) for row in rows
        )

    def _section(self, row: Section, practices: Iterable[Practice]) -> FrozenSection:
        own = [
            question for question in self.questions if question.section_id == row.pk and question.practice_id is None
        ]
        return FrozenSection(
            key=row.key,
            kind=row.kind,
            title=row.title,
            summary=row.summary,
            introduction=row.introduction,
            weight=row.weight,
            overlay=row.overlay,
            condition=row.condition,
            practices=tuple(self._practice(practice) for practice in practices if self._is_complete(practice)),
            questions=tuple(self._question(question) for question in own),
        )

    def _is_complete(self, practice: Practice) -> bool:
        """A draft may hold practices whose questions are not written yet; they can't be asked."""
        return all(
            (practice.pk, facet) in self.of_practice for facet in (Question.Facet.PRACTICE, Question.Facet.RECOGNITION)
        )

    def _practice(self, row: Practice) -> FrozenPractice:
        return FrozenPractice(
            key=row.key,
            name=row.name,
            weight=row.weight,
            essential=row.essential,
            effort=row.effort,
            may_not_apply=row.may_not_apply,
            why=row.why,
            advice={
                "adopt": row.advice_adopt,
                "execute": row.advice_execute,
                "formalise": row.advice_formalise,
                "sustain": row.advice_sustain,
            },
            sources=tuple(row.sources),
            roles=tuple(row.roles),
            prerequisites=self.needs.get(row.key, ()),
            section_key=row.section.key,
            question=self._question(self.of_practice[row.pk, Question.Facet.PRACTICE]),
            recognition=self._question(self.of_practice[row.pk, Question.Facet.RECOGNITION]),
        )

    def _question(self, row: Question) -> FrozenQuestion:
        return FrozenQuestion(
            pk=row.pk,
            key=row.key,
            text=row.text,
            facet=row.facet,
            multiple=row.multiple,
            options=self.options.get(row.option_set_id, ()) if row.option_set_id is not None else (),
            construct=row.construct,
            reversed=row.reversed,
            research_question=row.research_question,
            condition=row.condition,
            practice_key=row.practice.key if row.practice else "",
            section_key=row.section.key,
        )


def _option(row: Option) -> FrozenOption:
    return FrozenOption(
        pk=row.pk,
        key=row.key,
        text=row.text,
        absent_text=row.absent_text,
        points=row.points,
        value=row.value,
        code=row.code,
    )
