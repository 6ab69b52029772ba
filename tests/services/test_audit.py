"""The audit log says who did what, and nothing of the content."""

import pytest

from assessment.models import AuditEvent, Membership, Person
from assessment.services import audit
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[object, ...]]:
    return list(
        AuditEvent.objects.values_list(
            "actor_number", "verb", "object_type", "object_uid", "organization_uid", "address"
        )
    )


def test_names_actor_verb_object_and_organization() -> None:
    user = make_user()
    organization = make_organization()
    audit.record(Person(user=user, address="192.0.2.0"), "organization changed", organization, organization)
    assert rows() == [
        (user.pk, "organization changed", "organization", organization.uid, organization.uid, "192.0.2.0")
    ]


def test_a_guest_has_no_number() -> None:
    audit.record(Person(guest_hashes=frozenset({"a"})), "response submitted")
    assert rows() == [(None, "response submitted", "", None, None, "")]


def test_a_thing_without_uid_is_named_by_its_type() -> None:
    organization = make_organization()
    membership = Membership.objects.get(organization=organization)
    audit.record(Person(), "member removed", membership, organization)
    assert rows() == [(None, "member removed", "membership", None, organization.uid, "")]
