"""A result as the tables of a spreadsheet: the numbers of its page, unrounded, shown as they are there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.measurement.perception import HIGHEST, LOWEST
from assessment.measurement.roadmap import Placement
from assessment.reports.csv_files import Cell
from assessment.reports.report import Passage
from assessment.reports.workbooks import DECIMALS, SHARE, SIGNED, WHOLE, Column, Sheet
from assessment.services.reviews import NO_REVIEW, Review
from assessment.services.stored_opinions import ConstructView
from assessment.services.stored_results import Advised, DimensionView, PracticeView, ResultView
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.result_pages.benchmarks import benchmark_key
from assessment.views.result_pages.page import ResultPage, result_page
from assessment.views.result_pages.practice_rows import ACTIONS, STATES, gap_points
from assessment.views.result_pages.report_method import method_of
from assessment.views.result_pages.report_tables import needed_names, opinion_counts
from assessment.views.result_pages.roadmaps import EFFORTS, PLACEMENTS, advice_of
from assessment.views.result_pages.workbook_review import in_points, review_sheet
from assessment.wording import PART_NAMES, stage_name

NAME, TEXT = 44, 70


def sheets_of(view: ResultView, opinions: Iterable[ConstructView], review: Review = NO_REVIEW) -> list[Sheet]:
    """Return all tables of a result; `opinions` are all of its constructs, `review` is what reviewers said."""
    page = result_page(view, {}, addresses=Addresses(), review=review)
    told = [_opinion(opinion) for opinion in opinions if opinion.mean is not None]
    return [
        _overview(page),
        _dimensions(view),
        _practices(view),
        _roadmap(view),
        _agreement(view),
        *([_opinions(told)] if told else []),
        *([review_sheet(view, review)] if review else []),
        _method(method_of(view)),
    ]


# --- Overview ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    what: str
    value: Cell
    format: str = "General"


def _overview(page: ResultPage) -> Sheet:
    lines = [*_about(page.view), *_scores(page)]
    columns = (Column(_("What"), 34), Column(_("Value"), TEXT))
    rows = [(line.what, line.value) for line in lines]
    return Sheet(_("Overview"), columns, rows, formats=[line.format for line in lines])


def _about(view: ResultView) -> Iterable[_Line]:
    assessment = view.assessment
    yield _Line(_("Organization"), assessment.organization.name)
    yield _Line(_("Assessment"), assessment.title)
    if assessment.closed_at is not None:
        yield _Line(_("Closed"), date_format(timezone.localtime(assessment.closed_at)))
    yield _Line(_("People"), view.result.people, WHOLE)
    yield _Line(_("Questionnaire"), _("%(title)s, version %(number)s") % {
        "title": view.version.title, "number": view.version.number,
    })  # fmt: skip
    if assessment.organization.synthetic:
        yield _Line(_("Synthetic"), _("yes"))
    if view.has_benchmarks:
        yield _Line(_("Benchmark"), benchmark_key(view))


def _scores(page: ResultPage) -> Iterable[_Line]:
    view, result = page.view, page.view.result
    yield _Line(_("Stage"), None if result.stage is None else stage_name(result.stage))
    yield _Line(_("Stage, 0 to 4"), result.stage, WHOLE)
    yield _Line(_("In one sentence"), _sentence(page))
    yield _Line(_("Score"), in_points(result.practice), WHOLE)
    for name, part in zip(PART_NAMES.values(), view.mix.parts if view.mix else (None,) * 4, strict=True):
        yield _Line(str(name), in_points(part), DECIMALS)
    yield _Line(_("Explicit share"), in_points(view.mix.explicit_share if view.mix else None), SHARE)
    yield _Line(_("Coverage"), in_points(result.coverage), SHARE)
    yield _Line(_("Lowest score, whatever the unknown answers are"), in_points(result.practice_low), WHOLE)
    yield _Line(_("Highest score, whatever the unknown answers are"), in_points(result.practice_high), WHOLE)
    yield _Line(_("Limiting dimension"), page.limiting.section.title if page.limiting else None)
    yield _Line(_("Held back by"), ", ".join(practice.practice.name for practice in page.holding) or _("Nothing"))
    yield _Line(_("Unknown practices"), result.unknown, WHOLE)
    yield _Line(_("Contested"), page.stage.contested or _("no") if page.stage else None)


def _sentence(page: ResultPage) -> str:
    if page.stage is not None:
        return page.stage.sentence
    return page.missing.sentence if page.missing else ""


# --- Tables --------------------------------------------------------------------------------------


def _dimensions(view: ResultView) -> Sheet:
    scores = (_("Score"), _("Target"), _("Low"), _("High"))
    columns = [
        Column(_("Key"), 18),
        Column(_("Dimension"), NAME),
        Column(_("Beside the overall result"), 14),
        *(Column(name, format=WHOLE) for name in scores),
        Column(_("Coverage"), format=SHARE),
        Column(_("Rated"), format=WHOLE),
        Column(_("Of"), format=WHOLE),
        *(Column(str(name), format=DECIMALS) for name in PART_NAMES.values()),
        *([Column(view.previous_title, 14, WHOLE)] if view.previous_title else []),
        *([Column(_("Benchmark"), 12, WHOLE), Column(_("Organizations"), 14, WHOLE)] if view.has_benchmarks else []),
    ]
    return Sheet(_("Dimensions"), columns, [_dimension(dimension, view) for dimension in view.dimensions], frozen=2)


def _dimension(dimension: DimensionView, view: ResultView) -> tuple[Cell, ...]:
    shares = (dimension.score, dimension.target, dimension.bounds.practice_low, dimension.bounds.practice_high)
    parts = dimension.reported_mix.parts if dimension.reported_mix else (None,) * 4
    return (
        dimension.section.key,
        dimension.section.title,
        _("yes") if dimension.section.overlay else _("no"),
        *map(in_points, shares),
        in_points(dimension.coverage),
        dimension.rated,
        dimension.applicable,
        *map(in_points, parts),
        *((in_points(dimension.previous),) if view.previous_title else ()),
        *(_benchmark(dimension) if view.has_benchmarks else ()),
    )


def _benchmark(dimension: DimensionView) -> tuple[Cell, Cell]:
    """The mean of other organizations, and how many they are."""
    mark = dimension.benchmark
    return (in_points(mark.mean), mark.organizations) if mark else (None, None)


def _all_practices(view: ResultView) -> Iterable[tuple[PracticeView, DimensionView]]:
    return ((practice, dimension) for dimension in view.dimensions for practice in dimension.practices)


def _practices(view: ResultView) -> Sheet:
    columns = [
        Column(_("Key"), 24),
        Column(_("Practice"), NAME),
        Column(_("Dimension"), 30),
        Column(_("Essential"), 10),
        Column(_("State"), 14),
        Column(_("Raters"), 8, WHOLE),
        *(Column(name, 9, WHOLE) for name in (_("Done"), _("Target"))),
        Column(_("Gap"), 9, SIGNED),
        Column(_("Agreed"), 9, WHOLE),
        *(Column(str(name), 10, DECIMALS) for name in PART_NAMES.values()),
        Column(_("Advice"), 12),
        Column(_("Holds back"), 11),
    ]
    return Sheet(_("Practices"), columns, [_practice(*found) for found in _all_practices(view)], frozen=2)


def _practice(practice: PracticeView, dimension: DimensionView) -> tuple[Cell, ...]:
    return (
        practice.key,
        practice.practice.name,
        dimension.section.title,
        _("yes") if practice.practice.essential else _("no"),
        str(STATES[practice.state]),
        practice.raters,
        in_points(practice.x),
        in_points(practice.target),
        gap_points(practice),
        in_points(practice.e),
        *map(in_points, practice.mix.parts if practice.mix else (None,) * 4),
        str(ACTIONS[practice.advised.action]) if practice.advised else None,
        _("yes") if practice.holds_back else _("no"),
    )


def _roadmap(view: ResultView) -> Sheet:
    columns = [
        Column(_("Place"), 7, WHOLE),
        Column(_("When"), 8),
        Column(_("Practice"), NAME),
        Column(_("Dimension"), 30),
        Column(_("Action"), 12),
        Column(_("Effort"), 15),
        *(Column(name, 14, DECIMALS) for name in (_("Gain, explicit"), _("Gain, score"))),
        Column(_("Holds back"), 11),
        Column(_("Builds on"), 40),
        Column(_("How to begin"), TEXT),
    ]
    placed = [
        (practice, dimension, practice.advised)
        for practice, dimension in _all_practices(view)
        if practice.advised and practice.advised.placement is not None
    ]
    # An overlay has a roadmap of its own, after that of the whole.
    order = {dimension.section.key: place for place, dimension in enumerate(view.overlays, start=1)}
    placed.sort(key=lambda found: (order.get(found[1].section.key, 0), found[2].place or 0))
    return Sheet(_("Roadmap"), columns, [_step(view, *found) for found in placed], frozen=3)


def _step(view: ResultView, practice: PracticeView, dimension: DimensionView, advised: Advised) -> tuple[Cell, ...]:
    return (
        advised.place,
        str(PLACEMENTS[advised.placement or Placement.LATER]),
        practice.practice.name,
        dimension.section.title,
        str(ACTIONS[advised.action]),
        str(EFFORTS[advised.effort - 1]),
        advised.gain_explicit,
        advised.gain_practice,
        _("yes") if practice.holds_back else _("no"),
        ", ".join(needed_names(view, practice.key)),
        advice_of(practice, advised.action),
    )


def _agreement(view: ResultView) -> Sheet:
    columns = [
        Column(_("Practice"), NAME),
        Column(_("Dimension"), 30),
        Column(_("Raters"), 8, WHOLE),
        *(Column(name, 10, WHOLE) for name in (_("Lowest"), _("Median"), _("Highest"))),
        Column(_("Far apart"), 11),
    ]
    rows = [_agreed(*found) for found in _all_practices(view) if found[0].raters > 1]
    return Sheet(_("Agreement"), columns, rows)


def _agreed(practice: PracticeView, dimension: DimensionView) -> tuple[Cell, ...]:
    # SECURITY: the spread is there from three raters on alone; with two it would tell one what the other said.
    spread = practice.spread
    values = (spread.minimum, spread.median, spread.maximum) if spread else (None,) * 3
    apart = _("yes") if practice.discuss else _("no")
    return (practice.practice.name, dimension.section.title, practice.raters, *map(in_points, values), apart)


def _opinions(rows: list[tuple[Cell, ...]]) -> Sheet:
    values = (Column(_("%(value)d of 5") % {"value": value}, 8, WHOLE) for value in range(LOWEST, HIGHEST + 1))
    columns = [Column(_("Opinion"), NAME), Column(_("Responses"), 11, WHOLE), Column(_("Mean"), 8, DECIMALS), *values]
    return Sheet(_("Opinions"), columns, rows)


def _opinion(opinion: ConstructView) -> tuple[Cell, ...]:
    return (opinion.title, opinion.respondents, opinion.mean, *opinion_counts(opinion))


def _method(passages: Iterable[Passage]) -> Sheet:
    rows = [(passage.heading, text) for passage in passages for text in (*passage.paragraphs, *passage.points)]
    return Sheet(_("Method"), (Column(_("Part"), 28), Column(_("How this result was made"), 110)), rows)
