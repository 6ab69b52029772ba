"""Reports as PDF, typeset by Typst: tagged for assistive technology, with our own typeface, from data alone."""

import json
import unicodedata
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import typst

from assessment.reports.comparison import ComparisonReport
from assessment.reports.report import Report

HERE = Path(__file__).resolve().parent
TEMPLATE, FONTS = HERE / "typst" / "report.typ", HERE / "fonts"
COMPARISON = HERE / "typst" / "comparison.typ"
MISSING = "□"
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\t"


class Paper(StrEnum):
    """The sizes of paper, as Typst calls them."""

    A4 = "a4"
    LETTER = "us-letter"


def typeset(report: Report, paper: Paper, made_at: datetime) -> bytes:
    """Return the report as a PDF of this size (PDF 1.7, PDF/UA-1).

    Characters that none of the fonts has are shown as an empty square, since no accessible PDF may be without a glyph.
    """
    data = _data(report)
    try:
        return _compiled(TEMPLATE, _readable(data, shown), paper, made_at)
    except typst.TypstError:
        # A logo that browsers read and Typst does not, or signs that no font has together: rather a plainer report.
        return _compiled(TEMPLATE, _readable({**data, "logos": []}, plainly_shown), paper, made_at)


def typeset_comparison(report: ComparisonReport, paper: Paper, made_at: datetime) -> bytes:
    """Return the report of a comparison as a PDF of this size, as `typeset` does."""
    data = {**asdict(report), "words": dict(report.words)}
    try:
        return _compiled(COMPARISON, _readable(data, shown), paper, made_at)
    except typst.TypstError:
        # Signs that no font has together: rather a plainer report.
        return _compiled(COMPARISON, _readable(data, plainly_shown), paper, made_at)


def _data(report: Report) -> dict[str, Any]:
    """The report as JSON can hold it."""
    pictures = [{**asdict(logo), "content": list(logo.content)} for logo in report.logos]
    return {**asdict(report), "words": dict(report.words), "logos": pictures}


def _compiled(template: Path, data: dict[str, Any], paper: Paper, made_at: datetime) -> bytes:
    # SECURITY: what people wrote is data, read by the template with json(): never Typst markup, and no file name.
    # Nothing outside the folder of the template can be read, no package is fetched, no font of the machine used.
    return typst.compile(
        template,
        root=template.parent,
        font_paths=fonts(),
        sys_inputs={"report": json.dumps(data), "paper": paper.value},
        pdf_standards=["1.7", "ua-1"],
        timestamp=made_at.replace(microsecond=0),
    )


@cache
def fonts() -> typst.Fonts:
    """The typeface we ship, and those inside Typst for letters it does not have."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


# --- Characters ----------------------------------------------------------------------------------


@cache
def covered() -> frozenset[str]:
    """The characters that the fonts can show; how they were found: fonts/README.md."""
    return _ranges(FONTS / "COVERAGE")


@cache
def _of_the_typeface() -> frozenset[str]:
    return _ranges(FONTS / "COVERAGE", only_first=True)


def _ranges(file: Path, *, only_first: bool = False) -> frozenset[str]:
    """The characters of a file of lines with ranges in hexadecimal; the first line is that of our own typeface."""
    lines = file.read_text(encoding="ascii").splitlines()
    found: set[str] = set()
    for span in " ".join(lines[:1] if only_first else lines).split():
        first, _dash, last = span.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def shown(text: str) -> str:
    """Return a text on one line, with a square for each character that no font has."""
    return "".join(_shown(character, covered()) for character in unicodedata.normalize("NFC", text))


def plainly_shown(text: str) -> str:
    """Return a text on one line, with a square for each character that our own typeface does not have."""
    return "".join(_shown(character, _of_the_typeface()) for character in unicodedata.normalize("NFC", text))


def _shown(character: str, known: frozenset[str]) -> str:
    if character in LINE_ENDS:
        return " "
    # SECURITY: what can't be seen (control, overrides of direction) is left out: no text reads otherwise than it is.
    if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return ""
    return character if character in known else MISSING


def _readable(value: Any, say: Any) -> Any:  # noqa: ANN401 any part of a JSON document; one of the two functions above
    if isinstance(value, str):
        return say(value)
    if isinstance(value, dict):
        return {key: _readable(held, say) for key, held in value.items()}
    return [_readable(held, say) for held in value] if isinstance(value, list | tuple) else value
