"""A lead decides who belongs and who may look; an offer's link is a secret for one address."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Grant, Membership, Offer, Organization, User
from assessment.services.grants import offer_place
from tests.factories import PASSWORD, make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user("Lena Lead")


@pytest.fixture
def organization(lead: User) -> Organization:
    return make_organization("Halden Freight", lead=lead)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def people_path(organization: Organization, verb: str = "people/") -> str:
    return f"/organizations/{organization.uid}/{verb}"


def offered(organization: Organization, email: str, place: str = "practitioner") -> str:
    """The path of the link to a new offer."""
    lead = organization.memberships.filter(role="lead").get().user
    return f"/offers/{offer_place(make_person(lead), organization, email=email, place=place)[1]}/"


class TestPage:
    def test_shows_members_consultants_and_open_offers(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        grant = make_grant(organization, make_user("Carl Consultant"))
        offered(organization, "new@example.org")
        page = signed_in(client, lead).get(people_path(organization))
        people = page.context["people"]
        assert [membership.user for membership in people.members] == [lead]
        assert (people.grants, [offer.email for offer in people.offers]) == ([grant], ["new@example.org"])
        assertContains(page, "Carl Consultant")

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_at_any_number_of_people(
        self,
        count: int,
        client: Client,
        lead: User,
        organization: Organization,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for place in range(count):
            Membership.objects.create(organization=organization, user=make_user())
            make_grant(organization, make_user())
            offered(organization, f"new{place}@example.org")
        signed_in(client, lead)
        # Session, account; the organization; the roles; the three lists; who asks to be let in.
        with django_assert_num_queries(9):
            client.get(people_path(organization))

    @pytest.mark.parametrize(
        "verb",
        [
            "people/",
            "members/change/",
            "members/remove/",
            "grants/revoke/",
            "grants/limit/",
            "offers/",
            "offers/revoke/",
        ],
    )
    def test_is_for_the_lead_alone(self, client: Client, organization: Organization, verb: str) -> None:
        practitioner, runner, stranger = make_user(), make_user(), make_user()
        Membership.objects.create(organization=organization, user=practitioner)
        make_grant(organization, runner, "run")
        statuses = [
            signed_in(client, user).post(people_path(organization, verb)).status_code
            for user in (practitioner, runner, stranger)
        ]
        assert statuses == [403, 403, 404]


class TestMembers:
    def test_changes_a_role(self, client: Client, lead: User, organization: Organization) -> None:
        membership = Membership.objects.create(organization=organization, user=make_user("Mia"))
        change = people_path(organization, "members/change/")
        page = signed_in(client, lead).post(change, {"chosen": membership.pk, "role": "lead"}, follow=True)
        assertRedirects(page, people_path(organization))
        assertContains(page, "Mia is now a lead.")
        membership.refresh_from_db()
        assert membership.role == "lead"
        page = client.post(change, {"chosen": membership.pk, "role": "practitioner"}, follow=True)
        assertContains(page, "Mia is now a practitioner.")

    def test_a_lead_who_steps_down_comes_to_what_they_still_see(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        own = organization.memberships.get()
        Membership.objects.create(organization=organization, user=make_user(), role="lead")
        change = people_path(organization, "members/change/")
        answer = signed_in(client, lead).post(change, {"chosen": own.pk, "role": "practitioner"})
        assertRedirects(answer, people_path(organization, ""))

    def test_the_last_lead_stays(self, client: Client, lead: User, organization: Organization) -> None:
        membership = organization.memberships.get()
        page = signed_in(client, lead).post(people_path(organization, "members/remove/"), {"chosen": membership.pk})
        assertContains(page, "Every organization needs a lead.", status_code=422)
        assert organization.memberships.get() == membership

    def test_each_button_asks_about_its_own_row_and_only_what_cannot_be_undone_asks(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        for name in ("Mia", "Noah"):
            Membership.objects.create(organization=organization, user=make_user(name))
        page = signed_in(client, lead).get(people_path(organization)).content.decode()
        forms = re.findall(r'<form action="[^"]*/members/(\w+)/" method="post"(?: data-confirm="([^"?]*)\?)?', page)
        assert forms == [("change", ""), ("remove", "Remove Mia"), ("change", ""), ("remove", "Remove Noah")]

    def test_the_only_lead_is_offered_to_hand_over_and_others_to_leave(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        page = signed_in(client, lead).get(people_path(organization))
        assertContains(page, "the only one")
        assertNotContains(page, people_path(organization, "leave/"))
        assertContains(page, f'href="{people_path(organization, "hand-over/")}"', count=2)
        Membership.objects.create(organization=organization, user=make_user(), role="lead")
        page = client.get(people_path(organization))
        assertNotContains(page, "the only one")
        assertContains(page, "Stop being a lead?")
        assertContains(page, f'href="{people_path(organization, "leave/")}"')

    def test_a_lead_who_leaves_comes_to_the_list(self, client: Client, lead: User, organization: Organization) -> None:
        own = organization.memberships.get()
        Membership.objects.create(organization=organization, user=make_user(), role="lead")
        answer = signed_in(client, lead).post(people_path(organization, "members/remove/"), {"chosen": own.pk})
        assertRedirects(answer, "/organizations/")
        assert not organization.memberships.filter(user=lead).exists()

    def test_a_member_of_another_organization_can_not_be_meant(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        other = make_organization(practitioners=[make_user()]).memberships.get(role="practitioner")
        page = signed_in(client, lead).post(people_path(organization, "members/remove/"), {"chosen": other.pk})
        assert page.status_code == 409
        assert Membership.objects.filter(pk=other.pk).exists()

    def test_revoking_a_grant_works_on_the_next_request(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        consultant = make_user()
        grant = make_grant(organization, consultant)
        show = people_path(organization, "")
        assert signed_in(Client(), consultant).get(show).status_code == 200
        signed_in(client, lead).post(people_path(organization, "grants/revoke/"), {"chosen": grant.pk})
        assert signed_in(Client(), consultant).get(show).status_code == 404


class TestLastDay:
    def limit(self, client: Client, organization: Organization, grant: Grant, day: str) -> HttpResponse:
        page = client.post(people_path(organization, "grants/limit/"), {"chosen": grant.pk, "last_day": day})
        assert isinstance(page, HttpResponse)
        return page

    def test_is_set_and_taken_away_again(self, client: Client, lead: User, organization: Organization) -> None:
        grant = make_grant(organization, make_user())
        signed_in(client, lead)
        self.limit(client, organization, grant, "2099-12-31")
        assertContains(client.get(people_path(organization)), "31 December 2099")
        assertRedirects(self.limit(client, organization, Grant.objects.active().get(), ""), people_path(organization))
        assert Grant.objects.active().get().expires_on is None

    @pytest.mark.parametrize("day", ["2001-01-01", "tomorrow", "99999-01-01", "2026-02-30", "\x00"])
    def test_that_can_not_be_is_said_at_its_place(
        self, client: Client, lead: User, organization: Organization, day: str
    ) -> None:
        grant = make_grant(organization, make_user())
        page = self.limit(signed_in(client, lead), organization, grant, day)
        assertContains(page, f'<a href="#last-day-{grant.pk}">', status_code=422)
        assertContains(page, "invalid-feedback", status_code=422)
        assert list(Grant.objects.values_list("pk", "expires_on")) == [(grant.pk, None)]

    def test_in_a_stale_tab_is_refused(self, client: Client, lead: User, organization: Organization) -> None:
        grant = make_grant(organization, make_user())
        signed_in(client, lead)
        self.limit(client, organization, grant, "2099-12-31")
        page = self.limit(client, organization, grant, "2099-12-30")
        assertContains(page, "Load the page again.", status_code=409)
        assert str(Grant.objects.active().get().expires_on) == "2099-12-31"


class TestOffering:
    def offer(self, client: Client, organization: Organization, email: str = "new@example.org") -> str:
        page = client.post(people_path(organization, "offers/"), {"email": email, "place": "read"})
        found = re.search(r'value="(http://testserver/offers/[^"]+)"', page.content.decode())
        assert found is not None
        return found[1]

    def test_shows_the_link_once_and_mails_it(self, client: Client, lead: User, organization: Organization) -> None:
        link = self.offer(signed_in(client, lead), organization)
        (sent,) = mail.outbox
        assert (sent.to, link in sent.body) == (["new@example.org"], True)
        assertNotContains(client.get(people_path(organization)), link.rsplit("/", 2)[1])

    def test_says_that_it_has_to_be_copied_where_no_mail_goes_out(
        self, client: Client, lead: User, organization: Organization, settings: Settings
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        signed_in(client, lead)
        page = client.post(people_path(organization, "offers/"), {"email": "new@example.org", "place": "read"})
        assertContains(page, "No mail could be sent to new@example.org.")
        assert Offer.objects.count() == 1

    def test_never_tells_whether_there_is_an_account(
        self, client: Client, lead: User, organization: Organization
    ) -> None:
        signed_in(client, lead)
        known, unknown = make_user().email, "nobody@example.org"
        pages = [
            client.post(people_path(organization, "offers/"), {"email": email, "place": "read"})
            .content.decode()
            .replace(email, "ADDRESS")
            for email in (known, unknown)
        ]
        secrets = r"/offers/[^/]+/|csrfmiddlewaretoken\" value=\"[^\"]+"
        assert re.sub(secrets, "", pages[0]) == re.sub(secrets, "", pages[1])

    def test_a_wrong_address_is_said_at_the_field(self, client: Client, lead: User, organization: Organization) -> None:
        page = signed_in(client, lead).post(
            people_path(organization, "offers/"), {"email": "no address", "place": "owner"}
        )
        assert page.status_code == 422
        assert set(page.context["form"].errors) == {"email", "place"}
        assert Offer.objects.count() == 0

    def test_ends_an_offer(self, client: Client, lead: User, organization: Organization) -> None:
        path = offered(organization, "new@example.org")
        signed_in(client, lead).post(people_path(organization, "offers/revoke/"), {"chosen": Offer.objects.get().pk})
        assertContains(client.get(path), "This offer has ended.", status_code=410)


class TestAccepting:
    def test_a_visitor_sees_it_and_keeps_the_way_back(self, client: Client, organization: Organization) -> None:
        path = offered(organization, "new@example.org", "lead")
        page = client.get(path)
        assertContains(page, "Halden Freight")
        assertContains(page, f'href="/accounts/login/?next={path}"')
        assertNotContains(page, "new@example.org")
        assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "strict-origin")
        assertRedirects(client.post(path), f"/accounts/login/?next={path}")
        assert Offer.objects.get().accepted_at is None

    def test_signing_in_leads_back_to_it(self, client: Client, organization: Organization) -> None:
        user = make_user()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        path = offered(organization, user.email)
        answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, "next": path})
        assertRedirects(answer, path)

    def test_the_one_it_was_made_to_accepts(self, client: Client, organization: Organization) -> None:
        user = make_user()
        path = offered(organization, user.email, "practitioner")
        answer = signed_in(client, user).post(path)
        assertRedirects(answer, f"/organizations/{organization.uid}/")
        assert organization.memberships.get(user=user).role == "practitioner"
        assertContains(client.post(path), "accepted already", status_code=410)

    def test_another_account_is_told_and_not_let_in(self, client: Client, organization: Organization) -> None:
        path = offered(organization, "new@example.org", "lead")
        page = signed_in(client, make_user()).get(path)
        assertContains(page, "made to another address")
        assertNotContains(page, "new@example.org")
        assert client.post(path).status_code == 403
        assert organization.memberships.count() == 1

    def test_an_unknown_link_is_not_found(self, client: Client) -> None:
        assertContains(client.get("/offers/nothing/"), "copied completely", status_code=404)
