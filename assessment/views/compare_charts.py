"""The charts of a comparison, each with its finding and the table of its values."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.adoption_map import HIGHLIGHTS, Dot, Emphasis, adoption_map
from assessment.charts.dots import DotWords, Highlight, Strip, dot_plot
from assessment.charts.mixes import Column, MixWords, mix_columns
from assessment.charts.rounding import whole_mix, whole_points
from assessment.measurement.mix import Mix
from assessment.services.comparisons import Choice, Dimension, Row, mean_mix, ordered
from assessment.services.spreads import Spread, spread
from assessment.views.charts import Chart, drawn, map_words
from assessment.views.compare_findings import mix_finding, spread_finding, stages_finding
from assessment.views.compare_table import ORGANIZATION, PARTS, STAGE, contested
from assessment.wording import points, stage_name

NAMED_ON_MAP = 8  # so many organizations, or fewer, carry their names on the map where there is room


@dataclass(frozen=True)
class Shown:
    """What all charts draw from: all rows that pass the filters, those of this page, the choice and its CSV."""

    rows: Sequence[Row]
    page: Sequence[Row]
    dimensions: Sequence[Dimension]
    choice: Choice
    csv_url: str

    def place(self, row: Row) -> int | None:
        """The place of a row among the highlighted, 0..3."""
        return self.choice.highlighted.index(row.uid) if row.uid in self.choice.highlighted else None

    @property
    def highlighted(self) -> list[tuple[int, Row]]:
        """The highlighted rows that pass the filters, with their places."""
        return [(place, row) for row in self.rows if (place := self.place(row)) is not None]


def _scored(rows: Sequence[Row]) -> list[tuple[Row, Mix]]:
    return [(row, row.latest.mix) for row in rows if row.latest.mix is not None]


def _shown(share: float | None) -> str:
    return str(points(share))


# --- Adoption map ---------------------------------------------------------------------------------


def map_chart(shown: Shown) -> Chart | None:
    """The adoption map of the organizations; None where none has an overall result."""
    scored = _scored(shown.rows)
    if not scored:
        return None
    # The highlighted come first, so that their labels have the first choice of room.
    few = len(scored) <= NAMED_ON_MAP
    dots = [_dot(number, row, mix, shown.place(row), named=few) for number, (row, mix) in enumerate(scored)]
    figure, narrow = drawn(partial(adoption_map, dots, map_words()))
    before = any(dot.previous for dot in dots)
    return Chart(
        id="comparison-map",
        finding=stages_finding(shown.rows),
        shows=_("Adoption map, one dot per organization; lines lead from the round before")
        if before
        else _("Adoption map, one dot per organization"),
        figure=figure,
        narrow=narrow,
        columns=[
            str(ORGANIZATION),
            _("Practice"),
            _("Explicitness"),
            str(STAGE),
            _("Practice before"),
            _("Explicitness before"),
        ],
        rows=[_map_line(row, mix) for row, mix in _scored(shown.page)],
        csv_url=shown.csv_url,
    )


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
        _shown(mix.practice),
        _shown(mix.explicitness),
        _stage(row),
        *(_shown(share) for share in earlier),
    ]


# --- Mixes ----------------------------------------------------------------------------------------


def mix_chart(shown: Shown) -> Chart | None:
    """The mixes of this page's organizations in the order asked for; None where none has an overall result."""
    scored = _scored(ordered(shown.page, shown.choice))
    mean = mean_mix(shown.rows)
    if not scored or mean is None:
        return None
    columns = [Column(row.name, mix, shown.place(row)) for row, mix in scored]
    parts = [str(part) for part in PARTS]
    words = MixWords(parts, _("Organizations, ordered as the table"))
    figure, narrow = drawn(partial(mix_columns, columns, words))
    return Chart(
        id="comparison-mixes",
        finding=mix_finding(mean),
        shows=_("Adoption mix, one column per organization, ordered as the table"),
        figure=figure,
        narrow=narrow,
        columns=[str(ORGANIZATION), *parts],
        rows=[[row.name, *map(str, whole_mix(mix.parts))] for row, mix in scored],
        csv_url=shown.csv_url,
    )


# --- Dimensions -----------------------------------------------------------------------------------


def dots_chart(shown: Shown) -> Chart | None:
    """One strip of dots per dimension; None where no dimension has a score."""
    if all(score is None for row in shown.rows for score in row.dimensions.values()):
        return None
    strips = [_strip(dimension, shown.rows) for dimension in shown.dimensions]
    highlights = [
        Highlight(row.name, place, [row.dimensions.get(each.key) for each in shown.dimensions])
        for place, row in shown.highlighted
    ]
    words = DotWords(
        axis=_("Practice score"), median=_("median"), others=_("and %(number)d more"), count=_("n = %(number)d")
    )
    figure, narrow = drawn(partial(dot_plot, strips, highlights, words))
    return Chart(
        id="comparison-dots",
        finding=spread_finding(shown.dimensions, [_spread(shown.rows, each) for each in shown.dimensions]),
        shows=_("Score by dimension, one dot per organization; larger where several have the same score"),
        figure=figure,
        narrow=narrow,
        columns=[*_dots_columns(), *(highlight.name for highlight in highlights)],
        rows=[_dots_line(each, place, shown, highlights) for place, each in enumerate(shown.dimensions)],
        csv_url=shown.csv_url,
    )


def _spread(rows: Sequence[Row], dimension: Dimension) -> Spread:
    return spread(row.dimensions.get(dimension.key) for row in rows)


def _strip(dimension: Dimension, rows: Sequence[Row]) -> Strip:
    found = _spread(rows, dimension)
    scores = [(row.dimensions.get(dimension.key), row.name) for row in rows]
    known = [(score, name) for score, name in scores if score is not None]
    return Strip(dimension.title, known, found.lower, found.median, found.upper)


def _dots_columns() -> list[str]:
    return [_("Dimension"), _("n"), _("Lowest"), _("Lower quartile"), _("Median"), _("Upper quartile"), _("Highest")]


def _dots_line(dimension: Dimension, place: int, shown: Shown, highlights: Sequence[Highlight]) -> list[str]:
    found = _spread(shown.rows, dimension)
    values = (found.lowest, found.lower, found.median, found.upper, found.highest)
    return [
        dimension.title,
        str(found.n),
        *(_shown(share) for share in (*values, *(each.scores[place] for each in highlights))),
    ]
