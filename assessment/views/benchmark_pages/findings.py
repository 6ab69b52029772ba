"""One sentence above each chart and table of a benchmark."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_points
from assessment.services.benchmarks import PublishedCohort
from assessment.services.own_benchmarks import Standing

Named = tuple[str, PublishedCohort]


def overall_finding(cohort: PublishedCohort) -> str:
    """How much is done in a cohort, and how much of that on purpose."""
    explicit, implicit, _declared, _absent = cohort.numbers.parts
    return _("On average %(done)d of 100 is done: %(explicit)d on purpose, %(implicit)d by habit") % {
        "done": explicit + implicit,
        "explicit": explicit,
        "implicit": implicit,
    }


def spread_finding(named: Sequence[Named]) -> str:
    """Who, or what, has the highest mean and the lowest; `named` are at least one, with their names."""
    high = max(named, key=lambda pair: pair[1].numbers.practice)
    low = min(named, key=lambda pair: pair[1].numbers.practice)
    words = {
        "high": high[0],
        "highest": high[1].numbers.practice,
        "low": low[0],
        "lowest": low[1].numbers.practice,
    }
    if len(named) == 1:
        return _("%(high)s: %(highest)d on average") % words
    if words["highest"] == words["lowest"]:
        return _("All the same on average: %(highest)d") % words
    return _("%(high)s: highest on average (%(highest)d). %(low)s: lowest (%(lowest)d)") % words


def own_finding(name: str, standing: Standing | None) -> str:
    """An organization against the mean of all."""
    if standing is None:
        return _("The mean of all organizations is not published")
    mean = standing.cohort.numbers.practice
    if standing.own is None:
        return _("The mean of all organizations is %(mean)d") % {"mean": mean}
    return _against(name, whole_points(standing.own), mean)


def _against(name: str, score: int, mean: int) -> str:
    words = {"organization": name, "score": score, "mean": mean, "difference": abs(score - mean)}
    if score > mean:
        return _("%(organization)s scores %(score)d, %(difference)d above the mean of %(mean)d") % words
    if score < mean:
        return _("%(organization)s scores %(score)d, %(difference)d below the mean of %(mean)d") % words
    return _("%(organization)s scores %(score)d, as the mean does") % words


def dimensions_finding(named: Sequence[tuple[str, Standing]]) -> str:
    """Where an organization is furthest below the means, or that it is nowhere; those of the means without scores."""
    gaps = [
        (whole_points(each.own) - each.cohort.numbers.practice, title) for title, each in named if each.own is not None
    ]
    if not gaps:
        return spread_finding([(title, each.cohort) for title, each in named])
    gap, title = min(gaps)
    if gap >= 0:
        return _("In no dimension below the mean")
    return _("Furthest below the mean: %(dimension)s, by %(points)d") % {"dimension": title, "points": -gap}
