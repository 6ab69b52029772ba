"""Tests of instruments: what they hold, and which they refuse to be."""

from dataclasses import fields

import pytest

from assessment.measurement.instrument import (
    THRESHOLD_ORDER,
    THRESHOLD_RANGES,
    Dimension,
    Instrument,
    InstrumentError,
    Practice,
    Thresholds,
)

from .builders import dimension, instrument


def test_the_defaults_are_those_of_the_measurement_model() -> None:
    assert Thresholds() == Thresholds(
        dimension_coverage=0.6,
        dimension_practices=2,
        overall_weight=2 / 3,
        not_applicable_share=0.5,
        hold_back=0.375,
        institutional_practice=0.85,
        institutional_explicit=0.70,
        institutional_essential=0.625,
        explicit_practice=0.50,
        explicit_explicit=0.50,
        implicit_practice=0.50,
        exploring_practice=0.15,
        declared_practice=0.50,
        declared_explicitness=0.50,
        discuss_range=0.5,
        contested_share=1 / 3,
        recognised=0.5,
        agreed=2 / 3,
        essential_target=0.5,
        target_proof_of_concept=0.25,
        target_not_critical=0.5,
        target_critical=0.75,
        now=5,
        next=7,
        construct_share=0.5,
        spread_raters=3,
        distribution_respondents=5,
        open_text_respondents=3,
        benchmark_mean=5,
        benchmark_quartiles=20,
        benchmark_changes=5,
        benchmark_remainder=5,
        benchmark_membership_days=7,
    )


def test_every_threshold_has_a_range_that_holds_its_default() -> None:
    assert list(THRESHOLD_RANGES) == [threshold.name for threshold in fields(Thresholds)]
    assert [n for n, (low, high) in THRESHOLD_RANGES.items() if not low <= getattr(Thresholds(), n) <= high] == []


def test_thresholds_that_protect_people_can_only_be_raised() -> None:
    protecting = {
        "spread_raters": 3,
        "distribution_respondents": 5,
        "open_text_respondents": 3,
        "benchmark_mean": 5,
        "benchmark_quartiles": 20,
        "benchmark_changes": 5,
        "benchmark_remainder": 5,
        "benchmark_membership_days": 7,
    }
    assert {name: THRESHOLD_RANGES[name][0] for name in protecting} == protecting
    assert Thresholds(spread_raters=4).spread_raters == 4
    with pytest.raises(InstrumentError, match="threshold spread_raters is 2, outside 3 to 1000"):
        Thresholds(spread_raters=2)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("hold_back", -0.1, "threshold hold_back is -0.1, outside 0.0 to 1.0"),
        ("institutional_practice", 1.5, "threshold institutional_practice is 1.5, outside 0.0 to 1.0"),
        ("agreed", float("nan"), "threshold agreed is nan, outside 0.0 to 1.0"),
        ("overall_weight", 0.0, "threshold overall_weight is 0.0, outside 0.05 to 1.0"),
        ("dimension_practices", 0, "threshold dimension_practices is 0, outside 1 to 1000"),
        ("now", 2.5, "threshold now is 2.5, not a whole number"),
    ],
)
def test_thresholds_outside_their_range_are_refused(name: str, value: float, message: str) -> None:
    with pytest.raises(InstrumentError) as refusal:
        Thresholds(**{name: value})  # type: ignore[arg-type]  # a count given as a float is one of the cases
    assert str(refusal.value) == message


@pytest.mark.parametrize(("lower", "higher"), THRESHOLD_ORDER)
def test_thresholds_out_of_order_are_refused(lower: str, higher: str) -> None:
    in_order = {name: getattr(Thresholds(), name) for name in THRESHOLD_RANGES}
    swapped = in_order | {lower: THRESHOLD_RANGES[lower][1]}
    # Every other pair stays in order.
    swapped |= {name: THRESHOLD_RANGES[name][1] for name, top in THRESHOLD_ORDER if top == lower}
    swapped |= {top: THRESHOLD_RANGES[top][1] for name, top in THRESHOLD_ORDER if name == lower and top != higher}
    with pytest.raises(InstrumentError, match=f"threshold {lower} is above {higher}"):
        Thresholds(**swapped)


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf"), 1e-7, 1e7])
def test_impossible_weights_are_refused(weight: float) -> None:
    with pytest.raises(InstrumentError, match=f"practice a: weight {weight} is not between"):
        Practice("a", weight=weight)
    with pytest.raises(InstrumentError, match=f"dimension d: weight {weight} is not between"):
        Dimension("d", weight=weight)


@pytest.mark.parametrize("effort", [0, 4, -1])
def test_impossible_efforts_are_refused(effort: int) -> None:
    with pytest.raises(InstrumentError, match=f"practice a: effort {effort} is not 1, 2 or 3"):
        Practice("a", effort=effort)


def test_keys_used_twice_are_refused() -> None:
    with pytest.raises(InstrumentError, match=r"^practice keys used more than once: a, b$"):
        instrument(dimension("d", "b", "a"), dimension("e", "a", "b"))
    with pytest.raises(InstrumentError, match=r"^dimension keys used more than once: d$"):
        instrument(dimension("d"), dimension("d"))


def test_prerequisites_that_do_not_exist_are_refused() -> None:
    practice = Practice("a", prerequisites=("nowhere", "b", "elsewhere"))
    with pytest.raises(InstrumentError, match=r"^practice a needs unknown practices: elsewhere, nowhere$"):
        instrument(dimension("d", practice, "b"))


def test_a_cycle_of_prerequisites_is_refused_by_name() -> None:
    practices = (
        Practice("a", prerequisites=("b",)),
        Practice("b", prerequisites=("c",)),
        Practice("c", prerequisites=("a",)),
        Practice("d", prerequisites=("a",)),
    )
    with pytest.raises(InstrumentError) as refusal:
        instrument(dimension("x", *practices))
    assert str(refusal.value) == "prerequisites form a cycle: a needs b needs c needs a"


def test_a_practice_that_needs_itself_is_a_cycle() -> None:
    with pytest.raises(InstrumentError, match=r"^prerequisites form a cycle: a needs a$"):
        instrument(dimension("d", Practice("a", prerequisites=("a",))))


def test_an_instrument_knows_its_parts() -> None:
    core = dimension("core", "b", "a", essential=("a",))
    overlay = dimension("overlay", "c", overlay=True, essential=("c",))
    made = instrument(core, overlay)
    assert [practice.key for practice in made.practices] == ["b", "a", "c"]
    assert made.practice_keys == {"a", "b", "c"}
    assert (made.core, made.overlays) == ((core,), (overlay,))
    assert made.essentials == (Practice("a", essential=True),)
    assert made == Instrument((core, overlay))
