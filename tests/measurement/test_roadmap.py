"""Tests of the order of the roadmap."""

from collections.abc import Sequence

import pytest
from hypothesis import given

from assessment.measurement.advice import CHANGING, DOING, Action, Advice
from assessment.measurement.answers import Answer
from assessment.measurement.instrument import Instrument, Practice, Thresholds
from assessment.measurement.roadmap import Placement, Roadmap, RoadmapItem, placement, roadmap
from assessment.measurement.scores import score

from .builders import DEFAULTS, dimension, instrument, response, scored
from .strategies import assessments, steady


def advised(key: str, action: Action, gain: float = 0.0, *, holds_back: bool = False, width: float = 0.0) -> Advice:
    """Return advice of effort 1, with a rank of `gain`."""
    return Advice(key, action, gain, 0.0, 1, holds_back, width)


def order_of(*items: Advice, needs: dict[str, Sequence[str]] | None = None) -> str:
    """Return the keys of the roadmap in order, run together."""
    practices = (Practice(item.key, prerequisites=tuple((needs or {}).get(item.key, ()))) for item in items)
    made = instrument(dimension("d", *practices))
    return "".join(item.key for item in roadmap(made, {item.key: item for item in items}).order)


def test_what_holds_back_comes_first_then_what_to_discuss_then_the_rest() -> None:
    assert order_of(
        advised("a", Action.ADOPT, 9),
        advised("b", Action.DISCUSS, width=0.5),
        advised("c", Action.EXECUTE, 1, holds_back=True),
        advised("d", Action.FIND_OUT, holds_back=True),
        advised("e", Action.SUSTAIN),
        advised("f", Action.FORMALISE, 8),
    ) == "dcbaf"  # fmt: skip


def test_within_a_group_the_highest_rank_then_the_key() -> None:
    assert order_of(
        advised("d", Action.ADOPT, 2),
        advised("c", Action.FORMALISE, 2.0000001),
        advised("b", Action.EXECUTE, 3),
        advised("a", Action.ADOPT, 1),
    ) == "bcda"  # fmt: skip
    assert order_of(
        advised("b", Action.FIND_OUT, holds_back=True),
        advised("a", Action.FIND_OUT, holds_back=True),
        advised("c", Action.ADOPT, 1, holds_back=True),
        advised("d", Action.ADOPT, 2, holds_back=True),
    ) == "abdc"  # fmt: skip


def test_the_widest_disagreement_is_discussed_first() -> None:
    assert order_of(
        advised("c", Action.DISCUSS, width=0.5),
        advised("b", Action.DISCUSS, width=0.5000001),
        advised("a", Action.DISCUSS, width=0.5),
        advised("d", Action.DISCUSS, width=1.0),
    ) == "dabc"  # fmt: skip


def test_prerequisites_move_up_depth_first_in_key_order() -> None:
    items = [advised(key, Action.ADOPT, gain) for key, gain in zip("abcde", (5, 4, 3, 2, 1), strict=True)]
    assert order_of(*items, needs={"a": "ed"}) == "deabc"
    assert order_of(*items, needs={"a": "c", "c": "e"}) == "ecabd"
    assert order_of(*items, needs={"a": "cd", "d": "e", "c": "e"}) == "ecdab"
    assert order_of(*items, needs={"e": "a"}) == "abcde"


@pytest.mark.parametrize("action", [Action.ADOPT, Action.EXECUTE, Action.FORMALISE])
def test_every_change_moves_its_prerequisites_up(action: Action) -> None:
    assert order_of(advised("a", action, 2), advised("b", Action.EXECUTE, 1), needs={"a": "b"}) == "ba"


@pytest.mark.parametrize("action", [Action.DISCUSS, Action.FIND_OUT])
def test_talking_about_a_practice_needs_no_other(action: Action) -> None:
    first = advised("a", action, holds_back=True)
    assert order_of(first, advised("b", Action.ADOPT, 1), needs={"a": "b"}) == "ab"


@pytest.mark.parametrize("action", [Action.FORMALISE, Action.DISCUSS, Action.FIND_OUT])
def test_only_what_is_still_to_be_done_moves_up(action: Action) -> None:
    first = advised("a", Action.ADOPT, 2, holds_back=True)
    assert order_of(first, advised("b", action, 1), needs={"a": "b"}) == "ab"


def test_a_prerequisite_may_move_into_what_holds_back() -> None:
    assert order_of(
        advised("a", Action.FIND_OUT, holds_back=True),
        advised("b", Action.ADOPT, 1, holds_back=True),
        advised("c", Action.DISCUSS, width=1),
        advised("d", Action.ADOPT, 1),
        needs={"b": "dc"},
    ) == "adbc"  # fmt: skip


def test_the_first_five_are_for_now_and_the_next_seven_for_next() -> None:
    places = [placement(place, DEFAULTS) for place in range(14)]
    assert places == [Placement.NOW] * 5 + [Placement.NEXT] * 7 + [Placement.LATER] * 2
    short = Thresholds(now=1, next=0)
    assert [placement(place, short) for place in range(2)] == [Placement.NOW, Placement.LATER]


def test_a_roadmap_of_a_small_organization() -> None:
    made = instrument(dimension("d", Practice("a", effort=1), Practice("b", essential=True), "c", "e"))
    # b is lifted to 0.5, its target as an essential practice, a to 0.25, c to e = 2/3.
    found = scored(made, response(a="0 1", b="0 1", c="0.75 0", e="1 1"), target=0.25).roadmap
    assert found == Roadmap(
        actions={
            "a": Action.EXECUTE,
            "b": Action.EXECUTE,
            "c": Action.FORMALISE,
            "e": Action.SUSTAIN,
        },
        order=(
            RoadmapItem("b", Action.EXECUTE, 12.5, 12.5, 2, 12.5, Placement.NOW, holds_back=True),
            RoadmapItem("a", Action.EXECUTE, 6.25, 6.25, 1, 12.5, Placement.NOW, holds_back=False),
            RoadmapItem("c", Action.FORMALISE, 12.5, 0.0, 1, 12.5, Placement.NOW, holds_back=False),
        ),
    )


def test_a_reportable_overlay_has_a_roadmap_of_its_own() -> None:
    made = instrument(
        dimension("d", "a"),
        dimension("o", "b", "c", weight=3, overlay=True, essential=("b",)),
        dimension("u", "e", "f", overlay=True),
    )
    scores = scored(made, response(a="1 1", b="0 1", c="1 1", e="1 1"), target=0.25)
    assert scores.roadmap == Roadmap({"a": Action.SUSTAIN}, ())
    assert scores.overlay_roadmaps == {
        "o": Roadmap(
            {"b": Action.EXECUTE, "c": Action.SUSTAIN},
            (RoadmapItem("b", Action.EXECUTE, 12.5, 12.5, 2, 12.5, Placement.NOW, holds_back=False),),
        )
    }


@steady
@given(assessments())
def test_every_step_is_there_once_and_after_what_it_needs(
    drawn: tuple[Instrument, list[dict[str, Answer]], dict[str, float]],
) -> None:
    made = drawn[0]
    found = score(*drawn).roadmap
    if found is not None:
        steps = [item.key for item in found.order]
        assert sorted(steps) == sorted(key for key, action in found.actions.items() if action != Action.SUSTAIN)
        late = [
            (practice.key, needed)
            for practice in made.practices
            for needed in practice.prerequisites
            if found.actions.get(practice.key) in CHANGING and found.actions.get(needed) in DOING
            if steps.index(needed) > steps.index(practice.key)
        ]
        assert late == []
