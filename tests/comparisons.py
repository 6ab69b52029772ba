"""Closed rounds with stored results, for what compares organizations."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from assessment.measurement.mix import Mix
from assessment.models import Assessment, DimensionResult, Grant, Organization, Result, User, Version
from assessment.services.comparison_choices import Choice
from assessment.services.comparison_rows import Row
from assessment.services.comparisons import Chosen, cohort_of, selection_of
from tests.factories import make_assessment, make_person, make_version

CLOSED = datetime(2026, 9, 1, 12, tzinfo=UTC)
HALF = Mix(0.3, 0.2, 0.1, 0.4)


def make_round(
    organization: Organization,
    version: Version,
    mix: Mix | None = HALF,
    stage: int | None = 2,
    dimensions: Mapping[str, float | None] | None = None,
    *,
    days: int = 0,
    **fields: object,
) -> Assessment:
    """A round closed so many days after `CLOSED`; a dimension of None is insufficient, a mix of None not reportable."""
    closed_at = CLOSED + timedelta(days=days)
    assessment = make_assessment(
        organization,
        version,
        state=Assessment.State.CLOSED,
        opened_at=closed_at - timedelta(days=9),
        closed_at=closed_at,
    )
    result = Result.objects.create(**_result(assessment, mix, stage, fields))
    DimensionResult.objects.bulk_create(_dimensions(result, dimensions or {}))
    return assessment


def _result(
    assessment: Assessment, mix: Mix | None, stage: int | None, fields: Mapping[str, object]
) -> dict[str, object]:
    return {
        "assessment": assessment,
        "scale_version": "1",
        "inputs_hash": "0" * 64,
        "computed_at": assessment.closed_at,
        "respondents": 3,
        "people": 3,
        "reportable": mix is not None,
        "practice": mix.practice if mix else None,
        "explicitness": mix.explicitness if mix else None,
        "stage": stage if mix else None,
        "coverage": 0.9,
        **_parts(mix),
        **fields,
    }


def _parts(mix: Mix | None) -> dict[str, float]:
    names = ("mix_explicit", "mix_implicit", "mix_declared", "mix_absent")
    return dict(zip(names, mix.parts, strict=True)) if mix else {}


def chosen_by(user: User, **asked: Any) -> Chosen:  # noqa: ANN401 any part of a choice
    """The organizations that the user sees with this choice."""
    return selection_of(cohort_of(make_person(user)), Choice(**asked)).chosen


def rows_of(user: User, **asked: Any) -> list[Row]:  # noqa: ANN401 any part of a choice
    """Those organizations, by name unless another order is asked for."""
    return list(chosen_by(user, **{"order": "name", **asked}).every())


def _dimensions(result: Result, scores: Mapping[str, float | None]) -> list[DimensionResult]:
    return [
        DimensionResult(
            result=result,
            key=key,
            position=position,
            state="insufficient" if score is None else "reportable",
            practice=score,
            **_parts(None if score is None else Mix.of(score, 0.5)),
        )
        for position, (key, score) in enumerate(scores.items())
    ]


def make_cohort(user: User, number: int, *, dimensions: int = 10) -> None:
    """So many organizations that granted the user access, each with two closed rounds, in a few statements."""
    version = make_version(dimensions=dimensions, practices=1)
    organizations = Organization.objects.bulk_create(
        Organization(name=f"Organization {place:04}", sector="software", size="10-49", synthetic=True)
        for place in range(number)
    )
    Grant.objects.bulk_create(
        Grant(organization=organization, user=user, state=Grant.State.GRANTED, granted_at=CLOSED)
        for organization in organizations
    )
    rounds = Assessment.objects.bulk_create(
        _closed(organization, version, days) for organization in organizations for days in (0, 90)
    )
    results = Result.objects.bulk_create(
        Result(**_result(assessment, _spread_mix(place), place % 5, {})) for place, assessment in enumerate(rounds)
    )
    scores = [
        {f"d{each}": (place * 7 + each * 13) % 101 / 100 for each in range(dimensions)} for place in range(len(results))
    ]
    DimensionResult.objects.bulk_create(
        (row for result, given in zip(results, scores, strict=True) for row in _dimensions(result, given)),
        batch_size=2000,
    )


def _closed(organization: Organization, version: Version, days: int) -> Assessment:
    closed_at = CLOSED + timedelta(days=days)
    return Assessment(
        organization=organization,
        version=version,
        title=f"Round {days}",
        state=Assessment.State.CLOSED,
        opened_at=closed_at - timedelta(days=9),
        closed_at=closed_at,
        **organization.facts(),
    )


def _spread_mix(place: int) -> Mix:
    return Mix.of((place * 37 % 100) / 100, (place * 61 % 100) / 100)
