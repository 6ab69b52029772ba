"""The charts of a result: finding, figure in both layouts, and the table with the same values."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.adoption_map import Dot, adoption_map
from assessment.charts.looks import Emphasis
from assessment.charts.profile import ProfileRow, profile
from assessment.charts.rounding import whole_points
from assessment.measurement.comparison import settled
from assessment.reports.csv_files import Cell
from assessment.services.stored_results import Benchmark, DimensionView, PracticeView, ResultView
from assessment.views.charts import Chart, drawn, map_words
from assessment.views.result_pages.benchmarks import benchmark_head
from assessment.views.result_pages.practice_rows import gap_of
from assessment.views.result_pages.sentences import map_finding, profile_finding
from assessment.wording import fraction_percent, points

# --- The profile by dimension ---------------------------------------------------------------------


def profile_chart(view: ResultView, csv_url: str) -> Chart:
    """Return the profile of the dimensions outside overlays; there is at least one."""
    rows = [_profile_row(dimension, view) for dimension in view.core]
    figure, narrow = drawn(partial(profile, rows))
    return Chart(
        id="profile",
        finding=profile_finding(view.core),
        shows=_("Score by dimension, 0 to 100. In bold the limiting dimension"),
        figure=figure,
        narrow=narrow,
        columns=profile_columns(view, benchmark_head(view)),
        rows=[profile_cells(dimension, view) for dimension in view.core],
        csv_url=csv_url,
    )


def _profile_row(dimension: DimensionView, view: ResultView) -> ProfileRow:
    return ProfileRow(
        label=dimension.section.title,
        value=str(points(dimension.score)),
        low=dimension.bounds.practice_low,
        high=dimension.bounds.practice_high,
        practice=dimension.score,
        target=dimension.target,
        previous=dimension.previous,
        benchmark=dimension.benchmark.mean if dimension.benchmark else None,
        strong=dimension is view.limiting,
        hover=_profile_hover(dimension, view),
    )


def _profile_hover(dimension: DimensionView, view: ResultView) -> tuple[str, ...]:
    low, high = whole_points(dimension.bounds.practice_low), whole_points(dimension.bounds.practice_high)
    score = (
        _("Too few answers to give a score")
        if dimension.score is None
        else _("Score %(score)d") % {"score": whole_points(dimension.score)}
    )
    lines = [
        score,
        _("Target %(target)d") % {"target": whole_points(dimension.target)},
        _("Between %(low)d and %(high)d, whatever the unknown answers are") % {"low": low, "high": high},
    ]
    if dimension.previous is not None:
        before = {"round": view.previous_title, "score": whole_points(dimension.previous)}
        lines.append(_("%(round)s: %(score)d") % before)
    if dimension.benchmark is not None:
        lines.append(benchmark_words(dimension.benchmark))
    return tuple(lines)


def benchmark_words(benchmark: Benchmark) -> str:
    """Return what others have, with how many they are."""
    words = {"mean": whole_points(benchmark.mean), "count": benchmark.organizations}
    return _("Benchmark %(mean)d, from %(count)d organizations") % words


def profile_columns(view: ResultView, benchmark: str = "") -> tuple[str, ...]:
    """Return the headings of the profile's table and file; `benchmark` is that of the benchmarks, if it says more."""
    columns = (_("Dimension"), _("Score"), _("Target"), _("Low"), _("High"), _("Coverage"), _("Rated"))
    previous = (view.previous_title,) if view.previous_title else ()
    return (*columns, *previous, *((benchmark or _("Benchmark"),) if view.has_benchmarks else ()))


def profile_cells(dimension: DimensionView, view: ResultView) -> tuple[Cell, ...]:
    """Return one row of the profile's table, in whole points."""
    cells: tuple[Cell, ...] = (
        dimension.section.title,
        points(dimension.score),
        points(dimension.target),
        points(dimension.bounds.practice_low),
        points(dimension.bounds.practice_high),
        fraction_percent(dimension.coverage),
        _("%(rated)d of %(all)d") % {"rated": dimension.rated, "all": dimension.applicable},
    )
    return (*cells, *_beside(points(dimension.previous), _mean(points, dimension), view))


def _beside(previous: Cell, benchmark: Cell, view: ResultView) -> tuple[Cell, ...]:
    """The cells of the round before and of the benchmark, where there are such columns."""
    return (*((previous,) if view.previous_title else ()), *((benchmark,) if view.has_benchmarks else ()))


def _mean(told: Callable[[float | None], Cell], dimension: DimensionView) -> Cell:
    return told(dimension.benchmark.mean if dimension.benchmark else None)


def _unrounded(share: float | None) -> Cell:
    return share


def profile_rows(view: ResultView) -> list[tuple[Cell, ...]]:
    """Return the rows of the profile's file, overlays included; values 0..1, unrounded."""
    rows: list[tuple[Cell, ...]] = []
    for dimension in view.dimensions:
        low, high = dimension.bounds.practice_low, dimension.bounds.practice_high
        cells = (dimension.section.title, dimension.score, dimension.target, low, high, dimension.coverage)
        rated = _("%(rated)d of %(all)d") % {"rated": dimension.rated, "all": dimension.applicable}
        rows.append((*cells, rated, *_beside(dimension.previous, _mean(_unrounded, dimension), view)))
    return rows


# --- The adoption map of the practices ------------------------------------------------------------


def map_chart(view: ResultView, csv_url: str) -> Chart | None:
    """Return the adoption map of the rated practices outside overlays, None where none is rated."""
    rated = [practice for practice in view.practices if practice.x is not None]
    if not rated:
        return None
    labelled = labelled_keys(rated)
    # Dots that come first keep their place and get their labels first.
    standing_out = [Emphasis.HOLDING, Emphasis.ESSENTIAL, Emphasis.NONE]
    dots = sorted((_dot(practice, labelled) for practice in rated), key=lambda dot: standing_out.index(dot.emphasis))
    figure, narrow = drawn(partial(adoption_map, dots, map_words()))
    return Chart(
        id="map",
        finding=map_finding(rated),
        shows=_shows(len(rated)),
        figure=figure,
        narrow=narrow,
        columns=(_("Practice"), _("Done"), _("Agreed"), _("Target"), _("Gap")),
        rows=[
            (p.practice.name, points(p.x), points(p.e), points(p.target), gap_of(p)) for p in rated
        ],
        csv_url=csv_url,
    )  # fmt: skip


def _shows(count: int) -> str:
    return ngettext(
        "The one rated practice: how far it is done and how far it is agreed",
        "%(count)d rated practices: how far each is done and how far it is agreed",
        count,
    ) % {"count": count}


def labelled_keys(rated: Sequence[PracticeView]) -> set[str]:
    """Return the practices whose label is worth its room: what holds back, and the ends of both diagonals.

    An end where several lie on each other has no label: it would name one of many.
    """
    places = Counter(map(_place, rated))
    alone = [practice for practice in rated if places[_place(practice)] == 1]
    sums = sorted(alone, key=lambda practice: settled(sum(_place(practice))))
    differences = sorted(alone, key=lambda practice: settled(_place(practice)[0] - _place(practice)[1]))
    ends = [*sums[:1], *sums[-1:], *differences[:1], *differences[-1:]]
    return {practice.key for practice in [*ends, *(p for p in rated if p.holds_back)]}


def _place(practice: PracticeView) -> tuple[float, float]:
    """Where a rated practice lies, as it is compared."""
    return settled(practice.x or 0.0), settled(practice.e or 0.0)


def _dot(practice: PracticeView, labelled: set[str]) -> Dot:
    x, e = practice.x or 0.0, practice.e or 0.0
    emphasis = Emphasis.ESSENTIAL if practice.gates else Emphasis.NONE
    done = _("Done %(done)d, target %(target)d") % {
        "done": whole_points(x),
        "target": whole_points(practice.target),
    }
    return Dot(
        practice.key,
        practice.practice.name,
        explicitness=e,
        practice=x,
        emphasis=Emphasis.HOLDING if practice.holds_back else emphasis,
        labelled=practice.key in labelled,
        hover=(done, _("Agreed %(agreed)d") % {"agreed": whole_points(e)}, _people(practice.raters)),
    )


def _people(count: int) -> str:
    return ngettext("One person", "%(count)d people", count) % {"count": count}
