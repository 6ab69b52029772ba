"""How the overall score, its mix, its coverage and its range came about, from the dimensions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.measurement.mix import Mix
from assessment.measurement.practices import PracticeState
from assessment.services.derivations import (
    bound_of_dimension,
    mean_of_dimensions,
    mix_part_of_dimension,
)
from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.derivation_pages.blocks import Block, Conditions, Entry, Equation, Figure, Note
from assessment.views.derivation_pages.numbers import (
    OVER,
    PLUS,
    TIMES,
    compared,
    mix_exact,
    mix_figures,
    percent_figure,
    score_figure,
)
from assessment.views.derivation_pages.sums import Column, sum_table
from assessment.wording import PART_NAMES, decimals, percent, weight_text

BOUNDS = {
    "low": "practice_low",
    "high": "practice_high",
    "explicit-low": "explicit_low",
    "explicit-high": "explicit_high",
}


def score_entry(view: ResultView, addresses: Addresses) -> Entry | None:
    """Return how the score is made of the dimensions, None where there is none."""
    mean = mean_of_dimensions(view.core, lambda dimension: dimension.score)
    if view.mix is None or mean is None:
        return None
    figure = score_figure("score", _("Score"), view.mix.practice)
    rated = {each.section.key: _rated(each) for each in view.core}
    table = sum_table(
        _("The score from the dimensions"),
        _("Dimension"),
        [Column("score", _("Score"), mean, figure.exact)],
        addresses.dimension,
        rated,
    )
    return Entry(
        key="score",
        title=_("Score"),
        figures=(figure,),
        words=_(
            "The score is the mean of the dimensions. Each dimension is the mean of its rated practices, "
            "and each practice the mean of what people answered."
        ),
        method="whole",
        blocks=(table, score_of_parts(view.mix, figure), *_counted(view, addresses)),
    )


def _rated(dimension: DimensionView) -> str:
    words = {"rated": dimension.rated, "all": dimension.applicable}
    return _("%(rated)d of %(all)d practices rated") % words


def score_of_parts(mix: Mix, score: Figure) -> Equation:
    """Return that the score is what is explicit and what is implicit."""
    explicit, implicit, *_others = mix_exact(mix)
    return Equation(_("Score = explicit + implicit"), explicit + PLUS + implicit, score.exact, score.key, score.shown)


def _counted(view: ResultView, addresses: Addresses) -> Iterator[Note]:
    """What went into the score, and what did not."""
    rated = sum(practice.x is not None for practice in view.practices)
    yield Note(ngettext("%d practice was rated.", "%d practices were rated.", rated) % rated)
    short = [dimension for dimension in view.core if not dimension.is_reportable]
    if short:
        links = tuple((each.section.title, addresses.dimension(each.section.key)) for each in short)
        yield Note(_("Left out, for too few answers:"), links)
    unknown, without = (_in_state(view, state) for state in (PracticeState.UNKNOWN, PracticeState.NOT_APPLICABLE))
    if unknown:
        text = ngettext(
            "%d is unknown. It is left out of the score and widens the range:",
            "%d are unknown. They are left out of the score and widen the range:",
            len(unknown),
        )
        yield Note(text % len(unknown), linked(unknown, addresses))
    if without:
        text = ngettext("%d does not apply:", "%d do not apply:", len(without))
        yield Note(text % len(without), linked(without, addresses))


def _in_state(view: ResultView, state: PracticeState) -> list[PracticeView]:
    return [practice for practice in view.practices if practice.state is state]


def linked(practices: list[PracticeView], addresses: Addresses) -> tuple[tuple[str, str], ...]:
    """Return the names of practices with the addresses of their derivations."""
    return tuple((each.practice.name, addresses.practice(each.practice.section_key, each.key)) for each in practices)


def mix_entry(view: ResultView, addresses: Addresses) -> Entry | None:
    """Return how each part of the mix is made of the dimensions, None where there is none."""
    if view.mix is None:
        return None
    exact = dict(zip(PART_NAMES, mix_exact(view.mix), strict=True))
    columns = [
        Column(key, str(name), mean, exact[key])
        for key, name in PART_NAMES.items()
        if (mean := mean_of_dimensions(view.core, mix_part_of_dimension(key)))
    ]
    return Entry(
        key="mix",
        title=_("Mix"),
        figures=mix_figures(view.mix),
        words=_(
            "Each part is the mean of that part over the dimensions. A column holds the weight of a dimension times "
            "its part; the parts are never worked out from other means."
        ),
        method="mix",
        blocks=(
            sum_table(_("The parts of the mix from the dimensions"), _("Dimension"), columns, addresses.dimension),
            whole_mix_equation(view.mix),
        ),
    )


def whole_mix_equation(mix: Mix) -> Equation:
    """Return that the whole numbers of the parts sum to 100."""
    shown = [figure.shown for figure in mix_figures(mix)]
    return Equation(_("Rounded so that they sum to 100, and the first two to the score"), PLUS.join(shown), "100")


def share_entry(view: ResultView) -> Entry | None:
    """Return how the explicit share is made of explicit and score; None where nothing is done."""
    if view.mix is None or view.mix.explicit_share is None:
        return None
    figure = percent_figure("share", _("Explicit share"), view.mix.explicit_share)
    explicit, *_others = mix_exact(view.mix)
    score = score_figure("score", "", view.mix.practice)
    return Entry(
        key="share",
        title=_("Explicit share"),
        figures=(figure,),
        words=_("How much of what is done is done on purpose. It decides nothing."),
        method="mix",
        blocks=(
            Equation(
                _("Explicit share = explicit ÷ score"),
                f"100{TIMES}{explicit}{OVER}{score.exact}",
                figure.exact,
                figure.key,
                figure.shown,
            ),
        ),
    )


def coverage_entry(view: ResultView, addresses: Addresses) -> Entry | None:
    """Return how the coverage is made of that of the dimensions; None where nothing applies."""
    mean = mean_of_dimensions(view.core, lambda dimension: dimension.coverage)
    if mean is None or view.result.coverage is None:
        return None
    column = Column("coverage", _("Coverage"), mean)
    table = sum_table(_("The coverage from the dimensions"), _("Dimension"), [column], addresses.dimension)
    return Entry(
        key="coverage",
        title=_("Coverage"),
        figures=(percent_figure("coverage", _("Coverage"), view.result.coverage),),
        words=_(
            "How much of what applies here somebody could rate: the mean over all dimensions that apply, in per cent."
        ),
        method="whole",
        blocks=(table,),
    )


def range_entry(view: ResultView, addresses: Addresses) -> Entry | None:
    """Return between what the score, and its explicit part, lie because of the unknown; None where nothing applies."""
    if view.bounds is None:
        return None
    labels = (_("Score, low"), _("Score, high"), _("Explicit, low"), _("Explicit, high"))
    columns = [
        Column(key, label, mean)
        for label, (key, name) in zip(labels, BOUNDS.items(), strict=True)
        if (mean := mean_of_dimensions(view.core, bound_of_dimension(name)))
    ]
    return Entry(
        key="range",
        title=_("Low to high"),
        figures=tuple(
            score_figure(key, label, getattr(view.bounds, name))
            for label, (key, name) in zip(labels, BOUNDS.items(), strict=True)
        ),
        words=_(
            "Between what the score lies, whatever the unknown practices turn out to be: the low end counts each as "
            "not done, the high end as done on purpose. All dimensions that apply count here, also those with too few "
            "answers for a score. A column holds the weight of a dimension times its value."
        ),
        method="bounds",
        blocks=(sum_table(_("The range from the dimensions"), _("Dimension"), columns, addresses.dimension),),
    )


def enough_entry(view: ResultView, addresses: Addresses) -> Entry | None:
    """Return whether enough of the dimensions have answers for an overall result; None where nothing applies."""
    weights = [dimension.section.weight for dimension in view.core]
    if not weights:
        return None
    reported = sum(dimension.section.weight for dimension in view.core if dimension.is_reportable)
    share, threshold = reported / sum(weights), view.version.thresholds.overall_weight
    part = percent(decimals(share))
    blocks: tuple[Block, ...] = (
        Equation(
            _("Weight of the dimensions with enough answers ÷ weight of all that apply"),
            f"100{TIMES}{weight_text(reported)}{OVER}{weight_text(sum(weights))}",
            part,
        ),
        Conditions(_("For an overall result"), (compared(_("Part of the weight"), share, threshold),)),
    )
    return Entry(
        key="enough",
        title=_("Enough answers"),
        figures=(Figure("enough", _("Overall result"), _("yes") if view.result.reportable else _("no")),),
        words=_(
            "There is a score, a mix, a stage and advice where the dimensions with enough answers carry enough weight."
        ),
        method="whole",
        blocks=(*blocks, *_overlays(view, addresses)),
    )


def _overlays(view: ResultView, addresses: Addresses) -> Iterator[Note]:
    links = tuple((each.section.title, addresses.dimension(each.section.key)) for each in view.overlays)
    if links:
        yield Note(_("Beside the whole, with a score and a list of its own and no part in this:"), links)
