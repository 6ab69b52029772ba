"""What is refused before a spreadsheet is opened, and how its cells read."""

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest
from openpyxl import Workbook

from assessment.services.answer_sheet_files import MOST_BYTES, MOST_BYTES_UNPACKED, MOST_ROWS, MOST_TAGS, read_sheets
from assessment.services.errors import Refused

NO_SPREADSHEET = "This file is not a spreadsheet in the format XLSX."
FAR_MORE = "The file unpacks to far more than a sheet with answers holds."
ENTITIES = "The file declares entities of its own, which no spreadsheet needs. It was not read."
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>'
)


def workbook_of(*rows: tuple[object, ...]) -> bytes:
    workbook = Workbook()
    workbook.active.title = "Answers"  # type: ignore[union-attr]  # a new workbook has a sheet
    for row in rows:
        workbook["Answers"].append(list(row))
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def repacked(file: bytes, replaced: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """The same archive with some parts replaced or added."""
    packed = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(packed, "w", method) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, content in {**parts, **replaced}.items():
            new.writestr(name, content)
    return packed.getvalue()


def read(file: bytes, width: int = 3) -> list[tuple[str | None, ...]]:
    return read_sheets(BytesIO(file), {"Answers": width})["Answers"]


def refusal_of(file: bytes) -> tuple[str, int]:
    with pytest.raises(Refused) as refusal:
        read(file)
    return refusal.value.sentence, refusal.value.status


def test_cells_read_as_people_see_them() -> None:
    file = workbook_of(
        ("text ", 3, 4.0),
        (2.5, True, None),
        (date(2026, 5, 1), datetime(2026, 5, 1, 12, 30), "a_x000D_\nb"),  # noqa: DTZ001 cells know no zones
        ("=1+1", "#REF!", "beyond", "not read"),
    )
    assert read(file) == [
        ("text", "3", "4"),
        ("2.5", "True", ""),
        ("2026-05-01 00:00:00", "2026-05-01 12:30:00", "a\nb"),
        (None, None, "beyond"),
    ]


def test_what_a_sheet_says_of_its_size_does_not_count() -> None:
    file = workbook_of(("a",), ("b",), ("c",))
    with ZipFile(BytesIO(file)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<dimension ref="A1:A3"' in sheet
    lying = repacked(file, {"xl/worksheets/sheet1.xml": sheet.replace("A1:A3", "A1:A1")})
    assert read(lying, 1) == [("a",), ("b",), ("c",)]


@pytest.mark.parametrize(
    "file",
    [b"", b"role,operations\n", b"PK\x03\x04 and no more", b"\xd0\xcf\x11\xe0 an old .xls", workbook_of(("a",))[:-200]],
)
def test_other_files_are_refused(file: bytes) -> None:
    assert refusal_of(file) == (NO_SPREADSHEET, 422)


def test_an_archive_of_something_else_is_refused() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "Hello")
    assert refusal_of(packed.getvalue()) == (NO_SPREADSHEET, 422)


def test_a_large_file_is_refused_unread() -> None:
    file = workbook_of(("a",)) + b"\0" * MOST_BYTES
    assert refusal_of(file) == ("The file is larger than 2 MB. A sheet with all answers is much smaller.", 422)


def test_ten_thousand_rows_are_enough() -> None:
    assert len(read(workbook_of(*[(1,)] * MOST_ROWS), 1)) == MOST_ROWS
    sentence = "The sheet has more than 10000 rows. Delete the empty ones at its end."
    assert refusal_of(workbook_of(*[(1,)] * (MOST_ROWS + 1))) == (sentence, 422)
    far_below = workbook_of(("a",))
    with ZipFile(BytesIO(far_below)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode().replace("</row>", '</row><row r="1048576" />')
    assert refusal_of(repacked(far_below, {"xl/worksheets/sheet1.xml": sheet})) == (sentence, 422)


def test_zip_bombs_are_refused_by_their_directory() -> None:
    file = workbook_of(("a",))
    assert refusal_of(repacked(file, {"xl/media/zeros.xml": b"\0" * (MOST_BYTES_UNPACKED + 1)})) == (FAR_MORE, 422)
    assert refusal_of(repacked(file, {"xl/media/zeros.xml": b"\0" * 5_000_000})) == (FAR_MORE, 422)
    assert refusal_of(repacked(file, {"xl/styles.xml": f"<a>{'<b/>' * MOST_TAGS}</a>"}, ZIP_STORED)) == (FAR_MORE, 422)
    assert refusal_of(repacked(file, {f"xl/media/{place}.xml": "<a/>" for place in range(200)})) == (FAR_MORE, 422)


def test_a_directory_that_lies_about_sizes_is_refused() -> None:
    """Unpacking stops at the size the directory tells, and what is left out does not add up."""
    file = repacked(workbook_of(("a",)), {"xl/sharedStrings.xml": "<sst>" + "<si/>" * 1000 + "</sst>"})
    size, smaller = (len("<sst></sst>") + 5000).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert refusal_of(file.replace(size, smaller)) == (NO_SPREADSHEET, 422)


def test_unusual_archives_are_refused() -> None:
    file = workbook_of(("a",))
    assert refusal_of(repacked(file, {}, ZIP_LZMA)) == (NO_SPREADSHEET, 422)
    assert read(repacked(file, {}, ZIP_STORED), 1) == [("a",)]
    twice = BytesIO(file)
    with ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal_of(twice.getvalue()) == (NO_SPREADSHEET, 422)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/strings.png", "[Content_Types].xml"])
def test_entities_are_refused_wherever_they_are_declared(name: str, encoding: str) -> None:
    declared = LAUGHS.replace("?>", f' encoding="{encoding}"?>'.replace(' encoding="utf-8"', ""), 1).encode(encoding)
    assert refusal_of(repacked(workbook_of(("a",)), {name: declared})) == (ENTITIES, 422)


def test_a_file_that_names_a_foreign_entity_is_refused() -> None:
    outside = '<!DOCTYPE sst SYSTEM "file:///etc/passwd"><sst/>'
    assert refusal_of(repacked(workbook_of(("a",)), {"xl/sharedStrings.xml": outside})) == (ENTITIES, 422)


@pytest.mark.parametrize("content", ["", "no tag", "<a>&undeclared;</a>", "<a>\0</a>"])
def test_parts_that_are_no_xml_are_refused(content: str) -> None:
    file = repacked(workbook_of(("a",)), {"xl/styles.xml": content}, ZIP_STORED)
    assert refusal_of(file) == (NO_SPREADSHEET, 422)


def test_pictures_may_be_in_it() -> None:
    assert read(repacked(workbook_of(("a",)), {"xl/media/image1.png": b"\x89PNG\r\n"}), 1) == [("a",)]


def test_a_spreadsheet_without_the_sheet_is_refused() -> None:
    with pytest.raises(Refused, match="it has no sheet called “Origin”"):
        read_sheets(BytesIO(workbook_of(("a",))), {"Answers": 1, "Origin": 2})
