"""A version as frozen objects: read once, held in the process as long as it can't change."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from assessment.models import Option, OptionSet, Practice, Prerequisite, Question, Rule, Section, Version
from assessment.services.frozen import (
    FrozenOption,
    FrozenPractice,
    FrozenQuestion,
    FrozenSection,
    FrozenVersion,
    holds,
)

__all__ = ["FrozenOption", "FrozenPractice", "FrozenQuestion", "FrozenSection", "FrozenVersion", "frozen", "holds"]

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


def forget(version: Version) -> None:
    """Drop a version from memory: one whose making is undone."""
    _kept.pop(version.uid, None)


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
