"""A consultant asks an address, learns nothing of it, and is let in where, how far and until when a lead says."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from assessment.models import AccessRequest, AuditEvent, Grant, Membership, Organization, Person, User
from assessment.services.access_requests import (
    MOST_A_DAY,
    MOST_TO_AN_ADDRESS_A_DAY,
    MOST_WAITING,
    Place,
    ask_for_access,
    decline,
    grant_access,
    levels_up_to,
    places_for,
    take_back,
    tell,
    waiting_for,
)
from assessment.services.errors import Refused
from assessment.services.mail_opt_outs import opt_out, unsubscribe_link
from tests.factories import make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


def asked(consultant: User, email: str, level: str = "read", message: str = "") -> AccessRequest:
    return ask_for_access(make_person(consultant), email=email, level=level, message=message).request


def states() -> list[str]:
    return list(AccessRequest.objects.order_by("pk").values_list("state", flat=True))


class TestAsking:
    def test_is_kept_for_the_address_whether_or_not_there_is_an_account(self) -> None:
        consultant, lead = make_user(), make_user()
        for email in (lead.email.upper(), " nobody@example.org "):
            result = ask_for_access(make_person(consultant), email=email, level="run", message="Hello.")
            request = result.request
            assert (request.consultant, request.email, request.level, request.message, request.state) == (
                consultant,
                email.strip().lower(),
                "run",
                "Hello.",
                "waiting",
            )
            assert (result.is_to_be_mailed, request.answered_at) == (True, None)
        assert set(AuditEvent.objects.values_list("verb", "actor_number")) == {("access asked for", consultant.pk)}

    def test_the_same_again_asks_once_and_something_else_is_refused(self) -> None:
        person = make_person(make_user())
        first = ask_for_access(person, email="lead@example.org", level="read")
        again = ask_for_access(person, email="Lead@example.org", level="read")
        assert (again.request, again.is_to_be_mailed) == (first.request, False)
        for other in ({"level": "run"}, {"level": "read", "message": "Please."}):
            with pytest.raises(Refused, match="Take that request back") as refusal:
                ask_for_access(person, email="lead@example.org", **other)
            assert refusal.value.status == 422
        assert states() == ["waiting"]

    def test_one_s_own_address_is_refused(self) -> None:
        consultant = make_user()
        with pytest.raises(Refused, match="your own address") as refusal:
            asked(consultant, consultant.email.upper())
        assert (refusal.value.status, states()) == (422, [])

    def test_needs_an_account(self) -> None:
        with pytest.raises(Refused) as refusal:
            ask_for_access(make_person(None, "a"), email="lead@example.org", level="read")
        assert refusal.value.status == 403

    def test_only_so_many_wait(self) -> None:
        consultant = make_user()
        earlier = timezone.now() - timedelta(days=3)
        for number in range(MOST_WAITING):
            request = AccessRequest.objects.create(consultant=consultant, email=f"lead{number}@example.org")
            AccessRequest.objects.filter(pk=request.pk).update(asked_at=earlier)
        with pytest.raises(Refused, match=f"{MOST_WAITING} of your requests wait") as refusal:
            asked(consultant, "one@more.example")
        assert refusal.value.status == 429
        take_back(make_person(consultant), AccessRequest.objects.latest("pk"))
        assert asked(consultant, "one@more.example").state == "waiting"

    def test_only_so_many_are_asked_a_day_also_by_who_takes_them_back(self) -> None:
        consultant = make_user()
        for number in range(MOST_A_DAY):
            take_back(make_person(consultant), asked(consultant, f"lead{number % 2}@example.org"))
        with pytest.raises(Refused, match="tomorrow") as refusal:
            asked(consultant, "one@more.example")
        assert refusal.value.status == 429
        AccessRequest.objects.update(asked_at=timezone.now() - timedelta(hours=25))
        assert asked(consultant, "one@more.example").state == "waiting"

    def test_an_address_that_many_ask_gets_so_many_mails_a_day_and_every_request(self) -> None:
        mailed = [
            ask_for_access(make_person(make_user()), email="lead@example.org", level="read").is_to_be_mailed
            for _ in range(MOST_TO_AN_ADDRESS_A_DAY + 2)
        ]
        assert mailed == [True] * MOST_TO_AN_ADDRESS_A_DAY + [False] * 2
        assert states() == ["waiting"] * (MOST_TO_AN_ADDRESS_A_DAY + 2)

    def test_is_taken_back_once_and_then_waits_for_nobody(self) -> None:
        consultant, lead = make_user(), make_user()
        request = asked(consultant, lead.email)
        assert waiting_for(make_person(lead)) == [request]
        for _ in range(2):
            take_back(make_person(consultant), request)
        assert (states(), waiting_for(make_person(lead))) == (["taken-back"], [])
        assert AuditEvent.objects.filter(verb="request for access taken back").count() == 1

    def test_nobody_s_address_waits_for_nothing(self) -> None:
        asked(make_user(), "lead@example.org")
        assert waiting_for(Person()) == waiting_for(make_person(make_user())) == []


class TestAnswering:
    @pytest.fixture
    def lead(self) -> User:
        return make_user("Lena")

    @pytest.fixture
    def consultant(self) -> User:
        return make_user("Carl")

    @pytest.fixture
    def request_(self, lead: User, consultant: User) -> AccessRequest:
        return asked(consultant, lead.email, "run")

    def test_chooses_among_those_that_one_leads(self, lead: User, consultant: User, request_: AccessRequest) -> None:
        second, first = make_organization("B", lead), make_organization("A", lead)
        Membership.objects.create(organization=make_organization("Answered only"), user=lead)
        make_grant(second, consultant)
        assert places_for(make_person(lead), request_) == [Place(first, ""), Place(second, "read")]
        assert [place.level_in_words for place in places_for(make_person(lead), request_)] == ["", "read results"]

    def test_grants_where_how_far_and_until_when_the_lead_says(
        self, lead: User, consultant: User, request_: AccessRequest
    ) -> None:
        chosen = [make_organization(lead=lead), make_organization(lead=lead)]
        make_organization(lead=lead)
        last_day = timezone.localdate() + timedelta(days=30)
        grants = grant_access(make_person(lead), request_, organizations=chosen, level="read", last_day=last_day)
        assert [grant.organization for grant in grants] == chosen
        for grant in grants:
            grant.refresh_from_db()
            assert (grant.user, grant.level, grant.state, grant.expires_on) == (consultant, "read", "granted", last_day)
            assert (grant.asked_at, grant.granted_by) == (request_.asked_at, lead)
        assert set(Organization.objects.visible_to(make_person(consultant))) == set(chosen)
        request_.refresh_from_db()
        assert (request_.state, request_.answered_at is not None) == ("granted", True)
        assert [event.verb for event in AuditEvent.objects.order_by("pk")][1:] == ["access granted: read"] * 2

    def test_what_was_there_is_followed_not_rewritten(
        self, lead: User, consultant: User, request_: AccessRequest
    ) -> None:
        organization = make_organization(lead=lead)
        before = make_grant(organization, consultant, expires_on=timezone.localdate() - timedelta(days=1))
        grant_access(make_person(lead), request_, organizations=[organization], level="run")
        rows = list(Grant.objects.order_by("pk").values_list("pk", "level", "state"))
        assert rows == [(before.pk, "read", "revoked"), (Grant.objects.latest("pk").pk, "run", "granted")]

    @pytest.mark.parametrize(("asked_for", "given"), [("read", ["read"]), ("run", ["read", "run"])])
    def test_gives_what_was_asked_for_or_less(self, asked_for: str, given: list[str]) -> None:
        assert levels_up_to(asked_for) == given

    def test_more_none_or_in_the_past_is_refused(self, lead: User, consultant: User) -> None:
        request, organization = asked(consultant, lead.email, "read"), make_organization(lead=lead)
        yesterday = timezone.localdate() - timedelta(days=1)
        wrong = [
            ({"organizations": [organization], "level": "run"}, "more than was asked for"),
            ({"organizations": [], "level": "read"}, "at least one"),
            ({"organizations": [organization], "level": "read", "last_day": yesterday}, "today or a later day"),
        ]
        for said, sentence in wrong:
            with pytest.raises(Refused, match=sentence) as refusal:
                grant_access(make_person(lead), request, **said)  # type: ignore[arg-type]  # of several types
            assert refusal.value.status == 422
        assert (Grant.objects.count(), states()) == (0, ["waiting"])

    def test_where_one_leads_no_more_nothing_is_granted_anywhere(self, lead: User, request_: AccessRequest) -> None:
        led, left = make_organization(lead=lead), make_organization("Left")
        Membership.objects.create(organization=left, user=lead)
        with pytest.raises(Refused, match="You no longer lead Left") as refusal:
            grant_access(make_person(lead), request_, organizations=[led, left], level="read")
        assert (refusal.value.status, Grant.objects.count(), states()) == (409, 0, ["waiting"])

    def test_is_answered_once(self, lead: User, request_: AccessRequest) -> None:
        organization = make_organization(lead=lead)
        assert decline(make_person(lead), request_) is True
        assert decline(make_person(lead), request_) is False
        with pytest.raises(Refused, match="answered or taken back") as refusal:
            grant_access(make_person(lead), request_, organizations=[organization], level="read")
        assert (refusal.value.status, states(), Grant.objects.count()) == (409, ["declined"], 0)

    def test_what_was_granted_is_neither_declined_nor_taken_back(
        self, lead: User, consultant: User, request_: AccessRequest
    ) -> None:
        grant_access(make_person(lead), request_, organizations=[make_organization(lead=lead)], level="read")
        take_back(make_person(consultant), request_)
        assert decline(make_person(lead), request_) is False
        assert (states(), Grant.objects.active().count()) == (["granted"], 1)

    def test_after_an_answer_one_may_ask_again(self, lead: User, consultant: User, request_: AccessRequest) -> None:
        decline(make_person(lead), request_)
        assert asked(consultant, lead.email, "read") != request_
        assert states() == ["declined", "waiting"]


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_let_the_same_consultant_in_at_once_the_second_s_word_holds() -> None:
    """One access at a time; both are in the history."""
    leads, consultant = [make_user(), make_user()], make_user()
    organization = make_organization(lead=leads[0])
    Membership.objects.create(organization=organization, user=leads[1], role="lead")
    requests = [asked(consultant, lead.email, "run") for lead in leads]
    together, outcomes = Barrier(2), []

    def let_in(lead: User, request: AccessRequest) -> None:
        together.wait()
        try:
            grant_access(make_person(lead), request, organizations=[organization], level="run")
            outcomes.append("done")
        finally:
            connection.close()

    threads = [Thread(target=let_in, args=pair) for pair in zip(leads, requests, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == ["done", "done"]
    assert list(Grant.objects.order_by("pk").values_list("state", flat=True)) == ["revoked", "granted"]


@pytest.mark.django_db(transaction=True)
def test_answered_in_two_windows_at_once_it_is_answered_once() -> None:
    lead, consultant = make_user(), make_user()
    organization, request = make_organization(lead=lead), asked(consultant, lead.email)
    together, outcomes = Barrier(2), []

    def let_in() -> None:
        together.wait()
        try:
            grant_access(make_person(lead), request, organizations=[organization], level="read")
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=let_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert Grant.objects.count() == 1


def test_mail_goes_to_who_wants_it_and_carries_the_link_that_ends_it() -> None:
    def absolute(path: str) -> str:
        return f"https://tacit.example{path}"

    for address in ("a@example.org", "b@example.org"):
        tell("access-declined", address, absolute, email="lead@example.org", link=absolute("/portfolio/"))
        opt_out(unsubscribe_link("b@example.org", str).split("/")[2])
    (sent,) = mail.outbox
    assert sent.to == ["a@example.org"]
    assert unsubscribe_link("a@example.org", absolute) in str(sent.body)
