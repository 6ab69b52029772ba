"""Units of one company: joined when both leads agree, seen from above by access that the unit's lead can end."""

import pytest

from assessment.models import AuditEvent, Grant, Membership, Offer, Organization, User
from assessment.services.comparisons import cohort_of
from assessment.services.errors import Refused
from assessment.services.grants import accept_offer, limit_grant, offer_place, revoke_grant
from assessment.services.memberships import change_role, leave, remove_member
from assessment.services.units import (
    above,
    join_by_offer,
    join_own,
    let_leads_in,
    parents_for,
    part,
    units_of,
)
from tests.factories import make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    """Of the unit."""
    return make_user("Ulla Unit")


@pytest.fixture
def above_lead() -> User:
    return make_user("Paul Parent")


@pytest.fixture
def unit(lead: User) -> Organization:
    return make_organization("Unit", lead)


@pytest.fixture
def parent(above_lead: User) -> Organization:
    return make_organization("Parent", above_lead)


def offered(lead: User, unit: Organization, to: User) -> str:
    return offer_place(make_person(lead), unit, email=to.email, place=Offer.Place.PARENT)[1]


def sees(user: User, organization: Organization) -> bool:
    return Organization.objects.visible_to(make_person(user)).filter(pk=organization.pk).exists()


def joined(lead: User, unit: Organization, parent: Organization, above_lead: User) -> None:
    join_by_offer(make_person(above_lead), offered(lead, unit, above_lead), parent)
    unit.refresh_from_db()


class TestJoining:
    def test_by_offer_lets_all_leads_above_read(
        self, lead: User, unit: Organization, parent: Organization, above_lead: User
    ) -> None:
        second, practitioner = make_user(), make_user()
        Membership.objects.create(organization=parent, user=second, role="lead")
        Membership.objects.create(organization=parent, user=practitioner)
        token = offered(lead, unit, above_lead)
        assert not sees(above_lead, unit)
        join_by_offer(make_person(above_lead), token, parent)
        unit.refresh_from_db()
        assert unit.parent == parent
        given = Grant.objects.order_by("pk").values_list("user", "level", "granted_by", "through_parent", "expires_on")
        assert list(given) == [(user.pk, "read", lead.pk, True, None) for user in (above_lead, second)]
        assert [sees(user, unit) for user in (above_lead, second, practitioner)] == [True, True, False]
        # Nobody below sees more than before.
        assert not sees(lead, parent)
        assert [overview.organization for overview in units_of(make_person(above_lead), parent)] == [unit]
        assert units_of(make_person(practitioner), parent) == []
        assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))[-2:] == [
            "unit joined",
            "place taken: parent",
        ]

    def test_of_two_that_the_same_person_leads_takes_no_offer_and_no_grant(self, lead: User) -> None:
        unit, parent = make_organization("Unit", lead), make_organization("Parent", lead)
        assert list(parents_for(make_person(lead), unit)) == [parent]
        join_own(make_person(lead), unit, parent)
        unit.refresh_from_db()
        assert (unit.parent, Grant.objects.count()) == (parent, 0)
        assert [each.organization for each in units_of(make_person(lead), parent)] == [unit]

    def test_leads_above_compare_the_units(
        self, lead: User, unit: Organization, parent: Organization, above_lead: User
    ) -> None:
        joined(lead, unit, parent, above_lead)
        # Both are there, without a closed round yet.
        assert cohort_of(make_person(above_lead)).visible == 2

    def test_what_somebody_sees_already_stays_as_it_is(
        self, lead: User, unit: Organization, parent: Organization, above_lead: User
    ) -> None:
        own = make_grant(unit, above_lead, "run")
        joined(lead, unit, parent, above_lead)
        assert list(Grant.objects.values_list("pk", "level", "through_parent")) == [(own.pk, "run", False)]

    def test_one_level_one_parent_and_no_circle(self, lead: User) -> None:
        person = make_person(lead)
        top, middle, low = (make_organization(name, lead) for name in ("Top", "Middle", "Low"))
        join_own(person, middle, top)
        middle.refresh_from_db()
        wrong = [
            (low, middle, "itself a part"),
            (top, low, "parts of its own"),
            (middle, low, "part of another organization already"),
            (low, low, "part of itself"),
        ]
        for unit, parent, sentence in wrong:
            with pytest.raises(Refused, match=sentence) as refusal:
                join_own(person, unit, parent)
            assert refusal.value.status == 422
        assert dict(Organization.objects.values_list("name", "parent__name")) == {
            "Top": None,
            "Middle": "Top",
            "Low": None,
        }
        assert list(parents_for(person, low)) == [top]

    def test_takes_the_lead_of_both(self, lead: User, unit: Organization, parent: Organization) -> None:
        token = offered(lead, unit, lead)
        for join in (
            lambda: join_own(make_person(lead), unit, parent),
            lambda: join_own(make_person(lead), parent, unit),
            lambda: join_by_offer(make_person(lead), token, parent),
        ):
            with pytest.raises(Refused, match="You no longer lead Parent") as refusal:
                join()
            assert refusal.value.status == 409
        assert not Organization.objects.exclude(parent=None).exists()
        assert Offer.objects.get().accepted_at is None

    def test_takes_the_account_that_was_asked_and_the_right_offer(
        self, lead: User, unit: Organization, parent: Organization, above_lead: User
    ) -> None:
        stranger = make_user()
        with pytest.raises(Refused, match="another e-mail address") as refusal:
            join_by_offer(make_person(stranger), offered(lead, unit, above_lead), make_organization(lead=stranger))
        assert refusal.value.status == 403
        other = offer_place(make_person(lead), unit, email=above_lead.email, place="read")[1]
        with pytest.raises(Refused, match="something else"):
            join_by_offer(make_person(above_lead), other, parent)
        assert (Grant.objects.count(), unit.parent) == (0, None)

    def test_an_offer_to_be_above_makes_nobody_a_consultant(
        self, lead: User, unit: Organization, above_lead: User
    ) -> None:
        with pytest.raises(Refused, match="something else"):
            accept_offer(make_person(above_lead), offered(lead, unit, above_lead))
        assert (Grant.objects.count(), Offer.objects.get().accepted_at) == (0, None)


class TestFromAbove:
    @pytest.fixture(autouse=True)
    def _joined(self, lead: User, unit: Organization, parent: Organization, above_lead: User) -> None:
        joined(lead, unit, parent, above_lead)

    def test_the_units_lead_ends_it_for_each(self, lead: User, unit: Organization, above_lead: User) -> None:
        revoke_grant(make_person(lead), Grant.objects.get())
        assert not sees(above_lead, unit)
        state = above(unit)
        assert state is not None
        assert (state.parent, state.seeing, state.not_seeing) == (unit.parent, [], [above_lead])

    def test_a_new_lead_above_sees_nothing_until_the_units_lead_says_so(
        self, lead: User, unit: Organization, parent: Organization, above_lead: User
    ) -> None:
        new = make_user()
        Membership.objects.create(organization=parent, user=new, role="lead")
        assert not sees(new, unit)
        let_leads_in(make_person(lead), unit)
        state = above(unit)
        assert state is not None
        assert (state.seeing, state.not_seeing, sees(new, unit)) == ([above_lead, new], [], True)

    @pytest.mark.parametrize("how", ["made practitioner", "removed", "left", "handed over"])
    def test_it_ends_with_leading_the_one_above_also_where_it_was_limited(
        self, how: str, lead: User, unit: Organization, parent: Organization, above_lead: User
    ) -> None:
        other, day = make_user(), Grant.objects.get().granted_at
        Membership.objects.create(organization=parent, user=other, role="lead")
        assert day is not None
        limit_grant(make_person(lead), Grant.objects.get(), day.date().replace(year=2099))
        own = parent.memberships.get(user=above_lead)
        if how == "made practitioner":
            change_role(make_person(other), own, "practitioner")
        elif how == "removed":
            remove_member(make_person(other), own)
        elif how == "left":
            leave(make_person(above_lead), parent)
        else:
            successor = make_user()
            accept_offer(
                make_person(successor),
                offer_place(make_person(above_lead), parent, email=successor.email, place="lead", hands_over=True)[1],
            )
        assert not sees(above_lead, unit)

    def test_it_stays_with_a_lead_who_stays(self, unit: Organization, parent: Organization, above_lead: User) -> None:
        change_role(make_person(above_lead), parent.memberships.get(user=above_lead), "lead")
        assert sees(above_lead, unit)

    def test_parting_ends_it_and_leaves_what_was_given_for_another_reason(
        self, lead: User, unit: Organization, parent: Organization, above_lead: User
    ) -> None:
        consultant = make_user()
        make_grant(unit, consultant)
        for _ in range(2):
            part(make_person(lead), unit)
        unit.refresh_from_db()
        assert (unit.parent, above(unit)) == (None, None)
        assert [sees(user, unit) for user in (above_lead, consultant)] == [False, True]
        assert AuditEvent.objects.filter(verb="unit parted").count() == 1
        with pytest.raises(Refused, match="no part of another") as refusal:
            let_leads_in(make_person(lead), unit)
        assert refusal.value.status == 409
