"""A report as it is typeset: every text and number as it is read, prepared by whoever knows the result."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bar:
    """A mix as four whole numbers that sum to 100, and the sentence that replaces the picture."""

    parts: tuple[int, int, int, int]
    label: str


@dataclass(frozen=True)
class Part:
    """One part of the mix by its key, with its words and whole points."""

    key: str
    name: str
    meaning: str
    points: int


@dataclass(frozen=True)
class Figure:
    """A key figure: what it is, its value, and what is to be said of it."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Condition:
    """A condition of a stage, in words, and whether it is met."""

    met: bool
    text: str


@dataclass(frozen=True)
class Step:
    """One step of the roadmap; texts empty where there is nothing to say."""

    place: int
    name: str
    action: str
    effort: str
    gain: str
    holds_back: bool
    advice: str
    needs: str


@dataclass(frozen=True)
class Steps:
    """Now, Next or Later."""

    title: str
    count: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class DimensionRow:
    """A dimension: its cells as they are read, and where to draw them, 0..1."""

    name: str
    strong: bool
    cells: tuple[str, ...]
    low: float
    high: float
    target: float
    score: float | None
    previous: float | None
    benchmark: float | None


@dataclass(frozen=True)
class PracticeRow:
    """A practice: its cells as they are read; `mix` None unless it is rated."""

    name: str
    dimension: str
    essential: bool
    holds_back: bool
    state: str
    mix: Bar | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Dot:
    """A practice on the map, each 0..1; `look` is one of none, essential and holding."""

    across: float
    up: float
    look: str


@dataclass(frozen=True)
class Map:
    """The adoption map: its finding, what is drawn, the words around it, and the dots, the strongest last."""

    finding: str
    shows: str
    across: str
    up: str
    corners: tuple[str, str, str, str]
    key: tuple[tuple[str, str], ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Table:
    """A table of texts; the first cell of a row names it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Practices:
    """Practices with what is said above them."""

    heading: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[PracticeRow, ...]


@dataclass(frozen=True)
class Roadmap:
    """The three columns of a roadmap with their heading."""

    heading: str
    columns: tuple[Steps, ...]


@dataclass(frozen=True)
class Overlay:
    """A dimension beside the overall result."""

    heading: str
    sentence: str
    mix: Bar | None
    practices: Practices
    roadmap: Roadmap | None


@dataclass(frozen=True)
class Passage:
    """A heading with paragraphs and points under it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """What a consultant says of a dimension, paragraph by paragraph."""

    dimension: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Since:
    """The round before and this one: a heading, what changed, and both side by side."""

    heading: str
    paragraphs: tuple[str, ...]
    table: Table


@dataclass(frozen=True)
class Summary:
    """The page for those who read one page; `stage` and `mix` empty and None where there is none."""

    eyebrow: str
    stage: str
    level: int | None
    sentence: str
    mix: Bar | None
    legend: tuple[Part, ...]
    notes: tuple[str, ...]
    figures: tuple[Figure, ...]
    separates: str
    conditions: tuple[Condition, ...]
    first: Steps | None


@dataclass(frozen=True)
class Picture:
    """A logo: its bytes, what it is of, and its format as Typst calls it."""

    content: bytes
    alternative: str
    format: str


@dataclass(frozen=True)
class Report:
    """A whole report; parts without content are None or empty, and left out."""

    language: str
    title: str
    organization: str
    facts: tuple[str, ...]
    foot: str
    words: Mapping[str, str]
    part_names: tuple[str, ...]
    summary: Summary
    profile_finding: str
    profile: tuple[DimensionRow, ...]
    profile_columns: tuple[str, ...]
    practices: Practices
    map: Map | None = None
    since: Since | None = None
    roadmap: Roadmap | None = None
    agreement_finding: str = ""
    agreement: Table | None = None
    overlays: tuple[Overlay, ...] = ()
    opinions: Table | None = None
    remarks: tuple[Remark, ...] = ()
    sum: Table | None = None
    method: tuple[Passage, ...] = ()
    # What the triangles of the profile are, where there are any.
    profile_benchmark: str = ""
    logos: tuple[Picture, ...] = field(default=(), repr=False)
