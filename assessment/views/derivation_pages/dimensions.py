"""How the numbers of one dimension came about, from its practices."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _

from assessment.measurement.mix import Mix
from assessment.measurement.practices import PracticeState
from assessment.services.derivations import (
    WeightedMean,
    bound_of_practice,
    known_of_practice,
    mean_of_practices,
    mix_part_of_practice,
)
from assessment.services.stored_results import DimensionView, ResultView
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.derivation_pages.blocks import Block, Conditions, Entry, Figure, Note
from assessment.views.derivation_pages.numbers import (
    compared,
    counted,
    mix_exact,
    mix_figures,
    percent_figure,
    score_figure,
    yes_or_no,
)
from assessment.views.derivation_pages.overall import linked, score_of_parts, whole_mix_equation
from assessment.views.derivation_pages.sums import Column, sum_table
from assessment.views.derivation_pages.targets import dimension_target_entry
from assessment.wording import PART_NAMES

# Of each end of the range: its figure, the part of the mix that it is the mean of, what an unknown practice counts as.
ENDS = (
    ("low", "practice", 0.0, "practice_low"),
    ("high", "practice", 1.0, "practice_high"),
    ("explicit-low", "explicit", 0.0, "explicit_low"),
    ("explicit-high", "explicit", 1.0, "explicit_high"),
)


def dimension_entries(view: ResultView, dimension: DimensionView, addresses: Addresses) -> tuple[Entry, ...]:
    """Return how each number of the dimension came about."""
    return (
        *_score_and_mix(dimension, addresses),
        _coverage(dimension, addresses),
        _range(dimension, addresses),
        _enough(view, dimension),
        dimension_target_entry(view, dimension),
        *_previous(view, dimension),
    )


def _score_and_mix(dimension: DimensionView, addresses: Addresses) -> Iterator[Entry]:
    """Both where there are enough answers for them."""
    mix, mean = dimension.reported_mix, mean_of_practices(dimension, lambda practice: practice.x)
    if mix is not None and mean is not None:
        yield _score(dimension, mix, mean, addresses)
        yield _mix(dimension, mix, addresses)


def _score(dimension: DimensionView, mix: Mix, mean: WeightedMean, addresses: Addresses) -> Entry:
    figure = score_figure("score", _("Score"), mix.practice)
    table = sum_table(
        _("The score from the practices"),
        _("Practice"),
        [Column("score", _("Done"), mean, figure.exact)],
        partial(addresses.practice, dimension.section.key),
    )
    return Entry(
        key="score",
        title=_("Score"),
        figures=(figure,),
        words=_("The score of a dimension is the mean of how far its rated practices are done, with their weights."),
        method="dimension",
        blocks=(table, score_of_parts(mix, figure), *_left_out(dimension, addresses)),
    )


def _left_out(dimension: DimensionView, addresses: Addresses) -> Iterator[Note]:
    """What has no part in the score."""
    sentences = {
        PracticeState.UNKNOWN: _("Unknown, so left out of the score:"),
        PracticeState.NOT_APPLICABLE: _("Does not apply, so left out of everything:"),
    }
    for state, sentence in sentences.items():
        yield from _named(sentence, dimension, state, addresses)


def _named(sentence: str, dimension: DimensionView, state: PracticeState, addresses: Addresses) -> Iterator[Note]:
    found = [practice for practice in dimension.practices if practice.state is state]
    if found:
        yield Note(sentence, linked(found, addresses))


def _mix(dimension: DimensionView, mix: Mix, addresses: Addresses) -> Entry:
    exact = dict(zip(PART_NAMES, mix_exact(mix), strict=True))
    columns = [
        Column(key, str(name), mean, exact[key])
        for key, name in PART_NAMES.items()
        if (mean := mean_of_practices(dimension, mix_part_of_practice(key)))
    ]
    to_practice = partial(addresses.practice, dimension.section.key)
    return Entry(
        key="mix",
        title=_("Mix"),
        figures=mix_figures(mix),
        words=_(
            "Each part is the mean of that part over the rated practices. A column holds the weight of a practice "
            "times its part."
        ),
        method="mix",
        blocks=(
            sum_table(_("The parts of the mix from the practices"), _("Practice"), columns, to_practice),
            whole_mix_equation(mix),
        ),
    )


def _coverage(dimension: DimensionView, addresses: Addresses) -> Entry:
    mean = mean_of_practices(dimension, known_of_practice)
    blocks: tuple[Block, ...] = ()
    if mean is not None:
        column = Column("coverage", _("Known"), mean)
        to_practice = partial(addresses.practice, dimension.section.key)
        blocks = (
            sum_table(_("The coverage from the practices"), _("Practice"), [column], to_practice),
            *_named(_("Does not apply:"), dimension, PracticeState.NOT_APPLICABLE, addresses),
        )
    return Entry(
        key="coverage",
        title=_("Coverage"),
        figures=(percent_figure("coverage", _("Coverage"), dimension.coverage),),
        words=_(
            "The weight of the rated practices ÷ the weight of all that apply, in per cent: a rated one counts 100."
        ),
        method="dimension",
        blocks=blocks,
    )


def _range(dimension: DimensionView, addresses: Addresses) -> Entry:
    labels = (_("Score, low"), _("Score, high"), _("Explicit, low"), _("Explicit, high"))
    columns = [
        Column(key, label, mean)
        for label, (key, part, unknown, _name) in zip(labels, ENDS, strict=True)
        if (mean := mean_of_practices(dimension, bound_of_practice(part, unknown)))
    ]
    to_practice = partial(addresses.practice, dimension.section.key)
    return Entry(
        key="range",
        title=_("Low to high"),
        figures=tuple(
            score_figure(key, label, getattr(dimension.bounds, name))
            for label, (key, _part, _unknown, name) in zip(labels, ENDS, strict=True)
        ),
        words=_(
            "Between what the score lies, whatever the unknown practices turn out to be: the low end counts each as 0, "
            "the high end as 100 and done on purpose. A column holds the weight of a practice times its value."
        ),
        method="bounds",
        blocks=(sum_table(_("The range from the practices"), _("Practice"), columns, to_practice),),
    )


def _enough(view: ResultView, dimension: DimensionView) -> Entry:
    limits = view.version.thresholds
    needed = min(limits.dimension_practices, dimension.applicable)
    conditions = (
        compared(_("Coverage, in per cent"), dimension.coverage, limits.dimension_coverage),
        counted(_("Rated practices"), dimension.rated, needed),
    )
    return Entry(
        key="enough",
        title=_("Enough answers"),
        figures=(Figure("enough", _("Score given"), yes_or_no(dimension.is_reportable)),),
        words=_("A dimension has a score, and counts in the overall result, where both of these hold."),
        method="dimension",
        blocks=(Conditions(_("For a score"), conditions),),
    )


def _previous(view: ResultView, dimension: DimensionView) -> Iterator[Entry]:
    if dimension.previous is not None:
        before = Addresses(view.previous_uid).dimension(dimension.section.key)
        yield Entry(
            key="previous",
            title=view.previous_title,
            figures=(score_figure("previous", view.previous_title, dimension.previous),),
            words=_("The score of the same dimension in the round before."),
            method="dimension",
            blocks=(Note(_("How it came about:"), ((view.previous_title, f"{before}#score"),)),),
        )
