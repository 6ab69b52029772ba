"""Whoever takes over what was set up for them says what becomes of the consultant who did."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Grant, Organization, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

FACTS = {"name": "Halden Freight", "sector": "transport", "size": "250-999", "criticality": "critical"}


@pytest.fixture
def consultant(client: Client) -> User:
    """Signed in."""
    user = make_user("Carl Consultant")
    client.force_login(user)
    return user


@pytest.fixture
def organization(client: Client, consultant: User) -> Organization:
    """Set up for a client on the page."""
    page = client.post("/organizations/new/", {**FACTS, "in_handover": "client"}, follow=True)
    assertContains(page, "Created. You lead it until your client does.")
    assertContains(page, "You set this organization up for a client")
    return Organization.objects.get()


def handed(client: Client, organization: Organization, email: str) -> str:
    page = client.post(f"/organizations/{organization.uid}/hand-over/", {"email": email})
    found = re.search(r'value="http://testserver(/offers/[^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_it_is_marked_until_it_is_handed_over(client: Client, organization: Organization) -> None:
    assertContains(client.get("/organizations/"), "In handover")
    assertContains(client.get("/organizations/"), "Led for a client until it is handed over")
    page = client.get(f"/organizations/{organization.uid}/hand-over/")
    assertContains(page, "They decide whether you keep access as a consultant")


def test_the_form_asks_whose_it_is_and_mine_is_the_default(client: Client, consultant: User) -> None:
    assertContains(client.get("/organizations/new/?for=client"), 'value="client"')
    client.post("/organizations/new/", FACTS)
    assert Organization.objects.get().in_handover is False


def test_whose_it_is_can_not_be_made_up(client: Client, consultant: User) -> None:
    page = client.post("/organizations/new/", {**FACTS, "in_handover": "nobody"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["in_handover"])
    assert Organization.objects.count() == 0


@pytest.mark.parametrize(
    ("keeps", "level", "told"),
    [
        ("run", ["run"], "You keep access as a consultant: read results and run assessments."),
        ("read", ["read"], "You keep access as a consultant: read results."),
        ("nothing", [], "You no longer have access to it."),
    ],
)
def test_the_new_lead_decides_and_the_consultant_is_told(
    keeps: str, level: list[str], told: str, client: Client, consultant: User, organization: Organization
) -> None:
    lead = make_user("Lena Lead")
    link = handed(client, organization, lead.email)
    (asked,) = mail.outbox
    assert asked.subject == "Carl Consultant set up Halden Freight for you"
    assert "you decide whether they may still see it" in str(asked.body)
    theirs = Client()
    theirs.force_login(lead)
    page = theirs.get(link)
    assertContains(page, "What may Carl Consultant do from now on?")
    # Nothing is chosen for them.
    assertNotContains(page, "checked")
    assertRedirects(theirs.post(link, {"keeps": keeps}), f"/organizations/{organization.uid}/")
    assert [membership.user for membership in organization.memberships.all()] == [lead]
    assert list(Grant.objects.active().values_list("level", flat=True)) == level
    assert told in str(mail.outbox[1].body)
    assert client.get(f"/organizations/{organization.uid}/").status_code == (200 if level else 404)
    assertNotContains(theirs.get(f"/organizations/{organization.uid}/"), "for a client")


def test_without_a_decision_nothing_is_handed_over(
    client: Client, consultant: User, organization: Organization
) -> None:
    lead = make_user()
    link = handed(client, organization, lead.email)
    theirs = Client()
    theirs.force_login(lead)
    for said in ({}, {"keeps": "lead"}):
        page = theirs.post(link, said)
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["keeps"])
    assertContains(theirs.post(link), "Choose what they may do.", status_code=422)
    assert [membership.user for membership in organization.memberships.all()] == [consultant]
