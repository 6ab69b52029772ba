"""The roadmap: all advice in the order in which to follow it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .advice import CHANGING, DOING, Action, Advice, Adviser
from .comparison import settled
from .dimensions import DimensionScore, DimensionState
from .instrument import Instrument, Thresholds
from .overall import practice_shares
from .practices import PracticeScore


class Placement(StrEnum):
    """When an item of the roadmap is due."""

    NOW = "now"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class RoadmapItem:
    """One step: gains in points of 100 of the overall X and P, effort 1 to 3, rank = gain for effort."""

    key: str
    action: Action
    gain_explicit: float
    gain_practice: float
    effort: int
    rank: float
    placement: Placement
    holds_back: bool


@dataclass(frozen=True)
class Roadmap:
    """Every action, sustain included, by practice key; and the steps in order, sustain left out."""

    actions: Mapping[str, Action]
    order: tuple[RoadmapItem, ...]


def overall_roadmap(
    instrument: Instrument,
    practices: Mapping[str, PracticeScore],
    dimensions: Mapping[str, DimensionScore],
    held_back_by: tuple[str, ...],
    targets: Mapping[str, float],
) -> Roadmap:
    """Return the roadmap of an organization, overlays left out; every dimension needs a target, 0..1.

    Source: the measurement model, section "Roadmap".
    """
    shares = practice_shares(instrument.core, practices, dimensions)
    adviser = Adviser(instrument, practices, targets, shares, held_back_by)
    return roadmap(instrument, adviser.advise(instrument.core))


def overlay_roadmaps(
    instrument: Instrument,
    practices: Mapping[str, PracticeScore],
    dimensions: Mapping[str, DimensionScore],
    targets: Mapping[str, float],
) -> dict[str, Roadmap]:
    """Return a roadmap for each reportable overlay, with gains in points of the overlay's own X and P."""
    return {
        overlay.key: roadmap(
            instrument,
            Adviser(
                instrument, practices, targets, practice_shares([overlay], practices, dimensions)
            ).advise((overlay,)),
        )
        for overlay in instrument.overlays
        if dimensions[overlay.key].state is DimensionState.REPORTABLE
    }  # fmt: skip


def roadmap(instrument: Instrument, advice: Mapping[str, Advice]) -> Roadmap:
    """Return the roadmap of this advice, prerequisites moved up."""
    listed = sorted((item for item in advice.values() if item.action is not Action.SUSTAIN), key=position)
    needs = {practice.key: sorted(set(practice.prerequisites)) for practice in instrument.practices}
    ordered = enumerate(walk(listed, needs))
    return Roadmap(
        actions={key: item.action for key, item in advice.items()},
        order=tuple(placed(item, place, instrument.thresholds) for place, item in ordered),
    )


def position(item: Advice) -> tuple[int, float, str]:
    """Return where the item stands before prerequisites move up: its group, then its order there.

    What holds back first (of it, find out first), then what to discuss, widest range first, then
    the rest by rank; ties by key.
    """
    if item.holds_back:
        return (0, 0.0, item.key) if item.action is Action.FIND_OUT else (1, -item.rank, item.key)
    if item.action is Action.DISCUSS:
        return (2, -settled(item.width), item.key)
    return (3, -item.rank, item.key)


def walk(listed: list[Advice], needs: Mapping[str, list[str]]) -> Iterator[Advice]:
    """Yield the items in order, each after the prerequisites on the list that are still to be done.

    Depth first. Only an item that changes something needs them, and only adopt and execute are
    moved up: the others are done already, or talked about.
    """
    waiting = {item.key: item for item in listed}

    def visit(item: Advice) -> Iterator[Advice]:
        if item.action in CHANGING:
            for key in needs[item.key]:
                if key in waiting and waiting[key].action in DOING:
                    yield from visit(waiting[key])
        del waiting[item.key]
        yield item

    for item in listed:
        if item.key in waiting:
            yield from visit(item)


def placed(item: Advice, place: int, thresholds: Thresholds) -> RoadmapItem:
    """Return the item as a step of the roadmap; `place` counts from 0."""
    return RoadmapItem(
        item.key, item.action, item.gain_explicit, item.gain_practice, item.effort, item.rank,
        placement(place, thresholds), item.holds_back,
    )  # fmt: skip


def placement(place: int, thresholds: Thresholds) -> Placement:
    """Return when the item at `place`, counted from 0, is due."""
    if place < thresholds.now:
        return Placement.NOW
    return Placement.NEXT if place < thresholds.now + thresholds.next else Placement.LATER
