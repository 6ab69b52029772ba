"""Two rounds side by side: stage, mix and score before and after, and each practice that changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.forms.trends import Pair
from assessment.measurement.advice import Action
from assessment.measurement.mix import Mix
from assessment.reports.csv_files import Cell
from assessment.services.differences import Change, Difference, Side, Standing
from assessment.services.frozen import FrozenPractice
from assessment.services.trends import Round, Trend
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.result_pages.practice_rows import ACTIONS, SHOWN, STATES, Badge, badge_of, split
from assessment.views.result_pages.trend_charts import people_words
from assessment.views.result_pages.trend_sentences import difference_finding, extremes
from assessment.wording import NO_VALUE, fraction_percent, points, points_above


@dataclass(frozen=True)
class SideShown:
    """One of the two rounds: its stage or None, its mix or None, score, coverage, people, and what holds back."""

    round: Round
    stage: int | None
    mix: Mix | None
    score: str
    coverage: str
    people: str
    holding: tuple[str, ...]


@dataclass(frozen=True)
class Move:
    """A practice before and after; points or a dash, and the state in words where it is not rated.

    `why` leads to what the later round has of it; `raters` says how many rated it, empty where nobody did.
    """

    name: str
    why: str
    dimension: str
    raters: str
    mixes: tuple[Mix | None, Mix | None]
    states: tuple[str, str]
    done: tuple[str, str]
    agreed: tuple[str, str]
    done_change: str
    agreed_change: str
    advice: tuple[Badge | None, Badge | None]
    is_rated: bool


@dataclass(frozen=True)
class LeftOut:
    """The practices of one round that the other was not asked."""

    round: Round
    practices: tuple[FrozenPractice, ...]


@dataclass(frozen=True)
class DifferencePanel:
    """What is shown of two rounds; without a `finding` where they can't be compared, as `why_not` says."""

    rounds: tuple[Round, ...]
    before: Round
    after: Round
    why_not: str
    finding: str = ""
    extremes: tuple[str, ...] = ()
    sides: tuple[SideShown, ...] = ()
    score_change: str = ""
    first: tuple[Move, ...] = ()
    rest: tuple[Move, ...] = ()
    unchanged: tuple[Move, ...] = ()
    rescored: str = ""
    moved: str = ""
    left_out: tuple[LeftOut, ...] = ()
    csv_url: str = ""


def difference_panel(trend: Trend, pair: Pair, difference: Difference | None, csv_url: str) -> DifferencePanel:
    """Return what the page shows of the two rounds; `difference` is None where they can't be compared."""
    before, after = pair.before, pair.after
    bare = DifferencePanel(trend.rounds, before, after, _why_not(difference))
    if difference is None or bare.why_not:
        return bare
    first, rest = split(tuple(_moves(difference.changed, after)), SHOWN)
    sides = (difference.before, difference.after)
    return DifferencePanel(
        rounds=trend.rounds,
        before=before,
        after=after,
        why_not="",
        finding=difference_finding(difference),
        extremes=extremes(difference),
        sides=tuple(_side(side, difference) for side in sides),
        score_change=_score_change(*sides),
        first=first,
        rest=rest,
        unchanged=tuple(_moves(difference.unchanged, after)),
        rescored=rescored_sentence(difference),
        moved=_moved(difference.moved),
        left_out=tuple(_left_out(difference)),
        csv_url=csv_url,
    )


def _why_not(difference: Difference | None) -> str:
    if difference is None:
        return _("These two rounds are on different questionnaires, so their practices can’t be compared.")
    if not difference.changes:
        return _("These two rounds have no practice in common, so there is nothing to compare.")
    return ""


def _side(side: Side, difference: Difference) -> SideShown:
    names = {change.practice.key: change.practice.name for change in difference.changes}
    return SideShown(
        round=side.round,
        stage=side.stage,
        mix=side.mix,
        score=NO_VALUE if side.mix is None else str(points(side.mix.practice)),
        coverage=fraction_percent(side.coverage),
        people=people_words(side.round),
        holding=tuple(names[key] for key in side.held_back_by),
    )


def _score_change(before: Side, after: Side) -> str:
    if before.mix is None or after.mix is None:
        return ""
    return points_above(after.mix.practice, before.mix.practice)


def rescored_sentence(difference: Difference) -> str:
    """Return that both were scored anew, and on what; empty where the stored results are compared."""
    if not difference.is_rescored:
        return ""
    if not (difference.only_before or difference.only_after):
        return _(
            "The two rounds were asked the same practices, but not measured alike. Both are scored anew with the"
            " weights and rules of the newer version; their numbers here can differ from those of their own pages."
        )
    count = len(difference.changes)
    return ngettext(
        "The two rounds were not asked the same. They are compared on the one practice that both have, scored anew"
        " with the weights and rules of the newer version; their numbers here can differ from those of their own"
        " pages.",
        "The two rounds were not asked the same. They are compared on the %(count)d practices that both have, scored"
        " anew with the weights and rules of the newer version; their numbers here can differ from those of their own"
        " pages.",
        count,
    ) % {"count": count}


def _moved(practices: Sequence[FrozenPractice]) -> str:
    if not practices:
        return ""
    names = ", ".join(practice.name for practice in practices)
    return _("In another dimension than in the older version, and counted where the newer has it: %(names)s.") % {
        "names": names
    }


def _left_out(difference: Difference) -> list[LeftOut]:
    sides = ((difference.before, difference.only_before), (difference.after, difference.only_after))
    return [LeftOut(side.round, practices) for side, practices in sides if practices]


# --- Practices --------------------------------------------------------------------------------------


def _moves(changes: Sequence[Change], later: Round) -> Iterator[Move]:
    addresses, practices = Addresses(later.uid), later.version.practices
    for change in changes:
        own = practices[change.practice.key]
        yield _move(change, addresses.practice(own.section_key, own.key))


def _move(change: Change, why: str) -> Move:
    before, after = change.before, change.after
    return Move(
        name=change.practice.name,
        why=why,
        dimension=change.section.title,
        raters=_raters(before.raters, after.raters),
        mixes=(before.mix, after.mix),
        states=(str(STATES[before.state]), str(STATES[after.state])),
        done=(str(points(before.x)), str(points(after.x))),
        agreed=(str(points(before.e)), str(points(after.e))),
        done_change=_points_change(before.x, after.x),
        agreed_change=_points_change(before.e, after.e),
        advice=(_badge(before), _badge(after)),
        is_rated=before.x is not None and after.x is not None,
    )


def _raters(before: int, after: int) -> str:
    if before != after:
        return _("%(then)d → %(now)d raters") % {"then": before, "now": after}
    return ngettext("%(count)d rater", "%(count)d raters", after) % {"count": after} if after else ""


def _points_change(before: float | None, after: float | None) -> str:
    return NO_VALUE if before is None or after is None else points_above(after, before)


def _badge(standing: Standing) -> Badge | None:
    return badge_of(Action(standing.action)) if standing.action else None


def practice_columns(pair: Pair) -> tuple[str, ...]:
    """Return the headings of the file of differences, with the titles of the two rounds."""
    titles = (pair.before.title, pair.after.title)
    words = (_("State"), _("Raters"), _("Done"), _("Agreed"), _("Advice"))
    both = [f"{word}, {title}" for word in words for title in titles]
    return (_("Key"), _("Practice"), _("Dimension"), *both, _("Change in done"), _("Change in agreed"))


def practice_rows(difference: Difference) -> list[tuple[Cell, ...]]:
    """Return one row for each practice that both rounds have, what moved most first; values 0..1, unrounded."""
    return [_cells(change) for change in difference.changes]


def _cells(change: Change) -> tuple[Cell, ...]:
    before, after = change.before, change.after
    return (
        change.practice.key,
        change.practice.name,
        change.section.title,
        str(STATES[before.state]),
        str(STATES[after.state]),
        before.raters,
        after.raters,
        before.x,
        after.x,
        before.e,
        after.e,
        _advice(before),
        _advice(after),
        change.done,
        change.agreed,
    )


def _advice(standing: Standing) -> str | None:
    return str(ACTIONS[Action(standing.action)]) if standing.action else None
