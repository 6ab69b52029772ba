"""An invitation's secret exists once; it ends by time, by its limit, or at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.models import Assessment, AuditEvent, Invitation, hash_of
from assessment.services.errors import Refused
from assessment.services.invitations import LASTS, State, invitations_of, invite, revoke
from tests.factories import make_assessment, make_mixed_version, make_person, make_user

pytestmark = pytest.mark.django_db


def test_keeps_the_hash_alone_and_lasts_thirty_days() -> None:
    assessment, person = make_assessment(), make_person(make_user())
    before = timezone.now()
    invitation, token = invite(person, assessment, email="ana@example.org", use_limit=1)
    stored = Invitation.objects.values("token_hash", "email", "use_limit", "uses", "created_by").get()
    assert stored == {
        "token_hash": hash_of(token),
        "email": "ana@example.org",
        "use_limit": 1,
        "uses": 0,
        "created_by": person.user.pk if person.user else None,
    }
    assert invitation.expires_at is not None
    assert before + LASTS <= invitation.expires_at <= timezone.now() + LASTS
    assert invitation.is_usable(timezone.now())


@pytest.mark.parametrize(("use_limit", "ends_in"), [(0, timedelta(days=1)), (1, timedelta(0))])
def test_refuses_what_nobody_could_use(use_limit: int, ends_in: timedelta) -> None:
    person, assessment = make_person(make_user()), make_assessment()
    with pytest.raises(Refused) as refusal:
        invite(person, assessment, use_limit=use_limit, expires_at=timezone.now() + ends_in)
    assert (refusal.value.status, Invitation.objects.count()) == (422, 0)


def test_nobody_is_invited_to_a_closed_round() -> None:
    assessment = make_assessment(state=Assessment.State.CLOSED, closed_at=timezone.now())
    with pytest.raises(Refused) as refusal:
        invite(make_person(make_user()), assessment)
    assert refusal.value.status == 403


def test_nobody_is_invited_to_a_round_of_one() -> None:
    with pytest.raises(Refused) as refusal:
        invite(make_person(make_user()), make_assessment(kind=Assessment.Kind.JUST_ME))
    assert (refusal.value.status, Invitation.objects.count()) == (422, 0)


def test_lists_each_with_what_it_is_good_for() -> None:
    person, assessment = make_person(make_user()), make_assessment()
    usable, used, expired, revoked = (invite(person, assessment, use_limit=1)[0] for _ in range(4))
    Invitation.objects.filter(pk=used.pk).update(uses=1)
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoke(person, revoked)
    listed = [(each.invitation, each.state, each.is_usable) for each in invitations_of(assessment)]
    assert listed == [
        (revoked, State.REVOKED, False),
        (expired, State.EXPIRED, False),
        (used, State.USED_UP, False),
        (usable, State.USABLE, True),
    ]


def test_is_meant_for_a_role_that_the_questionnaire_asks_for() -> None:
    person, assessment = make_person(make_user()), make_assessment(version=make_mixed_version())
    invite(person, assessment, role="operations")
    invite(person, assessment)
    assert [(each.invitation.role, each.role) for each in invitations_of(assessment)] == [
        ("", ""),
        ("operations", "role operations"),
    ]
    for round_, role in ((assessment, "queen"), (make_assessment(), "operations")):
        with pytest.raises(Refused) as refusal:
            invite(person, round_, role=role)
        assert refusal.value.status == 422
    assert Invitation.objects.count() == 2


def test_revoking_ends_it_once() -> None:
    person = make_person(make_user())
    invitation, _ = invite(person, make_assessment())
    revoke(person, invitation)
    invitation.refresh_from_db()
    first = invitation.revoked_at
    revoke(person, invitation)
    invitation.refresh_from_db()
    assert invitation.revoked_at == first
    assert not invitation.is_usable(timezone.now())
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "invitation made",
        "invitation revoked",
    ]
