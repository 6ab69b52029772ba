"""What is said of the benchmark marks of a result: of how many organizations they are, and from when."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.services.result_views import Benchmark, ResultView


def marks_of(view: ResultView) -> list[Benchmark]:
    """Return the benchmarks of the dimensions outside overlays that have one."""
    return [dimension.benchmark for dimension in view.core if dimension.benchmark is not None]


def benchmark_head(view: ResultView) -> str:
    """Return the heading of the column of benchmarks, whose cells name n themselves; empty without any."""
    marks = marks_of(view)
    return _("Benchmark of %(day)s (n)") % {"day": _day(marks[0])} if marks else ""


def benchmark_key(view: ResultView) -> str:
    """Return what a benchmark mark is, with its day and how many organizations it is of; empty without any."""
    marks = marks_of(view)
    if not marks:
        return ""
    counts = [mark.organizations for mark in marks]
    words = {"day": _day(marks[0]), "fewest": min(counts), "most": max(counts)}
    if marks[0].invented:
        return _("benchmark of %(day)s, the mean of %(organizations)s invented organizations") % _counted(words)
    return _("benchmark of %(day)s, the mean of %(organizations)s organizations") % _counted(words)


def _counted(words: dict[str, object]) -> dict[str, object]:
    """With one number of organizations, or from the fewest to the most."""
    span = _("%(fewest)d to %(most)d") if words["fewest"] != words["most"] else "%(fewest)d"
    return {**words, "organizations": span % words}


def _day(mark: Benchmark) -> str:
    return date_format(timezone.localtime(mark.taken_at))
