"""A pasted list is read as people write it; each person gets one link, and nobody learns who used it."""

from datetime import datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail as outbox
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from assessment.models import Assessment, AuditEvent, Invitation, MailOptOut, Person, address_hash_of, hash_of
from assessment.services.errors import Refused
from assessment.services.invitation_lists import (
    PAUSE,
    Invited,
    ReadList,
    address_in,
    invite_each,
    read_list,
    resend,
    usual_end,
)
from assessment.services.invitations import invite, revoke
from tests.factories import make_assessment, make_mixed_version, make_organization, make_person, make_user
from tests.smtp import MailServer, link_in, text_of

pytestmark = pytest.mark.django_db


def absolute(path: str) -> str:
    return f"http://testserver{path}"


def send(assessment: Assessment, *addresses: str, person: Person | None = None) -> Invited:
    return invite_each(
        person or make_person(make_user()), assessment, addresses, absolute, expires_at=usual_end(assessment)
    )


def long_ago(invitation: Invitation) -> None:
    """As if its mail had been sent before the pause."""
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=timezone.now() - PAUSE - timedelta(minutes=1))


class TestReading:
    def test_takes_lines_commas_semicolons_and_names(self) -> None:
        text = 'ana@x.org\r\nBen <ben@x.org>, cy@x.org; "Doe, Dora" <DORA@x.org>\n\n  eve@x.org  ;\n'
        assert read_list(text) == ReadList(["ana@x.org", "ben@x.org", "cy@x.org", "dora@x.org", "eve@x.org"], [], [])

    def test_takes_each_once_however_it_is_written(self) -> None:
        text = "ana@x.org\nAna <ANA@X.org>\nben@x.org\nana@x.org"
        assert read_list(text) == ReadList(["ana@x.org", "ben@x.org"], ["ana@x.org"], [])

    def test_tells_what_is_none_by_its_line(self) -> None:
        assert read_list("ana@x.org\nben, cy@x.org\n\n<>") == ReadList(
            ["ana@x.org", "cy@x.org"], [], [(2, "ben"), (4, "<>")]
        )

    def test_an_empty_text_has_none(self) -> None:
        assert read_list(" \n;,\n") == ReadList([], [], [])

    @pytest.mark.parametrize(
        ("piece", "address"),
        [
            ("ana@x.org", "ana@x.org"),
            ("Ana <ana@x.org>", "ana@x.org"),
            ("Ana < ana@x.org >", "ana@x.org"),
            ("ana@exämple.org", "ana@exämple.org"),
            ("ana", None),
            ("ana@x.org>", None),
            ("Ana <ana@x.org> <b@x.org>", None),
            ("Ana <ana@x.org", None),
            ("a b@x.org", None),
            ('"a\x01"@x.org', None),
            ("ana@x.org\x00", None),
            (f"{'a' * 250}@x.org", None),
        ],
    )
    def test_an_address_is_what_mail_can_go_to(self, piece: str, address: str | None) -> None:
        assert address_in(piece) == address

    def test_a_long_line_of_quotes_takes_no_time(self) -> None:
        assert len(read_list('"' * 79_999).problems) == 1


class TestInviting:
    def test_each_gets_a_link_for_one_person(self, mail_server: MailServer) -> None:
        assessment = make_assessment(make_organization("Halden"), title="Q4")
        assert send(assessment, "ana@x.org", "ben@x.org") == Invited(sent=2, not_sent=0, already=[])
        for address in ("ana@x.org", "ben@x.org"):
            (message,) = mail_server.to(address)
            invitation = Invitation.objects.get(token_hash=hash_of(link_in(message, "/join/").split("/")[2]))
            assert (invitation.email, invitation.use_limit, invitation.mailed_at is not None) == (address, 1, True)
            assert link_in(message, "/unsubscribe/") in message["List-Unsubscribe"]

    def test_a_role_is_kept_and_told_in_the_mail_and_in_one_sent_again(self, mail_server: MailServer) -> None:
        assessment, person = make_assessment(version=make_mixed_version()), make_person(make_user())
        invite_each(person, assessment, ["ana@x.org"], absolute, expires_at=usual_end(assessment), role="operations")
        invitation = Invitation.objects.get()
        long_ago(invitation)
        resend(person, invitation, absolute)
        assert invitation.role == "operations"
        told = "You are asked for what you know from this role: role operations."
        assert [told in text_of(message) for message in mail_server.received] == [True, True]
        send(make_assessment(), "ben@x.org")
        assert "role" not in text_of(mail_server.received[2])

    def test_those_invited_before_are_left_out_unless_revoked(self) -> None:
        assessment, person = make_assessment(), make_person(make_user())
        invite(person, assessment, email="Ana@x.org")
        ended, _ = invite(person, assessment, email="ben@x.org")
        revoke(person, ended)
        invite(person, make_assessment(), email="cy@x.org")
        invited = send(assessment, "ana@x.org", "ben@x.org", "cy@x.org")
        assert invited == Invited(sent=2, not_sent=0, already=["ana@x.org"])
        assert [message.to for message in outbox.outbox] == [["ben@x.org"], ["cy@x.org"]]

    def test_a_mail_that_fails_leaves_its_invitation(self, mail_server: MailServer) -> None:
        mail_server.refuses.add("ben@x.org")
        assert send(make_assessment(), "ana@x.org", "ben@x.org") == Invited(sent=1, not_sent=1, already=[])
        mailed = {each.email: each.mailed_at is not None for each in Invitation.objects.all()}
        assert mailed == {"ana@x.org": True, "ben@x.org": False}

    def test_an_address_that_wants_no_mail_gets_none(self) -> None:
        MailOptOut.objects.create(address_hash=address_hash_of("ANA@x.org"))
        assert send(make_assessment(), "ana@x.org") == Invited(sent=0, not_sent=1, already=[])
        assert outbox.outbox == []

    @pytest.mark.parametrize("fields", [{"kind": "just-me"}, {"state": "closed", "closed_at": timezone.now()}])
    def test_a_round_that_takes_nobody_sends_nothing(self, fields: dict[str, object]) -> None:
        with pytest.raises(Refused):
            send(make_assessment(**fields), "ana@x.org")  # type: ignore[arg-type]  # fields of many types
        assert (Invitation.objects.count(), outbox.outbox) == (0, [])

    def test_without_mail_nothing_is_made(self, settings: Settings) -> None:
        settings.EMAIL_URL = ""
        with pytest.raises(Refused) as refusal:
            send(make_assessment(), "ana@x.org")
        assert (refusal.value.status, Invitation.objects.count()) == (422, 0)

    def test_ends_in_thirty_days_and_not_before_the_due_day_does(self) -> None:
        today = timezone.localdate()
        soon, late = (make_assessment(due_on=today + timedelta(days=days)) for days in (3, 90))
        ends = [timezone.localdate(usual_end(each)) - today for each in (make_assessment(), soon, late)]
        assert ends == [timedelta(days=30), timedelta(days=30), timedelta(days=90)]
        assert late.due_on is not None
        assert usual_end(late) == timezone.make_aware(datetime.combine(late.due_on, time.max))


class TestSendingAgain:
    def test_the_new_link_works_the_old_one_ends_and_uses_are_kept(self, mail_server: MailServer) -> None:
        assessment, person = make_assessment(), make_person(make_user())
        send(assessment, "ana@x.org")
        invitation = Invitation.objects.get()
        long_ago(invitation)
        Invitation.objects.update(uses=1, expires_at=timezone.now() - timedelta(days=1))
        assert resend(person, invitation, absolute)
        first, second = (link_in(message, "/join/").split("/")[2] for message in mail_server.received)
        invitation.refresh_from_db()
        assert first != second
        assert (invitation.token_hash, invitation.uses, Invitation.objects.count()) == (hash_of(second), 1, 1)
        assert not invitation.has_expired(timezone.now())
        assert AuditEvent.objects.latest("pk").verb == "invitation sent again"

    def test_where_the_mail_fails_everything_stays(self, mail_server: MailServer) -> None:
        send(make_assessment(), "ana@x.org")
        invitation = Invitation.objects.get()
        long_ago(invitation)
        before = Invitation.objects.values().get()
        mail_server.refuses.add("ana@x.org")
        assert not resend(make_person(make_user()), invitation, absolute)
        assert Invitation.objects.values().get() == before

    def test_one_that_was_never_mailed_can_be_sent_at_once(self, mail_server: MailServer) -> None:
        mail_server.refuses.add("ana@x.org")
        send(make_assessment(), "ana@x.org")
        mail_server.refuses.clear()
        assert resend(make_person(make_user()), Invitation.objects.get(), absolute)
        assert Invitation.objects.get().mailed_at is not None

    def test_refuses_what_makes_no_sense(self) -> None:
        person, assessment = make_person(make_user()), make_assessment()
        link, _ = invite(person, assessment)
        ended, _ = invite(person, assessment, email="ana@x.org")
        revoke(person, ended)
        send(assessment, "ben@x.org")
        just_sent = Invitation.objects.get(email="ben@x.org")
        closed, _ = invite(person, make_assessment(), email="cy@x.org")
        Assessment.objects.filter(pk=closed.assessment_id).update(state="closed", closed_at=timezone.now())
        statuses = []
        for invitation in (link, ended, just_sent, closed):
            with pytest.raises(Refused) as refusal:
                resend(person, invitation, absolute)
            statuses.append(refusal.value.status)
        assert statuses == [422, 410, 409, 403]
        assert len(outbox.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_lists_at_the_same_instant_invite_nobody_twice() -> None:
    assessment, person = make_assessment(), make_person(make_user())
    together, outcomes = Barrier(2), []

    def paste() -> None:
        together.wait()
        try:
            outcomes.append(send(assessment, "ana@x.org", "ben@x.org", person=person).sent)
        finally:
            connection.close()

    threads = [Thread(target=paste) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [0, 2]
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["ana@x.org", "ben@x.org"]
