"""The practices that a public survey asked about, too: its answers, and the mean here beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_points
from assessment.charts.survey_bars import SurveyBar, survey_bars
from assessment.reports.csv_files import Cell
from assessment.services.findings import PublishedFindings
from assessment.services.findings_readings import HUNDRED, PRACTICE
from assessment.services.frozen import FrozenPractice, FrozenVersion
from assessment.services.survey import Shares, is_asked_about, levels_of, mean_of_levels, survey_numbers
from assessment.views.charts import Chart, drawn
from assessment.wording import NO_VALUE

SURVEY_URL = "https://arxiv.org/abs/2007.14130"
PRACTICES_URL = "https://se-ml.github.io/practices/"


@dataclass(frozen=True)
class ReferenceRow:
    """One practice: the survey's numbers and shares (sum 1) for it, and here n and the mean in points, or None."""

    practice: FrozenPractice
    numbers: tuple[int, ...]
    levels: Shares
    n: int | None
    here: int | None

    @property
    def mean(self) -> int:
        """The survey's mean in points."""
        return whole_points(mean_of_levels(self.levels))


def level_words() -> tuple[str, ...]:
    """Return the words of the survey's four levels, lowest first."""
    return (_("Not at all"), _("Partially"), _("Mostly"), _("Completely"))


def reference_rows(version: FrozenVersion, published: PublishedFindings | None) -> list[ReferenceRow]:
    """Return every practice of the version that the survey asked about, in the order of the questionnaire."""
    return [_row(practice, published) for practice in version.practices.values() if is_asked_about(practice)]


def _row(practice: FrozenPractice, published: PublishedFindings | None) -> ReferenceRow:
    found = published.reading(f"{PRACTICE}{practice.key}") if published else None
    numbers = tuple(survey_numbers(practice))
    return ReferenceRow(
        practice, numbers, levels_of(practice), *((found.numbers.n, found.numbers.mean) if found else (None, None))
    )


def reference_chart(rows: Sequence[ReferenceRow]) -> Chart:
    """Return the chart of these practices, which are at least one."""
    bars = [_bar(row) for row in rows]
    figure, narrow = drawn(partial(survey_bars, bars, level_words()))
    return Chart(
        id="reference",
        finding=finding(rows),
        shows=_("Share of the survey’s teams by how far they follow it; at the right the survey’s mean of 0 to 100"),
        figure=figure,
        narrow=narrow,
        columns=reference_columns(),
        rows=[tuple(NO_VALUE if cell is None else cell for cell in cells) for cells in reference_cells(rows)],
        csv_url=reverse("findings-reference-file"),
    )


def _bar(row: ReferenceRow) -> SurveyBar:
    survey = _("Survey’s mean: %(mean)d of 100") % {"mean": row.mean}
    if row.here is None:
        return SurveyBar(row.practice.name, str(row.mean), row.levels, row.mean / HUNDRED, None, (survey, ""))
    here = _("Mean here: %(mean)d of 100, over %(n)d organizations") % {"mean": row.here, "n": row.n}
    return SurveyBar(
        row.practice.name, str(row.mean), row.levels, row.mean / HUNDRED, row.here / HUNDRED, (survey, here)
    )


def finding(rows: Sequence[ReferenceRow]) -> str:
    """Return one sentence: what the survey's teams do most, and what least."""
    most, least = max(rows, key=_done), min(rows, key=_done)
    return _("In the survey, “%(most)s” is done most, “%(least)s” least") % {
        "most": most.practice.name,
        "least": least.practice.name,
    }


def _done(row: ReferenceRow) -> float:
    return mean_of_levels(row.levels)


def reference_columns() -> tuple[str, ...]:
    """Return the headings of the table and of the file."""
    survey = (_("Number in the survey"), *(_("%(level)s, per cent") % {"level": word} for word in level_words()))
    return (_("Practice"), *survey, _("Survey’s mean"), _("Mean here"), _("Organizations here"))


def reference_cells(rows: Sequence[ReferenceRow]) -> list[tuple[Cell, ...]]:
    """Return one row for each practice; None where nothing is published here."""
    return [
        (
            row.practice.name,
            ", ".join(map(str, row.numbers)),
            *(whole_points(share) for share in row.levels),
            row.mean,
            row.here,
            row.n,
        )
        for row in rows
    ]
