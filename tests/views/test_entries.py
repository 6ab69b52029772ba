"""The pages on which workshops and sheets are entered: marked as such, and open to nobody but who enters them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Grant, Membership, Response, Trial, User
from assessment.services.entries import start_entry
from assessment.services.responses import submit_response
from tests.factories import (
    make_answers,
    make_assessment,
    make_grant,
    make_organization,
    make_person,
    make_response,
    make_trial,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client) -> User:
    user = make_user("Lena")
    client.force_login(user)
    return user


@pytest.fixture
def assessment(lead: User) -> Assessment:
    return make_assessment(make_organization("Halden Freight", lead=lead), title="Q4 2026")


@pytest.fixture
def on_paper(assessment: Assessment) -> Assessment:
    held_on = timezone.localdate() - timedelta(days=100)
    return make_assessment(assessment.organization, title="Spring", kind="paper", held_on=held_on)


@pytest.fixture
def workshop(assessment: Assessment, lead: User) -> Response:
    return start_entry(make_person(lead), assessment, label="Platform team", people=6)


def submitted(response: Response, lead: User) -> Response:
    make_answers(response, {f"d{d}-p{p}": ("5", "guideline") for d in range(2) for p in range(3)})
    return submit_response(make_person(lead), response)


class TestEnteringAWorkshop:
    def test_starts_from_the_round_and_leads_to_the_questions(self, client: Client, assessment: Assessment) -> None:
        path = f"/assessments/{assessment.uid}/"
        assertContains(client.get(path), f'href="{path}entries/new/"')
        assertContains(client.get(f"{path}entries/new/"), "Enter a workshop")
        answer = client.post(f"{path}entries/new/", {"label": "Platform team", "people": "6"})
        response = Response.objects.get()
        assertRedirects(answer, f"/responses/{response.uid}/")
        assert (response.kind, response.label, response.people) == ("workshop", "Platform team", 6)

    def test_what_is_wrong_is_said_at_its_field(
        self, client: Client, assessment: Assessment, workshop: Response
    ) -> None:
        path = f"/assessments/{assessment.uid}/entries/new/"
        for sent, wrong in (
            ({"label": "", "people": "6"}, "label"),
            ({"label": "Data team", "people": "1"}, "people"),
            ({"label": "Data team", "people": "201"}, "people"),
            ({"label": "Data team", "people": "many"}, "people"),
            ({"label": " platform team".replace("p", "P", 1), "people": "6"}, "label"),
        ):
            page = client.post(path, sent)
            assert (page.status_code, list(page.context["form"].errors)) == (422, [wrong]), sent
        assert Response.objects.get() == workshop

    def test_every_page_of_it_says_what_it_is(self, client: Client, workshop: Response, lead: User) -> None:
        path = f"/responses/{workshop.uid}/"
        for place in ("", "sections/d0/", "check/", "history/", "sheet/upload/"):
            assertContains(client.get(f"{path}{place}"), "Workshop: Platform team, 6 people")
        submitted(workshop, lead)
        assertContains(client.get(f"{path}submitted/"), "Workshop: Platform team, 6 people")

    def test_an_answer_is_saved_as_in_any_response_in_five_statements(self, client: Client, workshop: Response) -> None:
        path = f"/responses/{workshop.uid}/"
        client.get(path)
        sent, headers = {"d0-p0": "5", "d0-p0-number": "0"}, {"HX-Request": "true"}
        with CaptureQueriesContext(connection) as queries:
            page = client.post(f"{path}answers/d0-p0/", sent, headers=headers)
        statements = [each["sql"] for each in queries if each["sql"].startswith(("SELECT", "INSERT", "UPDATE"))]
        assert (page.status_code, workshop.answers.count(), len(statements)) == (200, 1, 5)

    def test_is_submitted_and_taken_up_again(self, client: Client, workshop: Response) -> None:
        path = f"/responses/{workshop.uid}/"
        page = client.post(f"{path}submit/", follow=True)
        assertRedirects(page, f"{path}submitted/")
        assertContains(page, f'action="/entries/{workshop.uid}/reopen/"')
        page = client.post(f"/entries/{workshop.uid}/reopen/", follow=True)
        assertRedirects(page, path)
        workshop.refresh_from_db()
        assert workshop.state == "in-progress"

    def test_nobody_is_offered_to_take_it_over(self, client: Client, workshop: Response, lead: User) -> None:
        make_trial("kept", lead)
        assert Trial.objects.count() == 1
        page = client.get(f"/responses/{workshop.uid}/")
        for offer in (f"/responses/{workshop.uid}/claim/", "You keep a quick check"):
            assertNotContains(page, offer)
        assert client.post(f"/responses/{workshop.uid}/claim/").status_code == 403

    def test_is_not_taken_for_the_facilitators_own(
        self, client: Client, assessment: Assessment, workshop: Response
    ) -> None:
        path = f"/assessments/{assessment.uid}/"
        assertContains(client.get(path), f'action="{path}answer/"')
        client.post(f"{path}answer/")
        assert Response.objects.personal().count() == 1

    def test_its_label_and_number_change_until_closing(
        self, client: Client, assessment: Assessment, workshop: Response
    ) -> None:
        path = f"/entries/{workshop.uid}/change/"
        assertContains(client.get(path), 'value="Platform team"')
        client.post(path, {"label": "Data team", "people": "9"})
        workshop.refresh_from_db()
        assert (workshop.label, workshop.people) == ("Data team", 9)
        Assessment.objects.update(state="closed", closed_at=timezone.now())
        assertContains(client.post(path, {"label": "Late", "people": "9"}), "has been closed", status_code=403)

    def test_is_removed_after_asking(self, client: Client, assessment: Assessment, workshop: Response) -> None:
        path = f"/entries/{workshop.uid}/remove/"
        assertContains(client.get(path), "Remove “Workshop: Platform team”?")
        page = client.post(path, follow=True)
        assertRedirects(page, f"/assessments/{assessment.uid}/")
        assertContains(page, "was removed")
        assert Response.objects.count() == 0


class TestTheRoundsPage:
    def test_tells_people_and_workshops(
        self, client: Client, assessment: Assessment, workshop: Response, lead: User
    ) -> None:
        make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        submitted(workshop, lead)
        page = client.get(f"/assessments/{assessment.uid}/")
        assertContains(page, "<b>2</b> (7 people, one workshop)")
        assertContains(page, "Platform team")

    def test_a_colleague_sees_that_it_is_there_and_can_remove_it(
        self, client: Client, assessment: Assessment, workshop: Response
    ) -> None:
        runner = make_user()
        make_grant(assessment.organization, runner, Grant.Level.RUN)
        client.force_login(runner)
        page = client.get(f"/assessments/{assessment.uid}/")
        assertContains(page, "entered by somebody else")
        assertNotContains(page, f"/responses/{workshop.uid}/")
        assertContains(page, f"/entries/{workshop.uid}/remove/")
        for path in (f"/responses/{workshop.uid}/", f"/responses/{workshop.uid}/check/"):
            assert client.get(path).status_code == 404
        assert client.post(f"/entries/{workshop.uid}/remove/").status_code == 302

    def test_those_who_do_not_run_it_see_neither_list_nor_label(
        self, client: Client, assessment: Assessment, workshop: Response, lead: User
    ) -> None:
        submitted(workshop, lead)
        practitioner = make_user()
        Membership.objects.create(organization=assessment.organization, user=practitioner)
        client.force_login(practitioner)
        page = client.get(f"/assessments/{assessment.uid}/")
        assertContains(page, "6 people, one workshop")
        for text in ("Platform team", "entries/new/"):
            assertNotContains(page, text)
        assert client.get(f"/assessments/{assessment.uid}/entries/new/").status_code == 403

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_at_any_number_of_entries(
        self,
        count: int,
        client: Client,
        lead: User,
        assessment: Assessment,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(count):
            start_entry(make_person(lead), assessment, label=f"Team {number}", people=5)
        client.get(f"/assessments/{assessment.uid}/")
        # As in test_assessments.py; the version is in memory.
        with django_assert_num_queries(12):
            client.get(f"/assessments/{assessment.uid}/")


class TestOnPaper:
    def test_sheet_after_sheet(self, client: Client, on_paper: Assessment) -> None:
        path = f"/assessments/{on_paper.uid}/"
        for number in (1, 2):
            page = client.get(f"{path}entries/new/")
            assertContains(page, f'value="Sheet {number}"')
            assertNotContains(page, 'name="people"')
            client.post(f"{path}entries/new/", {"label": f"Sheet {number}"})
            sheet = Response.objects.get(label=f"Sheet {number}")
            page = client.post(f"/responses/{sheet.uid}/submit/", follow=True)
            assertContains(page, f'href="{path}entries/new/"')
        assertContains(client.get(path), "Sheets submitted")
        assert set(Response.objects.values_list("kind", "people", "state")) == {("paper", 1, "submitted")}

    def test_every_page_of_a_sheet_says_what_it_is(self, client: Client, on_paper: Assessment, lead: User) -> None:
        sheet = start_entry(make_person(lead), on_paper, label="Sheet 1")
        for place in ("", "sections/d0/", "check/"):
            assertContains(client.get(f"/responses/{sheet.uid}/{place}"), "Sheet 1: answered on paper on")

    def test_members_are_not_asked(self, client: Client, on_paper: Assessment) -> None:
        path = f"/assessments/{on_paper.uid}/"
        assertNotContains(client.get(path), f"{path}answer/")
        assertContains(client.post(f"{path}answer/"), "was answered on paper", status_code=403)
        in_a_month = (timezone.localdate() + timedelta(days=30)).isoformat()
        page = client.post(f"{path}invitations/", {"last_day": in_a_month})
        assertContains(page, "nobody is invited", status_code=422)
