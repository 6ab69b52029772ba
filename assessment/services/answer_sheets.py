"""Filling in offline: the questions as a spreadsheet, read back, and saved all or nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import IO

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import AnswerChange, Person, Response
from assessment.services.answer_pen import Saved
from assessment.services.answer_sheet_files import Cells, read_sheets
from assessment.services.answer_sheet_lines import (
    ANSWERS,
    COLUMNS,
    ORIGIN,
    WRITTEN,
    Line,
    letter_of,
    lines_of,
    origin_of,
    readable,
    values_in,
)
from assessment.services.answer_sheet_writing import workbook_of
from assessment.services.answer_values import Invalid, Values
from assessment.services.answers import answers_of, save_answer, writable
from assessment.services.errors import Refused
from assessment.services.versions import FrozenOption

SALT = "answers from a sheet"
# A preview is confirmed by the end of the day, or the sheet is uploaded again.
LASTS_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Change:
    """What a line of the sheet says otherwise than the stored answer; `given` is the answer to its practice then."""

    line: Line
    values: Values
    given: FrozenOption | None


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in which cell, such as "Answers!E14"."""

    row: int
    column: str
    sentence: str

    @property
    def cell(self) -> str:
        return f"{ANSWERS}!{letter_of(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet as it was read: what it would change, what is wrong in it, what was answered elsewhere since."""

    changes: list[Change] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)


def sheet_of(response: Response) -> bytes:
    """The asked questions of a response with its answers as an XLSX file; raises Refused (403) as `writable` does."""
    check_open(response)
    return workbook_of(response, lines_of(response))


def check_open(response: Response) -> None:
    """Raise Refused (403) where the response was submitted or its assessment closed."""
    with transaction.atomic():
        writable(response)


def read_sheet(response: Response, file: IO[bytes]) -> Reading:
    """What an uploaded sheet would change in this response; nothing is stored.

    Raises Refused: 403 as `writable` does, 422 where the file is no sheet of this response.
    """
    check_open(response)
    tables = read_sheets(file, {ANSWERS: len(COLUMNS), ORIGIN: 2})
    if tables[ORIGIN][:2] != list(origin_of(response).items()):
        raise Refused(
            _("This sheet belongs to other answers than these. Download the sheet again, and fill in that one.")
        )
    return _Reader(response, {line.question.key: line for line in lines_of(response)}).read(tables[ANSWERS])


@dataclass
class _Reader:
    """Reads the rows of one sheet against what is asked and stored."""

    response: Response
    lines: Mapping[str, Line]
    reading: Reading = field(default_factory=Reading)
    given: dict[str, FrozenOption | None] = field(default_factory=dict)

    def read(self, rows: list[Cells]) -> Reading:
        found = self._found(rows)
        # In the order of the questions, so that a practice is read before how it came about.
        for key, line in self.lines.items():
            if key in found:
                self._read_line(line, *found[key])
        self.reading.problems.sort(key=lambda problem: problem.row)
        return self.reading

    def _found(self, rows: list[Cells]) -> dict[str, tuple[int, Cells]]:
        found: dict[str, tuple[int, Cells]] = {}
        for row, cells in enumerate(rows[1:], start=2):
            key = cells[0]
            if not any(cell != "" for cell in (key, *cells[COLUMNS.index(WRITTEN[0]) :])):
                continue
            if key is None or key not in self.lines:
                self._problem(row, "key", _("This question is not part of the assessment."))
            elif key in found:
                self._problem(row, "key", _("This question is in the sheet twice."))
            else:
                found[key] = row, cells
        return found

    def _problem(self, row: int, column: str, sentence: str) -> None:
        self.reading.problems.append(CellProblem(row, column, sentence))

    def _read_line(self, line: Line, row: int, cells: Cells) -> None:
        practice = line.question.practice_key
        given = self.given.get(practice, line.given)
        try:
            values = values_in(line, cells, given)
            number = _number(cells)
        except Invalid as invalid:
            self._problem(row, invalid.part, invalid.sentence)
            return
        if not line.is_recognition and practice:
            given = self.given[practice] = line.question.option(values.option)
        if values != line.stored:
            self._compare(Change(line, values, given), number)

    def _compare(self, change: Change, number: int) -> None:
        if number == change.line.number:
            self.reading.changes.append(change)
        elif change.values != self._before(change.line, number):
            self.reading.conflicts.append(change)

    def _before(self, line: Line, number: int) -> Values | None:
        """What was stored under an earlier number: a line that still says so was only sent along."""
        if not number:
            return Values()
        history = AnswerChange.objects.filter(answer__response=self.response, answer__question=line.question.pk)
        change = history.filter(number=number).first()
        return readable(Values(**change.new)) if change else None


def _number(cells: Cells) -> int:
    text = cells[COLUMNS.index("number")] or ""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid(_("The hidden number in this row was changed. Download the sheet again."), "number")
    return int(text)


# --- Confirmed -----------------------------------------------------------------------------------


def keep(response: Response, changes: Iterable[Change]) -> str:
    """The changes as a text that goes with the preview and comes back with its confirmation."""
    # SECURITY: signed for this response, so that what is confirmed is what was read and shown.
    rows = [[each.line.question.key, each.line.number, asdict(each.values)] for each in changes]
    return signing.dumps({"response": str(response.uid), "rows": rows}, salt=SALT, compress=True)


def save_kept(person: Person, response: Response, kept: str) -> list[Saved]:
    """Save everything a preview has shown, or nothing.

    Raises Refused: 403 as `writable` does, 409 where one of the answers was saved elsewhere since, 422
    where `kept` did not come from `keep` for this response, or too long ago.
    """
    with transaction.atomic():
        held = writable(response)
        rows, stored = list(_taken_back(held, kept)), answers_of(held)
        for key, number, _values in rows:
            if number != (stored[key].number if key in stored else 0):
                raise Refused(_("Some of these answers were saved elsewhere meanwhile. Nothing was saved."), 409)
        return [_save(person, held, key, values) for key, _number, values in rows]


def _taken_back(response: Response, kept: str) -> Iterator[tuple[str, int, Values]]:
    try:
        found = signing.loads(kept, salt=SALT, max_age=LASTS_SECONDS)
    except signing.BadSignature:
        found = {}
    if found.get("response") != str(response.uid):
        raise Refused(_("This preview is too old. Upload the sheet again."))
    for key, number, values in found["rows"]:
        yield key, number, Values(**values)


def _save(person: Person, held: Response, key: str, values: Values) -> Saved:
    # The response is held and nothing was answered meanwhile, but saving a practice may have just given the answer
    # to how it came about another wording, and with it another number.
    answer = held.answers.filter(question__key=key).only("number").first()
    return save_answer(person, held, key, number=answer.number if answer else 0, values=values)
