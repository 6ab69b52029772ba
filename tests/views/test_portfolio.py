"""A portfolio lists what one was let into; asking tells nothing; tags and notes are one's own."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import AccessRequest, PortfolioNote, Tag, User
from assessment.services.access_requests import MOST_A_DAY
from assessment.services.portfolio import jot_down
from tests.factories import make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant(client: Client) -> User:
    """Signed in."""
    user = make_user("Carl Consultant")
    client.force_login(user)
    return user


def ask(client: Client, email: str = "lead@example.org", **said: str) -> HttpResponse:
    page = client.post("/portfolio/ask/", {"email": email, "level": "read", **said})
    assert isinstance(page, HttpResponse)
    return page


class TestPage:
    def test_without_access_it_says_what_to_do(self, client: Client, consultant: User) -> None:
        page = client.get("/portfolio/")
        assertContains(page, "Nobody has let you in yet")
        assertContains(page, 'href="/organizations/new/?for=client"')

    def test_shows_level_days_own_words_requests_and_what_has_ended(self, client: Client, consultant: User) -> None:
        halden = make_organization("Halden Freight")
        make_grant(halden, consultant, "run", expires_on="2099-12-31")
        jot_down(make_person(consultant), halden, tags=["pilot"], note="Ask about alerts.")
        lena = make_user("Lena Lead")
        gone = make_organization("Gone Away", lead=lena)
        make_grant(gone, consultant, state="revoked", revoked_at=timezone.now(), revoked_by=lena)
        AccessRequest.objects.create(consultant=consultant, email="waiting@example.org")
        page = client.get("/portfolio/")
        for shown in (
            "Halden Freight",
            "You may read results and run assessments",
            "last day 31 December 2099",
            "pilot",
            "Ask about alerts.",
            "waiting@example.org",
            "ended by Lena Lead",
        ):
            assertContains(page, shown)
        assertNotContains(page, f"/organizations/{gone.uid}/")

    def test_a_tag_narrows_it_down(self, client: Client, consultant: User) -> None:
        for name in ("North", "South"):
            organization = make_organization(name)
            make_grant(organization, consultant)
            jot_down(make_person(consultant), organization, tags=[f"in the {name}"], note="")
        assertContains(client.get("/portfolio/"), 'href="/portfolio/?tag=in%20the%20North"')
        page = client.get("/portfolio/?tag=in%20the%20North")
        assert [entry.overview.organization.name for entry in page.context["entries"]] == ["North"]
        assertContains(client.get("/portfolio/?tag=nothing"), "No organization here has the tag")

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_at_any_length(
        self, count: int, client: Client, consultant: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(count):
            organization = make_organization()
            make_grant(organization, consultant)
            jot_down(make_person(consultant), organization, tags=["pilot", str(number)], note="A note.")
            make_grant(make_organization(), consultant, state="revoked", revoked_at=timezone.now())
            AccessRequest.objects.create(consultant=consultant, email=f"lead{number}@example.org")
        # Session, account; how many, the page of them; their six; all tags, requests, what has ended.
        with django_assert_num_queries(13):
            page = client.get("/portfolio/")
        assert len(page.context["entries"]) == len(page.context["ended"]) == len(page.context["requests"]) == count

    def test_goes_on_the_next_page(self, client: Client, consultant: User) -> None:
        for number in range(26):
            make_grant(make_organization(f"Organization {number:02}"), consultant)
        page = client.get("/portfolio/?page=2")
        assert [entry.overview.organization.name for entry in page.context["entries"]] == ["Organization 25"]


class TestAsking:
    def test_keeps_the_request_and_mails_the_address_without_the_consultants_words(
        self, client: Client, consultant: User
    ) -> None:
        page = client.post(
            "/portfolio/ask/",
            {"email": "Lead@Example.org", "level": "run", "message": "Buy my\n  services."},
            follow=True,
        )
        assertRedirects(page, "/portfolio/")
        assertContains(page, "Whoever signs in with lead@example.org finds your request.")
        request = AccessRequest.objects.get()
        assert (request.email, request.level, request.message) == ("lead@example.org", "run", "Buy my services.")
        (sent,) = mail.outbox
        assert (sent.to, sent.subject) == (["lead@example.org"], "Carl Consultant asks for access on Tacit")
        assert f"http://testserver/access-requests/{request.uid}/\n" in str(sent.body)
        assert "services" not in str(sent.body)
        assert "List-Unsubscribe" in sent.extra_headers

    def test_always_answers_the_same(self, client: Client, consultant: User) -> None:
        """SECURITY: with or without an account, leading or not, unsubscribed or not."""
        leading, plain = make_user(), make_user()
        make_organization(lead=leading)
        make_grant(make_organization(), consultant)
        answers = []
        for email in (leading.email, plain.email, "nobody@example.org", "nobody@example.org"):
            answer = client.post("/portfolio/ask/", {"email": email, "level": "read"}, follow=True)
            page = re.sub(r"csrfmiddlewaretoken\" value=\"[^\"]+|[0-9a-f-]{36}", "", answer.content.decode())
            said = page.split('role="status"')[1].split("</div>")[0].replace(email, "ADDRESS")
            answers.append((answer.redirect_chain, said))
        assert len({str(answer) for answer in answers}) == 1
        assert [message.to for message in mail.outbox] == [[leading.email], [plain.email], ["nobody@example.org"]]

    def test_does_the_same_work_whether_or_not_there_is_an_account(self, client: Client, consultant: User) -> None:
        lead = make_user()
        make_organization(lead=lead)
        done = []
        for email in (lead.email, "nobody@example.org"):
            with CaptureQueriesContext(connection) as captured:
                ask(client, email)
            done.append([re.sub(r"'[^']*'|\d+", "", query["sql"]) for query in captured.captured_queries])
        assert done[0] == done[1]
        assert not any("membership" in statement for statement in done[0])

    def test_says_where_no_mail_is_sent(self, client: Client, consultant: User, settings: Settings) -> None:
        settings.EMAIL_URL = ""
        page = client.post("/portfolio/ask/", {"email": "lead@example.org", "level": "read"}, follow=True)
        assertContains(page, "This installation sends no mail, so tell them yourself.")
        assert mail.outbox == []

    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            ({"email": "no address"}, ["email"]),
            ({"email": ""}, ["email"]),
            ({"level": "lead"}, ["level"]),
            ({"message": "x" * 501}, ["message"]),
            ({"message": "\x00"}, ["message"]),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self, said: dict[str, str], wrong: list[str], client: Client, consultant: User
    ) -> None:
        page = ask(client, **{"email": "lead@example.org", **said})
        assert (page.status_code, AccessRequest.objects.count(), mail.outbox) == (422, 0, [])
        assert list(page.context["form"].errors) == wrong  # type: ignore[attr-defined]  # of a test's response

    def test_asking_too_often_is_said_at_the_address(self, client: Client, consultant: User) -> None:
        for number in range(MOST_A_DAY):
            assert ask(client, f"lead{number}@example.org").status_code == 302
        assertContains(ask(client, "more@example.org"), "Ask again tomorrow.", status_code=429)
        assert (AccessRequest.objects.count(), len(mail.outbox)) == (MOST_A_DAY, MOST_A_DAY)

    def test_is_taken_back(self, client: Client, consultant: User) -> None:
        ask(client)
        request = AccessRequest.objects.get()
        page = client.post(f"/access-requests/{request.uid}/take-back/", follow=True)
        assertContains(page, "Your request is taken back.")
        request.refresh_from_db()
        assert (request.state, page.context["requests"]) == ("taken-back", [])


class TestOwnWords:
    def test_are_written_and_shown_to_their_author_alone(self, client: Client, consultant: User) -> None:
        lead, other = make_user(), make_user()
        organization = make_organization("Halden Freight", lead=lead)
        make_grant(organization, consultant)
        make_grant(organization, other)
        page = client.post(f"/portfolio/{organization.uid}/", {"tags": "pilot, call back", "note": "My\nown."})
        assertRedirects(page, f"/organizations/{organization.uid}/")
        assert set(Tag.objects.values_list("user", "word")) == {(consultant.pk, "pilot"), (consultant.pk, "call back")}
        for address in ("/portfolio/", f"/organizations/{organization.uid}/"):
            assertContains(client.get(address), "call back")
            assertContains(client.get(address), "My<br>own.")
        assertContains(client.get(f"/portfolio/{organization.uid}/"), 'value="call back, pilot"')
        for user in (lead, other):
            theirs = Client()
            theirs.force_login(user)
            for address in ("/portfolio/", f"/portfolio/{organization.uid}/", f"/organizations/{organization.uid}/"):
                assertNotContains(theirs.get(address), "call back")
                assertNotContains(theirs.get(address), "My<br>own.")

    def test_a_note_of_many_lines_is_as_long_as_its_field_says(self, client: Client, consultant: User) -> None:
        organization = make_organization()
        make_grant(organization, consultant)
        note = "\n".join(["nine word"] * 300)
        # A browser counts a line end as one character, and sends two.
        client.post(f"/portfolio/{organization.uid}/", {"tags": "", "note": note.replace("\n", "\r\n")})
        assert PortfolioNote.objects.get().text == note

    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            ({"tags": "x" * 41, "note": "New."}, ["tags"]),
            ({"tags": ", ".join(map(str, range(21))), "note": "New."}, ["tags"]),
            ({"tags": "x" * 2000, "note": "New."}, ["tags"]),
            ({"tags": "new", "note": "x" * 3001}, ["note"]),
            ({"tags": "a\x00b", "note": ""}, ["tags"]),
        ],
    )
    def test_too_much_is_said_at_its_field_and_nothing_changes(
        self, said: dict[str, str], wrong: list[str], client: Client, consultant: User
    ) -> None:
        organization = make_organization()
        make_grant(organization, consultant)
        jot_down(make_person(consultant), organization, tags=["old"], note="Old.")
        page = client.post(f"/portfolio/{organization.uid}/", said)
        assert (page.status_code, list(page.context["form"].errors)) == (422, wrong)
        assert list(Tag.objects.values_list("word", flat=True)) == ["old"]
        assert PortfolioNote.objects.get().text == "Old."

    def test_on_an_organization_that_is_not_seen_can_not_be_written(self, client: Client, consultant: User) -> None:
        organization = make_organization()
        page = client.post(f"/portfolio/{organization.uid}/", {"tags": "mine", "note": ""})
        assert (page.status_code, Tag.objects.count()) == (404, 0)
