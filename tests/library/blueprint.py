"""What the bundled questionnaires have to hold, and how the tests read them."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "assessment" / "library"
FULL = yaml.safe_load((LIBRARY / "mlops-adoption.yaml").read_text(encoding="utf-8"))
QUICK = yaml.safe_load((LIBRARY / "quick-check.yaml").read_text(encoding="utf-8"))
BOTH = pytest.mark.parametrize("questionnaire", [FULL, QUICK], ids=["full", "quick"])

DIMENSIONS = {
    "purpose": ["goal", "baseline", "value-check", "cost", "inventory"],
    "people": ["owner", "joint-planning", "bus-factor", "onboarding", "retrospective"],
    "data": ["repeatable-data", "data-checks", "data-record", "labels", "same-transform"],
    "experiments": ["trial-record", "versions", "reproduce", "environments", "catalogue"],
    "build": ["auto-checks", "second-reviewer", "tests", "workflow", "infra-files"],
    "release": ["one-path", "quality-gate", "limited-traffic", "roll-back", "service-needs"],
    "monitoring": ["health", "input-change", "live-quality", "alerts", "retraining"],
    "risk": ["risk-review", "documentation", "audit-trail", "access", "override"],
    "explanation": ["explain", "faithful", "explain-live", "group-differences", "tell-users"],
    "generative": ["prompt-versions", "fixed-evaluation", "output-screening", "grounding-data", "usage-cost"],
}
ESSENTIAL = {
    "goal", "owner", "repeatable-data", "versions", "auto-checks", "one-path", "live-quality",
    "risk-review", "explain",
}  # fmt: skip
QUICK_PRACTICES = ESSENTIAL | {"cost", "retraining", "onboarding"}
MAY_NOT_APPLY = {"labels", "limited-traffic", "faithful", "group-differences", "tell-users"}
PREREQUISITES = {
    "reproduce": {"versions", "environments"},
    "catalogue": {"versions"},
    "workflow": {"repeatable-data"},
    "quality-gate": {"workflow"},
    "limited-traffic": {"one-path"},
    "roll-back": {"versions", "one-path"},
    "input-change": {"health"},
    "live-quality": {"health"},
    "alerts": {"health"},
    "retraining": {"workflow", "live-quality"},
    "audit-trail": {"versions"},
    "faithful": {"explain"},
    "explain-live": {"explain"},
    "value-check": {"goal"},
    "documentation": {"inventory"},
    "risk-review": {"inventory"},
}
CONSTRUCTS = [
    "benefits",
    "tool-cost",
    "learning",
    "scepticism",
    "awareness",
    "generative-promise",
    "explainable-promise",
]
CONSISTENCY = {
    ("retraining", 0.75, "live-quality", 0.25),
    ("roll-back", 0.75, "versions", 0.25),
    ("one-path", 0.75, "auto-checks", 0),
    ("audit-trail", 0.75, "versions", 0.25),
    ("live-quality", 0.75, "health", 0.25),
}


def dimensions(questionnaire: dict[str, Any]) -> list[dict[str, Any]]:
    return [section for section in questionnaire["sections"] if section["kind"] == "dimension"]


def practices(questionnaire: dict[str, Any]) -> list[dict[str, Any]]:
    return [practice for section in dimensions(questionnaire) for practice in section["practices"]]


def questions(questionnaire: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [
        question
        for section in questionnaire["sections"]
        if section["kind"] == kind
        for question in section["questions"]
    ]


def repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
