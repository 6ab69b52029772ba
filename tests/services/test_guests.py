"""Answering by a link: counted, bounded, and taken over by an account."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, AuditEvent, Invitation, Person, Response, hash_of, new_token
from assessment.services.errors import Refused
from assessment.services.guests import (
    MOST_MAILS_A_DAY,
    another_of,
    claim,
    invitation_by,
    mail_link,
    may_claim,
    may_have_begun,
    own_response,
    renew_link,
    response_by,
    start_as_guest,
)
from assessment.services.invitations import invite
from tests.factories import make_assessment, make_person, make_response, make_user

pytestmark = pytest.mark.django_db
NOBODY = Person()


def make_invitation(use_limit: int | None = None) -> Invitation:
    return invite(make_person(make_user()), make_assessment(), use_limit=use_limit)[0]


def test_an_invitation_is_found_by_its_secret_alone() -> None:
    invitation, token = invite(make_person(make_user()), make_assessment())
    assert invitation_by(token) == invitation
    assert invitation_by(invitation.token_hash) is None


def test_a_guest_begins_and_uses_the_invitation_once() -> None:
    invitation, token = make_invitation(use_limit=2), new_token()
    response = start_as_guest(NOBODY, invitation, token)
    assert (response.user, response.guest_hash, response.invitation) == (None, hash_of(token), invitation)
    assert start_as_guest(NOBODY, invitation, token) == response
    assert start_as_guest(make_person(None, hash_of(token)), invitation, new_token()) == response
    invitation.refresh_from_db()
    assert (invitation.uses, Response.objects.count()) == (1, 1)


def test_an_account_begins_as_itself_and_goes_on() -> None:
    invitation, person = make_invitation(), make_person(make_user())
    response = start_as_guest(person, invitation, new_token())
    assert (response.user, response.guest_hash) == (person.user, "")
    assert start_as_guest(person, invitation, new_token()) == response
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_the_accounts_own_response_comes_before_that_of_the_guest() -> None:
    invitation, user = make_invitation(), make_user()
    guest = make_response(invitation.assessment, guest_hash="a" * 64)
    assert own_response(make_person(user, "a" * 64), invitation) == guest
    own = make_response(invitation.assessment, user)
    assert own_response(make_person(user, "a" * 64), invitation) == own
    assert own_response(NOBODY, invitation) is None


@pytest.mark.parametrize(
    ("fields", "sentence", "status"),
    [
        ({"revoked_at": timezone.now()}, "was withdrawn", 410),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "has expired", 410),
        ({"use_limit": 1, "uses": 1}, "as often as it may be", 410),
    ],
)
def test_an_ended_invitation_begins_nothing(fields: dict[str, object], sentence: str, status: int) -> None:
    invitation = make_invitation()
    Invitation.objects.filter(pk=invitation.pk).update(**fields)
    with pytest.raises(Refused, match=sentence) as refusal:
        start_as_guest(NOBODY, invitation, new_token())
    assert (refusal.value.status, Response.objects.count()) == (status, 0)


def test_a_closed_assessment_takes_no_guest() -> None:
    invitation = make_invitation()
    Assessment.objects.update(state="closed", closed_at=timezone.now())
    with pytest.raises(Refused, match="has been closed") as refusal:
        start_as_guest(NOBODY, invitation, new_token())
    assert refusal.value.status == 403


def test_who_has_begun_goes_on_though_the_invitation_has_ended() -> None:
    invitation, token = make_invitation(use_limit=1), new_token()
    response = start_as_guest(NOBODY, invitation, token)
    Invitation.objects.update(revoked_at=timezone.now())
    assert start_as_guest(make_person(None, hash_of(token)), invitation, new_token()) == response


def test_an_account_takes_over_a_guests_response_and_ends_the_return_link() -> None:
    token = new_token()
    response = make_response(make_assessment(), guest_hash=hash_of(token))
    user = make_user()
    assert response_by(token) == response
    assert may_claim(make_person(user), response)
    claimed = claim(make_person(user, hash_of(token)), response)
    assert (claimed.user, claimed.guest_hash, response_by(token)) == (user, "", None)
    assert not may_claim(make_person(user), claimed)


def test_an_account_with_answers_of_its_own_takes_over_none() -> None:
    user = make_user()
    response = make_response(make_assessment(), guest_hash="a" * 64)
    make_response(response.assessment, user)
    person = make_person(user, "a" * 64)
    assert not may_claim(person, response)
    with pytest.raises(Refused, match="already has answers") as refusal:
        claim(person, response)
    assert refusal.value.status == 409


@pytest.mark.parametrize("hashes", [[], ["b" * 64], [""]])
def test_only_the_guest_hands_a_response_over(hashes: list[str]) -> None:
    response = make_response(make_assessment(), guest_hash="a" * 64)
    with pytest.raises(Refused, match="somebody else") as refusal:
        claim(make_person(make_user(), *hashes), response)
    assert refusal.value.status == 403
    assert not may_claim(NOBODY, response)


def test_nobody_takes_over_the_response_of_an_account() -> None:
    response = make_response(make_assessment())
    with pytest.raises(Refused, match="somebody else"):
        claim(make_person(make_user(), ""), response)


# --- The personal link ---------------------------------------------------------------------------


def test_a_new_link_ends_the_one_before() -> None:
    old = new_token()
    response = make_response(make_assessment(), guest_hash=hash_of(old))
    renewed, token = renew_link(make_person(None, hash_of(old)), response)
    assert (renewed, renewed.guest_hash) == (response, hash_of(token))
    assert (response_by(old), response_by(token)) == (None, response)
    assert AuditEvent.objects.get().verb == "personal link renewed"


def test_what_belongs_to_an_account_gets_no_link() -> None:
    response = make_response(make_assessment())
    with pytest.raises(Refused, match="belong to an account") as refusal:
        renew_link(make_person(response.user), response)
    response.refresh_from_db()
    assert (refusal.value.status, response.guest_hash) == (409, "")


def test_a_link_is_mailed_five_times_a_day_at_most_and_the_address_kept_nowhere() -> None:
    response = make_response(make_assessment(), guest_hash="a" * 64)
    person, link = make_person(None, "a" * 64), "https://tacit.example/return/secret/"
    sent = [mail_link(person, response, email="ana@example.org", link=link) for _ in range(MOST_MAILS_A_DAY + 1)]
    assert sent == [True] * MOST_MAILS_A_DAY + [False]
    assert [(mail.to, f"\n{link}\n" in str(mail.body)) for mail in outbox.outbox] == [(["ana@example.org"], True)] * 5
    assert {"ana@example.org"} & {str(value) for row in AuditEvent.objects.values() for value in row.values()} == set()


class TestOnePersonTwice:
    """Whoever has an account and a link is told before answering by both, and afterwards."""

    def test_an_account_whose_invitation_was_used_by_a_guest_may_have_begun(self) -> None:
        user, assessment = make_user(), make_assessment()
        person = make_person(user)
        invitation, _ = invite(person, assessment, email=user.email.upper(), use_limit=1)
        assert not may_have_begun(person, assessment)
        make_response(assessment, guest_hash="a" * 64, invitation=invitation)
        assert may_have_begun(person, assessment)
        assert not may_have_begun(make_person(make_user()), assessment)
        assert not may_have_begun(person, make_assessment())
        assert not may_have_begun(NOBODY, assessment)
        # In the browser in which that guest began there is nothing to ask.
        assert not may_have_begun(make_person(user, "a" * 64), assessment)

    def test_an_account_that_answers_is_asked_no_more(self) -> None:
        user, assessment = make_user(), make_assessment()
        invitation, _ = invite(make_person(user), assessment, email=user.email)
        make_response(assessment, guest_hash="a" * 64, invitation=invitation)
        make_response(assessment, user)
        assert not may_have_begun(make_person(user), assessment)

    def test_two_responses_of_one_person_know_each_other_while_they_can_be_withdrawn(self) -> None:
        user, assessment = make_user(), make_assessment()
        own, guests = make_response(assessment, user), make_response(assessment, guest_hash="a" * 64)
        make_response(assessment)
        make_response(make_assessment(), user)
        both = make_person(user, "a" * 64)
        assert (another_of(both, own), another_of(both, guests)) == (guests, own)
        assert another_of(make_person(user), own) is None
        assert another_of(make_person(None, "a" * 64), guests) is None
        assessment.state, assessment.closed_at = Assessment.State.CLOSED, timezone.now()
        assessment.save()
        own.refresh_from_db()
        assert another_of(both, own) is None

    def test_what_somebody_enters_for_others_is_not_their_own(self) -> None:
        user, assessment = make_user(), make_assessment()
        own = make_response(assessment, user)
        make_response(assessment, kind=Response.Kind.WORKSHOP, people=4, entered_by=user)
        assert another_of(make_person(user, "b" * 64), own) is None

    def test_costs_nothing_for_those_with_one_way_in(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        response = make_response(make_assessment())
        with django_assert_num_queries(0):
            assert another_of(make_person(response.user), response) is None
