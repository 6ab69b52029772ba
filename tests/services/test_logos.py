"""Logos are set, replaced and removed by whoever they are of, and audited."""

import pytest

from assessment.models import AuditEvent, Logo, Person
from assessment.services.errors import Refused
from assessment.services.logos import (
    logos_on,
    organization_logo_of,
    own_logo,
    remove_organization_logo,
    remove_own_logo,
    reviewer_logo,
    set_organization_logo,
    set_own_logo,
)
from tests.factories import make_organization, make_person, make_user
from tests.pictures import make_picture
from tests.reviews import make_logos

pytestmark = pytest.mark.django_db


def test_an_organization_has_one_logo_which_is_replaced_and_removed() -> None:
    organization, lead = make_organization(), make_person(make_user())
    first = set_organization_logo(lead, organization, make_picture())
    second = set_organization_logo(lead, organization, make_picture("JPEG", (30, 10)))
    assert first.pk == second.pk
    kept = Logo.objects.get()
    assert (kept.media_type, kept.width, kept.height) == ("image/jpeg", 30, 10)
    assert organization_logo_of(organization) == kept
    for _twice in range(2):
        remove_organization_logo(lead, organization)
    assert organization_logo_of(organization) is None
    events = AuditEvent.objects.order_by("pk").values_list("verb", "organization_uid")
    assert list(events) == [(verb, organization.uid) for verb in ("logo set", "logo set", "logo removed")]


def test_what_is_no_picture_leaves_the_logo_as_it_was() -> None:
    organization = make_organization()
    logo = set_organization_logo(Person(), organization, make_picture())
    with pytest.raises(Refused):
        set_organization_logo(Person(), organization, b"nothing")
    assert bytes(Logo.objects.get().image) == bytes(logo.image)


def test_an_account_has_a_logo_of_its_own() -> None:
    person = make_person(make_user())
    assert own_logo(person) is None
    logo = set_own_logo(person, make_picture())
    assert own_logo(person) == logo
    for _twice in range(2):
        remove_own_logo(person)
    assert own_logo(person) is None
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["logo set", "logo removed"]
    with pytest.raises(Refused) as refusal:
        set_own_logo(Person(), make_picture())
    assert refusal.value.status == 403


def test_a_result_has_the_logos_of_its_organization_and_its_reviewers() -> None:
    organization, consultant, other = make_organization(), make_user(), make_user()
    own, theirs = make_logos(organization, consultant)
    stranger, _elses = make_logos(make_organization(), other)
    assert logos_on(organization, [consultant]) == [own, theirs]
    assert logos_on(organization, []) == [own]
    assert reviewer_logo([consultant], theirs.uid) == theirs
    assert [reviewer_logo([consultant], logo.uid) for logo in (own, stranger)] == [None, None]
