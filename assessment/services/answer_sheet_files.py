"""An uploaded spreadsheet: looked at from outside before anything opens it, then read as plain cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import IO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from assessment.services.errors import Refused

MOST_BYTES = 2 * 1024 * 1024
MOST_BYTES_UNPACKED = 20 * 1024 * 1024
# Spreadsheets of text shrink to a tenth or so; what shrinks to a hundredth was made for it.
MOST_TIMES_SMALLER = 100
MOST_PARTS = 200
MOST_ROWS = 10_000
# A sheet of the whole questionnaire has less than a tenth.
MOST_TAGS = 100_000
XML_ENDINGS = (".xml", ".rels", ".vml")

# What a cell says; None where it holds a formula or an error, which say nothing until they are computed.
Cells = tuple[str | None, ...]


def read_sheets(file: IO[bytes], widths: Mapping[str, int]) -> dict[str, list[Cells]]:
    """The rows of the named sheets of an XLSX file, each as wide as `widths` says, from the first row on.

    Raises Refused (422) where it is none, lacks a sheet, or is larger than such a sheet can be.
    """
    _check_from_outside(file)
    try:
        workbook = load_workbook(file, read_only=True, keep_links=False)
        missing = widths.keys() - set(workbook.sheetnames)
        tables = {} if missing else {name: _rows(workbook, name, width) for name, width in widths.items()}
    except Exception as error:
        # Whatever a library stumbles over in what strangers send, it cannot be read.
        raise _unreadable() from error
    if missing:
        raise Refused(_("This spreadsheet was not downloaded here: it has no sheet called “%s”.") % min(missing))
    if any(len(rows) > MOST_ROWS for rows in tables.values()):
        raise Refused(_("The sheet has more than %d rows. Delete the empty ones at its end.") % MOST_ROWS)
    return tables


def _unreadable() -> Refused:
    return Refused(_("This file is not a spreadsheet in the format XLSX."))


def _far_more() -> Refused:
    return Refused(_("The file unpacks to far more than a sheet with answers holds."))


def _rows(workbook: Workbook, name: str, width: int) -> list[Cells]:
    sheet = workbook[name]
    # How large a sheet says it is may be wrong; what is there counts.
    sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(min_row=1, max_col=width), MOST_ROWS + 1)
    return [tuple(None if cell.data_type in ("f", "e") else _text(cell.value) for cell in row) for row in rows]


def _text(value: object) -> str:
    """What a person sees in a cell, with plain line ends."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        value = value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


# --- From outside --------------------------------------------------------------------------------


def _check_from_outside(file: IO[bytes]) -> None:
    # SECURITY: only the directory is read until the sizes in it are known to be harmless; unpacking stops at them.
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        raise Refused(_("The file is larger than 2 MB. A sheet with all answers is much smaller."))
    try:
        with ZipFile(file) as archive:
            _check_sizes(archive.infolist(), size)
            guard = _Guard()
            for part in archive.infolist():
                guard.check(archive, part)
    except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _unreadable() from error


def _check_sizes(parts: list[ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > min(MOST_BYTES_UNPACKED, MOST_TIMES_SMALLER * size):
        raise _far_more()
    plain = all(part.compress_type in (ZIP_STORED, ZIP_DEFLATED) and not part.flag_bits & 1 for part in parts)
    if not plain or len({part.filename for part in parts}) < len(parts):
        raise _unreadable()


@dataclass
class _Guard:
    """Goes through the parts of an archive with the parser that reads them later: no encoding hides anything."""

    tags: int = 0

    def check(self, archive: ZipFile, part: ZipInfo) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._count
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            with archive.open(part) as content:
                parser.ParseFile(content)
        except expat.ExpatError as error:
            # A picture may be what it is; whatever holds cells is XML.
            if part.filename.lower().endswith(XML_ENDINGS):
                raise _unreadable() from error

    def _count(self, name: str, attributes: Mapping[str, str]) -> None:
        # SECURITY: an object is made of each tag, so that a few megabytes of tags keep a server busy for a minute.
        self.tags += 1
        if self.tags > MOST_TAGS:
            raise _far_more()

    def _refuse(self, *declared: object) -> None:
        # SECURITY: entities are declared in a DOCTYPE, which no spreadsheet has.
        raise Refused(_("The file declares entities of its own, which no spreadsheet needs. It was not read."))
