"""The lines of the files of a comparison: every organization that was chosen, in the order of the screen."""

from collections.abc import Iterator, Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_mix, whole_points
from assessment.measurement.mix import Mix
from assessment.models.facts import Criticality, Sector, Size
from assessment.reports.csv_files import Cell
from assessment.services.comparisons import Cohort, Dimension, Row
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
    """The headings of the file."""
    facts = [ORGANIZATION, _("Synthetic"), _("Sector"), _("Size"), _("How critical the models are"), _("Round")]
    scores = [_("Closed on"), STAGE, _("Contested"), *PARTS, SCORE, CHANGE, *(each.title for each in dimensions)]
    return [str(column) for column in (*facts, *scores, _("Limiting dimension"), PEOPLE, COVERAGE)]


def csv_rows(cohort: Cohort, rows: Sequence[Row]) -> Iterator[list[Cell]]:
    """The lines of the file: every row, in the order of the screen; scores in whole points."""
    titles = {dimension.key: dimension.title for dimension in cohort.dimensions}
    for row in rows:
        scores = [points_of(row.dimensions.get(key)) for key in titles]
        latest = row.latest
        ending: list[Cell] = [titles.get(latest.limiting_dimension), latest.people, points_of(latest.coverage)]
        yield [*_facts(row), *_parts(latest.mix), points_of(latest.score), _change(row), *scores, *ending]


def _change(row: Row) -> int | None:
    return None if row.change is None else whole_points(abs(row.change)) * (1 if row.change > 0 else -1)


def _facts(row: Row) -> list[Cell]:
    labels = (Sector(row.sector).label, Size(row.size).label, Criticality(row.criticality).label)
    latest = row.latest
    stage = None if latest.stage is None else stage_name(latest.stage)
    facts = [row.name, _("yes") if row.synthetic else _("no"), *(str(label) for label in labels)]
    return [*facts, latest.title, localdate(latest.closed_at).isoformat(), stage, contested(latest)]


def _parts(mix: Mix | None) -> list[Cell]:
    return [None] * 4 if mix is None else [*whole_mix(mix.parts)]


# --- The heatmap ----------------------------------------------------------------------------------


def heatmap_columns(dimensions: Sequence[Dimension]) -> list[str]:
    """The headings of the heatmap."""
    scores = [*PARTS, SCORE, CHANGE, *(each.title for each in dimensions), PEOPLE, COVERAGE]
    return [str(column) for column in (ORGANIZATION, STAGE, *scores)]


def heatmap_rows(cohort: Cohort, rows: Sequence[Row]) -> Iterator[list[Cell]]:
    """The lines of the heatmap, in whole points."""
    for row in rows:
        latest = row.latest
        stage = None if latest.stage is None else stage_name(latest.stage)
        scores = [points_of(row.dimensions.get(each.key)) for each in cohort.dimensions]
        ending: list[Cell] = [latest.people, points_of(latest.coverage)]
        yield [row.name, stage, *_parts(latest.mix), points_of(latest.score), _change(row), *scores, *ending]
