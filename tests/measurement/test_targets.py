"""Tests of targets."""

import pytest

from assessment.measurement.instrument import Practice, Thresholds
from assessment.measurement.targets import TargetError, check_targets, default_target, practice_target

from .builders import DEFAULTS, dimension, instrument


@pytest.mark.parametrize(
    ("criticality", "target"), [("proof-of-concept", 0.25), ("not-critical", 0.5), ("critical", 0.75)]
)
def test_the_default_follows_from_how_critical_the_models_are(criticality: str, target: float) -> None:
    assert default_target(criticality, DEFAULTS) == target


def test_the_defaults_are_the_versions_own() -> None:
    assert default_target("critical", Thresholds(target_critical=0.9)) == 0.9


def test_an_unknown_criticality_is_refused() -> None:
    with pytest.raises(TargetError, match=r"^there is no criticality 'vital'$"):
        default_target("vital", DEFAULTS)


def test_every_dimension_needs_a_target_on_the_scale() -> None:
    made = instrument(dimension("d", "a"), dimension("e", "b", overlay=True))
    check_targets(made, {"d": 0, "e": 1, "other": 7})
    with pytest.raises(TargetError, match=r"^dimension e has no target$"):
        check_targets(made, {"d": 0.5})
    for impossible in (-0.1, 1.1, float("nan")):
        with pytest.raises(TargetError, match=rf"^dimension d: target {impossible} is not in 0..1$"):
            check_targets(made, {"d": impossible, "e": 0})


@pytest.mark.parametrize(
    ("essential", "overlay", "target", "expected"),
    [
        (False, False, 0.25, 0.25),
        (True, False, 0.25, 0.5),
        (True, False, 0.75, 0.75),
        (True, True, 0.25, 0.25),
    ],
)
def test_essential_practices_have_a_lowest_target(
    essential: bool, overlay: bool, target: float, expected: float
) -> None:
    practice = Practice("a", essential=essential)
    own = dimension("d", practice, overlay=overlay)
    assert practice_target(practice, own, {"d": target}, DEFAULTS) == expected
