"""Whoever is asked for access reads it, lets the consultant in, or declines; both are told."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import AccessRequest, Grant, Organization, User
from tests.factories import make_grant, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client) -> User:
    """Signed in."""
    user = make_user("Lena Lead")
    client.force_login(user)
    return user


@pytest.fixture
def consultant() -> User:
    return make_user("Carl Consultant")


@pytest.fixture
def organization(lead: User) -> Organization:
    return make_organization("Halden Freight", lead=lead)


@pytest.fixture
def asked(lead: User, consultant: User) -> AccessRequest:
    return AccessRequest.objects.create(
        consultant=consultant, email=lead.email, level="run", message="We met in <Oslo>."
    )


def path_to(asked: AccessRequest, verb: str = "") -> str:
    return f"/access-requests/{asked.uid}/{verb}"


class TestSeeing:
    def test_it_stands_on_the_list_and_among_the_people_until_it_is_answered(
        self, client: Client, organization: Organization, asked: AccessRequest
    ) -> None:
        for address in ("/organizations/", f"/organizations/{organization.uid}/people/"):
            assertContains(client.get(address), f'href="{path_to(asked)}"')
        client.post(path_to(asked, "decline/"))
        for address in ("/organizations/", f"/organizations/{organization.uid}/people/"):
            assertNotContains(client.get(address), path_to(asked))

    def test_it_says_who_asks_for_what_and_in_which_words(
        self, client: Client, organization: Organization, asked: AccessRequest, consultant: User
    ) -> None:
        page = client.get(path_to(asked))
        for shown in (
            "Carl Consultant",
            consultant.email,
            "read results and run assessments",
            "We met in &lt;Oslo&gt;.",
        ):
            assertContains(page, shown)
        assertContains(page, f'value="{organization.uid}"')

    def test_whoever_leads_nothing_is_told_and_can_decline(self, client: Client, asked: AccessRequest) -> None:
        page = client.get(path_to(asked))
        assertContains(page, "You lead no organization here")
        assertNotContains(page, "Let them in</button>")
        assertContains(page, f'action="{path_to(asked, "decline/")}"')

    def test_nobody_else_finds_it(self, asked: AccessRequest, organization: Organization) -> None:
        stranger = Client()
        stranger.force_login(make_user())
        assert stranger.get(path_to(asked)).status_code == 404
        assertRedirects(Client().get(path_to(asked)), f"/accounts/login/?next={path_to(asked)}")


class TestLettingIn:
    def let_in(self, client: Client, asked: AccessRequest, *organizations: Organization, **said: str) -> int:
        chosen = [str(organization.uid) for organization in organizations]
        page = client.post(path_to(asked), {"organizations": chosen, "level": "read", **said})
        return page.status_code

    def test_lets_them_in_where_until_and_how_far_the_lead_says_and_tells_them(
        self, client: Client, organization: Organization, asked: AccessRequest, consultant: User
    ) -> None:
        said = {"organizations": [str(organization.uid)], "level": "read", "last_day": "2099-12-31"}
        page = client.post(path_to(asked), said, follow=True)
        assertRedirects(page, f"/organizations/{organization.uid}/people/")
        assertContains(page, "Carl Consultant now has access to Halden Freight.")
        grant = Grant.objects.active().get()
        assert (grant.organization, grant.user, grant.level, str(grant.expires_on), grant.asked_at) == (
            organization,
            consultant,
            "read",
            "2099-12-31",
            asked.asked_at,
        )
        (sent,) = mail.outbox
        assert (sent.to, sent.subject) == ([consultant.email], "You have access: Halden Freight")
        assert "The last day is 31 December 2099." in str(sent.body)
        theirs = Client()
        theirs.force_login(consultant)
        assert theirs.get(f"/organizations/{organization.uid}/").status_code == 200

    def test_into_several_at_once_and_no_other(
        self, client: Client, lead: User, organization: Organization, asked: AccessRequest
    ) -> None:
        other, third = make_organization("Other", lead=lead), make_organization("Third", lead=lead)
        assert self.let_in(client, asked, organization, other) == 302
        assert set(Grant.objects.values_list("organization", flat=True)) == {organization.pk, other.pk}
        assert not third.grants.exists()

    def test_sent_twice_it_grants_once_and_says_so(
        self, client: Client, organization: Organization, asked: AccessRequest
    ) -> None:
        assert self.let_in(client, asked, organization) == 302
        page = client.post(path_to(asked), {"organizations": [str(organization.uid)], "level": "read"})
        assertContains(page, "This request was answered", status_code=422)
        assertContains(page, "This request no longer waits: granted", status_code=422)
        assert (Grant.objects.count(), len(mail.outbox)) == (1, 1)

    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            ({"organizations": []}, ["organizations"]),
            ({"organizations": ["no uid"]}, ["organizations"]),
            ({"level": "lead"}, ["level"]),
            ({"level": ""}, ["level"]),
            ({"last_day": "2001-01-01"}, ["last_day"]),
            ({"last_day": "tomorrow"}, ["last_day"]),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self,
        said: dict[str, object],
        wrong: list[str],
        client: Client,
        organization: Organization,
        asked: AccessRequest,
    ) -> None:
        page = client.post(path_to(asked), {"organizations": [str(organization.uid)], "level": "read", **said})
        assert (page.status_code, list(page.context["form"].errors)) == (422, wrong)
        assert (Grant.objects.count(), mail.outbox) == (0, [])

    def test_into_what_one_does_not_lead_is_refused_like_what_does_not_exist(
        self, client: Client, organization: Organization, asked: AccessRequest
    ) -> None:
        foreign = make_organization("Foreign")
        page = client.post(path_to(asked), {"organizations": [str(foreign.uid)], "level": "read"})
        assertContains(page, "not among those that you lead", status_code=422)
        assertNotContains(page, "Foreign", status_code=422)
        assert Grant.objects.count() == 0

    def test_more_than_was_asked_for_is_not_offered(
        self, client: Client, organization: Organization, asked: AccessRequest
    ) -> None:
        AccessRequest.objects.update(level="read")
        assertNotContains(client.get(path_to(asked)), 'value="run"')
        assert self.let_in(client, asked, organization, level="run") == 422

    def test_says_what_they_have_already(
        self, client: Client, organization: Organization, asked: AccessRequest, consultant: User
    ) -> None:
        make_grant(organization, consultant)
        assertContains(client.get(path_to(asked)), "To Halden Freight they have access already: read results.")


class TestDeclining:
    def test_tells_the_consultant_once_and_nothing_else(
        self, client: Client, lead: User, organization: Organization, asked: AccessRequest, consultant: User
    ) -> None:
        for _ in range(2):
            assertRedirects(client.post(path_to(asked, "decline/")), "/organizations/")
        (sent,) = mail.outbox
        assert (sent.to, sent.subject) == ([consultant.email], "Your request for access is declined")
        assert "Halden" not in str(sent.body)
        assert "Lena" not in str(sent.body)
        asked.refresh_from_db()
        assert (asked.state, Grant.objects.count()) == ("declined", 0)
        theirs = Client()
        theirs.force_login(consultant)
        assertContains(theirs.get("/portfolio/"), f"Declined on {timezone.localdate():%-d %B %Y}")
