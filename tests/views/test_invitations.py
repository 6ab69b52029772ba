"""An invitation's link is shown once or mailed to one person, sent again, ended at once; who used it stays untold."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Invitation, Membership, User, hash_of
from assessment.services.invitations import invite
from tests.factories import (
    make_assessment,
    make_grant,
    make_mixed_version,
    make_organization,
    make_person,
    make_user,
)
from tests.smtp import MailServer, link_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def assessment(lead: User) -> Assessment:
    return make_assessment(make_organization("Halden Freight", lead=lead), title="Q4 2026")


def create(client: Client, assessment: Assessment, **fields: object) -> str:
    """The page that answers a filled-in form."""
    in_ten_days = timezone.localdate() + timedelta(days=10)
    asked = {"last_day": in_ten_days.isoformat(), **fields}
    return client.post(f"/assessments/{assessment.uid}/invitations/", asked).content.decode()


def paste(client: Client, assessment: Assessment, addresses: str, **fields: object) -> "Page":
    """The page after sending a list."""
    in_ten_days = timezone.localdate() + timedelta(days=10)
    asked = {"addresses": addresses, "last_day": in_ten_days.isoformat(), **fields}
    return client.post(f"/assessments/{assessment.uid}/invitations/send/", asked, follow=True)


def resend(client: Client, email: str) -> "Page":
    """The page after sending an invitation again."""
    return client.post(f"/invitations/{Invitation.objects.get(email=email).uid}/resend/", follow=True)


def token_in(page: str) -> str:
    found = re.search(r'value="http://testserver/join/([^/"]+)/"', page)
    assert found is not None
    return found[1]


def test_shows_the_link_once_and_mails_nothing(client: Client, lead: User, assessment: Assessment) -> None:
    client.force_login(lead)
    token = token_in(create(client, assessment, use_limit=3))
    invitation = Invitation.objects.get()
    assert (invitation.token_hash, invitation.use_limit, invitation.email) == (hash_of(token), 3, "")
    assert mail.outbox == []
    assertNotContains(client.get(f"/assessments/{assessment.uid}/"), token)


def test_both_kinds_are_for_a_role_where_one_is_chosen(client: Client, lead: User) -> None:
    organization = make_organization("Halden Freight", lead=lead)
    assessment = make_assessment(organization, make_mixed_version())
    client.force_login(lead)
    assert "It is for people in this role: role operations." in create(client, assessment, role="operations")
    page = paste(client, assessment, "ana@example.org", role="data-science")
    assertContains(page, "Role: role operations")
    assertContains(page, "Role: role data-science")
    assert sorted(Invitation.objects.values_list("email", "role")) == [
        ("", "operations"),
        ("ana@example.org", "data-science"),
    ]


def test_works_to_the_end_of_its_last_day(client: Client, lead: User, assessment: Assessment) -> None:
    client.force_login(lead)
    last_day = timezone.localdate()
    create(client, assessment, last_day=last_day.isoformat())
    ends = Invitation.objects.get().expires_at
    assert ends is not None
    assert timezone.localtime(ends).date() == last_day
    assert ends > timezone.now()


def test_what_nobody_could_use_is_said_at_the_field(client: Client, lead: User, assessment: Assessment) -> None:
    client.force_login(lead)
    yesterday = timezone.localdate() - timedelta(days=1)
    asked = {"use_limit": 0, "last_day": yesterday.isoformat()}
    page = client.post(f"/assessments/{assessment.uid}/invitations/", asked)
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"use_limit", "last_day"})
    assert Invitation.objects.count() == 0


def test_nobody_is_invited_to_a_closed_round(client: Client, lead: User, assessment: Assessment) -> None:
    Assessment.objects.update(state="closed", closed_at=timezone.now())
    client.force_login(lead)
    assert "This assessment is closed." in create(client, assessment)
    assert Invitation.objects.count() == 0


def test_ends_one(client: Client, lead: User, assessment: Assessment) -> None:
    invitation, _ = invite(make_person(lead), assessment)
    client.force_login(lead)
    answer = client.post(f"/invitations/{invitation.uid}/revoke/")
    assertRedirects(answer, f"/assessments/{assessment.uid}/")
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    assertContains(client.get(f"/assessments/{assessment.uid}/"), "revoked")


class TestByMail:
    """A list is pasted; everybody on it gets a link of their own."""

    def test_a_pasted_list_is_mailed_and_each_link_works(
        self, client: Client, lead: User, assessment: Assessment, mail_server: MailServer
    ) -> None:
        client.force_login(lead)
        page = paste(client, assessment, "Ana <Ana@Example.org>; ben@example.org\n\ncy@example.org, ben@example.org")
        assertRedirects(page, f"/assessments/{assessment.uid}/")
        assertContains(page, "3 invitations were sent.")
        assertContains(page, "More than once in the list: ben@example.org.")
        assert mail_server.recipients() == ["ana@example.org", "ben@example.org", "cy@example.org"]
        links = {link_in(message, "/join/") for message in mail_server.received}
        assert len(links) == 3
        for link in links:
            guest = Client()
            assertContains(guest.get(link), "You are asked how machine learning works where you are")
            assertContains(guest.post(link, follow=True), "Your answers")
        assert sorted(Invitation.objects.values_list("email", "use_limit", "uses")) == [
            ("ana@example.org", 1, 1),
            ("ben@example.org", 1, 1),
            ("cy@example.org", 1, 1),
        ]

    def test_whoever_was_invited_before_is_named_and_left_out(
        self, client: Client, lead: User, assessment: Assessment
    ) -> None:
        client.force_login(lead)
        paste(client, assessment, "ana@example.org")
        page = paste(client, assessment, "ANA@example.org\nben@example.org")
        assertContains(page, "1 invitation was sent.")
        assertContains(page, "Left out, because invited before: ana@example.org.")
        assert [message.to for message in mail.outbox] == [["ana@example.org"], ["ben@example.org"]]

    def test_wrong_lines_are_named_and_nothing_is_sent(
        self, client: Client, lead: User, assessment: Assessment
    ) -> None:
        client.force_login(lead)
        page = paste(client, assessment, "ana@example.org\nben\n<script>, cy@example.org")
        assert page.status_code == 422
        assert page.context["form"].errors == {
            "addresses": [
                "Line 2: “ben” is not an e-mail address.",
                "Line 3: “<script>” is not an e-mail address.",
            ]
        }
        assertContains(page, "ana@example.org", status_code=422)
        assert (Invitation.objects.count(), mail.outbox) == (0, [])

    def test_a_mail_that_fails_leaves_a_mark_and_a_button(
        self, client: Client, lead: User, assessment: Assessment, mail_server: MailServer
    ) -> None:
        client.force_login(lead)
        mail_server.refuses.add("ben@example.org")
        page = paste(client, assessment, "ana@example.org\nben@example.org")
        assertContains(page, "1 invitation was sent.")
        assertContains(page, "1 mail could not be sent.")
        assertContains(page, "not sent")
        mail_server.refuses.clear()
        page = resend(client, "ben@example.org")
        assertContains(page, "A new link was sent to ben@example.org.")
        assertNotContains(page, "not sent")

    def test_the_list_says_nothing_of_who_has_begun(self, client: Client, lead: User, assessment: Assessment) -> None:
        client.force_login(lead)
        paste(client, assessment, "ana@example.org")
        before = client.get(f"/assessments/{assessment.uid}/").context["invitations"][0]
        assert (before.state.value, before.is_usable, before.can_be_resent) == ("sent", True, True)
        link = re.search(r"/join/[^/\s]+/", str(mail.outbox[0].body))
        assert link is not None
        guest = Client()
        guest.post(link[0])
        assert Invitation.objects.get().uses == 1
        page = client.get(f"/assessments/{assessment.uid}/")
        after = page.context["invitations"][0]
        assert (after.state.value, after.is_usable, after.can_be_resent) == ("sent", True, True)
        assertContains(page, "not shown")
        assertNotContains(page, "1 of 1")

    def test_one_sent_again_is_not_sent_at_once_once_more(
        self, client: Client, lead: User, assessment: Assessment
    ) -> None:
        client.force_login(lead)
        paste(client, assessment, "ana@example.org")
        page = client.post(f"/invitations/{Invitation.objects.get().uid}/resend/")
        assertContains(page, "Wait ten minutes", status_code=409)
        assert len(mail.outbox) == 1

    def test_where_no_mail_is_sent_it_says_so_and_makes_nothing(
        self, client: Client, lead: User, assessment: Assessment, settings: Settings
    ) -> None:
        settings.EMAIL_URL = ""
        client.force_login(lead)
        assertContains(
            client.get(f"/assessments/{assessment.uid}/invitations/send/"), "This installation sends no mail"
        )
        page = paste(client, assessment, "ana@example.org")
        assertContains(page, "This installation sends no mail", status_code=422)
        assert Invitation.objects.count() == 0

    def test_says_that_a_mail_failed_again(
        self, client: Client, lead: User, assessment: Assessment, mail_server: MailServer
    ) -> None:
        client.force_login(lead)
        mail_server.refuses.add("ana@example.org")
        paste(client, assessment, "ana@example.org")
        page = resend(client, "ana@example.org")
        assertContains(page, "No mail could be sent to ana@example.org. Nothing has changed.")

    def test_of_many_left_out_a_few_are_named(self, client: Client, lead: User, assessment: Assessment) -> None:
        client.force_login(lead)
        addresses = "\n".join(f"p{number}@x.org" for number in range(8))
        paste(client, assessment, addresses)
        page = paste(client, assessment, addresses)
        assertContains(page, "0 invitations were sent.")
        assertContains(page, "p0@x.org, p1@x.org, p2@x.org, p3@x.org, p4@x.org and 3 more.")


def test_only_lead_and_runner_may(client: Client, lead: User, assessment: Assessment) -> None:
    invitation, _ = invite(make_person(lead), assessment)
    practitioner, reader, runner, stranger = (make_user() for _ in range(4))
    Membership.objects.create(organization=assessment.organization, user=practitioner)
    make_grant(assessment.organization, reader, "read")
    make_grant(assessment.organization, runner, "run")
    paths = [f"/assessments/{assessment.uid}/invitations/send/", f"/invitations/{invitation.uid}/revoke/"]
    found = {}
    for name, user in (("practitioner", practitioner), ("reader", reader), ("stranger", stranger), ("runner", runner)):
        client.force_login(user)
        found[name] = [client.get(paths[0]).status_code, client.post(paths[1]).status_code]
    assert found == {"practitioner": [403, 403], "reader": [403, 403], "stranger": [404, 404], "runner": [200, 302]}
