"""The page of opinions: which construct leans which way, as diverging bars, and the files of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessment.charts.opinions import OpinionRow, opinions
from assessment.models import Assessment
from assessment.reports.csv_files import Cell
from assessment.services.open_answers import OpenQuestion
from assessment.services.stored_opinions import ConstructView
from assessment.services.stored_results import ResultView
from assessment.services.versions import frozen
from assessment.views.charts import Chart, drawn
from assessment.wording import NO_VALUE

MIDDLE = 3.0


@dataclass(frozen=True)
class OpinionsPage:
    """What the page shows: the constructs with a mean, the chart where there are enough, and how many are too few."""

    view: ResultView
    constructs: tuple[ConstructView, ...]
    chart: Chart | None
    withheld: int


def opinions_page(view: ResultView, constructs: Sequence[ConstructView], csv_url: str) -> OpinionsPage:
    """Return everything the page of these constructs shows, beside the result they belong to."""
    shown = tuple(each for each in constructs if each.mean is not None)
    spread = [each for each in shown if each.shares]
    return OpinionsPage(view, shown, _chart(spread, csv_url) if spread else None, len(constructs) - len(shown))


def _chart(constructs: Sequence[ConstructView], csv_url: str) -> Chart:
    rows = [OpinionRow(each.title, mean_text(each), each.shares) for each in constructs]
    figure, narrow = drawn(partial(opinions, rows, value_words()))
    return Chart(
        id="opinions",
        finding=finding(constructs),
        shows=_("Share of the answers to its statements, disagreeing to the left; at the right the mean of 1 to 5"),
        figure=figure,
        narrow=narrow,
        columns=construct_columns(),
        rows=construct_rows(constructs),
        csv_url=csv_url,
    )


def value_words() -> tuple[str, ...]:
    """Return the words of the five values, from strongly disagree to strongly agree."""
    return (_("Strongly disagree"), _("Disagree"), _("Neither"), _("Agree"), _("Strongly agree"))


def finding(constructs: Sequence[ConstructView]) -> str:
    """Return one sentence: what people agree with most, and what least."""
    ordered = sorted(constructs, key=lambda each: each.mean or MIDDLE)
    lowest, highest = ordered[0], ordered[-1]
    if (highest.mean or 0) <= MIDDLE:
        return _("Nothing here finds more agreement than disagreement")
    if lowest is highest:
        return _("“%(high)s” finds agreement") % {"high": highest.title}
    return _("“%(high)s” finds the most agreement, “%(low)s” the least") % {
        "high": highest.title,
        "low": lowest.title,
    }


def mean_text(construct: ConstructView) -> str:
    """Return the mean with one decimal."""
    return NO_VALUE if construct.mean is None else number_format(construct.mean, 1)


# --- Files -----------------------------------------------------------------------------------------


def construct_columns() -> tuple[str, ...]:
    """Return the headings of the constructs' table and file."""
    return (_("Opinion"), _("Mean, 1 to 5"), _("Responses"), *value_words())


def construct_rows(constructs: Iterable[ConstructView]) -> list[tuple[Cell, ...]]:
    """Return one row for each construct with a mean; how many answers each value has only where it may be shown."""
    return [
        (each.title, round(each.mean, 2), each.respondents, *(_counts(each) or (None,) * 5))
        for each in constructs
        if each.mean is not None
    ]


def _counts(construct: ConstructView) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*(each.counts for each in construct.statements), strict=True))


def answer_columns() -> tuple[str, ...]:
    """Return the headings of the file of open answers."""
    return (_("Questionnaire"), _("Version"), _("Question key"), _("Research question"), _("Question"), _("Answer"))


def answer_rows(assessment: Assessment, questions: Iterable[OpenQuestion]) -> list[tuple[Cell, ...]]:
    """Return one row for each open answer that is not hidden, by question, then by its letters; never who."""
    version = frozen(assessment.version)
    return [
        (version.questionnaire_key, version.number, each.question.key, each.question.research_question,
         each.question.text, answer.text)
        for each in questions
        for answer in each.shown
    ]  # fmt: skip
