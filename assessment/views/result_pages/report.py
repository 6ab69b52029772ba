"""A result as a report: the words and numbers of its page, in the order in which a report is read."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_mix
from assessment.measurement.dimensions import Bounds
from assessment.measurement.mix import Mix
from assessment.reports.report import Condition, Figure, Part, Picture, Remark, Report, Summary
from assessment.services.explanations import Condition as Rule
from assessment.services.explanations import Measure
from assessment.services.reviews import NO_REVIEW, Review, Said
from assessment.services.stored_opinions import ConstructView
from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.result_pages.benchmarks import benchmark_key
from assessment.views.result_pages.charts import profile_columns
from assessment.views.result_pages.page import ResultPage, StagePanel, result_page
from assessment.views.result_pages.report_method import method_of, sum_table
from assessment.views.result_pages.report_tables import (
    agreement_table,
    bar_of,
    map_of,
    opinions_table,
    overlay_of,
    practices_of,
    profile_of,
    roadmap_of,
)
from assessment.views.result_pages.verified import by_line
from assessment.wording import (
    NO_VALUE,
    PART_MEANINGS,
    PART_NAMES,
    exact_points,
    fraction_percent,
    points,
    points_against,
    stage_name,
)


def report_of(
    view: ResultView,
    opinions: Sequence[ConstructView] = (),
    review: Review = NO_REVIEW,
    logos: tuple[Picture, ...] = (),
) -> Report:
    """Return the report of a result; `opinions` are all of its constructs, `review` is what reviewers said.

    What people noted is not in it.
    """
    page = result_page(view, {}, addresses=Addresses(), review=review)
    assessment = view.assessment
    return Report(
        language=get_language() or "en",
        title=_("Result of %(title)s") % {"title": assessment.title},
        organization=assessment.organization.name,
        facts=tuple(_facts(view)),
        foot=_foot(view),
        words=_words(),
        part_names=tuple(map(str, PART_NAMES.values())),
        summary=_summary(page),
        profile_finding=page.profile.finding if page.profile else "",
        profile=profile_of(view),
        profile_columns=profile_columns(view),
        profile_benchmark=_benchmark(view),
        practices=practices_of(_("Practices, widest gap first"), page.actions, page.table),
        map=map_of(view, page.map),
        roadmap=roadmap_of(page.roadmap),
        agreement_finding=page.agreement.finding if page.agreement else "",
        agreement=agreement_table(page.agreement),
        overlays=tuple(overlay_of(panel) for panel in page.overlays),
        opinions=opinions_table(opinions),
        remarks=tuple(_remark(dimension, said) for dimension, said in page.comments),
        sum=sum_table(view),
        method=method_of(view),
        logos=logos,
    )


def _remark(dimension: DimensionView, said: Said) -> Remark:
    """A comment, paragraph by paragraph, and whose it is."""
    paragraphs = [paragraph for paragraph in said.text.split("\n") if paragraph.strip()]
    return Remark(dimension.section.title, (*paragraphs, by_line(said)))


def _benchmark(view: ResultView) -> str:
    """What the triangles of the profile are, empty without any."""
    key = benchmark_key(view)
    return _("Triangle: %(benchmark)s.") % {"benchmark": key} if key else ""


def people_answered(view: ResultView) -> str:
    """Return how many people a result is of, in words."""
    count = view.result.people
    return ngettext("%(count)d person answered", "%(count)d people answered", count) % {"count": count}


def _facts(view: ResultView) -> Iterable[str]:
    assessment, number = view.assessment, view.version.number
    yield people_answered(view)
    if assessment.closed_at is not None:
        yield _("Closed %(date)s") % {"date": date_format(timezone.localtime(assessment.closed_at))}
    if assessment.imported_at is not None:
        yield _("Imported %(date)s") % {"date": date_format(timezone.localtime(assessment.imported_at))}
    yield _("%(title)s, version %(number)s") % {"title": view.version.title, "number": number}
    if assessment.organization.synthetic:
        yield _("Invented for demonstration: this organization does not exist.")
    yield _("Made with Tacit on %(date)s") % {"date": date_format(timezone.localdate())}


def _foot(view: ResultView) -> str:
    said = {"people": people_answered(view), "number": view.version.number}
    return _("%(people)s · questionnaire version %(number)s · Tacit") % said


def _words() -> dict[str, str]:
    return {
        "summary": _("Summary"),
        "profile": _("Profile by dimension"),
        "profile_key": _(
            "Filled dot: score. Line: target. Ring: the round before, where there is one. Band: between the lowest "
            "and the highest score, whatever the unknown answers are. In bold the limiting dimension."
        ),
        "roadmap": _("Roadmap"),
        "order": _(
            "First what holds you back, then what people see differently, then the most gain for the least effort. "
            "Gain is the rise of the explicit part, in points of 100."
        ),
        "agreement": _(
            "Far apart means by half the scale or more. Lowest, median and highest answer are shown only where at "
            "least three people rated the practice."
        ),
        "opinions": _("Opinions"),
        "opinions_note": _(
            "What people think, from 1 (disagree) to 5 (agree). It stands beside the score and is no part of it."
        ),
        "remarks": _("Comments"),
        "method": _("How this result was made"),
        "sum": _("The sum that gives the score"),
        "essential": _("essential"),
        "holds_back": _("holds you back"),
        "met": _("Met:"),
        "unmet": _("Not met:"),
    }


# --- The summary ---------------------------------------------------------------------------------


def _summary(page: ResultPage) -> Summary:
    roadmap = roadmap_of(page.roadmap)
    first = roadmap.columns[0] if roadmap else None
    figures = tuple(_figures(page))
    if page.stage is None:
        sentence = page.missing.sentence if page.missing else ""
        return Summary("", _("No stage yet"), None, sentence, None, (), (), figures, "", (), first)
    panel = page.stage
    rung = next((rung for rung in panel.rungs if rung.stage == panel.following), None)
    return Summary(
        eyebrow=_("Stage %(stage)s of 4") % {"stage": panel.stage.value},
        stage=stage_name(panel.stage),
        level=panel.stage.value,
        sentence=panel.sentence,
        mix=bar_of(panel.mix),
        legend=_legend(panel.mix),
        notes=tuple(_notes(page, panel)),
        figures=figures,
        separates=_("What separates you from %(stage)s") % {"stage": stage_name(rung.stage)} if rung else "",
        conditions=tuple(Condition(rule.met, _rule(rule)) for rule in rung.conditions) if rung else (),
        first=first,
    )


def _legend(mix: Mix) -> tuple[Part, ...]:
    return tuple(
        Part(key, str(name), str(PART_MEANINGS[key]), share)
        for (key, name), share in zip(PART_NAMES.items(), whole_mix(mix.parts), strict=True)
    )


def _notes(page: ResultPage, panel: StagePanel) -> Iterable[str]:
    if panel.contested:
        why = _(
            "Leaving one person out gives another stage, or people are far apart on many practices. Talk before you "
            "act on it."
        )
        yield f"{panel.contested} {why}"
    if panel.declared:
        yield f"{_('Declared.')} {_('More is agreed than done: the guideline exists, the practice does not yet.')}"
    yield from filter(None, (panel.possible, panel.ungated))
    if panel.outside_bounds:
        yield _(
            "The mix lies outside the range below: the mix averages the dimensions with enough answers, the range all "
            "of them."
        )


def _figures(page: ResultPage) -> Iterable[Figure]:
    """The key figures of the page."""
    if page.bounds is None:
        return
    mix = page.stage.mix if page.stage else None
    people = ngettext("of 100, from %(count)d person", "of 100, from %(count)d people", page.view.result.people)
    missing = _("not enough answers")
    yield Figure(
        _("Score"),
        str(points(mix.practice if mix else None)),
        people % {"count": page.view.result.people} if mix else missing,
    )
    yield Figure(
        _("Explicit share"),
        fraction_percent(mix.explicit_share if mix else None),
        _("of what is done") if mix else missing,
    )
    yield Figure(_("Coverage"), fraction_percent(page.view.result.coverage), _range(page.bounds))
    yield _limiting(page)
    yield _held_back(page.holding, page.view.version.thresholds.hold_back)


def _range(bounds: Bounds) -> str:
    low, high = points(bounds.practice_low), points(bounds.practice_high)
    if low == high:
        return _("Everything that was asked is known, so the score has no range")
    return _("Score between %(low)s and %(high)s, whatever the unknown answers are") % {"low": low, "high": high}


def _limiting(page: ResultPage) -> Figure:
    name, dimension = _("Limiting dimension"), page.limiting
    if dimension is None:
        return Figure(name, NO_VALUE, _("no dimension has enough answers"))
    said = {"score": points(dimension.score), "target": points(dimension.target)}
    return Figure(name, dimension.section.title, _("score %(score)s, target %(target)s") % said)


def _held_back(holding: Sequence[PracticeView], limit: float) -> Figure:
    name = _("Held back by")
    if not holding:
        return Figure(name, _("Nothing"), _("no essential practice is missing"))
    first, more = holding[0], len(holding) - 1
    said = {"value": points(first.x), "limit": exact_points(limit)}
    note = _("essential, and nobody knows") if first.x is None else _("essential, at %(value)s, needs %(limit)s") % said
    if more:
        note += "; " + ngettext("%(count)d more practice", "%(count)d more practices", more) % {"count": more}
    return Figure(name, first.practice.name, note)


def _rule(rule: Rule) -> str:
    """A condition of a stage with what there is, as the page says it."""
    threshold = exact_points(rule.threshold)
    if rule.measure is Measure.ESSENTIAL:
        said = _("every essential practice at least %(threshold)s") % {"threshold": threshold}
        missing = ", ".join(f"{practice.practice.name} ({_known(practice)})" for practice in rule.missing)
        return f"{said}. {_('Not yet:')} {missing}" if missing else said
    value = {"threshold": threshold, "value": points_against(rule.value or 0.0, rule.threshold)}
    if rule.measure is Measure.EXPLICIT:
        return _("done on purpose at least %(threshold)s. Yours is %(value)s") % value
    return _("practice at least %(threshold)s. Yours is %(value)s") % value


def _known(practice: PracticeView) -> str:
    return _("unknown") if practice.x is None else str(points(practice.x))
