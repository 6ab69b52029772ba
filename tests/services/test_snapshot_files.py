"""Signed snapshots: what is in the file, and that nothing unsigned, altered or impossible comes in."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from assessment.models import AuditEvent, Consent, ForeignSnapshot, Person, Snapshot, hash_of
from assessment.services.consents import withdraw_consent
from assessment.services.errors import Refused
from assessment.services.signatures import new_key, signed
from assessment.services.snapshot_files import LARGEST, export_snapshot, import_snapshot
from assessment.services.snapshots import take_snapshot
from tests.benchmarks import make_contributors, make_known_version

pytestmark = pytest.mark.django_db
NOBODY = Person()
Document = dict[str, Any]


@pytest.fixture(autouse=True)
def _keys(settings: Settings) -> None:
    private, public = new_key()
    settings.SNAPSHOT_SIGNING_KEY = private
    settings.TRUSTED_SNAPSHOT_KEYS = {"Chamber of crafts": public}


@pytest.fixture
def snapshot() -> Snapshot:
    version = make_known_version("adoption")
    make_contributors(version, 20, "3", sector="health", size="10-49")
    taken = take_snapshot(version.questionnaire)
    assert taken is not None
    return taken


@pytest.fixture
def document(snapshot: Snapshot) -> Document:
    exported: Document = json.loads(export_snapshot(snapshot))
    return exported


def content(document: Document) -> bytes:
    return json.dumps(document).encode()


def signed_anew(document: Document, **changes: object) -> bytes:
    unsigned = {key: value for key, value in document.items() if key != "signature"}
    return content(signed({**unsigned, **changes}))


def refusal(file: bytes) -> str:
    with pytest.raises(Refused) as refused:
        import_snapshot(NOBODY, file)
    assert not ForeignSnapshot.objects.exists()
    return refused.value.sentence


# --- Out ------------------------------------------------------------------------------------------


def test_the_file_holds_published_numbers_and_nothing_of_an_organization(
    snapshot: Snapshot, document: Document
) -> None:
    assert document.pop("signature")["key"]
    values = document.pop("values")
    assert document == {
        "snapshot": "tacit-benchmark",
        "format": 1,
        "questionnaire": "adoption",
        "version": 1,
        "content_hash": hash_of("adoption"),
        "title": "Questionnaire",
        "batch": 1,
        "taken_on": snapshot.taken_at.date().isoformat(),
        "synthetic": False,
        "left_out": [],
        "dimensions": [
            {"key": "d0", "title": "Dimension 0", "overlay": False},
            {"key": "d1", "title": "Dimension 1", "overlay": False},
        ],
    }
    assert len(values) == 9
    assert values[2] == {
        "family": "all",
        "segment": "",
        "subject": "overall",
        "batch": 1,
        "n": 20,
        "practice": 50,
        "explicitness": 67,
        "explicit": 33,
        "quartiles": [50, 50, 50],
    }


def test_what_was_withdrawn_is_not_exported(snapshot: Snapshot) -> None:
    organization = snapshot.members.all()[0].organization
    assert organization is not None
    withdraw_consent(NOBODY, organization, Consent.Purpose.BENCHMARK, at_once=True)
    assert json.loads(export_snapshot(snapshot))["values"] == []


def test_without_a_key_nothing_is_exported(snapshot: Snapshot, settings: Settings) -> None:
    settings.SNAPSHOT_SIGNING_KEY = ""
    with pytest.raises(Refused, match="has no key to sign with") as refused:
        export_snapshot(snapshot)
    assert refused.value.status == 409


# --- In -------------------------------------------------------------------------------------------


def test_a_signed_snapshot_is_kept_under_the_name_of_its_key(snapshot: Snapshot) -> None:
    file = export_snapshot(snapshot).encode()
    kept = import_snapshot(NOBODY, file)
    assert (kept.source, kept.document) == ("Chamber of crafts", json.loads(file))
    assert AuditEvent.objects.filter(verb="snapshot imported: Chamber of crafts").count() == 1


def test_the_same_file_twice(document: Document) -> None:
    import_snapshot(NOBODY, content(document))
    with pytest.raises(Refused, match="imported already") as refused:
        import_snapshot(NOBODY, content(document))
    assert refused.value.status == 409
    assert ForeignSnapshot.objects.count() == 1


def test_a_file_that_is_not_signed(document: Document) -> None:
    del document["signature"]
    assert refusal(content(document)) == "The file is not signed."


def test_a_key_that_nobody_trusts(document: Document, settings: Settings) -> None:
    settings.TRUSTED_SNAPSHOT_KEYS = {"Somebody else": new_key()[1]}
    assert refusal(content(document)) == "The file is signed with a key that this installation does not trust."


def _more(document: Document) -> None:
    document["values"][0]["practice"] += 1


def _fewer(document: Document) -> None:
    del document["values"][0]


def _invented(document: Document) -> None:
    document["synthetic"] = True


def _other_signature(document: Document) -> None:
    document["signature"]["value"] = "A" * 86 + "=="


@pytest.mark.parametrize("alter", [_more, _fewer, _invented, _other_signature])
def test_whatever_is_altered_is_noticed(document: Document, alter: Callable[[Document], None]) -> None:
    alter(document)
    assert refusal(content(document)) == "The file was altered after it was signed."


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"\xff", "The file is not UTF-8 text."),
        (b"{", "The file is not JSON: it can't be read from line 1 on."),
        (b"[1, 2]", "This is JSON, but no snapshot of a benchmark."),
        (
            b'{"snapshot": "tacit-benchmark", "format": 2}',
            "The snapshot comes from a newer version of Tacit. Bring this installation up to date first.",
        ),
        (b" " * (LARGEST + 1), "The file is larger than 2 MB, far more than it takes."),
    ],
)
def test_what_is_no_snapshot(file: bytes, sentence: str) -> None:
    assert refusal(file) == sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"n": 19}, "The snapshot gives numbers that no cohort can have: all , d0."),
        ({"quartiles": [60, 50, 70]}, "The snapshot gives numbers that no cohort can have: all , d0."),
        ({"explicit": 51}, "The snapshot gives numbers that no cohort can have: all , d0."),
        ({"explicit": 0}, "The snapshot gives numbers that no cohort can have: all , d0."),
    ],
)
def test_numbers_that_no_cohort_can_have(document: Document, change: Document, sentence: str) -> None:
    first, *others = document["values"]
    assert refusal(signed_anew(document, values=[{**first, **change}, *others])) == sentence


def test_a_cohort_below_five(document: Document) -> None:
    value = {**document["values"][0], "n": 4, "quartiles": None}
    assert "values" in refusal(signed_anew(document, values=[value]))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-02-30", "The snapshot gives a day that is not in the calendar."),
        ("2999-01-01", "The snapshot was taken in the future."),
    ],
)
def test_a_day_that_cannot_be(document: Document, day: str, sentence: str) -> None:
    assert refusal(signed_anew(document, taken_on=day)) == sentence
