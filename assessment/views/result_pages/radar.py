"""The profile as a radar: an extra view behind a disclosure, with the same values."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from assessment.charts.radar import FEWEST_AXES, RadarSeries, radar
from assessment.services.stored_results import ResultView
from assessment.views.charts import Chart, drawn
from assessment.views.result_pages.benchmarks import benchmark_key
from assessment.wording import points

NOW, BEFORE, TARGET, BENCHMARK = range(4)


@dataclass(frozen=True)
class RadarChart(Chart):
    """A radar with the names of its series and how each looks."""

    series: tuple[tuple[str, int], ...]


def radar_chart(view: ResultView, csv_url: str) -> RadarChart | None:
    """Return the radar of the dimensions outside overlays, None where there are too few for one or none has a score."""
    if len(view.core) < FEWEST_AXES or view.limiting is None:
        return None
    axes = [dimension.section.title for dimension in view.core]
    series = list(_series(view))
    figure, narrow = drawn(partial(radar, axes, series))
    return RadarChart(
        id="radar",
        finding=_("Read the distances from the middle: the area of a radar misleads"),
        shows=_("The same scores by dimension, 0 to 100"),
        figure=figure,
        narrow=narrow,
        columns=(_("Dimension"), *(each.name for each in series)),
        rows=[
            (axis, *(points(each.values[place]) for each in series)) for place, axis in enumerate(axes)
        ],
        csv_url=csv_url,
        series=tuple((each.name, each.look) for each in series),
    )  # fmt: skip


def _series(view: ResultView) -> Iterator[RadarSeries]:
    """Now, the round before, the target and a benchmark, as far as there are any."""
    yield RadarSeries(_("now"), NOW, tuple(each.score for each in view.core))
    if view.previous_title:
        yield RadarSeries(view.previous_title, BEFORE, tuple(each.previous for each in view.core))
    yield RadarSeries(_("your target"), TARGET, tuple(each.target for each in view.core))
    if view.has_benchmarks:
        means = tuple(each.benchmark.mean if each.benchmark else None for each in view.core)
        yield RadarSeries(benchmark_key(view), BENCHMARK, means)
