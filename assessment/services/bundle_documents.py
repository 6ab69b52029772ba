"""A closed assessment as a bundle: one JSON document with its questionnaire, its tallies and its scores."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from assessment.measurement.answers import Tally
from assessment.measurement.perception import ConstructScore
from assessment.models import Assessment, DimensionResult, PracticeResult, Result
from assessment.services.questionnaire_export import content_hash, export_version
from assessment.services.result_rows import ResultRows
from assessment.services.results import bounds_of, mix_of
from assessment.services.tally_inputs import TallyInputs

KIND, FORMAT = "tacit-assessment", 1
Data = dict[str, Any]


def bundle_document(assessment: Assessment, rows: ResultRows, inputs: TallyInputs) -> Data:
    """Return the bundle of a closed assessment with these stored rows and the inputs they hold.

    Nothing in it is a single response, a note or an open answer, and nothing says who did what.
    """
    return {
        "bundle": KIND,
        "format": FORMAT,
        "exported_at": _time(timezone.now()),
        "scale": rows.result.scale_version,
        "organization": {"name": assessment.organization.name, "synthetic": assessment.organization.synthetic},
        "facts": assessment.facts(),
        "round": _round(assessment),
        "questionnaire": _questionnaire(assessment),
        "inputs": _inputs(assessment, inputs),
        "scores": scores_document(rows),
    }


def as_json(document: Data) -> str:
    """A document in its one canonical spelling, readable, in ASCII order of the keys."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _round(assessment: Assessment) -> Data:
    if assessment.closed_at is None:
        message = "Only a closed assessment has a bundle."
        raise ValueError(message)
    return {
        "title": assessment.title,
        "kind": assessment.kind,
        "opened_at": _time(assessment.opened_at),
        "closed_at": _time(assessment.closed_at),
        "due_on": _day(assessment.due_on),
        "held_on": _day(assessment.held_on),
    }


def _questionnaire(assessment: Assessment) -> Data:
    document = export_version(assessment.version)
    return {
        "key": assessment.version.questionnaire.key,
        "number": assessment.version.number,
        "content_hash": content_hash(document),
        "document": document,
    }


def _inputs(assessment: Assessment, inputs: TallyInputs) -> Data:
    return {
        "hash": inputs.hash,
        "respondents": inputs.respondents,
        "people": inputs.people,
        "targets": inputs.targets,
        "tallies": {key: _tally(tally) for key, tally in inputs.tallies.items()},
        "from_responses": {
            "stage_lowest": inputs.stage_range.lowest,
            "stage_highest": inputs.stage_range.highest,
            "opinions": [_opinion(opinion) for opinion in inputs.opinions],
        },
    }


def _tally(tally: Tally) -> Data:
    return {"pairs": [list(pair) for pair in tally.pairs], "not_applicable": tally.not_applicable}


def _opinion(opinion: ConstructScore) -> Data:
    counts = {item: list(values) for item, values in opinion.counts.items()}
    return {"key": opinion.key, "respondents": opinion.respondents, "mean": opinion.mean, "counts": counts}


# --- Scores --------------------------------------------------------------------------------------


def scores_document(rows: ResultRows) -> Data:
    """Return all scores of a result, stored or not; values that are undefined are left out."""
    return {
        "overall": _overall(rows.result),
        "dimensions": {row.key: _dimension(row) for row in rows.dimensions},
        "practices": {row.key: _practice(row) for row in rows.practices},
    }


def _defined(row: object, names: Iterable[str]) -> Data:
    return {name: value for name in names if (value := getattr(row, name)) not in (None, "")}


def _mix(row: Result | DimensionResult | PracticeResult) -> Data:
    mix = mix_of(row)
    names = ("explicit", "implicit", "declared", "absent")
    return {"mix": dict(zip(names, mix.parts, strict=True))} if mix else {}


def _bounds(row: Result | DimensionResult) -> Data:
    bounds = bounds_of(row)
    names = ("practice_low", "practice_high", "explicit_low", "explicit_high")
    return {"bounds": _defined(bounds, names)} if bounds else {}


def _overall(row: Result) -> Data:
    stages = ("stage", "possible_stage", "stage_without_gates", "stage_lowest", "stage_highest")
    return {
        **_defined(row, ("practice", "explicitness", "coverage", "limiting_dimension", "unknown", "reportable")),
        **{name: int(stage) for name, stage in _defined(row, stages).items()},
        **_mix(row),
        **_bounds(row),
        "declared": row.is_declared,
        "contested": row.contested,
        "held_back_by": list(row.held_back_by),
    }


def _dimension(row: DimensionResult) -> Data:
    names = ("state", "overlay", "practice", "explicitness", "coverage")
    return {**_defined(row, names), **_mix(row), **_bounds(row)}


def _practice(row: PracticeResult) -> Data:
    names = (
        "state", "raters", "x", "e", "median", "minimum", "maximum", "discuss",
        "action", "gain_explicit", "gain_practice", "place", "placement",
    )  # fmt: skip
    return {"dimension": row.dimension_key, **_defined(row, names), **_mix(row)}
