"""An answer sheet as an XLSX file: instructions, a row per question, and the lists to choose from."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assessment.models import Response
from assessment.services.answer_sheet_lines import ANSWERS, COLUMNS, ORIGIN, WRITTEN, Line, letter_of, origin_of

INSTRUCTIONS, LISTS = "Instructions", "Lists"
WIDTHS = {
    "key": 18,
    "section": 22,
    "question": 60,
    "allowed": 50,
    "answer": 42,
    "reason": 30,
    "note": 40,
    "evidence": 32,
}
# SECURITY: a spreadsheet takes a text that starts so for a formula once somebody edits the cell.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LOCKED = PatternFill("solid", start_color="FFEDEFF2")
GREY = Font(color="FF5B6470")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def workbook_of(response: Response, lines: Sequence[Line]) -> bytes:
    """The lines of a response as an XLSX file."""
    workbook = Workbook()
    for place, name in enumerate((INSTRUCTIONS, ANSWERS, LISTS, ORIGIN)):
        workbook.create_sheet(name, place)
    del workbook["Sheet"]
    _instruct(workbook[INSTRUCTIONS], response)
    _head(workbook[ANSWERS])
    for row, line in enumerate(lines, start=2):
        _write(workbook[ANSWERS], row, line)
    _offer(workbook, lines)
    for row, pair in enumerate(origin_of(response).items(), start=1):
        _fill(workbook[ORIGIN], row, pair)
    workbook[LISTS].sheet_state = workbook[ORIGIN].sheet_state = "hidden"
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a text that stays one, whatever it begins with; nothing where it is empty."""
    cell = sheet.cell(row, column)
    if not text or not isinstance(cell, Cell):
        return
    cell.value = text
    # SECURITY: said to be a string, whatever openpyxl took it for.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)


def _fill(sheet: Worksheet, row: int, texts: Iterable[str]) -> None:
    for column, text in enumerate(texts, start=1):
        put(sheet, row, column, text)


def _instruct(sheet: Worksheet, response: Response) -> None:
    assessment = response.assessment
    texts = [
        f"{assessment.organization.name} · {assessment.title}",
        _("Fill in the sheet “Answers”, in the columns with a white ground. Then upload this file where you got it."),
        _("“Your answer”: choose from the list in the cell. Where several are possible, write one per line."),
        _("Each practice has two rows: whether it happens, and how it came about. The second has to fit the first."),
        _("“Why it does not apply” is needed where you choose that a practice does not apply, and nowhere else."),
        _("Notes and links are optional. A link begins with https:// or http://."),
        _("Leave open what you do not know yet. An answer whose cell you empty is taken back."),
        _("Leave the other columns as they are, and write no formulas."),
        _("Before anything is saved you see what would change."),
        _("If you answer on the pages meanwhile, nothing is overwritten: you are told, and nothing is saved."),
    ]
    sheet.column_dimensions["A"].width = 100
    for row, text in enumerate(texts, start=1):
        put(sheet, row, 1, text)
        sheet.cell(row, 1).alignment = WRAPPED
    sheet.cell(1, 1).font = Font(bold=True, size=14)


def _head(sheet: Worksheet) -> None:
    heads = (
        _("Key"), _("Section"), _("Question"), _("Allowed answers"), _("Your answer"),
        _("Why it does not apply"), _("Note"), _("Link to evidence"), _("Number"),
    )  # fmt: skip
    _fill(sheet, 1, heads)
    for cell in sheet[1]:
        cell.font, cell.alignment, cell.fill = Font(bold=True), WRAPPED, LOCKED
    for column, width in WIDTHS.items():
        sheet.column_dimensions[letter_of(column)].width = width
    sheet.column_dimensions[letter_of("number")].hidden = True
    sheet.freeze_panes = "D2"
    # Against slips alone: there is no password.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _write(sheet: Worksheet, row: int, line: Line) -> None:
    stored = line.stored
    texts = {
        "key": line.question.key,
        "section": line.section,
        "question": line.asks,
        "allowed": _allowed(line),
        "answer": line.words(stored, line.given),
        "reason": stored.reason,
        "note": stored.note,
        "evidence": stored.evidence,
        "number": str(line.number),
    }
    _fill(sheet, row, (texts[column] for column in COLUMNS))
    open_columns = {"answer"} | line.extras
    for column, cell in zip(COLUMNS, sheet[row], strict=True):
        cell.alignment = WRAPPED
        if column in WRITTEN and column in open_columns:
            cell.protection = Protection(locked=False)
        else:
            cell.fill, cell.font = LOCKED, GREY


def _allowed(line: Line) -> str:
    if line.question.is_open:
        return _("Any text")
    several = [_("Several are possible, one per line:")] if line.question.multiple else []
    return "\n".join([*several, *line.allowed])


def _offer(workbook: Workbook, lines: Sequence[Line]) -> None:
    """Lists in the cells of those questions that take one of several options; lines with equal options share one."""
    cells: dict[tuple[str, ...], list[str]] = {}
    for row, line in enumerate(lines, start=2):
        if line.allowed and not line.question.multiple:
            cells.setdefault(tuple(line.allowed), []).append(f"{letter_of('answer')}{row}")
    for place, (texts, places) in enumerate(cells.items(), start=1):
        workbook[ANSWERS].add_data_validation(_list(workbook, place, texts, places))


def _list(workbook: Workbook, place: int, texts: tuple[str, ...], cells: list[str]) -> DataValidation:
    """A list kept on a sheet of its own: in the cell it might have 255 characters, and no commas."""
    sheet, name = workbook[LISTS], f"Options_{place}"
    for row, text in enumerate(texts, start=1):
        put(sheet, row, place, text)
    letter = get_column_letter(place)
    span = f"{quote_sheetname(LISTS)}!${letter}$1:${letter}${len(texts)}"
    workbook.defined_names[name] = DefinedName(name, attr_text=span)
    validation = DataValidation("list", formula1=name, allow_blank=True, showErrorMessage=True)
    validation.error = _("Choose one of the allowed answers.")
    for cell in cells:
        validation.add(cell)
    return validation
