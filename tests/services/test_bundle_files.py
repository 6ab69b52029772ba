"""What is no bundle, or none that this installation can read, is refused with a sentence."""

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

from assessment.models import Assessment, facts
from assessment.services.bundle_files import LARGEST, BundleRefused, read_bundle, validator
from tests.bundles import Data, bundle_of, make_round, spoiled

pytestmark = pytest.mark.django_db


def refusal_of(content: bytes) -> list[str]:
    with pytest.raises(BundleRefused) as refusal:
        read_bundle(content)
    assert refusal.value.status == 422
    return refusal.value.sentences


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"x" * (LARGEST + 1), "The file is larger than 3 MB, far more than it takes."),
        (b"\xff\xfe", "The file is not UTF-8 text."),
        (b"", "The file is not JSON: it can't be read from line 1 on."),
        (b'{"bundle":\n "tacit-assessment"', "The file is not JSON: it can't be read from line 2 on."),
        (b"[" * 200_000, "The file is not JSON: it can't be read from line 1 on."),
        (b"[" * 40 + b"]" * 40, "The file holds far more than it could need."),
        (b"[" + b"1," * 70_000 + b"1]", "The file holds far more than it could need."),
        (b'{"a": 1, "a": 2}', "The file gives the same entry twice."),
        (b'{"a": NaN}', "“NaN” is not a number."),
        (b'{"a": 1e999}', "“1e999” is not a number."),
        (b'{"a": ' + b"9" * 5000 + b"}", "“99999999999999999999” is not a number."),
        (b'{"a": "\\u0000"}', "A text in the file holds a character that can't be kept."),
        (b'{"\\ud800": 1}', "A text in the file holds a character that can't be kept."),
        (b"[]", "This is JSON, but no bundle of an assessment."),
        (b'{"bundle": "tacit-questionnaire"}', "This is JSON, but no bundle of an assessment."),
    ],
)
def test_what_is_no_bundle_is_told_apart(content: bytes, sentence: str) -> None:
    assert refusal_of(content) == [sentence]


SPOILED: list[tuple[Callable[[Data], object], str]] = [
    (
        lambda document: document.update(format=2),
        "The bundle has format 2, and this installation reads formats up to 1.",
    ),
    (
        lambda document: document.update(scale="9"),
        "The bundle was scored with version 9 of the scale, and this installation computes version 1. "
        "Its scores would not be the same.",
    ),
    (lambda document: document.update(format="1"), "format: Expected “1”."),
    (lambda document: document.pop("inputs"), "inputs: This entry is missing."),
    (lambda document: document.update(responses=[]), "responses: This entry is not known here."),
    (
        lambda document: document["round"].update(title=" padded"),
        "round.title: “ padded” does not fit. Text: One line, not empty, no white space at either end.",
    ),
    (
        lambda document: document["inputs"]["tallies"]["d0-p0"].update(pairs=[["=1/3", 0, 1]]),
        "inputs.tallies.d0-p0.pairs[0][0]: Expected a number, not “=1/3”.",
    ),
    (
        lambda document: document["inputs"]["tallies"]["d0-p0"].update(pairs=[[2, 0, 1]]),
        "inputs.tallies.d0-p0.pairs[0][0]: 2 is above 1.",
    ),
    (
        lambda document: document["questionnaire"]["document"].update(title="Another"),
        "The questionnaire in the bundle was changed after the export: its content hash differs.",
    ),
    (
        lambda document: document["questionnaire"]["document"].pop("sections"),
        "questionnaire.document.sections: This entry is missing.",
    ),
    (
        lambda document: document["questionnaire"].update(key="other"),
        "The bundle gives its questionnaire two different keys.",
    ),
]


def test_a_bundle_of_another_form_is_refused_entry_by_entry() -> None:
    text = bundle_of(make_round())
    assert read_bundle(text.encode()) == json.loads(text)
    assert [refusal_of(spoiled(text, spoil))[0] for spoil, _sentence in SPOILED] == [said for _spoil, said in SPOILED]


def test_many_reasons_are_counted() -> None:
    def spoil(document: Data) -> None:
        for tally in document["inputs"]["tallies"].values():
            tally.update(not_applicable=-1, pairs="none")

    sentences = refusal_of(spoiled(bundle_of(make_round()), spoil))
    assert (len(sentences), sentences[-1]) == (13, "There are 6 more differences.")


def test_the_schema_is_one_and_knows_the_facts() -> None:
    schema = validator().schema
    Draft202012Validator.check_schema(schema)
    told = schema["properties"]["facts"]["properties"]  # type: ignore[index]  # a schema is a mapping
    assert told.keys() == Assessment().facts().keys()
    choices = {
        "sector": facts.Sector,
        "size": facts.Size,
        "serving": facts.Serving,
        "criticality": facts.Criticality,
        "use": facts.Use,
    }
    assert {name: set(told[name]["enum"]) - {""} for name in choices} == {
        name: set(values.values) for name, values in choices.items()
    }
