"""A section as a page asks it: cards, a table of how practices came about, and answers in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from assessment.forms.answers import Problem
from assessment.models import Answer, Option, Question
from assessment.services.answer_pen import Conflict
from assessment.services.answer_values import Invalid, Values, chosen, does_not_apply, does_not_happen, values_of
from assessment.services.answers import Sent
from assessment.services.last_time import LastTime
from assessment.services.versions import FrozenOption, FrozenPractice, FrozenQuestion, FrozenSection, FrozenVersion


@dataclass(frozen=True, slots=True)
class Choice:
    """One option on the page; `shortcut` is the key that chooses it, `reveals` that it asks for a reason."""

    key: str
    text: str
    checked: bool
    shortcut: str = ""
    reveals: bool = False


@dataclass(frozen=True)
class Card:
    """One question on the page, filled with the stored answer or, where that failed, with what was sent."""

    question: FrozenQuestion
    answer: Answer | None
    sent: Sent | None = None
    problem: Problem | None = None
    practice: FrozenPractice | None = None
    who_knows: str = ""
    last: LastTime | None = None

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def absent(self) -> bool:
        """Whether it is worded for a practice that does not happen."""
        return False

    @property
    def kind(self) -> str:
        """Which partial shows it."""
        if self.practice:
            return "practice"
        if self.question.is_open:
            return "open"
        return "scale" if self.question.construct else "choice"

    @cached_property
    def values(self) -> Values:
        return self.sent.values if self.sent and self.problem else values_of(self.question, self.answer)

    @property
    def number(self) -> int:
        if self.sent and self.problem:
            return self.sent.number
        return self.answer.number if self.answer else 0

    @property
    def invalid(self) -> Invalid | None:
        return self.problem if isinstance(self.problem, Invalid) else None

    @property
    def conflict(self) -> Conflict | None:
        return self.problem if isinstance(self.problem, Conflict) else None

    @property
    def state(self) -> str:
        """For the save indicator."""
        if self.invalid:
            return "error"
        return "done" if self.answer and not self.problem else ""

    @property
    def has_note(self) -> bool:
        return bool(self.values.note or self.values.evidence or (self.invalid and self.invalid.part in NOTE_PARTS))

    @property
    def choices(self) -> list[Choice]:
        """The options that rate or describe, in order."""
        rated = [option for option in self.question.options if not option.code]
        return [self._choice(option, str(place)) for place, option in enumerate(rated, start=1)]

    @property
    def aside(self) -> list[Choice]:
        """ "I don't know", "does not apply"."""
        return [self._choice(each, SHORTCUTS.get(each.code, "")) for each in self.question.options if each.code]

    def _choice(self, option: FrozenOption, shortcut: str) -> Choice:
        keys = self.values.text.split() if self.question.multiple else [self.values.option]
        reveals = option.code == Option.Code.NOT_APPLICABLE
        return Choice(option.key, option.text, option.key in keys, shortcut, reveals)

    @property
    def words(self) -> str:
        """The answer as a person reads it."""
        return words_of(self.question, self.values, absent=self.absent)

    @property
    def mine(self) -> str:
        """In a conflict: what was answered here, all of it."""
        return all_words_of(self.question, self.conflict.mine, absent=self.absent) if self.conflict else ""

    @property
    def theirs(self) -> str:
        """In a conflict: what was answered elsewhere, all of it."""
        return all_words_of(self.question, self.conflict.theirs, absent=self.absent) if self.conflict else ""

    @property
    def stored_fields(self) -> str:
        """In a conflict: the fields that show the stored answer, as JSON."""
        return fields_of(self.question, self.conflict.theirs) if self.conflict else ""

    @property
    def last_words(self) -> str:
        """The answer of the round before, in its words of then."""
        return words_of(self.last.question, self.last.values, absent=self.last.was_absent) if self.last else ""

    @property
    def last_is_worded_anew(self) -> bool:
        """Whether that answer is no longer offered in these words."""
        if self.last is None or self.question.is_open:
            return False
        return words_of(self.question, self.last.values, absent=self.last.was_absent) != self.last_words

    @property
    def problem_at(self) -> str:
        """The id of the field to go to."""
        if self.conflict:
            return self.key
        part = self.invalid.part if self.invalid else "option"
        has_field = part in ("reason", *NOTE_PARTS) or self.question.is_open
        return f"{self.key}-{part}" if has_field and part != "option" else self.key


NOTE_PARTS = ("note", "evidence")
SHORTCUTS: dict[str, str] = {Option.Code.UNKNOWN: "0", Option.Code.NOT_APPLICABLE: "X"}


@dataclass(frozen=True)
class Row(Card):
    """A practice's line in the table "How did this come about?"; worded for what the practice was answered with."""

    given: FrozenOption | None = None

    @property
    def off(self) -> bool:
        return does_not_apply(self.given)

    @property
    def absent(self) -> bool:
        return does_not_happen(self.given)

    @property
    def to_confirm(self) -> bool:
        return self.answer is not None and self.answer.to_confirm and not self.off

    @property
    def cells(self) -> list[list[Choice]]:
        """By column, the options that are offered there: those without a column of their own beside their equals."""
        columns = columns_of(self.question)
        offered = [option for option in self.question.options if option.wording(absent=self.absent)]
        cells = ([option for option in offered if _column(option, columns) == column] for column in columns)
        return [[self._worded(option) for option in cell] for cell in cells]

    def _worded(self, option: FrozenOption) -> Choice:
        return Choice(option.key, option.wording(absent=self.absent), option.key == self.values.option)


def columns_of(recognition: FrozenQuestion) -> list[FrozenOption]:
    """The options that head the recognition table: as worded for a practice that happens."""
    return [option for option in recognition.options if option.text]


def _column(option: FrozenOption, columns: list[FrozenOption]) -> FrozenOption | None:
    """Its own column, or that of the first option worth as much."""
    return option if option in columns else next((each for each in columns if each.points == option.points), None)


@dataclass(frozen=True)
class SectionForm:
    """A section as a page shows it: cards, and below them the table of how the practices came about."""

    version: FrozenVersion
    section: FrozenSection
    questions: tuple[FrozenQuestion, ...]
    answers: Mapping[str, Answer]
    sent: Mapping[str, Sent]
    problems: Mapping[str, Problem]
    last: Mapping[str, LastTime] = field(default_factory=dict)

    @cached_property
    def cards(self) -> list[Card]:
        return [self.card(each) for each in self.questions if each.facet != Question.Facet.RECOGNITION]

    @cached_property
    def rows(self) -> list[Row]:
        return [self.row(practice) for practice in self.section.practices]

    @property
    def columns(self) -> list[FrozenOption]:
        return columns_of(self.section.practices[0].recognition) if self.section.practices else []

    @property
    def lines(self) -> list[Card]:
        """Everything that is asked, each practice followed by how it came about."""
        rows = {row.practice.key: row for row in self.rows if row.practice and not row.off}
        pairs = ((card, rows.get(card.practice.key) if card.practice else None) for card in self.cards)
        return [each for pair in pairs for each in pair if each]

    @property
    def answered_rows(self) -> int:
        return sum(row.values.is_answered for row in self.rows if not row.off)

    @property
    def asked_rows(self) -> int:
        return sum(not row.off for row in self.rows)

    def card(self, question: FrozenQuestion) -> Card:
        """The card of a question that is no recognition."""
        practice, key = self.version.practices.get(question.practice_key), question.key
        who_knows = _names_of_roles(self.version, practice) if practice else ""
        answer, sent = self.answers.get(key), self.sent.get(key)
        return Card(question, answer, sent, self.problems.get(key), practice, who_knows, self.last.get(key))

    def shown(self, question: FrozenQuestion) -> Card:
        """Where the section shows this question: its card, or its line in the table."""
        practice = self.version.practices.get(question.practice_key)
        return self.row(practice) if practice and question.facet == Question.Facet.RECOGNITION else self.card(question)

    def row(self, practice: FrozenPractice) -> Row:
        """The practice's line in the table."""
        key = practice.recognition.key
        given = chosen(practice.question, self.answers.get(practice.question.key))
        answer, sent = self.answers.get(key), self.sent.get(key)
        problem, last = self.problems.get(key), self.last.get(key)
        return Row(practice.recognition, answer, sent, problem, practice, last=last, given=given)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is to correct or to decide: the id of the field, and a sentence."""
        everything: list[Card] = [*self.cards, *self.rows]
        return [
            (each.problem_at, f"{each.question.text} {each.problem.sentence}") for each in everything if each.problem
        ]


def _names_of_roles(version: FrozenVersion, practice: FrozenPractice) -> str:
    """Who usually knows, in the words of the profile question `role`."""
    asked = version.questions.get("role")
    named = [asked.option(role) for role in practice.roles] if asked else []
    return ", ".join(option.text for option in named if option)


# --- Answers in words ----------------------------------------------------------------------------


def words_of(question: FrozenQuestion, values: Values, *, absent: bool = False) -> str:
    """What was answered, as a person reads it; empty where nothing was."""
    if question.is_open:
        return values.text
    keys = values.text.split() if question.multiple else [values.option]
    options = [option for option in question.options if option.key in keys]
    return ", ".join(option.wording(absent=absent) or option.text or option.absent_text for option in options)


def all_words_of(question: FrozenQuestion, values: Values, *, absent: bool = False) -> str:
    """Everything that was answered, reason, note and evidence included, as a person reads it."""
    parts = (words_of(question, values, absent=absent), values.reason, values.note, values.evidence)
    return " · ".join(part for part in parts if part) or _("No answer")


def fields_of(question: FrozenQuestion, values: Values) -> str:
    """The fields that show these values, as JSON; empty for several choices, which a page has to be loaded for."""
    if question.multiple:
        return ""
    fields = {question.key: values.text if question.is_open else values.option}
    if question.facet == Question.Facet.PRACTICE:
        fields |= {f"{question.key}-{part}": getattr(values, part) for part in ("reason", *NOTE_PARTS)}
    return json.dumps(fields)
