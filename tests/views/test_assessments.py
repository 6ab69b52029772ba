"""A round is opened, counted, closed and reopened by those who may; nobody sees who answered."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Membership, Organization, Person, Response, User, Version
from assessment.services.bundle_files import read_bundle
from assessment.services.bundles import import_bundle
from assessment.services.invitations import invite
from assessment.services.results import recompute
from tests.bundles import bundle_of, make_round
from tests.factories import (
    make_answers,
    make_assessment,
    make_grant,
    make_organization,
    make_person,
    make_response,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def organization(lead: User) -> Organization:
    return make_organization("Halden Freight", lead=lead)


@pytest.fixture
def assessment(organization: Organization) -> Assessment:
    return make_assessment(organization, title="Q4 2026")


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def submit(assessment: Assessment, user: User | None = None) -> Response:
    response = make_response(assessment, user, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, {f"d{d}-p{p}": ("5", "guideline") for d in range(2) for p in range(3)})
    recompute(assessment)
    return response


def consultant_of(organization: Organization, level: str) -> User:
    user = make_user()
    make_grant(organization, user, level)
    return user


class TestOpening:
    def path(self, organization: Organization) -> str:
        return f"/organizations/{organization.uid}/assessments/new/"

    def asked(self, version: Version, **fields: object) -> dict[str, object]:
        return {"title": "Q4 2026", "version": version.pk, "kind": "team", **fields}

    def test_opens_with_targets(self, client: Client, lead: User, organization: Organization) -> None:
        answer = signed_in(client, lead).post(self.path(organization), self.asked(make_version()))
        assessment = Assessment.objects.get()
        assertRedirects(answer, f"/assessments/{assessment.uid}/")
        assert (assessment.title, assessment.kind, assessment.opened_by) == ("Q4 2026", "team", lead)
        assert assessment.targets.count() == 2

    def test_suggests_the_newest_version_of_the_main_questionnaire(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        main = make_version(key="mlops-adoption")
        make_version(key="another")
        page = signed_in(client, lead).get(self.path(organization))
        assertContains(page, f'<option value="{main.pk}" selected>')

    def test_a_taken_title_is_said_at_the_field(
        self, client: Client, lead: User, organization: Organization, assessment: Assessment
    ) -> None:
        page = signed_in(client, lead).post(self.path(organization), self.asked(assessment.version))
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["title"])
        assert organization.assessments.count() == 1

    def test_neither_the_past_nor_a_draft_will_do(self, client: Client, lead: User, organization: Organization) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        asked = self.asked(make_version(publish=False), due_on=yesterday.isoformat())
        page = signed_in(client, lead).post(self.path(organization), asked)
        assert (page.status_code, set(page.context["form"].errors)) == (422, {"version", "due_on"})
        assert Assessment.objects.count() == 0

    def test_a_consultant_with_run_opens_for_others_alone(self, client: Client, organization: Organization) -> None:
        signed_in(client, consultant_of(organization, "run"))
        page = client.post(self.path(organization), self.asked(make_version(), kind="just-me"))
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["kind"])
        client.post(self.path(organization), self.asked(make_version(), kind="team"))
        assert Assessment.objects.get().kind == "team"

    def test_a_round_on_paper_stands_on_its_day(self, client: Client, lead: User, organization: Organization) -> None:
        day = timezone.localdate() - timedelta(days=200)
        asked = self.asked(make_version(), kind="paper", held_on=day.isoformat(), due_on="1999-01-01")
        page = signed_in(client, lead).post(self.path(organization), asked, follow=True)
        assessment = Assessment.objects.get()
        assert (assessment.held_on, assessment.due_on) == (day, None)
        assert timezone.localdate(assessment.opened_at) == day
        assertContains(page, "Enter a sheet")
        for text in ("Make a link", "answer/"):
            assertNotContains(page, text)

    def test_others_may_not(self, client: Client, organization: Organization) -> None:
        practitioner = make_user()
        Membership.objects.create(organization=organization, user=practitioner)
        users = (practitioner, consultant_of(organization, "read"), make_user())
        statuses = [signed_in(client, user).post(self.path(organization)).status_code for user in users]
        assert statuses == [403, 403, 404]


class TestShowing:
    def test_tells_counts_and_never_who(self, client: Client, lead: User, assessment: Assessment) -> None:
        respondent = make_user("Petra Practitioner")
        submit(assessment, respondent)
        page = signed_in(client, lead).get(f"/assessments/{assessment.uid}/")
        assert (page.context["progress"].started, page.context["progress"].submitted) == (1, 1)
        assertNotContains(page, "Petra")
        assertNotContains(page, respondent.email)

    def test_the_lead_alone_sees_a_provisional_stage_from_three(
        self, client: Client, lead: User, assessment: Assessment
    ) -> None:
        practitioner = make_user()
        Membership.objects.create(organization=assessment.organization, user=practitioner)
        path, runner = f"/assessments/{assessment.uid}/", consultant_of(assessment.organization, "run")
        for shown in (False, False, True):
            submit(assessment)
            assert ("Institutional" in signed_in(client, lead).get(path).content.decode()) is shown
        for user in (practitioner, runner):
            assertNotContains(signed_in(client, user).get(path), "Institutional")

    def test_a_member_finds_the_way_to_own_answers(self, client: Client, lead: User, assessment: Assessment) -> None:
        path = f"/assessments/{assessment.uid}/"
        assertContains(signed_in(client, lead).get(path), f'action="{path}answer/"')
        answer = client.post(f"{path}answer/")
        response = Response.objects.get(assessment=assessment, user=lead)
        assertRedirects(answer, f"/responses/{response.uid}/", fetch_redirect_response=False)
        assertContains(client.get(path), "Go on answering")
        Response.objects.update(state="submitted", submitted_at=timezone.now())
        assertContains(client.get(path), "See your answers")

    def test_a_consultant_sees_no_way_to_answer(self, client: Client, assessment: Assessment) -> None:
        runner = consultant_of(assessment.organization, "run")
        path = f"/assessments/{assessment.uid}/"
        assertNotContains(signed_in(client, runner).get(path), "answer/")
        assert client.post(f"{path}answer/").status_code == 403

    def test_invitations_are_for_those_who_run_it(self, client: Client, lead: User, assessment: Assessment) -> None:
        invite(make_person(lead), assessment, email="guest@example.org")
        reader, runner = (consultant_of(assessment.organization, level) for level in ("read", "run"))
        path = f"/assessments/{assessment.uid}/"
        shown = ["guest@example.org" in signed_in(client, user).get(path).content.decode() for user in (lead, runner)]
        assert shown == [True, True]
        assertNotContains(signed_in(client, reader).get(path), "guest@example.org")

    def test_is_not_there_for_a_stranger(self, client: Client, assessment: Assessment) -> None:
        assert signed_in(client, make_user()).get(f"/assessments/{assessment.uid}/").status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_at_any_number_of_invitations(
        self,
        count: int,
        client: Client,
        lead: User,
        assessment: Assessment,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for _ in range(count):
            invite(make_person(lead), assessment)
        signed_in(client, lead)
        # Session, account; assessment, organization, version; twice the roles; counts, lists, own response.
        with django_assert_num_queries(12):
            client.get(f"/assessments/{assessment.uid}/")


class TestClosing:
    def test_asks_then_closes_and_shows_the_way_to_the_result(
        self, client: Client, lead: User, assessment: Assessment
    ) -> None:
        submit(assessment)
        make_response(assessment)
        path = f"/assessments/{assessment.uid}/"
        assertContains(signed_in(client, lead).get(f"{path}close/"), "Not everybody who started has submitted.")
        page = client.post(f"{path}close/", follow=True)
        assertContains(page, f'href="/results/{assessment.uid}/"')
        assessment.refresh_from_db()
        assert (assessment.state, assessment.closed_by) == ("closed", lead)

    def test_closing_twice_is_a_clear_conflict(self, client: Client, lead: User, assessment: Assessment) -> None:
        submit(assessment)
        path = f"/assessments/{assessment.uid}/close/"
        signed_in(client, lead).post(path)
        assertContains(client.post(path), "has been closed already", status_code=409)

    def test_without_submission_there_is_nothing_to_close(
        self, client: Client, lead: User, assessment: Assessment
    ) -> None:
        page = signed_in(client, lead).post(f"/assessments/{assessment.uid}/close/")
        assertContains(page, "Nobody has submitted answers yet", status_code=422)

    def test_reopens(self, client: Client, lead: User, assessment: Assessment) -> None:
        submit(assessment)
        path = f"/assessments/{assessment.uid}/"
        signed_in(client, lead).post(f"{path}close/")
        assertContains(client.get(f"{path}reopen/"), "Reopen “Q4 2026”?")
        assertRedirects(client.post(f"{path}reopen/"), path)
        assessment.refresh_from_db()
        assert assessment.is_open

    @pytest.mark.parametrize("verb", ["close", "reopen"])
    def test_only_lead_and_runner_may(self, client: Client, assessment: Assessment, verb: str) -> None:
        practitioner = make_user()
        Membership.objects.create(organization=assessment.organization, user=practitioner)
        readers = (consultant_of(assessment.organization, level) for level in ("read", "run"))
        path = f"/assessments/{assessment.uid}/{verb}/"
        statuses = [signed_in(client, user).get(path).status_code for user in (practitioner, *readers, make_user())]
        assert statuses == [403, 403, 200, 404]


def test_an_imported_round_says_so_and_offers_nothing_that_takes_answers(client: Client) -> None:
    organization = make_organization()
    lead = organization.memberships.get().user
    copy = import_bundle(
        Person(lead), organization, read_bundle(bundle_of(make_round()).encode()), title="Brought along"
    )
    client.force_login(lead)
    page = client.get(f"/assessments/{copy.uid}/").content.decode()
    assert "People answered somewhere else, and their answers stayed there" in page
    assert [word for word in ("Reopen", "Have submitted", "Invit") if word in page] == []
    assert "imported" in client.get(f"/organizations/{organization.uid}/").content.decode()
    for answer in (client.get(f"/assessments/{copy.uid}/reopen/"), client.post(f"/assessments/{copy.uid}/reopen/")):
        assert (answer.status_code, b"This round was imported" in answer.content) == (409, True)
