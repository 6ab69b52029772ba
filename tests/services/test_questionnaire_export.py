"""A version as a file: what was loaded comes out again, and what means the same has the same hash."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import OptionSet, Person, Question
from assessment.services.questionnaire_export import as_yaml, content_hash, export_version
from assessment.services.questionnaire_schema import SCHEMA_FILE
from assessment.services.questionnaires import load_questionnaire, read_questionnaire
from tests.services.example import example, make_example, practice_of, with_second_practice

pytestmark = pytest.mark.django_db

LIBRARY = sorted(SCHEMA_FILE.parent.glob("*.yaml"), key=lambda file: file.name)


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: file.stem)
def test_the_library_comes_out_as_it_went_in(file: Path) -> None:
    document = read_questionnaire(file.read_bytes())
    version = load_questionnaire(Person(), document).version
    exported = read_questionnaire(as_yaml(export_version(version)).encode())
    assert content_hash(exported) == content_hash(document) == version.content_hash


def test_an_export_says_what_the_file_said() -> None:
    exported = export_version(make_example())
    assert exported == example()
    assert yaml.safe_load(as_yaml(exported)) == exported


def test_an_export_takes_a_fixed_number_of_queries() -> None:
    small = make_example()
    large = load_questionnaire(Person(), read_questionnaire(LIBRARY[0].read_bytes())).version
    counts = []
    for version in (small, large):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            export_version(version)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_draft_is_exported_with_its_faults() -> None:
    draft = make_example(publish=False)
    Question.objects.filter(key="roll-back").delete()
    Question.objects.filter(key="helped-most").update(condition={"fact": "regulated"})
    OptionSet.objects.create(version=draft, key="unused")
    exported = export_version(draft)
    assert "question" not in practice_of(exported)
    assert practice_of(exported)["options"] == []
    assert exported["sections"][2]["questions"][1]["condition"] == {"fact": "regulated"}
    assert exported["option_sets"]["unused"] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(notes="Other notes."),
        lambda d: practice_of(d).update(weight=1.0),
        lambda d: d.update(minutes=2.0),
        lambda d: d.update(thresholds={"hold_back": 0.375}),
        lambda d: d["option_sets"]["recognition"][2].update(points=1 / 3),
        lambda d: d["sections"][0]["questions"][0].update(multiple=False),
        lambda d: d.update(sources=dict(reversed(d["sources"].items()))),
    ],
)
def test_what_means_the_same_has_the_same_hash(change: Callable[[dict[str, Any]], object]) -> None:
    document = example()
    change(document)
    assert content_hash(document) == content_hash(example())


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(title="Other"),
        lambda d: practice_of(d).update(weight=1.5),
        lambda d: d.update(thresholds={"hold_back": 0.4}),
        lambda d: practice_of(d)["options"].reverse(),
        lambda d: d["sections"].reverse(),
        lambda d: d["sections"][0]["questions"][0].update(multiple=True),
        with_second_practice,
    ],
)
def test_what_means_something_else_has_another_hash(change: Callable[[dict[str, Any]], object]) -> None:
    document = example()
    change(document)
    assert content_hash(document) != content_hash(example())


def test_a_file_holds_no_alias() -> None:
    shared = {"title": "One", "description": "Two"}
    assert "&" not in as_yaml({"a": shared, "b": shared})
