"""The adoption map: one dot per organization, and beside it who is where."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.adoption_map import HIGHLIGHTS, Dot, Emphasis, adoption_map
from assessment.charts.rounding import whole_points
from assessment.measurement.mix import Mix
from assessment.services.comparisons import Row, mean_mix, stage_counts
from assessment.views.charts import Chart, drawn, map_words
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.findings import highlighted_finding, stages_finding
from assessment.views.compare_pages.glance import common_finding, limit_lines, stage_lines
from assessment.views.compare_pages.lines import ORGANIZATION, STAGE, contested, line_of
from assessment.wording import points, stage_name

NAMED_ON_MAP = 8  # so many organizations, or fewer, carry their names on the map where there is room


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the map takes."""
    return {"map_chart": map_chart(comparison), **_beside(comparison)}


def columns(_comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    return _columns()


def rows(comparison: Comparison) -> Iterator[list[str]]:
    """Return the lines of the file: every organization that is on the map."""
    return (_map_line(row, mix) for row, mix in _scored(comparison.rows))


def _beside(comparison: Comparison) -> dict[str, Any]:
    """The highlighted organizations, or else all at a glance."""
    cohort, choice = comparison.cohort, comparison.choice
    alone = len(cohort.rows) == 1
    mean = mean_mix(comparison.rows)
    counts = stage_counts(cohort, choice)
    # Who is the only one is looked at, highlighted or not.
    rows = comparison.rows if alone else [row for _place, row in comparison.highlighted]
    return {
        "alone": alone,
        "highlighted": [line_of(row, choice, cohort) for row in rows],
        "highlighted_finding": highlighted_finding(rows, None if alone else mean),
        "mean": mean,
        "scored": sum(row.latest.mix is not None for row in comparison.rows),
        "common_finding": common_finding(counts),
        "stages": stage_lines(counts, choice),
        "limits": limit_lines(comparison.rows, cohort.dimensions),
    }


def _scored(rows: Sequence[Row]) -> list[tuple[Row, Mix]]:
    return [(row, row.latest.mix) for row in rows if row.latest.mix is not None]


def map_chart(comparison: Comparison) -> Chart | None:
    """The adoption map of the organizations; None where none has an overall result."""
    scored = _scored(comparison.rows)
    if not scored:
        return None
    # The highlighted come first, so that their labels have the first choice of room.
    few = len(scored) <= NAMED_ON_MAP
    dots = [_dot(number, row, mix, comparison.place(row), named=few) for number, (row, mix) in enumerate(scored)]
    figure, narrow = drawn(partial(adoption_map, dots, map_words()))
    before = any(dot.previous for dot in dots)
    return Chart(
        id="comparison-map",
        finding=stages_finding(comparison.rows),
        shows=_("Adoption map, one dot per organization; lines lead from the round before")
        if before
        else _("Adoption map, one dot per organization"),
        figure=figure,
        narrow=narrow,
        columns=_columns(),
        rows=[_map_line(row, mix) for row, mix in _scored(comparison.page)],
        csv_url=comparison.csv_url,
    )


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


def _map_line(row: Row, mix: Mix) -> list[str]:
    before = row.before.mix if row.before else None
    earlier = (before.practice, before.explicitness) if before else (None, None)
    return [
        row.name,
        str(points(mix.practice)),
        str(points(mix.explicitness)),
        _stage(row),
        *(str(points(share)) for share in earlier),
    ]
