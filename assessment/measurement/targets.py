"""Targets: how far an organization wants to go, by dimension."""

from collections.abc import Mapping
from enum import StrEnum

from .instrument import Dimension, Instrument, Practice, Thresholds


class TargetError(ValueError):
    """A target is missing or outside the scale."""


class Criticality(StrEnum):
    """How critical the models of an organization are."""

    PROOF_OF_CONCEPT = "proof-of-concept"
    NOT_CRITICAL = "not-critical"
    CRITICAL = "critical"


def default_target(criticality: str, thresholds: Thresholds) -> float:
    """Return the target, 0..1, for every dimension of an organization with such models.

    `criticality` is a value of `Criticality`; anything else raises TargetError.
    Source: the measurement model, section "Targets".
    """
    defaults: dict[str, float] = {
        Criticality.PROOF_OF_CONCEPT: thresholds.target_proof_of_concept,
        Criticality.NOT_CRITICAL: thresholds.target_not_critical,
        Criticality.CRITICAL: thresholds.target_critical,
    }
    if criticality not in defaults:
        raise TargetError(f"there is no criticality {criticality!r}")
    return defaults[criticality]


def check_targets(instrument: Instrument, targets: Mapping[str, float]) -> None:
    """Raise TargetError unless every dimension, overlays too, has a target of 0..1."""
    for dimension in instrument.dimensions:
        if dimension.key not in targets:
            raise TargetError(f"dimension {dimension.key} has no target")
        if not 0 <= targets[dimension.key] <= 1:
            raise TargetError(f"dimension {dimension.key}: target {targets[dimension.key]} is not in 0..1")


def practice_target(
    practice: Practice, dimension: Dimension, targets: Mapping[str, float], thresholds: Thresholds
) -> float:
    """Return the target of one practice, 0..1: its dimension's, for an essential one outside overlays more.

    Source: the measurement model, section "Targets".
    """
    target = targets[dimension.key]
    raised = practice.essential and not dimension.overlay
    return max(target, thresholds.essential_target) if raised else target
