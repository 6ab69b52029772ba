"""A place is offered to one address, taken once, and ended at once."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from assessment.models import AuditEvent, Grant, Membership, Offer, Organization, Person, User, hash_of
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
from assessment.services.memberships import change_role, leave, remove_member
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
        assert accept_offer(make_person(user), offered(organization, user, place)).organization == organization
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


class TestHandingOver:
    """Somebody else leads it, and whoever handed it over is a practitioner, in one step."""

    def handed(self, lead: User, organization: Organization, to: User) -> str:
        return offer_place(make_person(lead), organization, email=to.email, place="lead", hands_over=True)[1]

    def roles(self, organization: Organization) -> dict[str, str]:
        return dict(organization.memberships.values_list("user__name", "role"))

    @pytest.fixture
    def lead(self) -> User:
        return make_user("Lena")

    @pytest.fixture
    def organization(self, lead: User) -> Organization:
        return make_organization(lead=lead)

    def test_changes_nothing_until_it_is_accepted_and_then_both(self, lead: User, organization: Organization) -> None:
        successor = make_user("Sami")
        token = self.handed(lead, organization, successor)
        assert self.roles(organization) == {"Lena": "lead"}
        offer = accept_offer(make_person(successor), token)
        assert self.roles(organization) == {"Lena": "practitioner", "Sami": "lead"}
        assert (offer.hands_over, offer.accepted_by) == (True, successor)
        assert Offer.objects.values("accepted_by", "revoked_at").get() == {
            "accepted_by": successor.pk,
            "revoked_at": None,
        }
        assert list(AuditEvent.objects.order_by("pk").values_list("verb", "actor_number", "organization_uid")) == [
            ("handing over offered", lead.pk, organization.uid),
            ("organization handed over", successor.pk, organization.uid),
            ("place taken: lead", successor.pk, organization.uid),
        ]

    @pytest.mark.parametrize("role", ["practitioner", "lead"])
    def test_to_a_member_lifts_them_and_other_leads_stay(
        self, lead: User, organization: Organization, role: str
    ) -> None:
        member, other = make_user("Mia"), make_user("Olga")
        Membership.objects.create(organization=organization, user=member, role=role)
        Membership.objects.create(organization=organization, user=other, role="lead")
        accept_offer(make_person(member), self.handed(lead, organization, member))
        assert self.roles(organization) == {"Lena": "practitioner", "Mia": "lead", "Olga": "lead"}

    @pytest.mark.parametrize("how", ["made practitioner", "removed", "left", "handed over"])
    def test_ends_when_whoever_offered_it_is_no_lead_any_more(
        self, lead: User, organization: Organization, how: str
    ) -> None:
        successor, other = make_user(), make_user()
        second = Membership.objects.create(organization=organization, user=other, role="lead")
        token = self.handed(lead, organization, successor)
        own = organization.memberships.get(user=lead)
        if how == "made practitioner":
            change_role(make_person(other), own, "practitioner")
        elif how == "removed":
            remove_member(make_person(other), own)
        elif how == "left":
            leave(make_person(lead), organization)
        else:
            # By a write that knows nothing of offers, such as in the admin.
            Membership.objects.filter(pk=own.pk).update(role="practitioner")
        with pytest.raises(Refused, match="no longer leads the organization") as refusal:
            accept_offer(make_person(successor), token)
        assert (refusal.value.status, self.roles(organization)[str(other)]) == (410, "lead")
        assert not organization.memberships.filter(user=successor).exists()
        assert (len(people_of(organization).offers), second.role) == (0 if how != "handed over" else 1, "lead")

    def test_goes_to_one_person_only(self, lead: User, organization: Organization) -> None:
        first, second = make_user(), make_user()
        ended, token = self.handed(lead, organization, first), self.handed(lead, organization, second)
        other_place = offered(organization, make_user(), "practitioner")
        with pytest.raises(Refused):
            accept_offer(make_person(first), ended)
        accept_offer(make_person(second), token)
        # What was offered beside it still stands.
        assert find_offer(other_place).place == "practitioner"

    def test_to_oneself_is_refused_also_where_the_address_became_ones_own_later(
        self, lead: User, organization: Organization
    ) -> None:
        with pytest.raises(Refused) as refusal:
            self.handed(lead, organization, lead)
        assert (refusal.value.status, Offer.objects.count()) == (422, 0)
        token = self.handed(lead, organization, User(email="later@example.org"))
        lead.email = "later@example.org"
        lead.save()
        with pytest.raises(Refused) as refusal:
            accept_offer(make_person(lead), token)
        assert (refusal.value.status, self.roles(organization)) == (409, {"Lena": "lead"})
        assert find_offer(token).accepted_at is None

    def test_of_somebody_whose_account_is_gone_is_refused(self, lead: User, organization: Organization) -> None:
        successor = make_user()
        Membership.objects.create(organization=organization, user=make_user(), role="lead")
        token = self.handed(lead, organization, successor)
        lead.delete()
        with pytest.raises(Refused) as refusal:
            find_offer(token)
        assert refusal.value.status == 410

    @pytest.mark.django_db(transaction=True)
    def test_a_lead_is_left_however_those_who_go_meet(self, lead: User) -> None:
        """The one who hands over leaves, the other lead leaves, and the offer is accepted, all at the same instant."""
        other, successor = make_user("Olga"), make_user("Sami")
        organization = make_organization(lead=lead)
        Membership.objects.create(organization=organization, user=other, role="lead")
        token = self.handed(lead, organization, successor)
        verbs: list[Callable[[], object]] = [
            lambda: leave(make_person(lead), organization),
            lambda: leave(make_person(other), organization),
            lambda: accept_offer(make_person(successor), token),
        ]
        together, outcomes = Barrier(len(verbs)), []

        def go(verb: Callable[[], object]) -> None:
            together.wait()
            try:
                verb()
                outcomes.append("done")
            except Refused:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [Thread(target=go, args=[verb]) for verb in verbs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(outcomes) == len(verbs)
        assert list(self.roles(organization).values()).count("lead") == 1


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
