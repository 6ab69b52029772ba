"""Closed rounds of one organization over time, on one version of a questionnaire or on two."""

from copy import deepcopy
from datetime import timedelta

from django.utils import timezone

from assessment.models import Assessment, Organization, Person, Version
from assessment.services.questionnaires import load_questionnaire
from tests import bundles
from tests.bundles import Ratings


def close(
    organization: Organization, version: Version, title: str, days_ago: int, *responses: Ratings, **fields: object
) -> Assessment:
    """A round closed so many days ago with these submitted responses."""
    assessment = bundles.make_round(*responses, version=version, organization=organization, title=title, **fields)
    Assessment.objects.filter(pk=assessment.pk).update(closed_at=timezone.now() - timedelta(days=days_ago))
    assessment.refresh_from_db()
    return assessment


def make_versions(*, essential: bool = False) -> tuple[Version, Version]:
    """Two versions of one questionnaire.

    In the newer d1-p1 is gone, d1-p3 is new, d0-p2 stands in d2 (and is `essential`, where that is said), and d0-p0
    weighs three times as much.
    """
    document = bundles.questionnaire()
    older = load_questionnaire(Person(), document).version
    newer = deepcopy(document)
    first, second, third = newer["sections"][1:4]
    third["practices"].append(first["practices"].pop(2) | {"essential": essential})
    first["practices"][0]["weight"] = 3
    fresh = deepcopy(second["practices"][1]) | {"key": "d1-p3", "name": "Practice d1-p3"}
    fresh["options"] = [text.replace("d1-p1", "d1-p3") for text in fresh["options"]]
    second["practices"][1] = fresh
    return older, load_questionnaire(Person(), newer).version


def on_newer(ratings: Ratings, fresh: tuple[str, str]) -> Ratings:
    """The same answers to the newer version, with one to its new practice."""
    return {key: value for key, value in ratings.items() if key != "d1-p1"} | {"d1-p3": fresh}
