"""The profile, the practices and the roadmap of a report, from those of the page."""

from collections.abc import Iterable, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_mix
from assessment.measurement.advice import DOING
from assessment.measurement.mix import Mix
from assessment.measurement.perception import HIGHEST, LOWEST
from assessment.reports.report import (
    Bar,
    DimensionRow,
    Dot,
    Map,
    Overlay,
    PracticeRow,
    Practices,
    Roadmap,
    Step,
    Steps,
    Table,
)
from assessment.services.stored_opinions import ConstructView
from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.views.charts import Chart, map_words
from assessment.views.result_pages.charts import profile_cells
from assessment.views.result_pages.page import Agreement, OverlayPanel
from assessment.views.result_pages.practice_rows import Disagreement, PracticeTable
from assessment.views.result_pages.practice_rows import PracticeRow as Row
from assessment.views.result_pages.roadmaps import Column, RoadmapPanel
from assessment.views.result_pages.roadmaps import Step as PageStep
from assessment.wording import NO_VALUE, fraction_percent, mix_words, points


def bar_of(mix: Mix) -> Bar:
    """Return a mix as the whole numbers of its bar on the page."""
    parts = whole_mix(mix.parts)
    explicit, implicit, declared, absent = parts
    return Bar((explicit, implicit, declared, absent), mix_words(parts))


def profile_of(view: ResultView) -> tuple[DimensionRow, ...]:
    """Return the dimensions of the overall result with the numbers of the page's table."""
    return tuple(_dimension(dimension, view) for dimension in view.core)


def _dimension(dimension: DimensionView, view: ResultView) -> DimensionRow:
    return DimensionRow(
        name=dimension.section.title,
        strong=dimension is view.limiting,
        cells=tuple(map(str, profile_cells(dimension, view)[1:])),
        low=dimension.bounds.practice_low,
        high=dimension.bounds.practice_high,
        target=dimension.target,
        score=dimension.score,
        previous=dimension.previous,
        benchmark=dimension.benchmark.mean if dimension.benchmark else None,
    )


# --- Practices -----------------------------------------------------------------------------------


def practices_of(heading: str, sentence: str, table: PracticeTable) -> Practices:
    """Return the practices in the order of the page, all of them."""
    columns = (
        _("Practice"), _("Mix"), _("Done"), _("Target"), _("Gap"), _("Agreed"), _("Raters"),
        *((_("Verified"),) if table.has_verified else ()), _("Advice"),
    )  # fmt: skip
    rows = tuple(_practice(row, verified=table.has_verified) for row in (*table.first, *table.rest))
    said = f"{sentence} {verified_note()}" if table.has_verified else sentence
    return Practices(heading, said, columns, rows)


def verified_note() -> str:
    """Return what is to be said beside verified ratings, wherever they are shown."""
    return _(
        "Verified is what a reviewer saw, lower or higher than people rate themselves; older where answers have "
        "changed since. It is no part of any score."
    )


def _practice(row: Row, *, verified: bool) -> PracticeRow:
    return PracticeRow(
        name=row.name,
        dimension=row.dimension,
        essential=row.essential,
        holds_back=row.holds_back,
        state=row.state,
        mix=bar_of(row.mix) if row.mix else None,
        cells=(
            str(points(row.done)),
            str(points(row.target)),
            row.gap,
            str(points(row.agreed)),
            str(row.people),
            *((row.verified.cell if row.verified else NO_VALUE,) if verified else ()),
            row.badge.word if row.badge else NO_VALUE,
        ),
    )


def agreement_table(agreement: Agreement | None) -> Table | None:
    """Return the practices on which people are far apart, None where there is none."""
    apart = (*agreement.first, *agreement.rest) if agreement else ()
    columns = (_("Practice"), _("Lowest"), _("Median"), _("Highest"), _("Raters"))
    return Table(columns, tuple(_disagreement(each) for each in apart)) if apart else None


def _disagreement(each: Disagreement) -> tuple[str, ...]:
    spread = (each.lowest, each.median, each.highest)
    return (each.name, *(NO_VALUE if value is None else str(value) for value in spread), str(each.people))


# --- The map -------------------------------------------------------------------------------------


def map_of(view: ResultView, chart: Chart | None) -> Map | None:
    """Return the adoption map of the page, None where there is none."""
    if chart is None:
        return None
    names = map_words()
    key = (
        ("none", _("practice")),
        ("essential", _("essential practice")),
        ("holding", _("holds you back")),
    )
    looks = [each for each, _meaning in key]
    dots = sorted((_dot(p) for p in view.practices if p.x is not None), key=lambda dot: looks.index(dot.look))
    return Map(
        finding=chart.finding,
        shows=chart.shows,
        across=names.explicitness,
        up=names.practice,
        corners=(names.implicit, names.explicit, names.declared, names.absent),
        key=key,
        dots=tuple(dots),
    )


def _dot(practice: PracticeView) -> Dot:
    look = "holding" if practice.holds_back else "essential" if practice.gates else "none"
    return Dot(practice.e or 0.0, practice.x or 0.0, look)


# --- The roadmap ---------------------------------------------------------------------------------


def roadmap_of(panel: RoadmapPanel | None) -> Roadmap | None:
    """Return the whole roadmap, None where nothing is on it."""
    if panel is None:
        return None
    return Roadmap(panel.heading, tuple(_steps(column) for column in panel.columns if column.steps))


def _steps(column: Column) -> Steps:
    return Steps(column.title, column.count, tuple(_step(step) for step in (*column.steps, *column.more)))


def _step(step: PageStep) -> Step:
    names = ", ".join(need.name for need in step.needs)
    return Step(
        place=step.place,
        name=step.name,
        action=step.badge.word,
        effort=step.effort,
        gain=step.gain,
        holds_back=step.holds_back,
        advice=step.advice,
        needs=_("Builds on: %(names)s") % {"names": names} if names else "",
    )


def needed_names(view: ResultView, key: str) -> Iterable[str]:
    """Return the names of the direct prerequisites of a practice that are still to be done themselves."""
    due = {
        practice.key
        for dimension in view.dimensions
        for practice in dimension.practices
        if practice.advised and practice.advised.action in DOING
    }
    needs = view.version.practices[key].prerequisites
    return (view.version.practices[needed].name for needed in needs if needed in due)


def overlay_of(panel: OverlayPanel) -> Overlay:
    """Return a dimension beside the overall result."""
    title = panel.dimension.section.title
    return Overlay(
        heading=_("Beside the overall result: %(title)s") % {"title": title},
        sentence=_overlay_sentence(panel.dimension),
        mix=bar_of(panel.dimension.reported_mix) if panel.dimension.reported_mix else None,
        practices=practices_of(title, "", panel.table),
        roadmap=roadmap_of(panel.roadmap),
    )


def _overlay_sentence(dimension: DimensionView) -> str:
    if dimension.reported_mix is None:
        known = {"rated": dimension.rated, "applicable": dimension.applicable}
        return _("Too few answers to give a score: %(rated)s of %(applicable)s practices known.") % known
    return _("Score %(score)s, target %(target)s. Coverage %(coverage)s, score between %(low)s and %(high)s.") % {
        "score": points(dimension.score),
        "target": points(dimension.target),
        "coverage": fraction_percent(dimension.coverage),
        "low": points(dimension.bounds.practice_low),
        "high": points(dimension.bounds.practice_high),
    }


# --- Opinions ------------------------------------------------------------------------------------


def opinions_table(opinions: Sequence[ConstructView]) -> Table | None:
    """Return what people think, by construct, None where too few said."""
    columns = (_("Opinion"), _("Responses"), _("Mean"), *(str(value) for value in range(LOWEST, HIGHEST + 1)))
    rows = tuple(_opinion(opinion, opinion.mean) for opinion in opinions if opinion.mean is not None)
    return Table(columns, rows) if rows else None


def _opinion(opinion: ConstructView, mean: float) -> tuple[str, ...]:
    counts = opinion_counts(opinion)
    said = (NO_VALUE if count is None else str(count) for count in counts)
    return (opinion.title, str(opinion.respondents), number_format(mean, 1), *said)


def opinion_counts(opinion: ConstructView) -> tuple[int | None, ...]:
    """Return how many answers to its statements have each value, five times None where that may not be shown."""
    counts = tuple(sum(column) for column in zip(*(each.counts for each in opinion.statements), strict=True))
    return counts or (None,) * HIGHEST
