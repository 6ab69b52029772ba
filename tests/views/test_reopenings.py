"""Whoever runs a round sees how many ask to change their answers, never who, and answers with one button."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Membership, Response, User
from tests.factories import make_assessment, make_grant, make_organization, make_response, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_organization("Halden Freight"), title="Q4 2026")


@pytest.fixture
def lead(client: Client, assessment: Assessment) -> User:
    membership = assessment.organization.memberships.get()
    client.force_login(membership.user)
    return membership.user


def asking(assessment: Assessment, user: User | None = None) -> Response:
    now = timezone.now()
    return make_response(assessment, user, state=Response.State.SUBMITTED, submitted_at=now, reopening_asked_at=now)


@pytest.mark.usefixtures("lead")
class TestAnswering:
    def test_shows_how_many_and_not_who(self, client: Client, assessment: Assessment) -> None:
        petra = make_user("Petra Practitioner")
        asking(assessment, petra)
        asking(assessment)
        page = client.get(f"/assessments/{assessment.uid}/")
        assertContains(page, "2 people ask to change submitted answers")
        assertNotContains(page, "Petra")
        assertNotContains(page, petra.email)

    def test_where_nobody_asks_there_is_nothing(self, client: Client, assessment: Assessment) -> None:
        make_response(assessment)
        assertNotContains(client.get(f"/assessments/{assessment.uid}/"), "reopenings")

    def test_lets_them(self, client: Client, assessment: Assessment) -> None:
        response, path = asking(assessment), f"/assessments/{assessment.uid}/"
        page = client.post(f"{path}reopenings/allow/", follow=True)
        assertRedirects(page, path)
        assertContains(page, "1 person can change the answers again.")
        response.refresh_from_db()
        assert (response.state, response.submitted_at, response.reopening_asked_at) == ("in-progress", None, None)

    def test_leaves_them(self, client: Client, assessment: Assessment) -> None:
        response, path = asking(assessment), f"/assessments/{assessment.uid}/"
        assertContains(client.post(f"{path}reopenings/decline/", follow=True), "stay as they were submitted")
        response.refresh_from_db()
        assert (response.state, response.reopening_asked_at) == ("submitted", None)

    def test_a_stale_page_is_told(self, client: Client, assessment: Assessment) -> None:
        asking(assessment)
        client.post(f"/assessments/{assessment.uid}/reopenings/allow/")
        page = client.post(f"/assessments/{assessment.uid}/reopenings/decline/")
        assertContains(page, "Nobody asks to change submitted answers any more.", status_code=409)

    def test_of_a_closed_round_it_says_what_to_do_first(self, client: Client, assessment: Assessment) -> None:
        asking(assessment)
        Assessment.objects.update(state="closed", closed_at=timezone.now())
        page = client.get(f"/assessments/{assessment.uid}/")
        assertContains(page, "To let them, reopen it first.")
        assertNotContains(page, "reopenings/allow/")
        assert client.post(f"/assessments/{assessment.uid}/reopenings/allow/").status_code == 409

    def test_closing_warns_of_those_who_ask(self, client: Client, assessment: Assessment) -> None:
        asking(assessment)
        page = client.get(f"/assessments/{assessment.uid}/close/")
        assertContains(page, "1 person asks to change submitted answers.")


def test_others_neither_see_nor_answer_it(client: Client, assessment: Assessment) -> None:
    asking(assessment)
    practitioner, reader = make_user(), make_user()
    Membership.objects.create(organization=assessment.organization, user=practitioner)
    make_grant(assessment.organization, reader)
    for user in (practitioner, reader):
        client.force_login(user)
        assertNotContains(client.get(f"/assessments/{assessment.uid}/"), "submitted answers")
        assert client.post(f"/assessments/{assessment.uid}/reopenings/allow/").status_code == 403
