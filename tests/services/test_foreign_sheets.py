"""Answer sheets as other spreadsheet programs write them: other XML, the same answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import starmap
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.db.models import F
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from assessment.models import Option, Response, Section
from assessment.services.answer_sheet_files import read_sheets
from assessment.services.answer_sheet_lines import ANSWERS, COLUMNS, ORIGIN
from assessment.services.answer_sheets import read_sheet
from tests.factories import make_assessment, make_question, make_response, make_version, publish_version
from tests.services.sheets import Written, filled

pytestmark = pytest.mark.django_db

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WIDTHS = {ANSWERS: len(COLUMNS), ORIGIN: 2}
WRITTEN: Written = {
    "d0-p0": {
        "answer": "d0-p0 step 5",
        "note": " <b>Since May</b> &\nJune ",
        "evidence": "https://example.org/?a=1&b=2",
    },
    "d0-p0-recognition": {"answer": "Part of a guideline"},
    "d0-p2": {"answer": "Does not apply", "reason": "Batch only."},
    "worth-it": {"answer": "1"},
}


@dataclass
class Program:
    """How a spreadsheet program writes what openpyxl writes in its own way.

    `texts`: "shared", "inline", "runs" (inline, in several formats) or "str"; `numbers`: how digits are written as
    numbers, if they are; `places`: whether cells say where they are; `absolute`: whether parts are named from the
    root, and as the program likes; `prefix`: of its names.
    """

    texts: str
    numbers: str = ""
    places: bool = True
    absolute: bool = False
    prefix: str = ""
    shared: list[str] = field(default_factory=list)

    def write(self, file: bytes) -> bytes:
        """The cells of an XLSX file, written by this program."""
        tables: dict[str, list[tuple[object, ...]]] = {
            sheet.title: list(sheet.values) for sheet in load_workbook(BytesIO(file))
        }
        every = {str(value) for rows in tables.values() for row in rows for value in row if value is not None}
        # Neither in the order of the cells nor without what a cell once said.
        self.shared = ["deleted long ago", *sorted(every, reverse=True)]
        parts = dict(self._parts(tables))
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, DECLARATION + content)
        return packed.getvalue()

    def _parts(self, tables: dict[str, list[tuple[object, ...]]]) -> Iterator[tuple[str, str]]:
        book, strings = (
            ("xl/book.xml", "xl/texts.xml") if self.absolute else ("xl/workbook.xml", "xl/sharedStrings.xml")
        )
        sheets = {f"xl/worksheets/{'page-' if self.absolute else 'sheet'}{n}.xml": t for n, t in enumerate(tables, 1)}
        kinds = {book: "sheet.main", strings: "sharedStrings", **dict.fromkeys(sheets, "worksheet")}
        overrides = [f'<Override PartName="/{name}" ContentType="{KIND}.{kind}+xml"/>' for name, kind in kinds.items()]
        relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        yield (
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types">{relations}{"".join(overrides)}</Types>',
        )
        yield "_rels/.rels", self._relations("", [(book, "officeDocument")])
        yield book, self._book(tables)
        folder, _slash, name = book.partition("/")
        related = [*((name, "worksheet") for name in sheets), (strings, "sharedStrings")]
        yield f"{folder}/_rels/{name}.rels", self._relations("xl/", related)
        entries = "".join(self._tag("si", self._text(text)) for text in self.shared)
        yield strings, self._root("sst", entries)
        for name, title in sheets.items():
            rows = "".join(starmap(self._row, enumerate(tables[title], start=1)))
            yield name, self._root("worksheet", self._tag("sheetData", rows))

    def _relations(self, folder: str, targets: Iterable[tuple[str, str]]) -> str:
        links = [
            f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" '
            f'Target="{"/" + name if self.absolute else name.removeprefix(folder)}"/>'
            for n, (name, kind) in enumerate(targets, 1)
        ]
        return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(links)}</Relationships>'

    def _book(self, titles: Iterable[str]) -> str:
        sheets = [
            self._tag("sheet", "", f'name={quoteattr(title)} sheetId="{n + 6}" r:id="r{n}"')
            for n, title in enumerate(titles, 1)
        ]
        return self._root("workbook", self._tag("sheets", "".join(sheets)))

    def _row(self, row: int, values: tuple[object, ...]) -> str:
        cells = "".join(self._cell(row, column, value) for column, value in enumerate(values, start=1))
        return self._tag("row", cells, f'r="{row}"' if self.places else "")

    def _cell(self, row: int, column: int, value: object) -> str:
        place = f'r="{get_column_letter(column)}{row}"' if self.places else ""
        if value is None:
            return "" if self.places else self._tag("c", "")
        text = str(value)
        if self.numbers and text.isdecimal():
            return self._tag("c", self._tag("v", self.numbers % int(text)), place)
        if self.texts == "shared":
            return self._tag("c", self._tag("v", str(self.shared.index(text))), f'{place} t="s"')
        if self.texts == "str":
            return self._tag("c", self._tag("v", escape(text)), f'{place} t="str"')
        return self._tag("c", self._tag("is", self._text(text)), f'{place} t="inlineStr"')

    def _text(self, text: str) -> str:
        pieces = [text[: len(text) // 2], text[len(text) // 2 :]] if self.texts == "runs" else [text]
        tags = [self._tag("t", escape(piece), 'xml:space="preserve"') for piece in pieces]
        bold = self._tag("rPr", self._tag("b", ""))
        return "".join(self._tag("r", bold + tag) for tag in tags) if self.texts == "runs" else tags[0]

    def _root(self, name: str, content: str) -> str:
        own = f"xmlns:{self.prefix}" if self.prefix else "xmlns"
        return self._tag(name, content, f'{own}="{MAIN}" xmlns:r="{RELATIONS}"')

    def _tag(self, name: str, content: str, attributes: str = "") -> str:
        name = f"{self.prefix}:{name}" if self.prefix else name
        return f"<{f'{name} {attributes}'.strip()}>{content}</{name}>"


PROGRAMS = {
    "shared texts in another order": Program("shared"),
    "texts in their cells": Program("inline"),
    "texts in several formats": Program("runs"),
    "texts as of formulas": Program("str"),
    "numbers": Program("shared", numbers="%d"),
    "numbers with a point": Program("inline", numbers="%.1f"),
    "numbers with an exponent": Program("inline", numbers="%.2E"),
    "cells that do not say where they are": Program("inline", places=False),
    "parts named from the root": Program("shared", absolute=True),
    "names with a prefix": Program("shared", prefix="x", numbers="%d", absolute=True),
}


@pytest.fixture
def response() -> Response:
    """With a question whose answers are digits, which programs take for numbers."""
    version = make_version(dimensions=1, publish=False)
    views = Section.objects.create(version=version, key="views", kind=Section.Kind.PERCEPTION, title="View", position=1)
    make_question(views, "worth-it", ["1", "2"], construct="benefits")
    Option.objects.filter(option_set__key="worth-it-options").update(text=F("key"))
    publish_version(version)
    return make_response(make_assessment(version=version))


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_other_programs_write_reads_the_same(response: Response, name: str) -> None:
    file = filled(response, WRITTEN).getvalue()
    foreign = PROGRAMS[name].write(file)
    assert read_sheets(BytesIO(foreign), WIDTHS) == read_sheets(BytesIO(file), WIDTHS)
    reading = read_sheet(response, BytesIO(foreign))
    assert reading == read_sheet(response, BytesIO(file))
    assert [change.line.question.key for change in reading.changes] == list(WRITTEN)
    assert (reading.problems, reading.conflicts) == ([], [])
