"""Why a practice has its advice, what following it would gain, and where it stands on the roadmap."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from assessment.charts.rounding import digits_for
from assessment.measurement.advice import CHANGING, Action
from assessment.measurement.comparison import settled
from assessment.services.derivation_answers import Lifted, Rise, rise_of
from assessment.services.derivations import Share, share_of
from assessment.services.stored_results import Advised, DimensionView, PracticeView, ResultView
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
from assessment.views.derivation_pages.numbers import BELOW, MINUS, OVER, PLUS, TIMES, compared, yes_or_no
from assessment.views.result_pages.practice_rows import ACTIONS
from assessment.views.result_pages.roadmaps import PLACEMENTS, gain_of
from assessment.wording import decimals, exact_points, weight_text


def advice_entries(view: ResultView, dimension: DimensionView, practice: PracticeView) -> Iterator[Entry]:
    """Yield why it has its advice, what that gains and where it stands; that there is none, where there is none."""
    advised = practice.advised
    if advised is None:
        yield _no_advice(view, dimension)
        return
    yield _action(view, practice, advised)
    if advised.action in CHANGING:
        share = share_of(view, dimension, practice)
        yield _no_gain(advised) if share is None else _gain(view, practice, advised, share)
    if advised.placement is not None:
        yield _place(advised, advised.place or 0)


def _no_advice(view: ResultView, dimension: DimensionView) -> Entry:
    reasons = {
        _("There is no overall result, so there is no advice."): not view.result.reportable,
        _("The dimension has too few answers for advice."): not dimension.is_reportable,
        _("Advice is given on what somebody rated, and on what is essential and unknown."): True,
    }
    return Entry(
        key="action",
        title=_("Advice"),
        figures=(Figure("action", _("Advice"), _("none")),),
        words=next(reason for reason, holds in reasons.items() if holds),
        method="advice",
    )


# --- The action -----------------------------------------------------------------------------------


def _action(view: ResultView, practice: PracticeView, advised: Advised) -> Entry:
    limits = view.version.thresholds
    blocks: tuple[Block, ...] = (Note(_("It is essential, and nobody could say: so the first thing is to find out.")),)
    if practice.x is not None and practice.e is not None:
        conditions: tuple[Comparison, ...] = (
            compared(_("Done, below the target"), practice.x, practice.target, wanted=BELOW),
            compared(_("Agreed"), practice.e, limits.recognised),
        )
        blocks = (Conditions(_("Two comparisons decide"), conditions), *_discussed(practice))
    return Entry(
        key="action",
        title=_("Advice"),
        figures=(Figure("action", _("Advice"), str(ACTIONS[advised.action])),),
        words=_(
            "Below the target: adopt it, or, where it is agreed, execute it. At the target or above: formalise it, or, "
            "where it is agreed, sustain it. Discuss takes the place of the last two where people are far apart."
        ),
        method="advice",
        blocks=blocks,
    )


def _discussed(practice: PracticeView) -> Iterator[Note]:
    if practice.raters > 1:
        yield Note(_("Far apart: %(answer)s.") % {"answer": yes_or_no(practice.discuss)})


# --- The gain -------------------------------------------------------------------------------------


def _gain(view: ResultView, practice: PracticeView, advised: Advised, share: Share) -> Entry:
    rise = rise_of(practice, view.version.thresholds)
    explicit, done = advised.gain_explicit / 100, advised.gain_practice / 100
    blocks: list[Block] = []
    if rise is not None:
        blocks += [_lifting(rise, advised.action), *_rises(practice, rise, explicit / share.value, done / share.value)]
    blocks += [
        _of_the_whole(_("Gain in explicit points = rise × share in the whole"), explicit, share, "gain"),
        _of_the_whole(_("Gain in points of the score, likewise"), done, share, "gain-practice"),
    ]
    return Entry(
        key="gain",
        title=_("Gain"),
        figures=(
            Figure("gain", _("Explicit part"), gain_of(advised), _exact(explicit)),
            Figure("gain-practice", _("Score"), f"+{decimals(done, 1)}", _exact(done)),
        ),
        words=_(
            "By how many points of 100 the explicit part of the whole, and the score, would rise if everybody's answer "
            "rose as far as the advice goes, with everything else unchanged. Nobody's answer is lowered."
        ),
        method="gains",
        blocks=tuple(blocks),
    )


def _no_gain(advised: Advised) -> Entry:
    return Entry(
        key="gain",
        title=_("Gain"),
        figures=(Figure("gain", _("Explicit part"), gain_of(advised)),),
        words=_("Its dimension has too few answers and so no part in the whole: nothing here changes the whole."),
        method="gains",
    )


def _of_the_whole(words: str, gain: float, share: Share, gives: str) -> Equation:
    weights = [weight_text(each) for each in (share.dimension, share.dimensions, share.practice, share.practices)]
    dimension, dimensions, practice, practices = weights
    rise = decimals(gain / share.value)
    left = f"{rise}{TIMES}{dimension}{OVER}{dimensions}{TIMES}{practice}{OVER}{practices}"
    return Equation(words, left, _exact(gain), gives)


def _exact(gain: float) -> str:
    """A gain with decimals enough to see in it the tenth of a point that is shown."""
    return f"+{decimals(gain, digits_for(gain, shown=1))}"


def _lifting(rise: Rise, action: Action) -> Note:
    words = {"done": exact_points(rise.to_practice), "agreed": exact_points(rise.to_recognition)}
    if action is Action.FORMALISE:
        return Note(_("Agreed is lifted to at least %(agreed)s; done stays as it is.") % words)
    return Note(_("Done is lifted to at least %(done)s, the target, and agreed to at least %(agreed)s.") % words)


def _rises(practice: PracticeView, rise: Rise, explicit: float, done: float) -> Iterator[Block]:
    """How done × agreed, and done, rise: answer by answer where that may be shown."""
    if rise.pairs is None:
        yield Note(
            _(
                "Worked out person by person, done × agreed rises by %(explicit)s points and done by %(done)s. The "
                "steps are shown from three people on."
            )
            % {"explicit": decimals(explicit), "done": decimals(done)}
        )
        return
    if practice.raters == 1:
        yield from _one_rise(*rise.pairs)
    else:
        yield _rise_table(rise.pairs, explicit, done)


def _one_rise(pair: Lifted) -> Iterator[Equation]:
    done, agreed, higher_done, higher_agreed = map(exact_points, (pair.x, pair.e, pair.higher_x, pair.higher_e))
    yield Equation(
        _("Rise of done × agreed"),
        f"({higher_done}{TIMES}{higher_agreed}{MINUS}{done}{TIMES}{agreed}){OVER}100",
        decimals(pair.explicit),
    )
    yield Equation(_("Rise of done"), higher_done + MINUS + done, decimals(pair.practice))


def _rise_table(pairs: Sequence[Lifted], explicit: float, done: float) -> SumTable:
    people = str(sum(pair.people for pair in pairs))
    totals = (sum(pair.people * pair.explicit for pair in pairs), sum(pair.people * pair.practice for pair in pairs))
    return SumTable(
        _("How much the answers rise, times the people"),
        (_("Done, agreed: today and lifted"), _("People"), _("Done × agreed"), _("Done")),
        tuple(_rise_row(pair) for pair in pairs),
        (
            Row(_("Sum"), (Cell(people, "weights"), *_cells("total", *map(exact_points, totals)))),
            Row(
                _("Sum ÷ %(weights)s") % {"weights": people},
                (Cell(""), *_cells("mean", decimals(explicit), decimals(done))),
            ),
        ),
    )


def _cells(role: str, explicit: str, done: str) -> tuple[Cell, Cell]:
    return Cell(explicit, role, "rise-explicit"), Cell(done, role, "rise-practice")


def _rise_row(pair: Lifted) -> Row:
    today, lifted = (
        f"{exact_points(x)}, {exact_points(e)}" for x, e in ((pair.x, pair.e), (pair.higher_x, pair.higher_e))
    )
    rises = (exact_points(pair.people * pair.explicit), exact_points(pair.people * pair.practice))
    return Row(f"{today} → {lifted}", (Cell(str(pair.people), "weight"), *_cells("product", *rises)))


# --- The place ------------------------------------------------------------------------------------


def _place(advised: Advised, place: int) -> Entry:
    explicit, done = decimals(advised.gain_explicit / 100), decimals(advised.gain_practice / 100)
    rank = settled((advised.gain_explicit + advised.gain_practice) / advised.effort)
    placement = str(PLACEMENTS[advised.placement]) if advised.placement else ""
    return Entry(
        key="place",
        title=_("Place on the roadmap"),
        figures=(Figure("place", _("Place"), str(place)), Figure("placement", _("When"), placement)),
        words=_(
            "First what holds back, then what people see differently, then the rest by rank, the highest first; "
            "something that another step needs comes before it."
        ),
        method="roadmap",
        blocks=(
            Equation(
                _("Rank = both gains ÷ effort"), f"({explicit}{PLUS}{done}){OVER}{advised.effort}", decimals(rank / 100)
            ),
        ),
    )
