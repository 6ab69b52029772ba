"""Whatever is typed into a field: a sentence at the field, 422 and nothing saved, on both databases."""

from collections.abc import Mapping

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from assessment.models import Assessment, Grant, Invitation, Membership, Offer, Organization, User
from tests.factories import (
    PASSWORD,
    make_administrator,
    make_assessment,
    make_grant,
    make_organization,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db

UNREADABLE = ("\x00", "a\x00b", "x" * 100_000, "   ", "\u202e")
HUGE = ("9" * 30, "2147483648", "9223372036854775808", "-1", "1e400", "NaN", "1.5", "\x00")
NO_DAYS = ("99999-01-01", "2026-02-30", "0001-01-01", "\x00", "x" * 100_000)
LONG_ADDRESS = "a" * 250 + "@example.org"
NO_ADDRESSES = ("\x00", "a@b@c", LONG_ADDRESS, "x" * 100_000)


@pytest.fixture
def lead(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def organization(lead: User) -> Organization:
    return make_organization("Halden Freight", lead=lead)


def wrong_fields(client: Client, path: str, data: Mapping[str, object]) -> set[str]:
    """The fields at which the page says what is wrong."""
    page = client.post(path, data)
    assert page.status_code == 422
    form = page.context["form"]
    assert 'class="notice notice-bad error-summary"' in page.content.decode()
    return set(form.errors)


class TestAnOrganization:
    GOOD = {"name": "Sorvholt", "sector": "health", "size": "1-9", "criticality": "critical"}

    @pytest.mark.parametrize("name", UNREADABLE)
    def test_needs_a_name_that_can_be_read(self, client: Client, organization: Organization, name: str) -> None:
        for path in ("/organizations/new/", f"/organizations/{organization.uid}/change/"):
            assert wrong_fields(client, path, self.GOOD | {"name": name}) == {"name"}
        assert list(Organization.objects.values_list("name", flat=True)) == ["Halden Freight"]

    @pytest.mark.parametrize("number", HUGE)
    def test_has_a_number_of_models_that_can_be(self, client: Client, lead: User, number: str) -> None:
        data = self.GOOD | {"number_of_models": number}
        assert wrong_fields(client, "/organizations/new/", data) == {"number_of_models"}
        assert not Organization.objects.exists()

    @pytest.mark.parametrize("field", ["sector", "size", "country", "serving", "use", "criticality"])
    def test_chooses_among_what_is_offered(self, client: Client, lead: User, field: str) -> None:
        for choice in ("nothing of the kind", "\x00", "x" * 100_000):
            assert wrong_fields(client, "/organizations/new/", self.GOOD | {field: choice}) == {field}
        assert not Organization.objects.exists()

    def test_sent_twice_is_created_once(self, client: Client, lead: User) -> None:
        assert client.post("/organizations/new/", self.GOOD).status_code == 302
        again = self.GOOD | {"name": " SORVHOLT  "}
        assert wrong_fields(client, "/organizations/new/", again) == {"name"}
        assert Organization.objects.count() == 1

    def test_has_a_name_that_is_text_on_every_page(self, client: Client, lead: User) -> None:
        client.post("/organizations/new/", self.GOOD | {"name": "<script>alert(1)</script>{{ 7|add:7 }}%s"})
        organization = Organization.objects.get()
        make_assessment(organization, title="<img src=x onerror=alert(1)>")
        for path in ("", "people/", "change/", "assessments/new/"):
            html = client.get(f"/organizations/{organization.uid}/{path}").content.decode()
            assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}%s" in html
            assert "<script>alert" not in html
            assert "<img src=x" not in html


class TestAnAssessment:
    @pytest.mark.parametrize("title", UNREADABLE)
    def test_needs_a_title_that_can_be_read(self, client: Client, organization: Organization, title: str) -> None:
        data = {"title": title, "version": make_version().pk, "kind": "team"}
        assert wrong_fields(client, f"/organizations/{organization.uid}/assessments/new/", data) == {"title"}
        assert not Assessment.objects.exists()

    @pytest.mark.parametrize("number", [*HUGE, "x" * 100_000])
    def test_needs_a_version_that_is_there(self, client: Client, organization: Organization, number: str) -> None:
        data = {"title": "Q4", "version": number, "kind": "team"}
        assert wrong_fields(client, f"/organizations/{organization.uid}/assessments/new/", data) == {"version"}
        assert not Assessment.objects.exists()

    @pytest.mark.parametrize("day", NO_DAYS)
    def test_is_due_on_a_day_to_come(self, client: Client, organization: Organization, day: str) -> None:
        data = {"title": "Q4", "version": make_version().pk, "kind": "team", "due_on": day}
        assert wrong_fields(client, f"/organizations/{organization.uid}/assessments/new/", data) == {"due_on"}
        assert not Assessment.objects.exists()

    @pytest.mark.parametrize("title", ["Q4 2026", " Q4  2026 ", "Q4\u00a02026"])
    def test_opens_one_round_of_a_title_however_its_blanks(
        self, client: Client, organization: Organization, title: str
    ) -> None:
        make_assessment(organization, make_version(), title="Q4 2026")
        data = {"title": title, "version": make_version().pk, "kind": "team"}
        assert wrong_fields(client, f"/organizations/{organization.uid}/assessments/new/", data) == {"title"}
        assert Assessment.objects.count() == 1


class TestAnInvitation:
    @pytest.mark.parametrize("address", NO_ADDRESSES)
    def test_goes_to_an_address(self, client: Client, organization: Organization, address: str) -> None:
        path = f"/assessments/{make_assessment(organization).uid}/invitations/send/"
        assert wrong_fields(client, path, {"addresses": address}) == {"addresses", "last_day"}
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize("number", [*HUGE, "0", "1001"])
    def test_is_for_a_number_of_people(self, client: Client, organization: Organization, number: str) -> None:
        path = f"/assessments/{make_assessment(organization).uid}/invitations/"
        assert wrong_fields(client, path, {"use_limit": number}) == {"use_limit", "last_day"}
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize("day", [*NO_DAYS, "9999-12-31"])
    def test_works_until_a_day_within_a_year(self, client: Client, organization: Organization, day: str) -> None:
        path = f"/assessments/{make_assessment(organization).uid}/invitations/"
        assert wrong_fields(client, path, {"last_day": day}) == {"last_day"}
        assert not Invitation.objects.exists()


class TestPeople:
    @pytest.mark.parametrize("address", NO_ADDRESSES)
    def test_are_offered_a_place_by_their_address(
        self, client: Client, organization: Organization, address: str
    ) -> None:
        path = f"/organizations/{organization.uid}/offers/"
        assert wrong_fields(client, path, {"email": address, "place": "\x00"}) == {"email", "place"}
        assert not Offer.objects.exists()

    @pytest.mark.parametrize("number", [*HUGE, "x" * 100_000, ""])
    @pytest.mark.parametrize(
        "verb", ["members/change", "members/remove", "grants/revoke", "grants/limit", "offers/revoke"]
    )
    def test_are_meant_by_a_row_that_is_there(
        self, client: Client, organization: Organization, verb: str, number: str
    ) -> None:
        make_grant(organization, make_user())
        page = client.post(f"/organizations/{organization.uid}/{verb}/", {"chosen": number, "role": "practitioner"})
        assert page.status_code == 409
        assert (Membership.objects.count(), Grant.objects.active().count()) == (1, 1)


class TestAnAccount:
    GOOD = {"name": "Ana", "email": "ana@example.org", "password1": "three words in a row"}

    @pytest.mark.parametrize("address", NO_ADDRESSES)
    def test_has_an_address(self, client: Client, address: str) -> None:
        page = client.post("/accounts/signup/", self.GOOD | {"email": address})
        assert set(page.context["form"].errors) == {"email"}
        assert not User.objects.exists()

    @pytest.mark.parametrize("address", NO_ADDRESSES)
    def test_gets_no_address_that_can_not_be(self, client: Client, lead: User, address: str) -> None:
        page = client.post("/accounts/email/", {"email": address, "action_add": ""})
        assert set(page.context["form"].errors) == {"email"}

    @pytest.mark.parametrize("name", ["\x00", "x" * 100_000])
    def test_has_a_name_that_fits(self, client: Client, name: str) -> None:
        page = client.post("/accounts/signup/", self.GOOD | {"name": name})
        assert set(page.context["form"].errors) == {"name"}
        assert not User.objects.exists()

    @pytest.mark.parametrize("text", ["\x00", "x" * 100_000, LONG_ADDRESS])
    def test_is_not_entered_by_nonsense(self, client: Client, text: str) -> None:
        for data in ({"login": text, "password": "p"}, {"login": "a@example.org", "password": text}):
            assert client.post("/accounts/login/", data).status_code == 200
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
    )
    def test_is_entered_here_and_nowhere_else(self, client: Client, elsewhere: str) -> None:
        user = make_user()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        data = {"login": user.email, "password": PASSWORD, "next": elsewhere}
        assert client.post("/accounts/login/", data)["Location"] == "/organizations/"
        assert client.get("/accounts/login/", {"next": elsewhere})["Location"] == "/organizations/"


@pytest.mark.parametrize("page", ["abc", "-1", "0", "9" * 30, "\x00", "1&page=2&unknown=1"])
def test_a_page_that_is_not_there_is_the_nearest_one(client: Client, organization: Organization, page: str) -> None:
    answer = client.get(f"/organizations/?page={page}")
    assert (answer.status_code, b"Halden Freight" in answer.content) == (200, True)


@pytest.mark.parametrize("secret", ["%00", "x" * 5000, "%F0%9F%92%A9", "%FF"])
@pytest.mark.parametrize("kind", ["join", "return", "offers"])
def test_a_link_that_never_was_is_not_found(client: Client, kind: str, secret: str) -> None:
    assert client.get(f"/{kind}/{secret}/").status_code == 404


@pytest.mark.parametrize(
    "query", ["organization/?sector=%00", "organization/?q=%00", "auditevent/?verb=%00", "grant/?state__exact=%00"]
)
def test_the_admin_finds_nothing_under_nonsense(client: Client, query: str) -> None:
    client.force_login(make_administrator())
    assert client.get(f"/admin/assessment/{query}").status_code in (200, 302)
