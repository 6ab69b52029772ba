"""Whether a practice is rated, unknown or does not apply, how far people agree on it, and whether it holds back."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.measurement.instrument import Thresholds
from assessment.measurement.practices import PracticeState
from assessment.services.stored_results import PracticeView, Spread
from assessment.views.derivation_pages.blocks import (
    Block,
    Cell,
    Comparison,
    Conditions,
    Entry,
    Equation,
    Figure,
    Note,
    Row,
    SumTable,
)
from assessment.views.derivation_pages.numbers import ABOVE, EQUAL, MINUS, compared, counted, score_figure, yes_or_no
from assessment.views.result_pages.practice_rows import STATES
from assessment.wording import exact_points

# --- State ----------------------------------------------------------------------------------------


def state_entry(practice: PracticeView, limits: Thresholds) -> Entry:
    """Return why the practice is rated, unknown or not applicable, with how many said what."""
    return Entry(
        key="state",
        title=_("Who could say"),
        figures=(
            Figure("state", _("State"), str(STATES[practice.state])),
            Figure("raters", _("People who rated it"), str(practice.raters)),
        ),
        words=_(
            "A person rates a practice by answering both of its questions. It does not apply where enough people say "
            "so, and is unknown where nobody rated it."
        ),
        method="people",
        blocks=(*_question(practice), *_counts(practice), *_rule(practice, limits)),
    )


def _question(practice: PracticeView) -> Iterator[Note]:
    """What was asked, where no entry before this one says it."""
    if practice.x is None:
        yield Note(_("Asked was: %(question)s") % {"question": practice.practice.question.text})


def _counts(practice: PracticeView) -> Iterator[Block]:
    if practice.not_applicable is None or practice.unknown is None:
        yield Note(
            ngettext(
                "%(count)d person submitted. Who said what is counted from three people on.",
                "%(count)d people submitted. Who said what is counted from three people on.",
                practice.respondents,
            )
            % {"count": practice.respondents}
        )
        return
    said = (
        (_("Rated it"), practice.raters),
        (_("Said that it does not apply"), practice.not_applicable),
        (_("Did not know, or left one of the two questions blank"), practice.unknown),
    )
    rows = tuple(Row(words, (Cell(str(count), "product", "people"),)) for words, count in said)
    total = Row(_("Submitted"), (Cell(str(practice.respondents), "total", "people"),))
    yield SumTable(_("How many said what"), (_("Answer"), _("People")), rows, (total,))


def _rule(practice: PracticeView, limits: Thresholds) -> Iterator[Conditions]:
    """What it takes not to apply, with the counts, where they may be shown and the practice may not apply."""
    if practice.not_applicable is None or not practice.practice.may_not_apply:
        return
    yield Conditions(
        _("Does not apply where all hold"), tuple(_not_applying(practice, practice.not_applicable, limits))
    )


def _not_applying(practice: PracticeView, said_so: int, limits: Thresholds) -> Iterator[Comparison]:
    if practice.practice.essential:
        yield counted(_("Everybody says so, since it is essential"), said_so, practice.respondents, wanted=EQUAL)
        return
    yield counted(_("More people say so than rate it"), said_so, practice.raters, wanted=ABOVE)
    yield compared(
        _("Part of all who say so, in per cent"), said_so / practice.respondents, limits.not_applicable_share
    )


# --- Agreement ------------------------------------------------------------------------------------


def agreement_entries(practice: PracticeView, limits: Thresholds) -> Iterator[Entry]:
    """Yield whether people are far apart, where at least two rated the practice."""
    if practice.state is not PracticeState.RATED or practice.raters < 2:
        return
    discuss = Figure("discuss", _("Far apart"), yes_or_no(practice.discuss))
    spread = practice.spread
    yield Entry(
        key="agreement",
        title=_("Agreement"),
        figures=(discuss,) if spread is None else (discuss, *_spread_figures(spread)),
        words=_(
            "People are far apart where the highest and the lowest answer are at least so many points apart: then it "
            "is worth talking about."
        ),
        method="people",
        blocks=(_hidden_spread(practice),) if spread is None else tuple(_range(spread, limits)),
    )


def _spread_figures(spread: Spread) -> tuple[Figure, ...]:
    return (
        score_figure("lowest", _("Lowest"), spread.minimum),
        score_figure("median", _("Median"), spread.median),
        score_figure("highest", _("Highest"), spread.maximum),
    )


def _range(spread: Spread, limits: Thresholds) -> Iterator[Block]:
    apart = spread.maximum - spread.minimum
    yield Note(
        _(
            "The median is the middle answer, between two middle ones their mean. All three can be read from the "
            "options above."
        )
    )
    yield Equation(
        _("Range = highest − lowest"),
        exact_points(spread.maximum) + MINUS + exact_points(spread.minimum),
        exact_points(apart),
    )
    yield Conditions(_("Far apart where it holds"), (compared(_("Range"), apart, limits.discuss_range),))


def _hidden_spread(practice: PracticeView) -> Note:
    if practice.discuss:
        return Note(_("They are: by at least half the scale. The answers themselves are shown from three people on."))
    return Note(_("They are not. The answers themselves are shown from three people on."))


# --- Holding back ---------------------------------------------------------------------------------


def essential_entries(practice: PracticeView, limits: Thresholds) -> Iterator[Entry]:
    """Yield whether an essential practice holds back; nothing for the others."""
    if not practice.gates or practice.state is PracticeState.NOT_APPLICABLE:
        return
    blocks: tuple[Block, ...] = (Note(_("It is unknown, and so holds back.")),)
    if practice.x is not None:
        needed = (
            compared(_("Done, not to hold back"), practice.x, limits.hold_back),
            compared(_("Done, for Institutional"), practice.x, limits.institutional_essential),
        )
        blocks = (Conditions(_("What an essential practice needs"), needed),)
    yield Entry(
        key="essential",
        title=_("Holds you back"),
        figures=(Figure("holds-back", _("Holds you back"), yes_or_no(practice.holds_back)),),
        words=_("An essential practice that is unknown, or done too little, keeps the whole at Exploring or below."),
        method="held-back",
        blocks=blocks,
    )
