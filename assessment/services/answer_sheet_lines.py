"""The lines of an answer sheet: what each asks, which answers it allows, and what its cells say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from assessment.models import Answer, Option, Question, Response
from assessment.services.answer_sheet_files import Cells
from assessment.services.answer_values import (
    EMPTY,
    Invalid,
    Values,
    checked,
    chosen,
    does_not_apply,
    does_not_happen,
    values_of,
)
from assessment.services.answers import answers_of
from assessment.services.versions import FrozenOption, FrozenPractice, FrozenQuestion, FrozenSection, frozen, holds

ANSWERS, ORIGIN = "Answers", "Origin"
COLUMNS = ("key", "section", "question", "allowed", "answer", "reason", "note", "evidence", "number")
# The columns people write into, and those of them that only some questions have.
WRITTEN = ("answer", "reason", "note", "evidence")
EXTRAS = WRITTEN[1:]


def letter_of(column: str) -> str:
    """The letter above a column, `column` being one of COLUMNS or a part of an answer."""
    return "ABCDEFGHI"[COLUMNS.index(column if column in COLUMNS else "answer")]


def origin_of(response: Response) -> dict[str, str]:
    """By which the sheet of a response is known again."""
    return {"response": str(response.uid), "version": str(response.assessment.version.uid)}


@dataclass(frozen=True, slots=True)
class Line:
    """One question in the sheet; `given` is the stored answer to its practice."""

    section: str
    question: FrozenQuestion
    answer: Answer | None
    practice: FrozenPractice | None
    given: FrozenOption | None

    @property
    def number(self) -> int:
        return self.answer.number if self.answer else 0

    @property
    def is_recognition(self) -> bool:
        return self.question.facet == Question.Facet.RECOGNITION

    @property
    def asks(self) -> str:
        if self.is_recognition:
            return _("%(practice)s: how did this come about?") % {"practice": self.question.text}
        return self.question.text

    @property
    def stored(self) -> Values:
        """The answer as cells can hold it."""
        return readable(values_of(self.question, self.answer))

    @property
    def extras(self) -> frozenset[str]:
        """Which cells beside the answer may be filled in."""
        if self.question.facet != Question.Facet.PRACTICE:
            return frozenset()
        applies_always = all(option.code != Option.Code.NOT_APPLICABLE for option in self.question.options)
        return frozenset(EXTRAS) - ({"reason"} if applies_always else set())

    @property
    def allowed(self) -> list[str]:
        """The texts of the options: those for a practice that happens first, then those for one that does not."""
        texts = [option.text for option in self.question.options]
        if self.is_recognition:
            texts += [option.absent_text for option in self.question.options]
        return list(dict.fromkeys(text for text in texts if text))

    def words(self, values: Values, given: FrozenOption | None) -> str:
        """What the answer's cell says; a line for each of several choices."""
        if self.question.is_open:
            return values.text
        keys = values.text.split() if self.question.multiple else [values.option]
        absent = self.is_recognition and does_not_happen(given)
        chosen_ones = [option for option in self.question.options if option.key in keys]
        return "\n".join(option.wording(absent=absent) or option.text or option.absent_text for option in chosen_ones)


def readable(values: Values) -> Values:
    """The values without what a cell cannot hold or does not keep."""
    texts = {part: _kept(getattr(values, part)) for part in ("text", *EXTRAS)}
    return replace(values, **texts)


def _kept(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def lines_of(response: Response) -> list[Line]:
    """A line for everything the response's assessment asks, each practice followed by how it came about."""
    version, facts, answers = frozen(response.assessment.version), response.assessment.facts(), answers_of(response)
    return [
        line
        for section in version.asked(facts)
        for line in _lines_of(section, answers)
        if holds(line.question.condition, facts)
    ]


def _lines_of(section: FrozenSection, answers: Mapping[str, Answer]) -> Iterator[Line]:
    for practice in section.practices:
        given = chosen(practice.question, answers.get(practice.question.key))
        for question in (practice.question, practice.recognition):
            yield Line(section.title, question, answers.get(question.key), practice, given)
    for question in section.questions:
        yield Line(section.title, question, answers.get(question.key), None, None)


# --- Read back -----------------------------------------------------------------------------------


def values_in(line: Line, cells: Cells, given: FrozenOption | None) -> Values:
    """What the cells of a line answer, where its practice is answered with `given`; raises Invalid with its part."""
    written = _written(cells)
    stored = line.stored
    values = replace(stored, **_answered(line, written["answer"], given))
    values = replace(values, **{part: written[part] for part in line.extras})
    _check_extras(line, written, values)
    if not does_not_apply(line.question.option(values.option)):
        values = replace(values, reason="")
    if values == stored:
        return stored
    _check_wording(line, values, given)
    return readable(checked(line.question, values)) if values != EMPTY else EMPTY


def _written(cells: Cells) -> dict[str, str]:
    written = {}
    for column in WRITTEN:
        text = cells[COLUMNS.index(column)]
        if text is None:
            raise Invalid(_("This cell holds a formula or an error. Write the text itself."), column)
        written[column] = text
    return written


def _answered(line: Line, text: str, given: FrozenOption | None) -> dict[str, str]:
    question = line.question
    if question.is_open:
        return {"text": text}
    if question.multiple:
        keys = [_option(line, part, given).key for part in _parts(line, text)]
        return {"text": " ".join(option.key for option in question.options if option.key in keys)}
    return {"option": _option(line, text, given).key if text else ""}


def _parts(line: Line, text: str) -> list[str]:
    """Several answers: one per line, or separated by semicolons where no answer itself has one."""
    apart = text if any(";" in allowed for allowed in line.allowed) else text.replace(";", "\n")
    return [part.strip() for part in apart.split("\n") if part.strip()]


def _option(line: Line, text: str, given: FrozenOption | None) -> FrozenOption:
    """The option that reads so, first of all as it is worded for what the practice is answered with."""
    absent = line.is_recognition and does_not_happen(given)
    for wording in (absent, not absent):
        for option in line.question.options:
            if _same(option.wording(absent=wording), text):
                return option
    raise Invalid(_("This is none of the allowed answers."))


def _same(text: str, other: str) -> bool:
    return text.split() == other.split() != []


def _check_extras(line: Line, written: Mapping[str, str], values: Values) -> None:
    for part in EXTRAS:
        if part not in line.extras and written[part] not in ("", getattr(line.stored, part)):
            raise Invalid(_("This question takes nothing in this column."), part)
    gives_reason = "reason" in line.extras and values.reason not in ("", line.stored.reason)
    if gives_reason and not does_not_apply(line.question.option(values.option)):
        raise Invalid(_("A reason goes only with the answer that it does not apply."), "reason")


def _check_wording(line: Line, values: Values, given: FrozenOption | None) -> None:
    option = line.question.option(values.option)
    if line.is_recognition and option and not option.wording(absent=does_not_happen(given)):
        raise Invalid(_("This does not fit the answer to the practice in the row above."))
