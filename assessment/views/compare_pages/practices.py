"""The practices of one dimension, organization by practice; above them what is most implicit or farthest of all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_mix
from assessment.forms.comparisons import address_of
from assessment.measurement.practices import PracticeState
from assessment.reports.csv_files import Cell as Value
from assessment.services.comparison_choices import Cells
from assessment.services.comparison_practices import (
    Compared,
    Practices,
    Rated,
    Summed,
    practices_of,
    rated_by,
    summed_up,
)
from assessment.services.comparison_rows import Row
from assessment.services.comparisons import Dimension
from assessment.views.compare_pages.cells import Cell, gap_cell, gap_of, mix_cell, score_cell
from assessment.views.compare_pages.comparison import Comparison, Switch
from assessment.views.compare_pages.files import mix_values, stage_of
from assessment.views.compare_pages.heads import Head, head, short_titles, with_breaks
from assessment.views.compare_pages.heatmap import kinds
from assessment.views.compare_pages.lines import ORGANIZATION, PARTS, SCORE, STAGE, Line, line_of, points_of
from assessment.views.compare_pages.ranked import most_implicit, practices_finding, ranked_file_url, widest_gaps
from assessment.wording import NO_VALUE as DASH

CHUNK = 1000  # organizations whose practices are read at once
NONE = Dimension("-", "")  # of no organization the limiting one
# What a cell says of a practice without a score.
SIGNS = {PracticeState.UNKNOWN: "?", PracticeState.NOT_APPLICABLE: "n/a"}


@dataclass(frozen=True, slots=True)
class Table:
    """The headings, the lines of this page, and the means of all that pass the filters, each with its n."""

    heads: Mapping[str, Head]
    practices: tuple[str, ...]
    lines: tuple[Line, ...]
    means: tuple[tuple[Cell, int], ...]


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the practices takes."""
    practices, dimension = practices_in(comparison), shown_dimension(comparison)
    summed = summed_up(comparison.results, practices)
    return {
        "dimension": dimension,
        "practices_finding": practices_finding(summed),
        "practice_table": _table(comparison, practices, summed),
        "kinds": kinds(comparison.choice),
        "dimension_switches": _switches(comparison, dimension),
        "most_implicit": most_implicit(comparison, summed),
        "widest_gaps": widest_gaps(comparison, summed),
        "ranked_url": ranked_file_url(comparison),
    }


def practices_in(comparison: Comparison) -> Practices:
    """Return the practices that are compared."""
    return practices_of(comparison.selection.versions, comparison.selection.core)


def shown_dimension(comparison: Comparison) -> Dimension:
    """Return the dimension asked for, else the first."""
    asked = [each for each in comparison.cohort.dimensions if each.key == comparison.choice.practices_of]
    return next(iter([*asked, *comparison.dimensions]), NONE)


def _switches(comparison: Comparison, shown: Dimension) -> list[Switch]:
    titles = short_titles([each.title for each in comparison.dimensions])
    return [
        Switch(address_of(comparison.choice, dimension=each.key), title, each.key == shown.key)
        for each, title in zip(comparison.dimensions, titles, strict=True)
    ]


def _table(comparison: Comparison, practices: Practices, summed: Sequence[Summed]) -> Table:
    choice, columns_of = comparison.choice, practices.of(shown_dimension(comparison).key)
    means = {each.practice.key: each for each in summed}
    page = list(comparison.page)
    return Table(
        heads={name: head(choice, name, str(label)) for name, label in (("name", ORGANIZATION), ("score", SCORE))},
        practices=tuple(with_breaks(each.name) for each in columns_of),
        lines=tuple(
            line_of(row, comparison, tuple(_cell(own.get(each.key), choice.cells) for each in columns_of))
            for row, own in zip(page, _rated(page, practices, columns_of), strict=True)
        ),
        means=tuple((_mean_cell(means[each.key], choice.cells), means[each.key].rated) for each in columns_of),
    )


def _rated(rows: Sequence[Row], practices: Practices, columns_of: Sequence[Compared]) -> Sequence[Mapping[str, Rated]]:
    rated = rated_by([row.latest.result for row in rows], practices, [each.key for each in columns_of])
    return [rated[row.latest.result] for row in rows]


def _cell(rated: Rated | None, kind: Cells) -> Cell:
    """A practice of one organization; a dash where it was not asked."""
    if rated is None or rated.state is not PracticeState.RATED:
        return Cell(DASH if rated is None else SIGNS[rated.state], "q q-none")
    if kind is Cells.MIX:
        return mix_cell(NONE, rated.mix)
    return gap_cell(NONE, rated.x, rated.target) if kind is Cells.GAP else score_cell(NONE, rated.x)


def _mean_cell(summed: Summed, kind: Cells) -> Cell:
    if kind is Cells.MIX:
        return mix_cell(NONE, summed.mix)
    # A mean gap is what is missing to a target of nothing but itself.
    return gap_cell(NONE, 0.0, summed.gap) if kind is Cells.GAP else score_cell(NONE, summed.x)


# --- The file -------------------------------------------------------------------------------------


def columns(comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    parts = [str(part) for part in PARTS]
    shown = practices_in(comparison).of(shown_dimension(comparison).key)
    mixed = comparison.choice.cells is Cells.MIX
    cells = [f"{each.name}: {part}" for each in shown for part in parts] if mixed else [each.name for each in shown]
    return [str(ORGANIZATION), str(STAGE), *parts, str(SCORE), *cells]


def rows(comparison: Comparison) -> Iterator[list[Value]]:
    """Return the lines of the file: all pages of the table, in whole points; in words why there is no number."""
    practices, kind = practices_in(comparison), comparison.choice.cells
    shown = practices.of(shown_dimension(comparison).key)
    every = comparison.every()
    while some := list(islice(every, CHUNK)):
        for row, own in zip(some, _rated(some, practices, shown), strict=True):
            start: list[Value] = [row.name, stage_of(row), *mix_values(row.latest.mix), points_of(row.latest.score)]
            yield [*start, *(value for each in shown for value in _values(own.get(each.key), kind))]


def _values(rated: Rated | None, kind: Cells) -> Sequence[Value]:
    width = 4 if kind is Cells.MIX else 1
    if rated is None or rated.state is not PracticeState.RATED:
        return [None if rated is None else state_words(rated.state)] * width
    if kind is Cells.MIX:
        return whole_mix(rated.mix.parts) if rated.mix else [None] * width
    return [gap_of(rated.x, rated.target) if kind is Cells.GAP else points_of(rated.x)]


def state_words(state: PracticeState) -> str:
    """Return why a practice has no score."""
    return _("unknown") if state is PracticeState.UNKNOWN else _("does not apply")
