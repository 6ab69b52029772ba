"""A report is typeset from data alone, tagged and in a language, whatever people wrote."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from assessment.reports.pdf import MISSING, Paper, typeset
from assessment.reports.report import Bar, Figure, Picture, Practices, Remark, Report, Summary

MADE = datetime(2026, 12, 5, 9, 30, 15, 500, tzinfo=UTC)
WORDS = (
    "summary", "profile", "profile_key", "roadmap", "order", "agreement", "opinions", "opinions_note", "remarks",
    "method", "sum", "met", "unmet", "essential", "holds_back",
)  # fmt: skip
# The smallest PNG there is: one grey pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)
HOSTILE = '#import "x.typ" $1^2$ *b* _i_ = H `c` @a <b> \\u{1F600} #sys.inputs // /* https://example.org [x](y)'


def make_report(**fields: Any) -> Report:  # noqa: ANN401 any part of a report
    """The smallest report, with these parts."""
    summary = Summary(
        "Stage 1 of 4", "Exploring", 1, "You do half.", Bar((26, 29, 17, 28), "Explicit 26 and so on"), (), (),
        (Figure("Score", "55", "of 100"),), "", (), None,
    )  # fmt: skip
    practices = Practices("Practices, widest gap first", "", (), ())
    words = {word: word.capitalize() for word in WORDS}
    return Report(
        "en", "Result of Q4", "Halden", ("5 people",), "foot", words, (), summary, "", (), (), practices, **fields
    )


def read(report: Report, paper: Paper = Paper.A4) -> PdfReader:
    return PdfReader(BytesIO(typeset(report, paper, MADE)))


def root_of(reader: PdfReader) -> Any:  # noqa: ANN401 a PDF object of any kind
    return reader.root_object


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def tags_of(reader: PdfReader) -> list[tuple[str, str]]:
    """The structure elements in the order of reading, each with its alternative text."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:  # noqa: ANN401 a PDF object of any kind
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((node["/S"], str(node.get("/Alt", ""))))
            walk(node.get("/K", []))

    walk(root_of(reader)["/StructTreeRoot"]["/K"])
    return found


def test_a_report_has_a_title_a_language_and_a_structure() -> None:
    reader = read(make_report())
    root = root_of(reader)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Result of Q4, Halden", "Halden")
    assert reader.metadata.creation_date == MADE.replace(microsecond=0)
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "en",
        True,
        True,
    )
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    tags = tags_of(reader)
    assert [tag for tag, _alternative in tags if tag in ("/Title", "/H1")] == ["/Title", "/H1", "/H1"]
    assert ("/Figure", "Explicit 26 and so on") in tags


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_a_report_comes_on_either_paper(paper: Paper, size: tuple[int, int]) -> None:
    box = read(make_report(), paper).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_what_people_wrote_is_text_and_nothing_else() -> None:
    """SECURITY: no markup, no code, no reference is ever made of it."""
    report = make_report(remarks=(Remark(HOSTILE, ("Second #line",)),))
    text = text_of(read(replace(report, title=HOSTILE, organization=f"{HOSTILE}\n= Heading", foot=HOSTILE)))
    assert " ".join(text.split()).count(HOSTILE.replace("  ", " ")) >= 5
    assert "Second #line" in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Zażółć “–” ×", "Zażółć “–” ×"),
        ("Привет λόγος", "Привет λόγος"),
        ("日本 😀", f"{MISSING}{MISSING} {MISSING}"),
        ("a\u202eb\u0007c\u200bd", "abcd"),
        ("one\ntwo\tthree", "one two three"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_no_font_has_is_a_square_and_what_can_not_be_seen_is_left_out(written: str, shown: str) -> None:
    text = text_of(read(make_report(remarks=(Remark("Data", (f">{written}<",)),))))
    assert f">{shown}<" in text


def test_logos_are_pictures_with_a_text() -> None:
    reader = read(make_report(logos=(Picture(PNG, "Logo of Halden", "png"),)))
    assert ("/Figure", "Logo of Halden") in tags_of(reader)
    assert len(reader.pages[0].images) == 1


def test_a_logo_that_can_not_be_read_is_left_out() -> None:
    reader = read(make_report(logos=(Picture(PNG[:-20], "Logo of Halden", "png"),), remarks=(Remark("Ж", ("ñ",)),)))
    assert len(reader.pages[0].images) == 0
    assert f"{MISSING}\nñ" in text_of(reader)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert typeset(make_report(), Paper.A4, MADE) == typeset(make_report(), Paper.A4, MADE)
