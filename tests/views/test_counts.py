"""How many have answered, wherever it is shown: everybody in a workshop counts, as a rater only the response."""

import csv
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from assessment.models import Assessment, Campaign, Response, User
from assessment.services.assessments import close_assessment
from assessment.services.results import recompute
from tests.factories import make_answers, make_assessment, make_organization, make_person, make_response, make_user

pytestmark = pytest.mark.django_db

DONE = {f"d{d}-p{p}": ("5", "guideline") for d in range(2) for p in range(3)}


@pytest.fixture
def lead(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def assessment(lead: User) -> Assessment:
    return make_assessment(make_organization("Halden Freight", lead=lead), title="Q4 2026")


def submit(assessment: Assessment, people: int = 1) -> None:
    """A workshop's answers, or one person's."""
    kind = Response.Kind.WORKSHOP if people > 1 else Response.Kind.PERSONAL
    now = timezone.now()
    make_answers(
        make_response(assessment, kind=kind, people=people, state=Response.State.SUBMITTED, submitted_at=now), DONE
    )
    recompute(assessment)


@pytest.fixture
def closed(assessment: Assessment, lead: User) -> Assessment:
    """Three people alone, and six in a workshop."""
    for people in (1, 1, 1, 6):
        submit(assessment, people)
    return close_assessment(make_person(lead), assessment)


class TestWhileOpen:
    def pages(self, assessment: Assessment, lead: User) -> Iterator[str]:
        campaign = Campaign.objects.create(title="All", version=assessment.version, created_by=lead)
        Assessment.objects.update(campaign=campaign)
        yield f"/organizations/{assessment.organization.uid}/"
        yield f"/assessments/{assessment.uid}/"
        yield f"/assessments/{assessment.uid}/close/"
        yield f"/results/{assessment.uid}/"
        yield f"/campaigns/{campaign.uid}/"
        yield f"/campaigns/{campaign.uid}/close/"
        yield f"/responses/{make_response(assessment, lead).uid}/"

    def test_every_page_with_counts_tells_of_a_workshop(
        self, client: Client, assessment: Assessment, lead: User
    ) -> None:
        for people in (1, 6):
            submit(assessment, people)
        for page in self.pages(assessment, lead):
            assertContains(client.get(page), "7 people, one workshop")

    def test_without_one_none_does(self, client: Client, assessment: Assessment, lead: User) -> None:
        submit(assessment)
        for page in self.pages(assessment, lead):
            assertNotContains(client.get(page), ", one workshop")


class TestBeforeClosing:
    @pytest.mark.parametrize(
        ("submissions", "said", "warned"),
        [
            ([1], "1 person has submitted.", "the result is that person's answers"),
            ([9], "9 people have submitted.", "the result is what this workshop agreed on"),
            ([1, 1], "2 people have submitted.", "each can work out from the result"),
            ([1, 9], "10 people have submitted.", "each side can work out from the result"),
            ([1, 1, 9], "11 people have submitted.", ""),
        ],
    )
    def test_warnings_go_by_responses(
        self, client: Client, assessment: Assessment, submissions: list[int], said: str, warned: str
    ) -> None:
        for people in submissions:
            submit(assessment, people)
        page = client.get(f"/assessments/{assessment.uid}/close/")
        assertContains(page, said)
        if warned:
            assertContains(page, warned)
        else:
            assertNotContains(page, "notice-warn")

    def test_with_nobody_there_is_no_warning_of_two(self, client: Client, assessment: Assessment) -> None:
        assertNotContains(client.get(f"/assessments/{assessment.uid}/close/"), "work out")

    def test_a_campaign_warns_by_responses(self, client: Client, assessment: Assessment, lead: User) -> None:
        for people in (1, 30):
            submit(assessment, people)
        campaign = Campaign.objects.create(title="All", version=assessment.version, created_by=lead)
        Assessment.objects.update(campaign=campaign)
        page = client.get(f"/campaigns/{campaign.uid}/close/")
        assertContains(page, "With fewer than three responses, colleagues can work answers out")

    def test_a_round_on_paper_is_dated(self, client: Client, assessment: Assessment) -> None:
        held_on = timezone.localdate() - timedelta(days=400)
        Assessment.objects.update(kind="paper", held_on=held_on)
        submit(assessment)
        assertContains(client.get(f"/assessments/{assessment.uid}/close/"), f"{held_on.year}.")


class TestAfterwards:
    def test_the_result_counts_people_and_explains_raters(self, client: Client, closed: Assessment) -> None:
        page = client.get(f"/results/{closed.uid}/")
        assertContains(page, "9 people answered")
        assertContains(page, "of 100, from 9 people")
        assertContains(page, "They gave 4 responses")
        assertContains(page, "A workshop is one of them, however many took part.")
        assert set(re.findall(r'data-number="raters"[^>]*>(\d+)<', page.content.decode())) == {"4"}

    def test_without_a_workshop_nothing_is_explained(self, client: Client, assessment: Assessment, lead: User) -> None:
        for _ in range(3):
            submit(assessment)
        close_assessment(make_person(lead), assessment)
        assertNotContains(client.get(f"/results/{assessment.uid}/"), "workshop")

    def test_so_do_overview_and_comparison(self, client: Client, closed: Assessment) -> None:
        assertContains(client.get(f"/organizations/{closed.organization.uid}/"), "From 9 people.")
        assertContains(client.get("/compare/heatmap/"), "<td>9</td>")
        heads, row = csv.reader(client.get("/compare/table.csv").content.decode().splitlines())
        assert dict(zip(heads, row, strict=True))["People"] == "9"

    def test_the_file_of_practices_keeps_raters(self, client: Client, closed: Assessment) -> None:
        lines = client.get(f"/results/{closed.uid}/practices.csv").content.decode().splitlines()
        raters = lines[0].split(",").index("Raters")
        assert {line.split(",")[raters] for line in lines[1:]} == {"4"}
