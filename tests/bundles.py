"""A closed round on a version that was loaded as a file, to be taken along; and its bundle to spoil."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from django.db import connection
from django.utils import timezone

from assessment.models import Assessment, Membership, Organization, Person, Questionnaire, Response, Version, guards
from assessment.services.bundles import export_bundle
from assessment.services.questionnaires import load_questionnaire
from assessment.services.results import recompute
from tests.factories import make_answers, make_assessment, make_organization, make_response
from tests.services.example import example, practice_of

Ratings = Mapping[str, tuple[str, str]]
Data = dict[str, Any]
KEYS = tuple(f"d{dimension}-p{place}" for dimension in range(3) for place in range(3))


def questionnaire() -> Data:
    """A checked document: dimensions d0 to d2 of practices d0-p0 …

    The first practice of each is essential, the last may not apply.
    """
    document = example() | {"questionnaire": "portable", "title": "Portable", "notes": "To be taken along."}
    profile, dimension, views = document["sections"]
    practice = practice_of(document)
    dimensions = []
    for number in range(3):
        practices = [
            deepcopy(practice)
            | {
                "key": f"d{number}-p{place}",
                "name": f"Practice d{number}-p{place}",
                "essential": place == 0,
                "may_not_apply": place == 2,
                "options": [f"d{number}-p{place} {text}" for text in practice["options"]],
            }
            for place in range(3)
        ]
        dimensions.append(
            deepcopy(dimension) | {"key": f"d{number}", "title": f"Dimension {number}", "practices": practices}
        )
    document["sections"] = [profile, *dimensions, views]
    return document


def make_version() -> Version:
    return load_questionnaire(Person(), questionnaire()).version


def everywhere(choice: str, recognition: str, **others: tuple[str, str]) -> Ratings:
    """One rating for all practices, and others for some (d0_p1 for d0-p1)."""
    return dict.fromkeys(KEYS, (choice, recognition)) | {key.replace("_", "-"): value for key, value in others.items()}


# People who disagree, with something unknown and something that does not apply.
SEVERAL = (
    everywhere("4", "habit", d0_p0=("2", "agreed"), d1_p1=("unknown", ""), d2_p2=("not-applicable", "")),
    everywhere("5", "guideline", d0_p1=("1", "nobody"), d1_p1=("unknown", ""), d2_p2=("not-applicable", "")),
    everywhere("3", "agreed", d0_p1=("4", "habit"), d1_p1=("unknown", ""), d2_p2=("not-applicable", "")),
)


def make_round(
    *responses: Ratings, version: Version | None = None, organization: Organization | None = None, **fields: object
) -> Assessment:
    """A closed round with these submitted responses (else those of `SEVERAL`) and its result."""
    assessment = make_assessment(organization or make_organization("Halden"), version or make_version(), **fields)
    for ratings in responses or SEVERAL:
        response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        make_answers(response, ratings)
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED, closed_at=timezone.now())
    assessment.refresh_from_db()
    recompute(assessment)
    return assessment


def bundle_of(assessment: Assessment) -> str:
    return export_bundle(Person(), assessment)


def spoiled(text: str, spoil: Callable[[Data], object]) -> bytes:
    """The bundle after something was done to its document."""
    document = json.loads(text)
    spoil(document)
    return json.dumps(document).encode()


def without_timestamps(text: str) -> str:
    """The bundle without the one line that says when it was made."""
    lines = [line for line in text.splitlines() if '"exported_at"' not in line]
    assert len(lines) == text.count("\n") - 1
    return "\n".join(lines)


def empty_the_database() -> None:
    """Leave no organization, round or questionnaire: as on an installation that has just been set up."""
    connection.check_constraints()
    guards.remove(connection)
    for model in (Response, Assessment, Version, Questionnaire, Membership, Organization):
        model.objects.all().delete()
    connection.check_constraints()
    guards.install(connection)
