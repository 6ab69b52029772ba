"""Those who have not submitted are reminded once for each step, by a link that works, until they want no more."""

import logging
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.asserts import assertContains, assertRedirects

from assessment.models import (
    Assessment,
    Invitation,
    Membership,
    Reminder,
    Response,
    User,
    address_hash_of,
)
from assessment.services.errors import Refused
from assessment.services.invitations import State, invitations_of, invite
from assessment.services.mail import site_address
from assessment.services.mail_opt_outs import opt_out, unsubscribe_link
from assessment.services.reminders import Tally, remind, send_reminders, step_on
from tests.factories import make_assessment, make_person, make_user
from tests.services.reminding import LONG_AGO, begun, due_in_a_week, invited, submitted
from tests.smtp import MailServer, link_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user("Lena")


@pytest.fixture
def assessment(lead: User) -> Assessment:
    return due_in_a_week(lead)


class TestWhen:
    @pytest.mark.parametrize(
        ("days", "step"), [(-1, None), (0, 0), (1, 1), (2, 7), (6, 7), (7, 7), (8, None), (300, None)]
    )
    def test_a_step_lasts_until_the_next(self, days: int, step: int | None) -> None:
        today = timezone.localdate()
        assert step_on(today, today + timedelta(days=days)) == step

    def test_each_step_once(self, assessment: Assessment, mail_server: MailServer) -> None:
        invited(assessment, "ana@x.org")
        today = timezone.localdate()
        tallies = [send_reminders(today + timedelta(days=days)) for days in (0, 0, 3, 6, 6, 7, 7)]
        once, nothing = Tally(reminders=1, summaries=1), Tally()
        assert tallies == [once, nothing, nothing, once, nothing, once, nothing]
        assert len(mail_server.to("ana@x.org")) == 3
        assert sorted(Reminder.objects.values_list("step", "purpose")) == [
            (step, purpose) for step in (0, 1, 7) for purpose in ("answer", "summary")
        ]

    def test_a_mail_that_failed_is_tried_again(self, assessment: Assessment, mail_server: MailServer) -> None:
        invited(assessment, "ana@x.org")
        invited(assessment, "ben@x.org")
        mail_server.refuses.add("ana@x.org")
        before = Invitation.objects.get(email="ana@x.org").token_hash
        assert send_reminders() == Tally(reminders=1, summaries=1, failed=1)
        # The link that was sent first still works.
        assert Invitation.objects.get(email="ana@x.org").token_hash == before
        mail_server.refuses.clear()
        assert send_reminders() == Tally(reminders=1)

    def test_without_mail_it_says_so(self, assessment: Assessment, settings: Settings) -> None:
        settings.EMAIL_URL = ""
        with pytest.raises(Refused, match="EMAIL_URL"):
            send_reminders()
        assert Reminder.objects.count() == 0


class TestLinks:
    def test_somebody_invited_begins_by_the_link_in_the_reminder(
        self, assessment: Assessment, mail_server: MailServer, client: Client
    ) -> None:
        _, first = invite(make_person(), assessment, email="ana@x.org", use_limit=1)
        asked = timezone.now() - LONG_AGO
        Invitation.objects.update(created_at=asked, mailed_at=asked)
        send_reminders()
        link = link_in(mail_server.to("ana@x.org")[0], "/join/")
        assert client.get(f"/join/{first}/").status_code == 404
        assertContains(client.get(link), "You are asked how machine learning works where you are")
        assertContains(client.post(link, follow=True), "Your answers")
        # Whoever has begun comes back by a later link in the same browser, and nobody else does.
        send_reminders(timezone.localdate() + timedelta(days=6))
        later = link_in(mail_server.to("ana@x.org")[1], "/join/")
        assertContains(client.get(later), "You have begun already.")
        assert Client().get(later).status_code == 410

    def test_somebody_with_an_account_signs_in_and_goes_on(
        self, assessment: Assessment, mail_server: MailServer, client: Client
    ) -> None:
        user = make_user()
        begun(assessment, user)
        send_reminders()
        link = link_in(mail_server.to(user.email)[0], "/responses/")
        assertRedirects(client.get(link), f"/accounts/login/?next={link}")
        client.force_login(user)
        assertContains(client.get(link), "Your answers")

    def test_unsubscribing_by_one_click_stops_the_next(self, assessment: Assessment, mail_server: MailServer) -> None:
        invited(assessment, "ana@x.org")
        send_reminders()
        (message,) = mail_server.to("ana@x.org")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = link_in(message, "/unsubscribe/")
        assert message["List-Unsubscribe"].strip() == f"<{site_address(link)}>"
        answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert send_reminders(timezone.localdate() + timedelta(days=6)) == Tally(summaries=1)
        assert len(mail_server.to("ana@x.org")) == 1

    def test_begins_with_the_address_of_the_site(
        self, assessment: Assessment, mail_server: MailServer, settings: Settings
    ) -> None:
        settings.SITE_URL = "https://tacit.example"
        invited(assessment, "ana@x.org")
        send_reminders()
        assert "\nhttps://tacit.example/join/" in text_of(mail_server.to("ana@x.org")[0])


class TestLeads:
    def test_get_counts_alone(self, assessment: Assessment, lead: User, mail_server: MailServer) -> None:
        invited(assessment, "ana@x.org")
        begun(assessment, make_user("Somebody Else"))
        submitted(assessment)
        submitted(assessment)
        send_reminders()
        (message,) = mail_server.to(lead.email)
        assert message["Subject"] == "2 of 3 have submitted: Halden Freight, Q4 2026"
        text = text_of(message)
        assert "Have started: 3\nHave submitted: 2\n" in text
        assert ("Somebody" in text, "ana@x.org" in text) == (False, False)
        assert link_in(message, "/assessments/") == f"/assessments/{assessment.uid}/"

    def test_says_how_many_people_workshops_make_of_it(self, assessment: Assessment, mail_server: MailServer) -> None:
        submitted(assessment)
        submitted(assessment, kind=Response.Kind.WORKSHOP, people=6)
        send_reminders()
        text = text_of(mail_server.received[-1])
        counts = "Have submitted: 2\nThese are 7 people: a workshop is one response of several.\n"
        assert counts in text

    def test_only_leads_who_want_it_and_only_of_teams(
        self, assessment: Assessment, lead: User, mail_server: MailServer
    ) -> None:
        silent, opted_out, practitioner = make_user(wants_reminders=False), make_user(), make_user()
        for user, role in ((silent, "lead"), (opted_out, "lead"), (practitioner, "practitioner")):
            Membership.objects.create(organization=assessment.organization, user=user, role=role)
        opt_out(unsubscribe_link(opted_out.email, str).split("/")[2])
        make_assessment(due_on=assessment.due_on, opened_at=assessment.opened_at, kind="just-me")
        assert send_reminders() == Tally(summaries=1)
        assert mail_server.recipients() == [lead.email]


class TestWhoHasNotSubmittedStaysUntold:
    def test_the_list_of_invitations_looks_as_before(self, assessment: Assessment) -> None:
        invited(assessment, "ana@x.org")
        done = invited(assessment, "ben@x.org", uses=1)
        submitted(assessment, guest="b" * 64, invitation=done)
        shown = ("email", "created_at", "mailed_at", "expires_at", "revoked_at", "uses")
        before = list(Invitation.objects.order_by("pk").values(*shown))
        send_reminders()
        assert list(Invitation.objects.order_by("pk").values(*shown)) == before
        assert [each.state for each in invitations_of(assessment)] == [State.SENT, State.SENT]

    def test_no_address_is_logged_or_kept(
        self, assessment: Assessment, mail_server: MailServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        invited(assessment, "ana@x.org")
        invited(assessment, "ben@x.org")
        mail_server.refuses.add("ben@x.org")
        with caplog.at_level(logging.DEBUG):
            send_reminders()
        ours = [
            record.getMessage() for record in caplog.records if record.name.startswith(("assessment", "django_tasks"))
        ]
        assert len(ours) > 0
        assert not any("x.org" in line for line in ours)
        kept = Reminder.objects.filter(purpose=Reminder.Purpose.ANSWER).values_list("address_hash", flat=True)
        assert list(kept) == [address_hash_of("ana@x.org")]


def test_runs_as_a_task_and_returns_counts(assessment: Assessment) -> None:
    invited(assessment, "ana@x.org")
    assert remind.enqueue().return_value == {"reminders": 1, "summaries": 1, "failed": 0}


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_instant_send_each_mail_once(assessment: Assessment, mail_server: MailServer) -> None:
    for number in range(5):
        invited(assessment, f"p{number}@x.org")
    together, tallies = Barrier(2), []

    def run() -> None:
        together.wait()
        try:
            tallies.append(send_reminders())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(each.reminders for each in tallies), sum(each.summaries for each in tallies)) == (5, 1)
    assert len(mail_server.recipients()) == len(set(mail_server.recipients())) == 6
    assert sum(each.failed for each in tallies) == 0
