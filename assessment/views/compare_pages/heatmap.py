"""The heatmap: organization by dimension, with scores, mixes or gaps to the targets in its cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_mix
from assessment.forms.comparisons import address_of
from assessment.reports.csv_files import Cell as Value
from assessment.services.comparison_choices import Cells, Choice
from assessment.services.comparison_rows import Row
from assessment.services.comparison_targets import targets_of
from assessment.services.spreads import Spread
from assessment.views.compare_pages.cells import Cell, cells_of, gap_of, score_cell
from assessment.views.compare_pages.comparison import Comparison, Switch
from assessment.views.compare_pages.files import change_of, mix_values, stage_of
from assessment.views.compare_pages.findings import weakest_finding
from assessment.views.compare_pages.heads import Head, dimension_heads, head, with_breaks
from assessment.views.compare_pages.lines import (
    CHANGE,
    COVERAGE,
    ORGANIZATION,
    PARTS,
    PEOPLE,
    SCORE,
    STAGE,
    Line,
    line_of,
    points_of,
)
from assessment.wording import stage_name

CHUNK = 1000  # organizations whose targets are read at once


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one stage, or of all; the stage is empty where they are not told apart."""

    stage: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The headings, the lines of this page, and the spreads of all that pass the filters."""

    heads: dict[str, Head]
    dimensions: tuple[Head, ...]
    people: str
    parts: tuple[Part, ...]
    score: Spread
    medians: tuple[tuple[Cell, Spread], ...]

    @property
    def overlays(self) -> bool:
        """Whether a column stands apart."""
        return any(head.overlay for head in self.dimensions)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return 7 + len(self.dimensions)

    @property
    def lines(self) -> list[Line]:
        """The lines of all parts."""
        return [line for part in self.parts for line in part.lines]


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the heatmap takes."""
    table = table_of(comparison)
    # An overlay is left out of the overall result, so it limits nobody.
    counted = [
        (each, found)
        for each, (_cell, found) in zip(comparison.dimensions, table.medians, strict=True)
        if not each.overlay
    ]
    weakest = weakest_finding(
        [each for each, _found in counted], [found for _each, found in counted], comparison.chosen.limits
    )
    return {
        "table": table,
        "weakest": weakest,
        "mean": comparison.totals.mean,
        "kinds": kinds(comparison.choice),
        "grouping": _grouping(comparison.choice),
    }


def kinds(choice: Choice) -> list[Switch]:
    """Return what can stand in the cells of a heat table."""
    words = {Cells.SCORE: _("Score"), Cells.MIX: _("Mix"), Cells.GAP: _("Gap to target")}
    return [
        Switch(address_of(choice, cells="" if kind is Cells.SCORE else kind.value), word, choice.cells is kind)
        for kind, word in words.items()
    ]


def _grouping(choice: Choice) -> list[Switch]:
    return [
        Switch(address_of(choice, grouped=value), word, choice.grouped is bool(value))
        for value, word in (("", _("All together")), ("stage", _("By stage")))
    ]


def table_of(comparison: Comparison) -> Table:
    """The table of this page, with the medians of all that pass the filters."""
    choice, spreads = comparison.choice, comparison.spreads
    names = {"name": ORGANIZATION, "score": SCORE, "change": CHANGE, "coverage": COVERAGE}
    found = [(each, spreads.get(each.key, Spread())) for each in comparison.dimensions]
    return Table(
        heads={column: head(choice, column, str(label)) for column, label in names.items()},
        dimensions=dimension_heads(choice, comparison.dimensions),
        people=with_breaks(str(PEOPLE)),
        parts=_parts(comparison),
        score=comparison.chosen.score(),
        medians=tuple((score_cell(each, spread.median), spread) for each, spread in found),
    )


def _parts(comparison: Comparison) -> tuple[Part, ...]:
    rows = list(comparison.page)
    dimensions, kind = tuple(comparison.dimensions), comparison.choice.cells
    lines = [
        line_of(row, comparison, cells_of(row, dimensions, kind, targets))
        for row, targets in zip(rows, _targets(comparison, rows), strict=True)
    ]
    if not comparison.choice.grouped:
        return (Part("", tuple(lines)),)
    stages = groupby(lines, key=lambda line: line.row.latest.stage)
    return tuple(Part(_stage(stage), tuple(own)) for stage, own in stages)


def _stage(stage: int | None) -> str:
    return _("No stage yet") if stage is None else stage_name(stage)


def _targets(comparison: Comparison, rows: Sequence[Row]) -> Sequence[Mapping[str, float]]:
    if comparison.choice.cells is not Cells.GAP:
        return [{}] * len(rows)
    return targets_of(rows, comparison.cohort.versions, [each.key for each in comparison.dimensions])


# --- The file -------------------------------------------------------------------------------------


def columns(comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    parts = [str(part) for part in PARTS]
    cells = [title for each in comparison.dimensions for title in _titles(comparison, each.title, parts)]
    heads = (ORGANIZATION, STAGE, *parts, SCORE, CHANGE, *cells, PEOPLE, COVERAGE)
    return [str(column) for column in heads]


def _titles(comparison: Comparison, title: str, parts: Sequence[str]) -> list[str]:
    return [f"{title}: {part}" for part in parts] if comparison.choice.cells is Cells.MIX else [title]


def rows(comparison: Comparison) -> Iterator[list[Value]]:
    """Return the lines of the file: all pages of the table, in whole points."""
    every = comparison.every()
    while some := list(islice(every, CHUNK)):
        for row, targets in zip(some, _targets(comparison, some), strict=True):
            latest = row.latest
            ending: list[Value] = [latest.people, points_of(latest.coverage)]
            start: list[Value] = [row.name, stage_of(row), *mix_values(latest.mix), points_of(latest.score)]
            yield [*start, change_of(row), *_values(comparison, row, targets), *ending]


def _values(comparison: Comparison, row: Row, targets: Mapping[str, float]) -> Iterator[Value]:
    for each in comparison.dimensions:
        if comparison.choice.cells is Cells.MIX:
            mix = row.mixes.get(each.key)
            yield from (whole_mix(mix.parts) if mix else [None] * 4)
        elif comparison.choice.cells is Cells.GAP:
            yield gap_of(row.dimensions.get(each.key), targets.get(each.key))
        else:
            yield points_of(row.dimensions.get(each.key))
