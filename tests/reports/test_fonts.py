"""The fonts of reports are the ones we made, complete, and show every character they are said to show."""

import hashlib
from pathlib import Path

import typst

from assessment.reports.pdf import FONTS, MISSING, covered, fonts

ROOT = Path(__file__).resolve().parents[2]
VENDORED = ROOT / "static" / "vendor" / "public-sans-5.3.0"
# Each character on a line of its own, so that no two are shaped together.
SHOW = b"""#set document(title: "Characters")
#set text(font: "Public Sans")
#for character in sys.inputs.text.clusters() [#character \\ ]"""


def test_every_font_has_the_checksum_on_record() -> None:
    lines = (FONTS / "CHECKSUMS").read_text().splitlines()
    recorded = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = [file for file in FONTS.rglob("*") if file.is_file() and file.parent != FONTS]
    found = {file.relative_to(FONTS).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    assert found == recorded


def test_they_are_of_the_version_that_pages_use_and_bring_its_licence() -> None:
    (folder,) = (path for path in FONTS.iterdir() if path.is_dir())
    assert folder.name == VENDORED.name
    assert (folder / "LICENSE").read_bytes() == (VENDORED / "LICENSE").read_bytes()


def test_both_weights_of_the_typeface_are_found() -> None:
    ours = {(font.family, font.weight) for font in fonts().fonts() if font.path}
    assert ours == {("Public Sans", 400), ("Public Sans", 600)}


def test_every_character_said_to_be_covered_can_be_shown() -> None:
    """A newer Typst may bring other fonts: then the file COVERAGE is to be made anew."""
    assert {*"Añż–“”−×÷…", MISSING, "Ж", "λ"} <= covered()
    text = "".join(sorted(covered()))
    content = typst.compile(SHOW, font_paths=fonts(), sys_inputs={"text": text}, pdf_standards=["ua-1"])
    assert content.startswith(b"%PDF")
