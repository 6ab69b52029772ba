"""Submitted answers are changed again once their author asked and whoever runs the round agreed, without a name."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from assessment.models import Assessment, AuditEvent, Person, Response, Result, User
from assessment.services.errors import Refused
from assessment.services.mail_opt_outs import opt_out, unsubscribe_link
from assessment.services.reopenings import (
    Reopening,
    approve_reopenings,
    ask_to_reopen,
    decline_reopenings,
    reopening_of,
)
from assessment.services.responses import submit_response
from tests.factories import make_answers, make_assessment, make_organization, make_person, make_response, make_user
from tests.smtp import MailServer, link_in

pytestmark = pytest.mark.django_db

DONE = {f"d{d}-p{p}": ("5", "guideline") for d in range(2) for p in range(3)}


@pytest.fixture
def lead() -> User:
    return make_user("Lena")


@pytest.fixture
def assessment(lead: User) -> Assessment:
    return make_assessment(make_organization("Halden Freight", lead=lead), title="Q4 2026")


def submitted(assessment: Assessment, user: User | None = None, guest: str = "", **fields: object) -> Response:
    """Answers handed in by an account (a new one unless given) or by a guest."""
    response = make_response(assessment, user, guest, **fields)
    make_answers(response, DONE)
    return submit_response(author(response), response)


def author(response: Response) -> Person:
    return make_person(response.user, *filter(None, [response.guest_hash]))


def asked(response: Response) -> Response:
    return ask_to_reopen(author(response), response)


def states(assessment: Assessment) -> list[tuple[str, bool]]:
    """Of each response in order: its state, and whether its author waits for an answer."""
    rows = assessment.responses.order_by("pk")
    return [(each.state, each.reopening_asked_at is not None) for each in rows]


def seen(response: Response) -> Reopening:
    """What its author is told now."""
    return reopening_of(Response.objects.get(pk=response.pk))


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


class TestAsking:
    def test_is_noted_once(self, assessment: Assessment) -> None:
        response = submitted(assessment)
        first = asked(response)
        assert first.reopening_asked_at is not None
        assert asked(response).reopening_asked_at == first.reopening_asked_at
        assert (first.is_submitted, verbs()) == (True, ["response submitted", "reopening asked"])

    def test_a_guest_asks_too(self, assessment: Assessment) -> None:
        assert asked(submitted(assessment, guest="a" * 64)).reopening_asked_at is not None

    def test_what_is_not_submitted_needs_none(self, assessment: Assessment) -> None:
        with pytest.raises(Refused, match="can change them at once") as refusal:
            asked(make_response(assessment))
        assert refusal.value.status == 409

    def test_what_was_entered_for_others_needs_none(self, assessment: Assessment, lead: User) -> None:
        entered = submitted(assessment, kind=Response.Kind.WORKSHOP, people=5, entered_by=lead)
        with pytest.raises(Refused, match="need not ask anybody"):
            ask_to_reopen(make_person(lead), entered)

    def test_a_closed_round_is_reopened_first(self, assessment: Assessment) -> None:
        response = submitted(assessment)
        Assessment.objects.update(state="closed", closed_at=timezone.now())
        with pytest.raises(Refused, match="has been closed") as refusal:
            asked(response)
        assert (refusal.value.status, states(assessment)) == (403, [("submitted", False)])


class TestAllowing:
    def test_all_who_asked_may_change_and_count_again_once_submitted(self, assessment: Assessment, lead: User) -> None:
        stays, first, guests = submitted(assessment), submitted(assessment), submitted(assessment, guest="b" * 64)
        for response in (first, guests):
            asked(response)
        assert approve_reopenings(make_person(lead), assessment) == 2
        assert states(assessment) == [("submitted", False), ("in-progress", False), ("in-progress", False)]
        assert Result.objects.get(assessment=assessment).respondents == 1
        assert (first.answers.count(), stays.answers.count()) == (12, 12)
        submit_response(author(first), first)
        assert Result.objects.get(assessment=assessment).respondents == 2

    def test_the_log_names_the_round_and_no_answers(self, assessment: Assessment, lead: User) -> None:
        asked(submitted(assessment))
        approve_reopenings(make_person(lead), assessment)
        event = AuditEvent.objects.order_by("pk").last()
        assert event is not None
        assert (event.verb, event.actor_number, event.object_uid) == ("reopenings allowed", lead.pk, assessment.uid)

    def test_with_nobody_left_to_count_there_is_no_stage(self, assessment: Assessment, lead: User) -> None:
        asked(submitted(assessment))
        approve_reopenings(make_person(lead), assessment)
        result = Result.objects.get(assessment=assessment)
        assert (result.respondents, result.people, result.stage) == (0, 0, None)

    def test_nobody_asks_any_more(self, assessment: Assessment, lead: User) -> None:
        asked(submitted(assessment))
        approve_reopenings(make_person(lead), assessment)
        for verb in (approve_reopenings, decline_reopenings):
            with pytest.raises(Refused, match="any more") as refusal:
                verb(make_person(lead), assessment)
            assert refusal.value.status == 409

    def test_a_closed_round_is_reopened_first(self, assessment: Assessment, lead: User) -> None:
        asked(submitted(assessment))
        Assessment.objects.update(state="closed", closed_at=timezone.now())
        for verb in (approve_reopenings, decline_reopenings):
            with pytest.raises(Refused, match="has been closed") as refusal:
                verb(make_person(lead), assessment)
            assert refusal.value.status == 409
        assert states(assessment) == [("submitted", True)]


class TestDeclining:
    def test_leaves_everything_as_it_was_submitted(self, assessment: Assessment, lead: User) -> None:
        before = submitted(assessment)
        asked(before)
        assert decline_reopenings(make_person(lead), assessment) == 1
        assert states(assessment) == [("submitted", False)]
        assert (assessment.responses.get().submitted_at, Result.objects.get().respondents) == (before.submitted_at, 1)
        assert verbs()[-1] == "reopenings declined"

    def test_may_be_asked_again(self, assessment: Assessment, lead: User) -> None:
        response = submitted(assessment)
        asked(response)
        decline_reopenings(make_person(lead), assessment)
        asked(response)
        assert approve_reopenings(make_person(lead), assessment) == 1


class TestMail:
    def test_tells_the_accounts_that_asked_and_leads_them_to_their_answers(
        self, assessment: Assessment, lead: User, mail_server: MailServer
    ) -> None:
        submitted(assessment)
        response, guests = submitted(assessment), submitted(assessment, guest="c" * 64)
        for each in (response, guests):
            asked(each)
        approve_reopenings(make_person(lead), assessment)
        assert response.user is not None
        assert mail_server.recipients() == [response.user.email]
        message = mail_server.received[0]
        assert message["Subject"] == "You can change your answers again: Halden Freight"
        assert link_in(message, "/responses/") == f"/responses/{response.uid}/"

    def test_tells_them_of_a_no(self, assessment: Assessment, lead: User, mail_server: MailServer) -> None:
        asked(submitted(assessment))
        decline_reopenings(make_person(lead), assessment)
        subjects = [message["Subject"] for message in mail_server.received]
        assert subjects == ["Your answers stay as you submitted them: Halden Freight"]

    def test_not_those_who_want_none_or_have_gone(
        self, assessment: Assessment, lead: User, mail_server: MailServer
    ) -> None:
        silent, gone = submitted(assessment), submitted(assessment, make_user(is_active=False))
        for each in (silent, gone):
            asked(each)
        assert silent.user is not None
        opt_out(unsubscribe_link(silent.user.email, str).split("/")[2])
        assert approve_reopenings(make_person(lead), assessment) == 2
        assert mail_server.received == []

    def test_invented_people_have_no_mailbox(self, lead: User, mail_server: MailServer) -> None:
        assessment = make_assessment(make_organization(lead=lead, synthetic=True))
        asked(submitted(assessment))
        assert approve_reopenings(make_person(lead), assessment) == 1
        assert mail_server.received == []

    def test_an_installation_without_mail_lets_them_all_the_same(
        self, assessment: Assessment, lead: User, settings: Settings
    ) -> None:
        settings.EMAIL_URL = ""
        asked(submitted(assessment))
        approve_reopenings(make_person(lead), assessment)
        assert states(assessment) == [("in-progress", False)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_wins(lead: User, assessment: Assessment) -> None:
    asked(submitted(assessment))
    barrier, outcomes = Barrier(2), []

    def answer(verb: str) -> None:
        barrier.wait()
        try:
            {"allow": approve_reopenings, "decline": decline_reopenings}[verb](make_person(lead), assessment)
            outcomes.append(verb)
        except Refused as refusal:
            outcomes.append(str(refusal.status))
        finally:
            connection.close()

    threads = [Thread(target=answer, args=[verb]) for verb in ("allow", "decline")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = ({"allow", "decline"} & set(outcomes)).pop()
    assert sorted(outcomes) == ["409", won]
    assert states(assessment) == [("in-progress" if won == "allow" else "submitted", False)]


class TestWhatItsAuthorIsTold:
    def test_asked_and_then_allowed_until_submitted_again(self, assessment: Assessment, lead: User) -> None:
        response = submitted(assessment)
        assert seen(response) == Reopening.NONE
        asked(response)
        assert seen(response) == Reopening.ASKED
        approve_reopenings(make_person(lead), assessment)
        assert seen(response) == Reopening.ALLOWED
        submit_response(author(response), response)
        assert seen(response) == Reopening.NONE

    def test_declined_until_asked_again(self, assessment: Assessment, lead: User) -> None:
        response, other = submitted(assessment), submitted(assessment)
        asked(response)
        decline_reopenings(make_person(lead), assessment)
        assert (seen(response), seen(other)) == (Reopening.DECLINED, Reopening.NONE)
        asked(response)
        assert seen(response) == Reopening.ASKED
