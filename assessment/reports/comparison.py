"""A comparison as it is typeset: every text and number as it is read, prepared by whoever knows the results."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.reports.report import Bar, Passage, Table


@dataclass(frozen=True)
class Compared:
    """One organization: its cells as they are read; `mix` and `level` None where there is no overall result.

    `note` says how far its stage is contested; empty where it is not.
    """

    name: str
    level: int | None
    stage: str
    note: str
    mix: Bar | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Shaded:
    """A cell of the heat table: its text, its shade of 0 to 5 or None, a mix in place of both, or a limit."""

    text: str
    shade: int | None
    mix: tuple[int, int, int, int] | None = None
    limits: bool = False


@dataclass(frozen=True)
class HeatRow:
    """One organization of the heat table."""

    name: str
    cells: tuple[Shaded, ...]


@dataclass(frozen=True)
class ComparisonReport:
    """A whole report of a comparison; parts without content are empty, and left out."""

    language: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    foot: str
    words: Mapping[str, str]
    part_names: tuple[str, ...]
    columns: tuple[str, ...]
    organizations: tuple[Compared, ...]
    mean: Compared | None
    dimensions: tuple[str, ...]
    heat: tuple[HeatRow, ...]
    heat_key: str
    differences: Table
    method: tuple[Passage, ...]
