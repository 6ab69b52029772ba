"""Snapshots as signed files: published numbers alone, for other installations to show beside their own."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from assessment.models import ForeignSnapshot, Person, Snapshot, SnapshotValue
from assessment.services import audit
from assessment.services.assessments import start_of
from assessment.services.errors import Refused
from assessment.services.plain_json import read_plain
from assessment.services.questionnaire_problems import spelled
from assessment.services.questionnaire_schema import problems
from assessment.services.signatures import Document, signed, source_of
from assessment.services.versions import frozen

KIND, FORMAT = "tacit-benchmark", 1
LARGEST = 2_000_000
QUARTILES_FROM = 20
SCHEMA_FILE = Path(__file__).resolve().parent.parent / "library" / "snapshot.schema.json"


# --- Out ------------------------------------------------------------------------------------------


def export_snapshot(snapshot: Snapshot) -> str:
    """Return a snapshot as signed JSON: what it published and nobody withdrew, in points of 0..100.

    How many contribute in all is not in it. Raises Refused (409) where this installation has no key to sign with.
    """
    return json.dumps(signed(_document(snapshot)), indent=2, ensure_ascii=False) + "\n"


def _document(snapshot: Snapshot) -> Document:
    version = frozen(snapshot.version)
    return {
        "snapshot": KIND,
        "format": FORMAT,
        "questionnaire": version.questionnaire_key,
        "version": version.number,
        "content_hash": version.content_hash,
        "title": version.title,
        "batch": snapshot.batch,
        "taken_on": timezone.localdate(snapshot.taken_at).isoformat(),
        "synthetic": snapshot.synthetic,
        "left_out": sorted(snapshot.left_out),
        "dimensions": [
            {"key": section.key, "title": section.title, "overlay": section.overlay} for section in version.dimensions
        ],
        "values": [_value(value) for value in _values(snapshot)],
    }


def _values(snapshot: Snapshot) -> Iterator[SnapshotValue]:
    values = snapshot.values.published().select_related("made_in")
    yield from values.order_by("family", "segment", "subject")


def _value(value: SnapshotValue) -> Document:
    quartiles = None if value.median is None else [value.lower, value.median, value.upper]
    return {
        "family": value.family,
        "segment": value.segment,
        "subject": value.subject,
        "batch": value.made_in.batch,
        "n": value.n,
        "practice": value.practice,
        "explicitness": value.explicitness,
        "explicit": value.explicit,
        "quartiles": quartiles,
    }


# --- In -------------------------------------------------------------------------------------------


@transaction.atomic
def import_snapshot(person: Person, content: bytes) -> ForeignSnapshot:
    """Keep the snapshot of another installation and return it; it is shown beside one's own, never mixed with it.

    Raises Refused: 422 where the file can't be read, is no snapshot, is signed by nobody whom the settings trust,
    was altered, or holds numbers that no cohort can have; 409 where it is here already.
    """
    document = read_snapshot(content)
    source = source_of(document)
    try:
        with transaction.atomic():
            kept = ForeignSnapshot.objects.create(
                source=source,
                content_hash=sha256(json.dumps(document, sort_keys=True).encode()).hexdigest(),
                document=document,
                taken_at=_taken_at(document),
                imported_by=person.user,
            )
    except IntegrityError as error:
        raise Refused(_("This snapshot was imported already."), status=409) from error
    audit.record(person, f"snapshot imported: {source}", kept)
    return kept


def read_snapshot(content: bytes) -> Document:
    """Return the document of a file, in the form its schema asks for; who signed it is for `source_of` to say.

    Raises Refused (422) with the first thing that is wrong.
    """
    document = read_plain(content, largest=LARGEST)
    if not isinstance(document, dict) or document.get("snapshot") != KIND:
        raise Refused(_("This is JSON, but no snapshot of a benchmark."))
    if isinstance(document.get("format"), int) and document["format"] > FORMAT:
        raise Refused(_("The snapshot comes from a newer version of Tacit. Bring this installation up to date first."))
    if "signature" not in document:
        raise Refused(_("The file is not signed."))
    for problem in problems(_validator(), document):
        raise Refused(f"{spelled(problem.path)}: {problem.reason}" if problem.path else problem.reason)
    for value in document["values"]:
        _check_possible(value)
    return document


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def _check_possible(value: Document) -> None:
    """Refuse numbers that no cohort can have, whoever signed them."""
    quartiles = value["quartiles"]
    in_order = quartiles is None or (value["n"] >= QUARTILES_FROM and quartiles == sorted(quartiles))
    lowest = value["practice"] + value["explicitness"] - 100
    is_mix = lowest <= value["explicit"] <= min(value["practice"], value["explicitness"])
    if not (in_order and is_mix):
        place = f"{value['family']} {value['segment']}, {value['subject']}"
        raise Refused(_("The snapshot gives numbers that no cohort can have: %(place)s.") % {"place": place})


def _taken_at(document: Document) -> datetime:
    try:
        day = date.fromisoformat(document["taken_on"])
    except ValueError as error:
        raise Refused(_("The snapshot gives a day that is not in the calendar.")) from error
    if day > timezone.localdate():
        raise Refused(_("The snapshot was taken in the future."))
    return start_of(day)
