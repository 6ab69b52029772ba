"""Every access that ever was stays told: until when, and how it ended."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessment.models import Grant
from assessment.services.grant_history import Ending, ended_among
from assessment.services.grants import accept_offer, limit_grant, offer_place, people_of, revoke_grant
from tests.factories import make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


def told(*grants: Grant) -> list[tuple[int, date, Ending]]:
    return [(each.grant.pk, each.last_day, each.ending) for each in ended_among(grants)]


def test_what_lets_somebody_in_has_not_ended() -> None:
    organization, today = make_organization(), timezone.localdate()
    assert told(make_grant(organization, make_user()), make_grant(organization, make_user(), expires_on=today)) == []


def test_what_was_only_asked_for_or_declined_never_was() -> None:
    organization = make_organization()
    asked = make_grant(organization, make_user(), state="asked", granted_at=None)
    declined = make_grant(organization, make_user(), state="declined", granted_at=None)
    assert told(asked, declined) == []


def test_expired_revoked_and_revoked_after_it_had_expired() -> None:
    organization, now = make_organization(), timezone.now()
    days = [timezone.localdate() - timedelta(days=number) for number in range(4)]
    moment = now - timedelta(days=1)
    expired = make_grant(organization, make_user(), expires_on=days[2])
    revoked = make_grant(organization, make_user(), state="revoked", revoked_at=moment)
    early = make_grant(organization, make_user(), state="revoked", revoked_at=moment, expires_on=days[0])
    late = make_grant(organization, make_user(), state="revoked", revoked_at=moment, expires_on=days[3])
    day = timezone.localdate(moment)
    assert told(expired, revoked, early, late) == [
        (expired.pk, days[2], Ending.EXPIRED),
        (revoked.pk, day, Ending.REVOKED),
        (early.pk, day, Ending.REVOKED),
        (late.pk, days[3], Ending.EXPIRED),
    ]


def test_a_new_last_day_and_a_new_level_are_changes_and_a_new_beginning_is_none() -> None:
    lead, user = make_user(), make_user()
    organization = make_organization(lead=lead)
    person, today = make_person(lead), timezone.localdate()

    def offered(level: str) -> None:
        accept_offer(make_person(user), offer_place(person, organization, email=user.email, place=level)[1])

    offered("read")
    limit_grant(person, Grant.objects.active().get(), today)
    offered("run")
    revoke_grant(person, Grant.objects.active().get())
    offered("read")
    people = people_of(organization)
    assert [grant.level for grant in people.grants] == ["read"]
    assert [(each.grant.level, each.ending, each.last_day) for each in people.ended] == [
        ("run", Ending.REVOKED, today),
        ("read", Ending.REPLACED, today),
        ("read", Ending.REPLACED, today),
    ]
    assert [each.is_replaced for each in people.ended] == [False, True, True]
    assert not any(each.is_expired for each in people.ended)


def test_a_grant_knows_whether_it_is_active_as_the_query_does() -> None:
    organization, today, now = make_organization(), timezone.localdate(), timezone.now()
    for fields in (
        {},
        {"expires_on": today},
        {"expires_on": today - timedelta(days=1)},
        {"state": "revoked", "revoked_at": now},
        {"state": "asked", "granted_at": None},
        {"state": "declined"},
    ):
        make_grant(organization, make_user(), **fields)
    assert {grant for grant in Grant.objects.all() if grant.is_active} == set(Grant.objects.active())
    assert Grant.objects.active().count() == 2
