"""The adoption map: one dot per organization, and beside it who is where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.adoption_map import Dot, adoption_map
from assessment.charts.density import density_map
from assessment.charts.figures import Figure
from assessment.charts.looks import HIGHLIGHTS, Emphasis
from assessment.charts.rounding import whole_points
from assessment.measurement.mix import Mix
from assessment.measurement.stages import Stage
from assessment.reports.csv_files import Cell
from assessment.services.comparison_rows import Row
from assessment.views.charts import Chart, drawn, map_words
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.findings import highlighted_finding, stages_finding
from assessment.views.compare_pages.glance import common_finding, limit_lines, stage_lines
from assessment.views.compare_pages.lines import ORGANIZATION, STAGE, contested, line_of
from assessment.wording import points, stage_name

MOST_DOTS = 2000  # of more the map shows how dense they lie
FIELDS = 25  # across and up, of 4 points each
BADGED_ON_MAP = 60  # so many organizations, or fewer, carry the badges of their stages where there is room
NAMED_ON_MAP = 8  # so many organizations, or fewer, carry their names on the map where there is room


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the map takes."""
    return {
        "map_chart": map_chart(comparison),
        "dense": is_dense(comparison),
        "badged": is_badged(comparison),
        **_beside(comparison),
    }


def columns(_comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    return _columns()


def rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Return the lines of the file: every organization that is on the map."""
    return (_map_line(row, mix) for row, mix in _scored(comparison.every()))


def _beside(comparison: Comparison) -> dict[str, Any]:
    """The highlighted organizations, or else all at a glance."""
    totals, choice = comparison.totals, comparison.choice
    alone = comparison.cohort.with_round == 1
    # Who is the only one is looked at, highlighted or not.
    rows = list(comparison.page) if alone else [row for _place, row in comparison.highlighted]
    return {
        "alone": alone,
        "highlighted": [line_of(row, comparison) for row in rows],
        "highlighted_finding": highlighted_finding(rows, None if alone else totals.mean),
        "mean": totals.mean,
        "scored": totals.scored,
        "common_finding": common_finding(totals.stages),
        "stages": stage_lines(totals.stages, choice),
        "limits": limit_lines(comparison.chosen.limits(), comparison.dimensions),
    }


def _scored(rows: Iterable[Row]) -> list[tuple[Row, Mix]]:
    return [(row, row.latest.mix) for row in rows if row.latest.mix is not None]


def is_dense(comparison: Comparison) -> bool:
    """Whether there are too many organizations for a dot each."""
    return comparison.totals.number > MOST_DOTS


def is_badged(comparison: Comparison) -> bool:
    """Whether the organizations are few enough for each to carry its stage."""
    return comparison.totals.scored <= BADGED_ON_MAP


def map_chart(comparison: Comparison) -> Chart | None:
    """The adoption map of the organizations, of very many how dense they lie; None where none has an overall result."""
    if not comparison.totals.scored:
        return None
    dense = is_dense(comparison)
    figure, narrow = _dense(comparison) if dense else _dotted(comparison)
    on_page = _scored(comparison.page)
    before = any(row.before for _place, row in comparison.highlighted)
    return Chart(
        id="comparison-map",
        finding=stages_finding(_stages(comparison), on_page[0][0] if comparison.totals.scored == 1 else None),
        shows=_shows(dense=dense, before=before),
        figure=figure,
        narrow=narrow,
        columns=_columns(),
        rows=[_map_line(row, mix) for row, mix in on_page],
        csv_url=comparison.csv_url,
    )


def _stages(comparison: Comparison) -> Sequence[int]:
    """How many of those shown are at each stage."""
    stages = comparison.totals.stages[: len(Stage)]
    return [number if comparison.choice.at_stage(stage) else 0 for stage, number in enumerate(stages)]


def _shows(*, dense: bool, before: bool) -> str:
    if dense:
        return _("Adoption map, darker where more organizations lie; the highlighted on top")
    if before:
        return _("Adoption map, one dot per organization; lines lead from the round before")
    return _("Adoption map, one dot per organization")


def _dotted(comparison: Comparison) -> tuple[Figure, Figure]:
    on_top = {row.uid: row for _place, row in comparison.highlighted}
    # Only the highlighted carry the round before; they come first, so that their labels have the first choice of room.
    scored = _scored(on_top.get(row.uid, row) for row in comparison.chosen.dots())
    few = len(scored) <= NAMED_ON_MAP
    dots = [_dot(number, row, mix, comparison.place(row), named=few) for number, (row, mix) in enumerate(scored)]
    if is_badged(comparison):
        dots = [replace(dot, stage=row.latest.stage) for dot, (row, _mix) in zip(dots, scored, strict=True)]
    return drawn(partial(adoption_map, dots, map_words()))


def _dense(comparison: Comparison) -> tuple[Figure, Figure]:
    scored = _scored(row for _place, row in comparison.highlighted)
    dots = [_dot(number, row, mix, comparison.place(row), named=True) for number, (row, mix) in enumerate(scored)]
    numbers = comparison.chosen.density(FIELDS)
    return drawn(partial(density_map, numbers, FIELDS, dots, map_words(), _("%(number)d organizations")))


def _columns() -> list[str]:
    before = [_("Practice before"), _("Explicitness before")]
    return [str(ORGANIZATION), _("Practice"), _("Explicitness"), str(STAGE), *before]


def _dot(number: int, row: Row, mix: Mix, place: int | None, *, named: bool) -> Dot:
    words = {"practice": whole_points(mix.practice), "explicitness": whole_points(mix.explicitness)}
    before = row.before.mix if row.before and place is not None else None
    return Dot(
        key=str(number),
        label=row.name,
        explicitness=mix.explicitness,
        practice=mix.practice,
        emphasis=Emphasis.NONE if place is None else HIGHLIGHTS[place],
        labelled=named or place is not None,
        hover=(_("practice %(practice)d, explicitness %(explicitness)d") % words, _stage(row), _people(row)),
        previous=(before.explicitness, before.practice) if before else None,
    )


def _stage(row: Row) -> str:
    stage = "" if row.latest.stage is None else stage_name(row.latest.stage)
    dispute = contested(row.latest)
    return f"{stage} ({dispute})" if dispute else stage


def _people(row: Row) -> str:
    number = row.latest.people
    return ngettext("%(number)d person", "%(number)d people", number) % {"number": number}


def _map_line(row: Row, mix: Mix) -> list[Cell]:
    before = row.before.mix if row.before else None
    earlier = (before.practice, before.explicitness) if before else (None, None)
    return [
        row.name,
        points(mix.practice),
        points(mix.explicitness),
        _stage(row),
        *(points(share) for share in earlier),
    ]
