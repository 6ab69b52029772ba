"""A unit's lead names the organization above; its leads accept, compare, and see no more than they were let."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Grant, Membership, Offer, Organization, User
from assessment.services.grants import revoke_grant
from assessment.services.units import join_own
from tests.factories import make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client) -> User:
    """Signed in; leads the unit."""
    user = make_user("Ulla Unit")
    client.force_login(user)
    return user


@pytest.fixture
def above_lead() -> User:
    return make_user("Paul Parent")


@pytest.fixture
def unit(lead: User) -> Organization:
    return make_organization("Halden Models", lead)


@pytest.fixture
def parent(above_lead: User) -> Organization:
    return make_organization("Halden Group", above_lead)


def path_to(organization: Organization, verb: str = "") -> str:
    return f"/organizations/{organization.uid}/parent/{verb}"


def asked(client: Client, unit: Organization, email: str) -> str:
    """The path of the link that the page shows."""
    page = client.post(path_to(unit, "ask/"), {"email": email})
    assert "no-store" in page["Cache-Control"]
    found = re.search(r'value="http://testserver(/offers/[^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_from_asking_to_comparing_to_ending_it(
    client: Client, lead: User, unit: Organization, parent: Organization, above_lead: User
) -> None:
    assertContains(client.get(f"/organizations/{unit.uid}/change/"), f'href="{path_to(unit)}"')
    link = asked(client, unit, above_lead.email)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (
        [above_lead.email],
        "Halden Models wants to be a part of your organization on Tacit",
    )
    assert f"http://testserver{link}\n" in str(sent.body)
    assertContains(client.get(f"/organizations/{unit.uid}/people/"), "the organization that this one is a part of")

    theirs = Client()
    theirs.force_login(above_lead)
    page = theirs.get(link)
    assertContains(page, "Ulla Unit says that Halden Models is a part of an organization that you lead.")
    assertContains(page, f'value="{parent.uid}"')
    assert theirs.post(link, {"parent": ""}).status_code == 422
    page = theirs.post(link, {"parent": str(parent.uid)}, follow=True)
    assertRedirects(page, f"/organizations/{parent.uid}/")
    assertContains(page, "Halden Models is now a part of Halden Group.")
    assertContains(page, f'href="/organizations/{unit.uid}/"')
    assertContains(theirs.get(f"/organizations/{unit.uid}/"), "part of Halden Group")
    assertContains(theirs.get("/portfolio/"), "as you lead the organization above")

    assertContains(client.get(path_to(unit)), "Paul Parent: sees the results here")
    assertContains(client.get(f"/organizations/{unit.uid}/people/"), "as a lead of the organization above")
    page = client.post(path_to(unit, "end/"), follow=True)
    assertContains(page, "It is no longer a part of another organization.")
    assert theirs.get(f"/organizations/{unit.uid}/").status_code == 404
    assertNotContains(theirs.get(f"/organizations/{parent.uid}/"), "Halden Models")


def test_one_that_the_same_person_leads_is_chosen(client: Client, lead: User, unit: Organization) -> None:
    parent = make_organization("Halden Group", lead)
    assertContains(client.get(path_to(unit)), "You lead both")
    page = client.post(path_to(unit, "choose/"), {"parent": str(parent.uid)}, follow=True)
    assertContains(page, "Halden Models is now a part of Halden Group.")
    unit.refresh_from_db()
    assert (unit.parent, Grant.objects.count()) == (parent, 0)
    assertContains(client.get(path_to(parent)), "has parts of its own")


def test_a_foreign_organization_can_not_be_chosen(client: Client, unit: Organization, parent: Organization) -> None:
    page = client.post(path_to(unit, "choose/"), {"parent": str(parent.uid)})
    assertContains(page, "not among those that you lead", status_code=422)
    unit.refresh_from_db()
    assert unit.parent is None


def test_no_address_is_said_at_the_field(client: Client, unit: Organization) -> None:
    page = client.post(path_to(unit, "ask/"), {"email": "nobody"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["email"])
    assert (Offer.objects.count(), mail.outbox) == (0, [])


def test_whoever_leads_nothing_is_told_to_create_it_first(client: Client, unit: Organization, above_lead: User) -> None:
    link = asked(client, unit, above_lead.email)
    theirs = Client()
    theirs.force_login(above_lead)
    page = theirs.get(link)
    assertContains(page, "You lead no organization that could be the one above.")
    assertNotContains(page, 'name="parent"')


def test_a_new_lead_above_is_let_in_by_the_units_lead(
    client: Client, lead: User, unit: Organization, above_lead: User
) -> None:
    parent = make_organization("Halden Group", lead)
    join_own(make_person(lead), unit, parent)
    Membership.objects.create(organization=parent, user=above_lead, role="lead")
    assertContains(client.get(path_to(unit)), "Paul Parent: does not see them")
    page = client.post(path_to(unit, "let-in/"), follow=True)
    assertContains(page, "Paul Parent: sees the results here")
    assert Grant.objects.active().get().user == above_lead


def test_the_lead_above_ends_it_too_also_where_they_see_the_part_no_more(
    client: Client, lead: User, unit: Organization, parent: Organization, above_lead: User
) -> None:
    theirs = Client()
    theirs.force_login(above_lead)
    theirs.post(asked(client, unit, above_lead.email), {"parent": str(parent.uid)})
    other = make_organization("Elsewhere")
    Organization.objects.filter(pk=other.pk).update(parent=make_organization())
    end = f"/organizations/{parent.uid}/parts/end/"
    assert theirs.post(end, {"chosen": other.pk}).status_code == 409
    revoke_grant(make_person(lead), Grant.objects.get())
    assertContains(theirs.get(path_to(parent)), "Halden Models")
    page = theirs.post(end, {"chosen": unit.pk}, follow=True)
    assertContains(page, "Halden Models is no longer a part.")
    assert set(Organization.objects.exclude(parent=None)) == {other}
    assert theirs.post(end, {"chosen": unit.pk}).status_code == 409
