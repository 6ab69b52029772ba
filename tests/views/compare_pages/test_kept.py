"""Tests of pages that are kept: quick the second time, and never what somebody may not see any more."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from assessment.models import Grant, Organization, User, Version
from assessment.services.grants import revoke_grant
from assessment.views.compare_pages import views
from assessment.views.compare_pages.comparison import path_of
from tests.comparisons import make_round
from tests.factories import make_grant, make_organization, make_person, make_user, make_version

pytestmark = pytest.mark.django_db
VIEWS = [path_of(view.key).removeprefix("/compare/") for view in views.VIEWS]


@pytest.fixture
def consultant() -> User:
    consultant, version = make_user("Mira"), make_version()
    for name in ("Alder", "Birch"):
        organization = make_organization(name)
        make_grant(organization, consultant)
        make_round(organization, version, dimensions={"d0": 0.5})
    return consultant


@pytest.fixture
def client(client: Client, consultant: User) -> Client:
    client.force_login(consultant)
    return client


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_is_made_once(client: Client, view: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = client.get(f"/compare/{view}")
    # The session, the account, and whether anything has changed.
    with django_assert_num_queries(3):
        second = client.get(f"/compare/{view}")
    assert main_of(second.content) == main_of(first.content)
    part = client.get(f"/compare/{view}", headers={"HX-Request": "true"})
    assert part.content.strip().splitlines()[0] in first.content


def main_of(content: bytes) -> bytes:
    """The page without what is of the session."""
    return content.split(b"<main")[1].split(b"</main>")[0]


@pytest.mark.parametrize("view", VIEWS)
def test_a_revoked_consultant_is_shown_nothing_that_was_kept(client: Client, view: str) -> None:
    address = f"/compare/{view}?sort=name&find=Ald"
    assertContains(client.get(address), "Alder")
    assertContains(client.get(address), "Alder")
    revoke_grant(make_person(make_user()), Grant.objects.get(organization__name="Alder"))
    assertNotContains(client.get(address), "Alder")
    Grant.objects.update(state=Grant.State.REVOKED, revoked_at=timezone.now())
    assertContains(client.get(address), "No organization is visible to you yet")


@pytest.mark.parametrize("view", VIEWS)
def test_a_new_result_is_shown_at_once(client: Client, view: str) -> None:
    assertContains(client.get(f"/compare/{view}"), "2 of 2 organizations")
    cedar = make_organization("Cedar")
    make_grant(cedar, User.objects.get(name="Mira"))
    assertContains(client.get(f"/compare/{view}"), "2 of 2 organizations")
    make_round(cedar, Version.objects.get())
    assertContains(client.get(f"/compare/{view}"), "3 of 3 organizations")


def test_nobody_is_shown_what_was_kept_for_somebody_else(client: Client) -> None:
    assertContains(client.get("/compare/table/"), "Alder")
    stranger = Client()
    stranger.force_login(make_user())
    assertNotContains(stranger.get("/compare/table/"), "Alder")
    member = Client()
    member.force_login(Organization.objects.get(name="Birch").memberships.get().user)
    assertNotContains(member.get("/compare/table/"), "Alder")
    assertContains(member.get("/compare/table/"), "Birch")
