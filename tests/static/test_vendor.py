"""The vendored files are the ones we reviewed, complete, and ask no other host."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
OUR_OWN = {"CHECKSUMS", "README.md"}
NAMESPACES = {"www.w3.org"}


def vendored_files() -> dict[str, Path]:
    """Return every file that others wrote, by its path inside the vendor folder."""
    files = (path for path in VENDOR.rglob("*") if path.is_file())
    named = {path.relative_to(VENDOR).as_posix(): path for path in files}
    return {name: path for name, path in named.items() if name not in OUR_OWN and not name.startswith("build/")}


def recorded_checksums() -> dict[str, str]:
    """Return the checksum on record for each file name."""
    lines = (VENDOR / "CHECKSUMS").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def test_every_file_has_the_checksum_on_record() -> None:
    """A changed, added or missing file shows as a difference."""
    found = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in vendored_files().items()}
    assert found == recorded_checksums()


def test_every_project_ships_its_licence() -> None:
    """Each folder, and the chart bundle, has a licence text beside it."""
    names = vendored_files().keys()
    licences = {name for name in names if "LICEN" in name}
    projects = {re.split(r"[-/]", name)[0] for name in names}
    assert {re.split(r"[-/]", name)[0] for name in licences} == projects


def test_no_file_names_a_source_map() -> None:
    """A source map that is not shipped would break the collecting of static files."""
    texts = {n: p for n, p in vendored_files().items() if p.suffix in {".css", ".js"}}
    assert len(texts) == 4
    assert [n for n, p in texts.items() if "sourceMappingURL" in p.read_text()] == []


def test_style_sheets_ask_no_other_host() -> None:
    """Addresses in style sheets are relative or data; only XML namespaces name a host."""
    folders = (VENDOR, VENDOR.parent / "css")
    sheets = [sheet for folder in folders for sheet in folder.rglob("*.css")]
    text = "".join(re.sub(r"/\*.*?\*/", "", s.read_text(), flags=re.DOTALL) for s in sheets)
    assert set(re.findall(r"//([\w.-]+\.\w+)", text)) == NAMESPACES


def test_every_address_in_our_style_sheets_exists() -> None:
    """The fonts are where the tokens look for them."""
    sheets = sorted((VENDOR.parent / "css").glob("*.css"))
    addresses = [
        sheet.parent / address
        for sheet in sheets
        for address in re.findall(r'url\("(?!data:)([^"]+)"\)', sheet.read_text())
    ]
    assert {address.resolve().name: address.exists() for address in addresses} == {
        "public-sans-latin-wght-normal.woff2": True,
        "public-sans-latin-ext-wght-normal.woff2": True,
    }
