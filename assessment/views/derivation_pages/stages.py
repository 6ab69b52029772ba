"""How the stage came about, and what is said beside it: conditions with their own numbers."""

from collections.abc import Iterator, Sequence
from math import fsum

from django.utils.translation import gettext as _

from assessment.measurement.stages import Stage
from assessment.services.derivations import Share, shares_of
from assessment.services.explanations import Condition, Measure, Rung, ladder, possible_ladder, ungated_ladder
from assessment.services.stored_results import PracticeView, ResultView
from assessment.views.derivation_pages.addresses import Addresses
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
from assessment.views.derivation_pages.numbers import (
    ABOVE,
    BELOW,
    OVER,
    PLUS,
    TIMES,
    compared,
    counted,
    mix_exact,
    yes_or_no,
)
from assessment.views.derivation_pages.overall import linked
from assessment.wording import added, decimals, exact_decimals, exact_points, stage_name, weight_text

# --- Stages ---------------------------------------------------------------------------------------


def stage_entries(view: ResultView, addresses: Addresses) -> Iterator[Entry]:
    """Yield how the stage came about, the possible one, and the one without gates; nothing where there is none."""
    kinds = (
        ("stage", _("Stage"), view.result.stage, ladder(view), _(
            "A stage is what the answers prove: the first from the top all of whose conditions hold, with the low ends "
            "of the range, where what nobody knows counts as not done."
        )),
        ("possible-stage", _("Possible stage"), view.result.possible_stage, possible_ladder(view), _(
            "Where the unknown could lead: the same conditions with the high ends of the range, and unknown essential "
            "practices counted as done."
        )),
        ("stage-without-gates", _("Stage without gates"), view.result.stage_without_gates, ungated_ladder(view), _(
            "What the stage would be if no essential practice were asked for: the same conditions without theirs."
        )),
    )  # fmt: skip
    for key, title, stage, rungs, words in kinds:
        if stage is not None:
            figure = Figure(key, title, stage_name(stage))
            yield Entry(key, title, (figure,), words, "stages", tuple(_blocks(rungs, key, addresses)))


def _blocks(rungs: Sequence[Rung], key: str, addresses: Addresses) -> Iterator[Block]:
    high = key == "possible-stage"
    for rung in rungs:
        missing = next((each.missing for each in rung.conditions if each.missing), ())
        yield Conditions(
            f"{rung.stage.value} {stage_name(rung.stage)}",
            tuple(_comparison(condition, high=high) for condition in rung.conditions),
            key=str(rung.stage.value),
            here=rung.here,
            links=linked(list(missing), addresses),
        )


def _comparison(condition: Condition, *, high: bool) -> Comparison:
    if condition.measure is Measure.ESSENTIAL or condition.value is None:
        words = _("Essential practices at %(threshold)s or more") % {"threshold": exact_points(condition.threshold)}
        enough = len(condition.essentials) - len(condition.missing)
        return counted(words, enough, len(condition.essentials))
    low_words = {Measure.PRACTICE: _("Score, low"), Measure.EXPLICIT: _("Explicit, low")}
    high_words = {Measure.PRACTICE: _("Score, high"), Measure.EXPLICIT: _("Explicit, high")}
    return compared((high_words if high else low_words)[condition.measure], condition.value, condition.threshold)


# --- What is said beside the stage ----------------------------------------------------------------


def held_back_entry(view: ResultView, addresses: Addresses) -> Entry:
    """Return which essential practices hold back, and how far each of them is done."""
    limits = view.version.thresholds
    holding = ", ".join(practice.practice.name for practice in view.holding) or _("nothing")
    return Entry(
        key="held-back",
        title=_("Held back by"),
        figures=(Figure("held-back", _("Held back by"), holding),),
        words=_(
            "An essential practice that is unknown, or done too little, holds back: the stage stays at Exploring or "
            "below, whatever the score. The highest stage asks for more of each of them."
        ),
        method="held-back",
        blocks=(
            _essentials(_("For Implicit and Explicit"), view, limits.hold_back, addresses),
            _essentials(_("For Institutional"), view, limits.institutional_essential, addresses),
        ),
    )


def _essentials(title: str, view: ResultView, threshold: float, addresses: Addresses) -> Conditions:
    return Conditions(title, tuple(_essential(practice, threshold, addresses) for practice in view.essentials))


def _essential(practice: PracticeView, threshold: float, addresses: Addresses) -> Comparison:
    address = addresses.practice(practice.practice.section_key, practice.key)
    if practice.x is None:
        return Comparison(practice.practice.name, _("unknown"), "", "", met=False, address=address)
    return compared(practice.practice.name, practice.x, threshold, address=address)


def limiting_entry(view: ResultView, addresses: Addresses) -> Entry | None:
    """Return which dimension has the lowest score; None where none has one."""
    if view.limiting is None:
        return None
    scored = [(each.score, each) for each in view.core if each.score is not None]
    rows = tuple(
        Row(each.section.title, (Cell(exact_decimals(score), "value"),), address=addresses.dimension(each.section.key))
        for score, each in sorted(scored, key=lambda pair: pair[0])
    )
    return Entry(
        key="limiting",
        title=_("Limiting dimension"),
        figures=(Figure("limiting", _("Limiting dimension"), view.limiting.section.title),),
        words=_("The dimension with the lowest score, the first in order of several: a mean alone would hide it."),
        method="limiting",
        blocks=(SumTable(_("The scores, lowest first"), (_("Dimension"), _("Score")), rows),),
    )


def declared_entry(view: ResultView) -> Entry | None:
    """Return whether more is declared than done; None where there is no mix."""
    if view.mix is None or view.bounds is None:
        return None
    limits, mix = view.version.thresholds, view.mix
    explicit, _implicit, declared, _absent = mix_exact(mix)
    conditions = (
        compared(_("Score"), mix.practice, limits.declared_practice, wanted=BELOW),
        compared(_("Score, low"), view.bounds.practice_low, limits.declared_practice, wanted=BELOW),
        compared(_("Explicitness"), mix.explicitness, limits.declared_explicitness),
        compared(_("Declared, against explicit"), mix.declared, mix.explicit, wanted=ABOVE),
    )
    return Entry(
        key="declared",
        title=_("Declared"),
        figures=(Figure("declared", _("Declared"), yes_or_no(view.result.is_declared)),),
        words=_("Said where the guideline exists and the practice does not: where all four of these hold."),
        method="declared",
        blocks=(
            Equation(_("Explicitness = explicit + declared"), explicit + PLUS + declared, decimals(mix.explicitness)),
            Conditions(_("Declared where all hold"), conditions),
        ),
    )


# --- Contested ------------------------------------------------------------------------------------


def contested_entry(view: ResultView, addresses: Addresses) -> Entry | None:
    """Return whether people agree on the result; None where there is no stage."""
    lowest, highest = view.result.stage_lowest, view.result.stage_highest
    if view.mix is None or lowest is None or highest is None:
        return None
    return Entry(
        key="contested",
        title=_("Contested"),
        figures=(Figure("contested", _("Contested"), yes_or_no(view.result.contested)),),
        words=_(
            "Said where leaving one person out gives another stage, or where much rests on practices that people see "
            "differently."
        ),
        method="contested",
        blocks=tuple(_contested_blocks(view, lowest, highest, addresses)),
    )


def _contested_blocks(view: ResultView, lowest: int, highest: int, addresses: Addresses) -> Iterator[Block]:
    shares = shares_of(view)
    found = [
        (practice, shares[practice.key]) for practice in view.practices if practice.discuss and practice.key in shares
    ]
    disputed = fsum(share.value for _practice, share in found)
    if found:
        yield _discussed(found, disputed, addresses)
    stages = {"lowest": stage_name(lowest), "highest": stage_name(highest)}
    yield Note(
        _(
            "Each person who rated anything is left out in turn, and everything is computed again. The stages lie "
            "between %(lowest)s and %(highest)s. Whose answers move it is not shown."
        ) % stages
    )  # fmt: skip
    yield Conditions(
        _("Contested where one of them holds"),
        (
            compared(
                _("Part of the result to discuss"), disputed, view.version.thresholds.contested_share, wanted=ABOVE
            ),
            counted(_("Highest stage against the lowest"), int(Stage(highest)), int(Stage(lowest)), wanted=ABOVE),
        ),
    )


def _discussed(found: Sequence[tuple[PracticeView, Share]], total: float, addresses: Addresses) -> SumTable:
    parts = added([share.value for _practice, share in found])
    rows = tuple(
        Row(
            practice.practice.name,
            (Cell(share_formula(share), "expression"), Cell(part, "product", "discussed")),
            address=addresses.practice(practice.practice.section_key, practice.key),
        )
        for (practice, share), part in zip(found, parts, strict=True)
    )
    foot = Row(_("Sum"), (Cell(""), Cell(decimals(total), "total", "discussed")))
    headings = (_("To discuss"), _("100 × weights of dimension and practice ÷ their sums"), _("Part, %"))
    return SumTable(_("The part of the result on which people differ"), headings, rows, (foot,))


def share_formula(share: Share) -> str:
    """Return the share of a practice in per cent, with the numbers put in."""
    dimension, dimensions, practice, practices = map(
        weight_text, (share.dimension, share.dimensions, share.practice, share.practices)
    )
    return f"100{TIMES}{dimension}{OVER}{dimensions}{TIMES}{practice}{OVER}{practices}"
