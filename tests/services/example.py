"""The small questionnaire that docs/questionnaire-format.md shows, to load and to spoil."""

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

from assessment.models import Person, Version
from assessment.services.questionnaires import load_questionnaire, read_questionnaire

FORMAT = Path(__file__).parents[2] / "docs" / "questionnaire-format.md"
TEXT = re.search(r"```yaml\n(questionnaire: .*?)```", FORMAT.read_text(encoding="utf-8"), re.DOTALL)[1]  # type: ignore[index]  # the page has it
DOCUMENT = read_questionnaire(TEXT.encode())


def example() -> dict[str, Any]:
    """A document of one's own to change."""
    return deepcopy(DOCUMENT)


def practice_of(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["sections"][1]["practices"][0]
    return found


def with_second_practice(document: dict[str, Any], **changes: object) -> dict[str, Any]:
    """The document with a practice `rehearsal` beside its own."""
    second = deepcopy(practice_of(document)) | {"key": "rehearsal", "name": "Rehearsal"}
    second["options"] = [f"Rehearsed {text}" for text in second["options"]]
    document["sections"][1]["practices"].append(second | changes)
    return document


def make_example(*, publish: bool = True) -> Version:
    """The example as a version."""
    return load_questionnaire(Person(), example(), publish=publish).version
