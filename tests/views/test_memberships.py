"""Handing over and leaving ask first, in plain words, and tell both."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Membership, Offer, Organization, User
from tests.factories import make_grant, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user("Lena Lead")


@pytest.fixture
def practitioner() -> User:
    return make_user("Pia Practitioner")


@pytest.fixture
def organization(lead: User, practitioner: User) -> Organization:
    return make_organization("Halden Freight", lead=lead, practitioners=[practitioner])


def path_to(organization: Organization, verb: str) -> str:
    return f"/organizations/{organization.uid}/{verb}"


def roles(organization: Organization) -> dict[str, str]:
    return dict(organization.memberships.values_list("user__name", "role"))


class TestHandingOver:
    def offer(self, client: Client, organization: Organization, email: str) -> str:
        """The path of the link that the page shows."""
        page = client.post(path_to(organization, "hand-over/"), {"email": email})
        assertContains(page, "Once it is accepted, they lead instead of you.")
        assert "no-store" in page["Cache-Control"]
        found = re.search(r'value="http://testserver(/offers/[^"]+)"', page.content.decode())
        assert found is not None
        return found[1]

    def test_says_before_what_happens_and_changes_nothing(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        client.force_login(lead)
        page = client.get(path_to(organization, "hand-over/"))
        assertContains(page, "nothing changes until they accept")
        assertContains(page, "You are a practitioner: you answer assessments and see the results.")
        assertNotContains(page, "Whoever else is a lead stays one.")
        assert Offer.objects.count() == 0
        Membership.objects.create(organization=organization, user=make_user(), role="lead")
        assertContains(client.get(path_to(organization, "hand-over/")), "Whoever else is a lead stays one.")

    def test_from_the_offer_to_the_new_lead_with_mail_to_both(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        successor = make_user("Sami Successor")
        client.force_login(lead)
        link = self.offer(client, organization, successor.email)
        (asked,) = mail.outbox
        assert (asked.to, asked.subject) == (
            [successor.email],
            "Lena Lead wants to hand Halden Freight over to you",
        )
        assert f"http://testserver{link}\n" in str(asked.body)
        assert "Lena Lead becomes a practitioner there." in str(asked.body)
        assertContains(client.get(path_to(organization, "people/")), "instead of Lena Lead")

        theirs = Client()
        theirs.force_login(successor)
        page = theirs.get(link)
        assertContains(page, "you become its lead, and Lena Lead becomes a practitioner")
        assertContains(page, "Accept and become the lead")
        assertRedirects(theirs.post(link), path_to(organization, ""))
        assert roles(organization) == {
            "Lena Lead": "practitioner",
            "Pia Practitioner": "practitioner",
            "Sami Successor": "lead",
        }
        told = mail.outbox[1]
        assert (told.to, told.subject) == ([lead.email], "Halden Freight is handed over")
        assert f"http://testserver{path_to(organization, '')}\n" in str(told.body)
        assert client.get(path_to(organization, "people/")).status_code == 403

    def test_offered_by_somebody_who_leads_no_more_it_has_ended(
        self, client: Client, lead: User, practitioner: User, organization: Organization
    ) -> None:
        successor = make_user()
        client.force_login(lead)
        link = self.offer(client, organization, successor.email)
        organization.memberships.filter(user=practitioner).update(role="lead")
        organization.memberships.filter(user=lead).update(role="practitioner")
        theirs = Client()
        theirs.force_login(successor)
        for page in (theirs.get(link), theirs.post(link)):
            assertContains(page, "no longer leads the organization", status_code=410)
        assert not organization.memberships.filter(user=successor).exists()

    def test_to_oneself_or_to_no_address_is_said_at_the_field(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        client.force_login(lead)
        for email in (lead.email.upper(), "no address", ""):
            page = client.post(path_to(organization, "hand-over/"), {"email": email})
            assert (page.status_code, list(page.context["form"].errors)) == (422, ["email"])
        assert (Offer.objects.count(), mail.outbox) == (0, [])

    def test_is_for_leads_alone(self, client: Client, practitioner: User, organization: Organization) -> None:
        client.force_login(practitioner)
        assert client.get(path_to(organization, "hand-over/")).status_code == 403
        assert client.post(path_to(organization, "hand-over/"), {"email": "a@x.org"}).status_code == 403


class TestLeaving:
    def test_asks_first_and_leads_to_the_list(
        self, client: Client, practitioner: User, organization: Organization
    ) -> None:
        client.force_login(practitioner)
        leave = path_to(organization, "leave/")
        assertContains(client.get(path_to(organization, "")), f'href="{leave}"')
        assertContains(client.get(leave), "Leave Halden Freight?")
        assert organization.memberships.filter(user=practitioner).exists()
        page = client.post(leave, follow=True)
        assertRedirects(page, "/organizations/")
        assertContains(page, "You have left Halden Freight.")
        assert client.get(leave).status_code == 404

    def test_the_only_lead_is_told_to_hand_over_first(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        client.force_login(lead)
        page = client.get(path_to(organization, "leave/"))
        assertContains(page, "You are the only lead of Halden Freight")
        assertContains(page, f'href="{path_to(organization, "hand-over/")}"')
        assertNotContains(page, '<form class="mt-4"')
        assertContains(client.post(path_to(organization, "leave/")), "Hand the organization over", status_code=422)
        assert roles(organization)["Lena Lead"] == "lead"

    def test_one_lead_of_several_leaves_like_anybody(
        self, client: Client, lead: User, practitioner: User, organization: Organization
    ) -> None:
        organization.memberships.update(role="lead")
        client.force_login(lead)
        assertRedirects(client.post(path_to(organization, "leave/")), "/organizations/")
        assert roles(organization) == {"Pia Practitioner": "lead"}

    def test_a_consultant_has_nothing_to_leave(self, client: Client, organization: Organization) -> None:
        consultant = make_user()
        make_grant(organization, consultant, "run")
        client.force_login(consultant)
        assertNotContains(client.get(path_to(organization, "")), "leave/")
        assert client.post(path_to(organization, "leave/")).status_code == 403
