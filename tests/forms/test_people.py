"""A button means a row of its own organization, and no other."""

import pytest

from assessment.forms.people import OfferForm, RoleForm, chosen_grant, chosen_member, chosen_offer
from assessment.services.grants import offer_place
from tests.factories import make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


def test_members_grants_and_offers_are_those_of_the_organization() -> None:
    organization, other = make_organization(), make_organization()
    grant = make_grant(organization, make_user())
    offer, _ = offer_place(make_person(make_user()), organization, email="new@example.org", place="read")
    rows = (organization.memberships.get(), grant, offer)
    for choose, row in zip((chosen_member, chosen_grant, chosen_offer), rows, strict=True):
        form = choose(organization, {"chosen": row.pk})
        assert (form.is_valid(), form.cleaned_data) == (True, {"chosen": row})
        assert not choose(other, {"chosen": row.pk}).is_valid()
        assert not choose(organization, {}).is_valid()


def test_a_role_is_one_of_two() -> None:
    organization = make_organization()
    membership = organization.memberships.get()
    accepted = [
        RoleForm(organization.memberships.all(), {"chosen": membership.pk, "role": role}).is_valid()
        for role in ("lead", "practitioner", "owner")
    ]
    assert accepted == [True, True, False]


def test_an_offer_needs_an_address_and_a_place() -> None:
    assert OfferForm({"email": "new@example.org", "place": "run"}).is_valid()
    assert set(OfferForm({"email": "new", "place": "owner"}).errors) == {"email", "place"}
