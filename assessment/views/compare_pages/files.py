"""The lines of the table of all values, on the page and as a file."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django_countries import countries

from assessment.charts.rounding import whole_mix, whole_points
from assessment.measurement.mix import Mix
from assessment.models.facts import Criticality, Sector, Size
from assessment.reports.csv_files import Cell
from assessment.services.comparison_rows import Row
from assessment.services.comparisons import Dimension
from assessment.views.compare_pages.lines import (
    CHANGE,
    COVERAGE,
    ORGANIZATION,
    PARTS,
    PEOPLE,
    SCORE,
    STAGE,
    contested,
    points_of,
)
from assessment.wording import stage_name


def csv_columns(dimensions: Sequence[Dimension]) -> list[str]:
    """The headings of the table."""
    facts = [ORGANIZATION, _("Synthetic"), _("Sector"), _("Size"), _("Country"), _("How critical the models are")]
    rounds = [_("Round"), _("Closed on"), STAGE, _("Contested")]
    scores = [*PARTS, SCORE, CHANGE, *(each.title for each in dimensions)]
    return [str(column) for column in (*facts, *rounds, *scores, _("Limiting dimension"), PEOPLE, COVERAGE)]


def csv_rows(dimensions: Sequence[Dimension], rows: Iterable[Row]) -> Iterator[list[Cell]]:
    """The lines of the table, in the order given; scores in whole points."""
    titles = {dimension.key: dimension.title for dimension in dimensions}
    for row in rows:
        scores = [points_of(row.dimensions.get(key)) for key in titles]
        latest = row.latest
        ending: list[Cell] = [titles.get(latest.limiting_dimension), latest.people, points_of(latest.coverage)]
        yield [*_facts(row), *mix_values(latest.mix), points_of(latest.score), change_of(row), *scores, *ending]


def _facts(row: Row) -> list[Cell]:
    latest = row.latest
    facts = [row.name, _("yes") if row.synthetic else _("no"), str(Sector(row.sector).label), str(Size(row.size).label)]
    rounds = [latest.title, localdate(latest.closed_at).isoformat(), stage_of(row), contested(latest)]
    return [*facts, countries.name(row.country), str(Criticality(row.criticality).label), *rounds]


def stage_of(row: Row) -> str | None:
    """The name of its stage, None without one."""
    return None if row.latest.stage is None else stage_name(row.latest.stage)


def change_of(row: Row) -> int | None:
    """By how many whole points it gained since the round before."""
    return None if row.change is None else whole_points(abs(row.change)) * (1 if row.change > 0 else -1)


def mix_values(mix: Mix | None) -> list[Cell]:
    """The four parts in whole points, or four empty cells."""
    return [None] * 4 if mix is None else [*whole_mix(mix.parts)]
