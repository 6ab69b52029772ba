"""Makes the static TrueType fonts of reports from the vendored variable ones: assessment/reports/fonts/README.md."""

from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

VENDOR = Path(__file__).resolve().parent.parent
SOURCE = VENDOR / "public-sans-5.3.0"
FONTS = VENDOR.parent.parent / "assessment" / "reports" / "fonts" / SOURCE.name
SUBSETS = ("latin", "latin-ext")
WEIGHTS = {"Regular": 400, "SemiBold": 600}
COPYRIGHT_AND_LICENCE = (0, 13, 14)
WINDOWS, UNICODE, ENGLISH = 3, 1, 0x409


def font(name: str, weight: int, folder: Path) -> TTFont:
    """One weight of the typeface with the characters of both subsets."""
    parts = []
    for subset in SUBSETS:
        part = TTFont(SOURCE / f"public-sans-{subset}-wght-normal.woff2", recalcTimestamp=False)
        part = instancer.instantiateVariableFont(part, {"wght": weight})
        part.flavor = None
        parts.append(folder / f"{name}-{subset}.ttf")
        part.save(parts[-1])
    Merger().merge([str(part) for part in parts]).save(folder / f"{name}.ttf")
    return TTFont(folder / f"{name}.ttf", recalcTimestamp=False)


def rename(made: TTFont, name: str) -> None:
    """Say which of the family it is; the variable fonts name their thinnest."""
    table = made["name"]
    table.names = [record for record in table.names if record.nameID in COPYRIGHT_AND_LICENCE]
    family = "Public Sans" if name == "Regular" else f"Public Sans {name}"
    texts = {1: family, 2: "Regular", 4: f"Public Sans {name}", 6: f"PublicSans-{name}", 16: "Public Sans", 17: name}
    for number, text in texts.items():
        table.setName(text, number, WINDOWS, UNICODE, ENGLISH)


def main() -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        for name, weight in WEIGHTS.items():
            made = font(name, weight, Path(folder))
            rename(made, name)
            # The times of the source, so that the same source gives the same bytes.
            head = TTFont(SOURCE / "public-sans-latin-wght-normal.woff2")["head"]
            made["head"].created, made["head"].modified = head.created, head.modified
            made.save(FONTS / f"PublicSans-{name}.ttf")
    copyfile(SOURCE / "LICENSE", FONTS / "LICENSE")


if __name__ == "__main__":
    main()
