"""Whoever might be asked twice is told before; of anybody else, and of who has answered, nothing."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, Membership, User
from assessment.services.invitation_doubts import Doubt, Reason, doubts_about, mailbox_of
from assessment.services.invitations import invite, revoke
from tests.factories import make_assessment, make_grant, make_organization, make_person, make_response

pytestmark = pytest.mark.django_db


def user(email: str, name: str = "", **fields: object) -> User:
    return User.objects.create_user(email, None, name=name, **fields)


@pytest.fixture
def assessment() -> Assessment:
    """A round of an organization whose members are Lena, who leads it, and Pia."""
    lead, practitioner = user("lena@x.org", "Lena Lead"), user("pia@x.org")
    return make_assessment(make_organization(lead=lead, practitioners=[practitioner]))


def test_members_find_the_round_by_themselves(assessment: Assessment) -> None:
    assert doubts_about(assessment, ["ana@x.org", "pia@x.org", "lena@x.org"]) == [
        Doubt("pia@x.org", Reason.MEMBER, "pia@x.org"),
        Doubt("lena@x.org", Reason.MEMBER, "Lena Lead"),
    ]


def test_what_follows_a_plus_sign_is_most_likely_the_same_mailbox(assessment: Assessment) -> None:
    invite(make_person(), assessment, email="Ben+Tacit@x.org")
    addresses = ["lena+work@x.org", "ben@x.org", "cy+1@x.org", "dora@x.org", "cy@x.org", "cy+2@x.org"]
    assert doubts_about(assessment, addresses) == [
        Doubt("lena+work@x.org", Reason.LIKE_MEMBER, "lena@x.org"),
        Doubt("ben@x.org", Reason.LIKE_INVITED, "ben+tacit@x.org"),
        Doubt("cy@x.org", Reason.LIKE_LISTED, "cy+1@x.org"),
        Doubt("cy+2@x.org", Reason.LIKE_LISTED, "cy+1@x.org"),
    ]


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("ana@x.org", "ana@x.org"),
        ("ana+a+b@x.org", "ana@x.org"),
        ("+ana@x.org", "+ana@x.org"),
        ("ana@x+y.org", "ana@x+y.org"),
    ],
)
def test_only_the_name_before_the_domain_has_such_a_sign(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


def test_who_is_invited_already_is_left_out_and_asked_about_no_more(assessment: Assessment) -> None:
    invite(make_person(), assessment, email="Pia@x.org")
    ended, _ = invite(make_person(), assessment, email="ana+1@x.org")
    revoke(make_person(), ended)
    assert doubts_about(assessment, ["pia@x.org", "ana@x.org"]) == []


def test_of_other_accounts_nothing_is_told(assessment: Assessment) -> None:
    stranger, consultant = user("stranger@x.org"), user("consultant@x.org")
    make_grant(assessment.organization, consultant, "run")
    locked_out = user("locked@x.org", is_active=False)
    Membership.objects.create(organization=assessment.organization, user=locked_out)
    make_response(assessment, stranger)
    assert doubts_about(assessment, ["stranger@x.org", "consultant@x.org", "locked@x.org"]) == []


def test_whether_a_member_has_answered_changes_nothing(assessment: Assessment) -> None:
    before = doubts_about(assessment, ["pia@x.org"])
    make_response(assessment, User.objects.get(email="pia@x.org"))
    assert doubts_about(assessment, ["pia@x.org"]) == before


@pytest.mark.parametrize("count", [1, 3])
def test_costs_two_queries(
    assessment: Assessment, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        Membership.objects.create(organization=assessment.organization, user=user(f"p{number}@x.org"))
        invite(make_person(), assessment, email=f"q{number}@x.org")
    addresses = [f"{letter}{number}+1@x.org" for number in range(count) for letter in "pq"]
    with django_assert_num_queries(2):
        assert len(doubts_about(assessment, addresses)) == 2 * count
