"""What the data of a comparison says, as one sentence above each view."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.rounding import whole_mix, whole_points
from assessment.measurement.comparison import above, at_least
from assessment.measurement.mix import Mix
from assessment.measurement.stages import Stage
from assessment.services.comparison_rows import Row
from assessment.services.comparisons import Dimension
from assessment.services.spreads import Spread
from assessment.wording import stage_name

NEARLY = 0.05  # scores this near to each other are called nearly the same
BY_HABIT = 0.2  # from this difference of the explicit share one of two does it more by habit


def stages_finding(stages: Sequence[int], only: Row | None = None) -> str:
    """How many organizations have which stage; `stages` are the numbers of stage 0 to 4.

    `only` is the only one that has a stage, where there is one alone.
    """
    if only is not None and only.latest.stage is not None:
        return _("%(organization)s: %(stage)s") % {"organization": only.name, "stage": stage_name(only.latest.stage)}
    return _("%(below)d of %(all)d below Implicit, %(above)d Explicit or better") % {
        "below": sum(stages[: Stage.IMPLICIT]),
        "all": sum(stages),
        "above": sum(stages[Stage.EXPLICIT :]),
    }


def highlighted_finding(highlighted: Sequence[Row], mean: Mix | None) -> str:
    """How the highlighted stand to each other, or the only one to the mean of all; None where there are no others."""
    known = [(row, row.latest.mix) for row in highlighted if row.latest.mix is not None]
    if not known:
        return _("No overall result to compare")
    if len(known) > 1:
        return _alike(known) or _apart(known)
    return _against_mean(*known[0], mean) if mean else _alone(*known[0])


def _alone(row: Row, mix: Mix) -> str:
    return _("%(organization)s scores %(score)d") % {
        "organization": row.name,
        "score": whole_points(mix.practice),
    }


def _against_mean(row: Row, mix: Mix, mean: Mix) -> str:
    score, average = whole_points(mix.practice), whole_points(mean.practice)
    words = {"organization": row.name, "score": score, "mean": average}
    if score == average:
        return _("%(organization)s scores %(score)d, as the mean does") % words
    return _("%(organization)s scores %(score)d, the mean is %(mean)d") % words


def _alike(known: Sequence[tuple[Row, Mix]]) -> str:
    """Two that do nearly as much, one of them by habit; empty where there are none."""
    for (row, mix), (other, other_mix) in combinations(known, 2):
        share, other_share = mix.explicit_share, other_mix.explicit_share
        if share is None or other_share is None or above(abs(mix.practice - other_mix.practice), NEARLY):
            continue
        if at_least(abs(share - other_share), BY_HABIT):
            habit, purpose = (row, other) if share < other_share else (other, row)
            names = {"habit": habit.name, "purpose": purpose.name}
            return _("%(habit)s does nearly as much as %(purpose)s, but more by habit") % names
    return ""


def _apart(known: Sequence[tuple[Row, Mix]]) -> str:
    most = max(known, key=lambda pair: pair[1].practice)
    least = min(known, key=lambda pair: pair[1].practice)
    return _("%(most)s does most (%(high)d), %(least)s least (%(low)d)") % {
        "most": most[0].name,
        "high": whole_points(most[1].practice),
        "least": least[0].name,
        "low": whole_points(least[1].practice),
    }


def weakest_finding(
    dimensions: Sequence[Dimension], spreads: Sequence[Spread], limits: Callable[[], Mapping[str, int]]
) -> str:
    """Which dimension has the lowest median; with too few organizations for one, what limits most of them."""
    medians = [(each.median, place) for place, each in enumerate(spreads) if each.median is not None]
    if medians:
        low, place = min(medians)
        words = {"dimension": dimensions[place].title, "median": whole_points(low)}
        return _("%(dimension)s is the weak spot: median %(median)d") % words
    numbers = limits()
    titles = [each.title for each in dimensions if numbers.get(each.key)]
    if not titles:
        return _("Too few answers for a score by dimension")
    return _("Limiting: %(dimensions)s") % {"dimensions": ", ".join(titles)}


def mix_finding(mean: Mix) -> str:
    """How much is done, and how much of that on purpose."""
    explicit, implicit, _declared, _absent = whole_mix(mean.parts)
    return _("On average %(done)d of 100 is done: %(explicit)d on purpose, %(implicit)d by habit") % {
        "done": explicit + implicit,
        "explicit": explicit,
        "implicit": implicit,
    }


def spread_finding(dimensions: Sequence[Dimension], spreads: Sequence[Spread]) -> str:
    """In which dimension the organizations differ most: by the middle half, or with too few of them by the range."""
    halves = _widest(dimensions, [(each.lower, each.upper) for each in spreads])
    if halves:
        return _("%(dimension)s differs most: the middle half lies between %(low)d and %(high)d") % halves
    ranges = _widest(dimensions, [(each.lowest, each.highest) for each in spreads])
    if ranges:
        return _("%(dimension)s differs most: from %(low)d to %(high)d") % ranges
    return _("Scores by dimension")


def _widest(
    dimensions: Sequence[Dimension], spans: Sequence[tuple[float | None, float | None]]
) -> dict[str, object] | None:
    """The dimension with the widest span and its ends, the first of equals; None where no span has a width."""
    known = [
        (high - low, -place, low, high)
        for place, (low, high) in enumerate(spans)
        if low is not None and high is not None and high > low
    ]
    if not known:
        return None
    _width, place, low, high = max(known)
    return {"dimension": dimensions[-place].title, "low": whole_points(low), "high": whole_points(high)}


def missing_finding(without_round: int, without_overall: int) -> list[str]:
    """Who is not shown, or not everywhere."""
    sentences = []
    if without_round:
        sentences.append(
            ngettext(
                "%(number)d organization has no closed round yet.",
                "%(number)d organizations have no closed round yet.",
                without_round,
            )
            % {"number": without_round}
        )
    if without_overall:
        sentences.append(
            ngettext(
                "%(number)d organization has too few answers for an overall result; it is not on the map.",
                "%(number)d organizations have too few answers for an overall result; they are not on the map.",
                without_overall,
            )
            % {"number": without_overall}
        )
    return sentences
