"""All practices over the organizations chosen: what is most implicit, and what is farthest from its target."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_mix, whole_points
from assessment.forms.comparisons import address_of
from assessment.measurement.comparison import settled
from assessment.measurement.mix import Mix
from assessment.reports.csv_files import Cell
from assessment.services.comparison_practices import Summed, practices_of, summed_up
from assessment.services.spreads import MEDIAN_FROM
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.lines import PARTS, points_of

LISTED = 5
RANKED = "practices-ranked"  # how the file is called


@dataclass(frozen=True, slots=True)
class Place:
    """A practice in a list: its dimension with the way to it, the number it is ranked by, and of how many that is."""

    name: str
    dimension: str
    address: str
    points: int
    n: int
    mix: Mix


def most_implicit(comparison: Comparison, summed: Sequence[Summed]) -> list[Place]:
    """Return the practices that are the most done by habit: the highest mean implicit part."""
    return _listed(comparison, summed, implicit_of)


def widest_gaps(comparison: Comparison, summed: Sequence[Summed]) -> list[Place]:
    """Return the practices that are farthest from the targets: the highest mean gap."""
    return _listed(comparison, summed, lambda each: each.gap or 0.0)


def implicit_of(summed: Summed) -> float:
    """Return the mean implicit part of a practice, 0 where nobody rated it."""
    return summed.mix.implicit if summed.mix else 0.0


def _listed(comparison: Comparison, summed: Sequence[Summed], value: Callable[[Summed], float]) -> list[Place]:
    titles = {each.key: each.title for each in comparison.cohort.dimensions}
    # Equal ones stay in the order of the questionnaire.
    ranked = sorted(_of_enough(summed), key=lambda each: -settled(value(each)))
    return [
        Place(
            each.practice.name,
            titles.get(each.practice.dimension, ""),
            address_of(comparison.choice, dimension=each.practice.dimension),
            whole_points(value(each)),
            each.rated,
            each.mix,
        )
        for each in ranked[:LISTED]
        if each.mix and whole_points(value(each))
    ]


def _of_enough(summed: Sequence[Summed]) -> list[Summed]:
    """Those that three organizations rated: the mean of one or two is no lead; where fewer are chosen, all of them."""
    least = min(MEDIAN_FROM, max((each.rated for each in summed), default=0))
    return [each for each in summed if each.mix and each.rated >= least]


def practices_finding(summed: Sequence[Summed]) -> str:
    """Return one sentence: what is done most by habit."""
    known = _of_enough(summed)
    if not known:
        return _("No practice is rated yet")
    habit = max(known, key=lambda each: settled(implicit_of(each)))
    return _("Most by habit: “%(practice)s”, implicit %(points)d") % {
        "practice": habit.practice.name,
        "points": whole_points(implicit_of(habit)),
    }


# --- The file -------------------------------------------------------------------------------------


def ranked_file_url(comparison: Comparison) -> str:
    """Return where all practices over all organizations chosen are as a file."""
    return reverse("compare-file", args=[RANKED]) + address_of(comparison.choice)


def columns(_comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    numbers = [_("Rated by"), _("Unknown to"), _("Does not apply to")]
    means = [_("Mean done"), *(str(part) for part in PARTS), _("Mean gap to target")]
    return [_("Practice"), _("Dimension"), *numbers, *means]


def rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Return the lines of the file: every practice, the most implicit first; means in whole points."""
    titles = {each.key: each.title for each in comparison.cohort.dimensions}
    summed = summed_up(comparison.results, practices_of(comparison.selection.versions, comparison.selection.core))
    for each in sorted(summed, key=lambda each: -settled(implicit_of(each))):
        numbers: list[Cell] = [each.rated, each.unknown, each.not_applicable, points_of(each.x)]
        parts: list[Cell] = [*whole_mix(each.mix.parts)] if each.mix else [None] * 4
        yield [each.practice.name, titles.get(each.practice.dimension, ""), *numbers, *parts, points_of(each.gap)]
