"""A place is offered to one address, taken once, and ended at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.models import Grant, Offer, Organization, Person, User, hash_of
from assessment.services.errors import Refused
from assessment.services.grants import (
    LASTS,
    accept_offer,
    find_offer,
    limit_grant,
    offer_place,
    people_of,
    revoke_grant,
    revoke_offer,
)
from tests.factories import make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


def lead_of(organization: Organization) -> Person:
    return make_person(organization.memberships.filter(role="lead").get().user)


def offered(organization: Organization, user: User, place: str) -> str:
    return offer_place(lead_of(organization), organization, email=user.email.upper(), place=place)[1]


class TestOffering:
    def test_keeps_the_hash_alone_and_lasts_fourteen_days(self) -> None:
        organization = make_organization()
        before = timezone.now()
        offer, token = offer_place(lead_of(organization), organization, email=" Ana@Example.org ", place="lead")
        assert (offer.email, offer.token_hash, offer.place) == ("ana@example.org", hash_of(token), "lead")
        assert offer.expires_at is not None
        assert before + LASTS <= offer.expires_at <= timezone.now() + LASTS
        assert find_offer(token) == offer

    def test_a_second_offer_to_the_address_ends_the_first(self) -> None:
        organization, user = make_organization(), make_user()
        first = offered(organization, user, "read")
        second = offered(organization, user, "run")
        with pytest.raises(Refused) as refusal:
            find_offer(first)
        assert refusal.value.status == 410
        assert find_offer(second).place == "run"

    def test_an_unknown_link_is_not_found(self) -> None:
        with pytest.raises(Refused) as refusal:
            find_offer("nothing")
        assert refusal.value.status == 404

    def test_ends_by_time_and_by_revoking(self) -> None:
        organization, user = make_organization(), make_user()
        expired, revoked = offered(organization, user, "read"), offered(organization, make_user(), "read")
        Offer.objects.filter(token_hash=hash_of(expired)).update(expires_at=timezone.now(), revoked_at=None)
        revoke_offer(lead_of(organization), find_offer(revoked))
        for token in (expired, revoked):
            with pytest.raises(Refused) as refusal:
                accept_offer(make_person(user), token)
            assert refusal.value.status == 410
        assert people_of(organization).offers == []


class TestAccepting:
    @pytest.mark.parametrize("place", ["practitioner", "lead"])
    def test_makes_a_member(self, place: str) -> None:
        organization, user = make_organization(), make_user()
        assert accept_offer(make_person(user), offered(organization, user, place)) == organization
        assert organization.memberships.get(user=user).role == place
        offer = Offer.objects.get()
        assert (offer.accepted_by, offer.accepted_at is not None) == (user, True)

    @pytest.mark.parametrize("level", ["read", "run"])
    def test_makes_a_consultant(self, level: str) -> None:
        organization, user = make_organization(), make_user()
        accept_offer(make_person(user), offered(organization, user, level))
        grant = Grant.objects.active().get(organization=organization, user=user)
        assert (grant.level, grant.granted_by) == (level, lead_of(organization).user)

    def test_only_the_account_with_the_address_is_let_in(self) -> None:
        organization, user, other = make_organization(), make_user(), make_user()
        token = offered(organization, user, "lead")
        with pytest.raises(Refused) as refusal:
            accept_offer(make_person(other), token)
        assert refusal.value.status == 403
        assert organization.memberships.count() == 1
        assert find_offer(token).accepted_at is None

    def test_nobody_signed_in_is_let_in(self) -> None:
        organization, user = make_organization(), make_user()
        with pytest.raises(Refused) as refusal:
            accept_offer(make_person(), offered(organization, user, "lead"))
        assert refusal.value.status == 403

    def test_is_taken_once(self) -> None:
        organization, user = make_organization(), make_user()
        token = offered(organization, user, "read")
        accept_offer(make_person(user), token)
        with pytest.raises(Refused) as refusal:
            accept_offer(make_person(user), token)
        assert (refusal.value.status, Grant.objects.count()) == (410, 1)

    def test_never_takes_the_lead_from_a_lead(self) -> None:
        lead = make_user()
        organization = make_organization(lead=lead)
        accept_offer(make_person(lead), offered(organization, lead, "practitioner"))
        assert organization.memberships.get().role == "lead"

    def test_lifts_a_practitioner_to_lead(self) -> None:
        practitioner = make_user()
        organization = make_organization(practitioners=[practitioner])
        accept_offer(make_person(practitioner), offered(organization, practitioner, "lead"))
        assert organization.memberships.get(user=practitioner).role == "lead"

    def test_a_grant_is_followed_by_a_new_one_not_rewritten(self) -> None:
        organization, user = make_organization(), make_user()
        yesterday = timezone.localdate() - timedelta(days=1)
        expired = make_grant(organization, user, "read", expires_on=yesterday)
        accept_offer(make_person(user), offered(organization, user, "run"))
        assert Grant.objects.filter(pk=expired.pk).values("level", "state").get() == {
            "level": "read",
            "state": "revoked",
        }
        assert [grant.level for grant in people_of(organization).grants] == ["run"]


def test_revoking_a_grant_hides_the_organization_at_once() -> None:
    organization, user = make_organization(), make_user()
    grant = make_grant(organization, user)
    assert Organization.objects.visible_to(make_person(user)).exists()
    for _ in range(2):
        revoke_grant(lead_of(organization), grant)
    assert not Organization.objects.visible_to(make_person(user)).exists()
    grant.refresh_from_db()
    assert (grant.state, grant.revoked_by) == ("revoked", lead_of(organization).user)


class TestLimiting:
    def test_puts_a_row_in_place_of_the_one_there_was(self) -> None:
        organization, user = make_organization(), make_user()
        grant = make_grant(organization, user, Grant.Level.RUN)
        lead, tomorrow = lead_of(organization), timezone.localdate() + timedelta(days=1)
        limit_grant(lead, grant, tomorrow)
        limited, ended = Grant.objects.all()
        assert (ended.pk, ended.state, ended.revoked_by) == (grant.pk, "revoked", lead.user)
        assert (limited.state, limited.level, limited.expires_on) == ("granted", "run", tomorrow)
        assert (limited.granted_at, limited.granted_by) == (grant.granted_at, lead.user)
        assert not Grant.objects.active(tomorrow + timedelta(days=1)).exists()

    def test_the_same_day_again_changes_nothing(self) -> None:
        organization = make_organization()
        grant = make_grant(organization, make_user())
        limit_grant(lead_of(organization), grant, None)
        assert list(Grant.objects.values_list("pk", "state")) == [(grant.pk, "granted")]

    def test_an_access_that_has_ended_does_not_come_back(self) -> None:
        organization = make_organization()
        yesterday = timezone.localdate() - timedelta(days=1)
        revoked, expired = make_grant(organization, make_user()), make_grant(organization, make_user())
        revoke_grant(lead_of(organization), revoked)
        Grant.objects.filter(pk=expired.pk).update(expires_on=yesterday)
        for grant in (revoked, expired):
            with pytest.raises(Refused) as refusal:
                limit_grant(lead_of(organization), grant, None)
            assert refusal.value.status == 409
        assert people_of(organization).grants == []

    def test_a_day_in_the_past_is_refused(self) -> None:
        organization = make_organization()
        grant = make_grant(organization, make_user())
        with pytest.raises(Refused) as refusal:
            limit_grant(lead_of(organization), grant, timezone.localdate() - timedelta(days=1))
        assert refusal.value.status == 422
        assert list(Grant.objects.values_list("pk", "state")) == [(grant.pk, "granted")]
