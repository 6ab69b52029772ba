"""What stands beside a result at its edges, for other eyes or other rounds: over time, and what a share shows."""

import pytest
from django.test import Client

from assessment.models import Share, new_token
from assessment.services.shares import share_result
from tests.bundles import make_round
from tests.edges import GOOD, ROUNDS
from tests.exports import lead_of, words_of
from tests.factories import make_person

pytestmark = pytest.mark.django_db

ONLY_ONE = "Only “Later” has enough answers for an overall result"
OVER_TIME = {
    "nobody submitted": (ONLY_ONE, "No stage yet Not enough answers – – 0 % 0"),
    "one left everything blank": (ONLY_ONE, "No stage yet Not enough answers – – 0 % 1"),
    "one respondent": ("Score 75 and on purpose 25, both as in “Before”", "Implicit 75 – 100 % 1"),
    "two respondents": ("Score 75 instead of 38 in “Before”", "Exploring contested 38 – 100 % 2"),
    "nothing applies": (ONLY_ONE, "No stage yet Not enough answers – – – 1"),
    "below the limit": (ONLY_ONE, "No stage yet Not enough answers – – 22 % 1"),
    "a retired version": ("Score 75 and on purpose 25, both as in “Before”", "Implicit 75 – 100 % 1"),
    "imported": ("Score 75 instead of 50 in “Before”", "Implicit contested 50 – 100 % 3"),
}
NO_STAGE = "No stage yet Not enough answers for an overall result"
SHARED = {
    "nobody submitted": f"{NO_STAGE} Nobody has submitted answers, so there is nothing to score.",
    "one left everything blank": f"{NO_STAGE} No dimension has enough answers.",
    "one respondent": "Score 75 of 100, from 1 person",
    "two respondents": "Score 38 of 100, from 2 people",
    "nothing applies": "No stage yet Nothing that was asked applies here",
    "below the limit": f"{NO_STAGE} 2 of 3 dimensions have too few answers",
    "a retired version": "Score 75 of 100, from 1 person",
    "imported": "Score 50 of 100, from 3 people",
}


@pytest.mark.parametrize("kind", ROUNDS)
def test_over_time_it_stands_beside_a_later_round(client: Client, kind: str) -> None:
    assessment = ROUNDS[kind]()
    type(assessment).objects.filter(pk=assessment.pk).update(title="Before")
    later = make_round(GOOD, version=assessment.version, organization=assessment.organization, title="Later")
    client.force_login(lead_of(assessment))
    for shown in (assessment, later):
        response = client.get(f"/results/{shown.uid}/over-time/")
        words = words_of(response.content.decode())
        told = tuple(sentence if sentence in words else words for sentence in OVER_TIME[kind])
        assert (response.status_code, told) == (200, OVER_TIME[kind])


@pytest.mark.parametrize("kind", ROUNDS)
def test_a_share_says_it_to_whoever_has_the_link(client: Client, kind: str) -> None:
    assessment = ROUNDS[kind]()
    for scope in Share.Scope:
        token = new_token()
        share_result(make_person(lead_of(assessment)), assessment, token, label="The board", scope=scope, days=3)
        response = client.get(f"/shared/{token}/")
        words = words_of(response.content.decode())
        assert (response.status_code, SHARED[kind] if SHARED[kind] in words else words) == (200, SHARED[kind])
