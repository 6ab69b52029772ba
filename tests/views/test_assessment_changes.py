"""The pages on which a round is changed or deleted: clear about what happens, keeping what was typed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.access import GUEST_KEYS
from assessment.models import Assessment, Campaign, Response, User, hash_of
from assessment.services.assessment_changes import shown_state
from assessment.services.invitations import invite
from tests.factories import make_assessment, make_grant, make_organization, make_person, make_response, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def assessment(lead: User) -> Assessment:
    return make_assessment(make_organization("Halden Freight", lead=lead), title="Q4 2026")


def submitted(assessment: Assessment) -> Response:
    return make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())


class TestChanging:
    def test_shows_what_is_there_and_saves(self, client: Client, assessment: Assessment) -> None:
        path, day = f"/assessments/{assessment.uid}/", timezone.localdate() + timedelta(days=9)
        assertContains(client.get(path), f'href="{path}change/"')
        page = client.get(f"{path}change/")
        assertContains(page, 'value="Q4 2026"')
        sent = {"title": " Q4   again ", "due_on": day.isoformat(), "seen": page.context["form"].initial["seen"]}
        assertRedirects(client.post(f"{path}change/", sent), path)
        assessment.refresh_from_db()
        assert (assessment.title, assessment.due_on) == ("Q4 again", day)

    def test_what_is_wrong_is_said_at_its_field(self, client: Client, assessment: Assessment) -> None:
        make_assessment(assessment.organization, title="Q3 2026")
        path = f"/assessments/{assessment.uid}/change/"
        yesterday = timezone.localdate() - timedelta(days=1)
        for sent, wrong in (
            ({"title": "Q3 2026"}, "title"),
            ({"title": ""}, "title"),
            ({"title": "Q4", "due_on": yesterday.isoformat()}, "due_on"),
        ):
            page = client.post(path, sent)
            assert (page.status_code, list(page.context["form"].errors)) == (422, [wrong])
        assert Assessment.objects.get(pk=assessment.pk).title == "Q4 2026"

    def test_a_stale_tab_is_told_and_can_save_once_more(self, client: Client, assessment: Assessment) -> None:
        path, seen = f"/assessments/{assessment.uid}/change/", shown_state(assessment)
        Assessment.objects.update(title="Theirs")
        page = client.post(path, {"title": "Mine", "seen": seen})
        assertContains(page, "it is called “Theirs” and has no due date", status_code=409)
        assertContains(page, 'value="Mine"', status_code=409)
        client.post(path, {"title": "Mine", "seen": page.context["form"].data["seen"]})
        assessment.refresh_from_db()
        assert assessment.title == "Mine"

    def test_a_closed_round_keeps_its_day(self, client: Client, assessment: Assessment) -> None:
        Assessment.objects.update(state="closed", closed_at=timezone.now(), due_on=timezone.localdate())
        path = f"/assessments/{assessment.uid}/change/"
        assertNotContains(client.get(path), 'name="due_on"')
        client.post(path, {"title": "Autumn", "due_on": ""})
        assessment.refresh_from_db()
        assert (assessment.title, assessment.due_on) == ("Autumn", timezone.localdate())

    def test_of_one_deleted_meanwhile_it_is_said(self, client: Client, assessment: Assessment) -> None:
        path = f"/assessments/{assessment.uid}/change/"
        Assessment.objects.all().delete()
        assert client.post(path, {"title": "Mine"}).status_code == 404


class TestDeleting:
    def test_says_what_goes_and_asks_for_the_title(self, client: Client, assessment: Assessment) -> None:
        submitted(assessment)
        make_response(assessment)
        path = f"/assessments/{assessment.uid}/delete/"
        page = client.get(path)
        assertContains(page, "1 submitted response")
        assertContains(page, "1 response that somebody has begun")
        assertContains(page, 'name="title"')
        page = client.post(path, {"title": "Q4"})
        assertContains(page, "not the title of the assessment", status_code=422)
        assertContains(page, 'value="Q4"', status_code=422)
        answer = client.post(path, {"title": "Q4 2026"})
        assertRedirects(answer, f"/organizations/{assessment.organization.uid}/")
        assert Assessment.objects.count() == 0

    def test_without_a_submission_a_button_is_enough(self, client: Client, assessment: Assessment) -> None:
        path = f"/assessments/{assessment.uid}/delete/"
        assertNotContains(client.get(path), 'name="title"')
        assertContains(client.post(path, follow=True), "“Q4 2026” was deleted.")

    def test_a_submission_in_between_asks_for_the_title(self, client: Client, assessment: Assessment) -> None:
        submitted(assessment)
        page = client.post(f"/assessments/{assessment.uid}/delete/")
        assertContains(page, 'name="title"', status_code=422)

    def test_is_for_leads_alone(self, client: Client, assessment: Assessment) -> None:
        runner = make_user()
        make_grant(assessment.organization, runner, "run")
        client.force_login(runner)
        path = f"/assessments/{assessment.uid}/"
        assertNotContains(client.get(path), f"{path}delete/")
        assert client.post(f"{path}delete/").status_code == 403

    def test_links_to_it_say_that_there_is_nothing(self, client: Client, lead: User, assessment: Assessment) -> None:
        _invitation, token = invite(make_person(lead), assessment)
        make_response(assessment, guest_hash=hash_of("return"))
        client.post(f"/assessments/{assessment.uid}/delete/")
        guest = Client()
        for path in (f"/join/{token}/", "/return/return/"):
            assertContains(guest.get(path), "the assessment has been deleted", status_code=404)

    def test_a_guest_at_work_is_not_left_with_an_error(self, client: Client, assessment: Assessment) -> None:
        response = make_response(assessment, guest_hash=hash_of("return"))
        guest = Client()
        session = guest.session
        session[GUEST_KEYS] = [hash_of("return")]
        session.save()
        client.post(f"/assessments/{assessment.uid}/delete/")
        assert guest.post(f"/responses/{response.uid}/submit/").status_code == 302

    def test_a_campaign_without_rounds_says_so(self, client: Client, lead: User, assessment: Assessment) -> None:
        campaign = Campaign.objects.create(title="All", version=assessment.version, created_by=lead)
        Assessment.objects.update(campaign=campaign)
        client.post(f"/assessments/{assessment.uid}/delete/")
        assertContains(client.get(f"/campaigns/{campaign.uid}/"), "No round of it is visible to you")
        assert client.get(f"/campaigns/{campaign.uid}/close/").status_code == 200
