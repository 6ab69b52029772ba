"""Those who were asked and have not submitted are reminded, each by one mail; nobody else is."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from assessment.models import Assessment, Membership, Organization, User
from assessment.services.invitations import invite, revoke
from assessment.services.reminders import Tally, send_reminders
from tests.factories import make_person, make_response, make_user
from tests.services.reminding import LONG_AGO, begun, due_in_a_week, invited, submitted
from tests.smtp import MailServer, link_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user("Lena")


@pytest.fixture
def assessment(lead: User) -> Assessment:
    return due_in_a_week(lead)


class TestWhom:
    def test_those_who_were_asked_and_have_not_submitted(
        self, assessment: Assessment, lead: User, mail_server: MailServer
    ) -> None:
        invited(assessment, "unused@x.org")
        used = invited(assessment, "begun@x.org", uses=1)
        begun(assessment, guest="a" * 64, invitation=used)
        done = invited(assessment, "done@x.org", uses=1)
        submitted(assessment, guest="b" * 64, invitation=done)
        withdrawn = invited(assessment, "withdrawn@x.org", uses=1)
        member, finished = make_user(), make_user()
        begun(assessment, member)
        submitted(assessment, finished)
        assert send_reminders() == Tally(reminders=3, summaries=1, failed=0)
        assert withdrawn.responses.count() == 0
        assert mail_server.recipients() == sorted(["unused@x.org", "begun@x.org", member.email, lead.email])

    def test_practitioners_who_have_not_begun_by_a_way_that_is_known(
        self, assessment: Assessment, lead: User, mail_server: MailServer
    ) -> None:
        """Membership invites: leads get the summary instead, and an invitation beside it makes no second mail."""
        unbegun, invited_too, as_guest, finished, new, silent = (make_user() for _ in range(6))
        gone, second_lead = make_user(is_active=False), make_user()
        for user in (unbegun, invited_too, as_guest, finished, new, silent, gone, second_lead):
            role = "lead" if user == second_lead else "practitioner"
            Membership.objects.create(organization=assessment.organization, user=user, role=role)
        Membership.objects.exclude(user=new).update(since=timezone.now() - LONG_AGO)
        User.objects.filter(pk=silent.pk).update(wants_reminders=False)
        invited(assessment, invited_too.email)
        submitted(assessment, guest="a" * 64, invitation=invited(assessment, as_guest.email.upper(), uses=1))
        submitted(assessment, finished)
        assert send_reminders() == Tally(reminders=2, summaries=2)
        assert mail_server.recipients() == sorted([unbegun.email, invited_too.email, lead.email, second_lead.email])
        for user in (unbegun, invited_too):
            (message,) = mail_server.to(user.email)
            assert link_in(message, "/assessments/") == f"/assessments/{assessment.uid}/"

    @pytest.mark.parametrize("fields", [{"kind": "just-me"}, {"opened_at": timezone.now()}])
    def test_practitioners_of_a_round_of_one_or_of_today_are_not(
        self, assessment: Assessment, fields: dict[str, object]
    ) -> None:
        Membership.objects.create(organization=assessment.organization, user=make_user())
        Membership.objects.update(since=timezone.now() - LONG_AGO)
        Assessment.objects.update(**fields)
        assert send_reminders() == Tally()

    def test_not_those_who_cannot_or_shall_not_answer(self, assessment: Assessment, mail_server: MailServer) -> None:
        revoke(make_person(), invited(assessment, "revoked@x.org"))
        invited(assessment, "expired@x.org", expires_at=timezone.now() - timedelta(minutes=1))
        invited(assessment, "for-many@x.org", use_limit=5)
        invite(make_person(), assessment)
        begun(assessment, make_user(is_active=False))
        begun(assessment, make_user(wants_reminders=False))
        Membership.objects.all().delete()
        assert send_reminders() == Tally()
        assert mail_server.received == []

    def test_one_mail_for_an_address_with_two_ways_in(self, assessment: Assessment, mail_server: MailServer) -> None:
        begins, done, silent = make_user(), make_user(), make_user(wants_reminders=False)
        begun(assessment, begins)
        submitted(assessment, done)
        for user in (begins, done, silent):
            invited(assessment, user.email.upper())
        invited(assessment, "twice@x.org")
        invited(assessment, "twice@x.org")
        assert send_reminders().reminders == 2
        assert len(mail_server.to(begins.email)) == len(mail_server.to("twice@x.org")) == 1
        assert mail_server.to(done.email) == mail_server.to(silent.email) == []

    def test_nobody_on_the_day_they_were_asked(self, assessment: Assessment) -> None:
        today = timezone.make_aware(datetime.combine(timezone.localdate(), datetime.min.time()))
        invited(assessment, "ana@x.org", mailed_at=today)
        Assessment.objects.update(opened_at=today)
        make_response(assessment, make_user())
        assert send_reminders() == Tally()
        assert send_reminders(timezone.localdate() + timedelta(days=5)) == Tally()
        assert send_reminders(timezone.localdate() + timedelta(days=6)) == Tally(reminders=2, summaries=1)

    @pytest.mark.parametrize(
        "fields",
        [
            {"state": "closed", "closed_at": timezone.now()},
            {"due_on": None},
            {"due_on": date(2020, 1, 1)},
            {"due_on": timezone.localdate() + timedelta(days=9)},
        ],
    )
    def test_of_rounds_that_are_not_due_nobody(self, assessment: Assessment, fields: dict[str, object]) -> None:
        invited(assessment, "ana@x.org")
        Assessment.objects.filter(pk=assessment.pk).update(**fields)
        assert send_reminders() == Tally()

    def test_invented_people_get_no_mail(self, assessment: Assessment) -> None:
        invited(assessment, "ana@x.org")
        Organization.objects.update(synthetic=True)
        assert send_reminders() == Tally()
