"""Lists show what is visible; only a lead changes; a stranger learns nothing; length costs no query."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Grant, Organization, Response, User
from assessment.services.assessments import close_assessment
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

FACTS = {"name": "Halden Freight", "sector": "transport", "size": "250-999", "criticality": "critical"}


def closed_round(organization: Organization, title: str = "Q3 2026") -> Assessment:
    assessment = make_assessment(organization, make_version(), title=title)
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, {f"d{d}-p{p}": ("5", "guideline") for d in range(2) for p in range(3)})
    return close_assessment(make_person(make_user()), assessment)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


class TestList:
    def test_an_account_without_any_is_told_what_to_do_next(self, client: Client) -> None:
        page = signed_in(client, make_user()).get("/organizations/")
        assertContains(page, 'href="/organizations/new/"')
        assertContains(page, "Start with your organization")

    def test_shows_own_and_granted_ones_and_no_other(self, client: Client) -> None:
        user = make_user()
        make_organization("Mine", lead=user)
        make_grant(make_organization("Granted"), user)
        make_organization("Strange")
        page = signed_in(client, user).get("/organizations/")
        assert [row.organization.name for row in page.context["overviews"]] == ["Granted", "Mine"]
        assertNotContains(page, "Strange")

    def test_a_visitor_is_asked_to_sign_in(self, client: Client) -> None:
        assertRedirects(client.get("/organizations/"), "/accounts/login/?next=/organizations/")

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_at_any_length(
        self, count: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        user = make_user()
        for place in range(count):
            closed_round(make_organization(f"Organization {place}", lead=user))
        signed_in(client, user)
        # Session, account; how many, the page of them; then their four, whether there are campaigns to open, and
        # who asks to be let in.
        with django_assert_num_queries(10):
            page = client.get("/organizations/")
        assert page.context["page"].paginator.count == count

    def test_goes_on_the_next_page(self, client: Client) -> None:
        user = make_user()
        for place in range(26):
            make_organization(f"Organization {place:02}", lead=user)
        page = signed_in(client, user).get("/organizations/?page=2")
        assert [row.organization.name for row in page.context["overviews"]] == ["Organization 25"]


class TestCreating:
    def test_creates_one_and_leads_it(self, client: Client) -> None:
        user = make_user()
        answer = signed_in(client, user).post("/organizations/new/", FACTS)
        organization = Organization.objects.get()
        assertRedirects(answer, f"/organizations/{organization.uid}/")
        assert {name: getattr(organization, name) for name in FACTS} == FACTS
        assert organization.memberships.get().role == "lead"

    def test_sent_twice_it_creates_one_and_says_so_at_the_field(self, client: Client) -> None:
        signed_in(client, make_user()).post("/organizations/new/", FACTS)
        page = client.post("/organizations/new/", FACTS)
        assert (page.status_code, Organization.objects.count()) == (422, 1)
        assert list(page.context["form"].errors) == ["name"]

    def test_what_is_missing_is_said_and_what_was_typed_is_kept(self, client: Client) -> None:
        page = signed_in(client, make_user()).post("/organizations/new/", {"name": "Half", "sector": "nonsense"})
        assert page.status_code == 422
        assert set(page.context["form"].errors) == {"sector", "size", "criticality"}
        assertContains(page, 'value="Half"', status_code=422)
        assertContains(page, 'href="#id_sector"', status_code=422)
        assert Organization.objects.count() == 0


class TestShowing:
    def test_a_new_one_asks_its_lead_to_open_an_assessment(self, client: Client) -> None:
        lead = make_user()
        organization = make_organization(lead=lead)
        page = signed_in(client, lead).get(f"/organizations/{organization.uid}/")
        assertContains(page, f'href="/organizations/{organization.uid}/assessments/new/"')

    def test_shows_the_latest_result_and_every_round(self, client: Client) -> None:
        lead = make_user()
        organization = make_organization(lead=lead)
        closed = closed_round(organization)
        make_assessment(organization, closed.version, title="Q4 2026")
        page = signed_in(client, lead).get(f"/organizations/{organization.uid}/")
        assert page.context["latest"].assessment == closed
        assert [each.assessment.title for each in page.context["rounds"]] == ["Q4 2026", "Q3 2026"]
        assertContains(page, "Institutional")
        assertContains(page, f'href="/results/{closed.uid}/"')

    def test_an_open_round_tells_counts_alone(self, client: Client) -> None:
        practitioner = make_user()
        organization = make_organization(practitioners=[practitioner])
        closed = closed_round(organization)
        Assessment.objects.filter(pk=closed.pk).update(state="open", closed_at=None)
        page = signed_in(client, practitioner).get(f"/organizations/{organization.uid}/")
        assertNotContains(page, "Institutional")
        assertContains(page, "1 of 1 submitted")

    @pytest.mark.parametrize(
        ("level", "may_open"), [(Grant.Level.READ, False), (Grant.Level.RUN, True)], ids=["read", "run"]
    )
    def test_a_consultant_sees_it_and_with_run_may_open_a_round(
        self, client: Client, level: str, may_open: bool
    ) -> None:
        organization, consultant = make_organization(), make_user()
        make_grant(organization, consultant, level)
        page = signed_in(client, consultant).get(f"/organizations/{organization.uid}/")
        assert (page.context["may_open"], page.context["leads"]) == (may_open, False)
        assertNotContains(page, "/people/")

    def test_is_not_there_for_a_stranger(self, client: Client) -> None:
        organization, stranger = make_organization(), make_user()
        make_organization(lead=stranger)
        page = signed_in(client, stranger).get(f"/organizations/{organization.uid}/")
        assertContains(page, "This page does not exist", status_code=404)

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_at_any_number_of_rounds(
        self, count: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        lead = make_user()
        organization = make_organization(lead=lead)
        for place in range(count):
            closed_round(organization, title=f"Round {place}")
        signed_in(client, lead)
        # Session, account; the organization; twice the roles (the right, the page); rounds and counts; its parts,
        # own tags and note.
        with django_assert_num_queries(12):
            client.get(f"/organizations/{organization.uid}/")


class TestChanging:
    def test_a_lead_changes_the_facts(self, client: Client) -> None:
        lead = make_user()
        organization = make_organization(lead=lead, sector="health", regulated=True)
        answer = signed_in(client, lead).post(f"/organizations/{organization.uid}/change/", FACTS)
        assertRedirects(answer, f"/organizations/{organization.uid}/")
        organization.refresh_from_db()
        assert (organization.sector, organization.regulated) == ("transport", False)

    def test_what_does_not_fit_changes_nothing(self, client: Client) -> None:
        lead = make_user()
        organization = make_organization("Before", lead=lead)
        page = signed_in(client, lead).post(f"/organizations/{organization.uid}/change/", FACTS | {"size": "7"})
        assert page.status_code == 422
        organization.refresh_from_db()
        assert organization.name == "Before"

    def test_others_may_not(self, client: Client) -> None:
        practitioner, reader, stranger = make_user(), make_user(), make_user()
        organization = make_organization(practitioners=[practitioner])
        make_grant(organization, reader)
        statuses = [
            signed_in(client, user).post(f"/organizations/{organization.uid}/change/", FACTS).status_code
            for user in (practitioner, reader, stranger)
        ]
        assert statuses == [403, 403, 404]
