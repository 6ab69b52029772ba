"""The roadmap in its three columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from assessment.measurement.advice import DOING, Action
from assessment.measurement.roadmap import Placement
from assessment.services.frozen import FrozenPractice
from assessment.services.stored_results import Advised, PracticeView
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.result_pages.practice_rows import Badge, badge_of
from assessment.wording import decimals

PLACEMENTS: dict[Placement, Promise] = {
    Placement.NOW: gettext_lazy("Now"),
    Placement.NEXT: gettext_lazy("Next"),
    Placement.LATER: gettext_lazy("Later"),
}
EFFORTS: tuple[Promise, ...] = (
    gettext_lazy("small effort"),
    gettext_lazy("medium effort"),
    gettext_lazy("large effort"),
)
GENERAL_ADVICE: dict[Action, Promise] = {
    Action.DISCUSS: gettext_lazy(
        "People see this differently. Sit together, compare what each of you has seen, and agree on one answer."
    ),
    Action.FIND_OUT: gettext_lazy(
        "Nobody who answered could say. Ask the people who do this work, and have one of them answer next time."
    ),
}
SHOWN_OF_LATER = 7


@dataclass(frozen=True)
class Need:
    """A practice that another builds on, and that is still to be done itself."""

    key: str
    name: str


@dataclass(frozen=True)
class Step:
    """One step; `gain` is what is shown of the rise of the explicit part, empty where there is none.

    `why` is the page with the derivations of its numbers, empty where there is none.
    """

    place: int
    key: str
    why: str
    name: str
    badge: Badge
    effort: str
    gain: str
    holds_back: bool
    advice: str
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Column:
    """Now, Next or Later: the steps shown, and those behind a disclosure."""

    key: str
    title: str
    count: str
    steps: tuple[Step, ...]
    more: tuple[Step, ...]


@dataclass(frozen=True)
class RoadmapPanel:
    """A roadmap; `heading` says with how many things to start."""

    heading: str
    columns: tuple[Column, ...]


def roadmap_panel(
    practices: Sequence[PracticeView], addresses: Addresses, beside: Sequence[PracticeView] = ()
) -> RoadmapPanel | None:
    """Return the roadmap of these practices, which may build on those `beside`; None where nothing is on it."""
    placed = [(practice, practice.advised) for practice in practices if practice.advised]
    steps = [(practice, advised) for practice, advised in placed if advised.placement is not None]
    if not steps:
        return None
    steps.sort(key=lambda step: step[1].place or 0)
    due = {
        each.key: Need(each.key, each.practice.name)
        for each in (*beside, *practices)
        if each.advised and each.advised.action in DOING
    }
    columns = tuple(_column(placement, steps, _Around(addresses, due)) for placement in Placement)
    count = len(columns[0].steps)
    heading = ngettext("One thing to start with", "%(count)d things to start with", count)
    return RoadmapPanel(heading % {"count": count}, columns)


@dataclass(frozen=True)
class _Around:
    """What a step needs beside its own practice: where its derivation is, and what it may build on."""

    addresses: Addresses
    due: Mapping[str, Need]


def _column(placement: Placement, steps: Sequence[tuple[PracticeView, Advised]], around: _Around) -> Column:
    own = [_step(practice, advised, around) for practice, advised in steps if advised.placement is placement]
    shown = SHOWN_OF_LATER if placement is Placement.LATER else len(own)
    count = ngettext("%d action", "%d actions", len(own)) % len(own)
    return Column(placement.value, str(PLACEMENTS[placement]), count, tuple(own[:shown]), tuple(own[shown:]))


def _step(practice: PracticeView, advised: Advised, around: _Around) -> Step:
    return Step(
        place=advised.place or 0,
        key=practice.key,
        why=around.addresses.practice(practice.practice.section_key, practice.key),
        name=practice.practice.name,
        badge=badge_of(advised.action),
        effort=str(EFFORTS[advised.effort - 1]),
        gain=gain_of(advised),
        holds_back=practice.holds_back,
        advice=advice_of(practice, advised.action),
        needs=tuple(around.due[key] for key in practice.practice.prerequisites if key in around.due),
    )


def gain_of(advised: Advised) -> str:
    """Return the rise of the explicit part in points with one decimal; empty for actions without a gain."""
    if advised.action in GENERAL_ADVICE:
        return ""
    return f"+{decimals(advised.gain_explicit / 100, 1)}"


def advice_of(practice: PracticeView, action: Action) -> str:
    """Return how to begin with an action."""
    return first_steps(practice.practice, action)


def first_steps(practice: FrozenPractice, action: Action) -> str:
    """Return how to begin with an action, as the questionnaire has it."""
    return str(GENERAL_ADVICE[action]) if action in GENERAL_ADVICE else practice.advice[action.value]
