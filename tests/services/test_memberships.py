"""An organization never loses its last lead; whoever goes leaves their answers where they are."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from assessment.models import AuditEvent, Membership, Organization, Response, User
from assessment.services.errors import Refused
from assessment.services.memberships import change_role, is_lead, is_only_lead, leave, remove_member
from tests.factories import make_assessment, make_organization, make_person, make_response, make_user

pytestmark = pytest.mark.django_db


def lead_of(organization: Organization) -> Membership:
    return organization.memberships.get(role="lead")


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


class TestTheLastLead:
    def test_stays(self) -> None:
        organization = make_organization(practitioners=[make_user()])
        membership = lead_of(organization)
        person = make_person(membership.user)
        verbs_of_going: list[Callable[[], None]] = [
            lambda: change_role(person, membership, "practitioner"),
            lambda: remove_member(person, membership),
            lambda: leave(person, organization),
        ]
        for verb in verbs_of_going:
            with pytest.raises(Refused, match="Hand the organization over") as refusal:
                verb()
            assert refusal.value.status == 422
        assert (lead_of(organization), verbs()) == (membership, [])

    def test_is_told_from_one_of_several_and_from_others(self) -> None:
        lead, practitioner, second = make_user(), make_user(), make_user()
        organization = make_organization(lead=lead, practitioners=[practitioner])
        assert [is_only_lead(organization, user) for user in (lead, practitioner, make_user(), None)] == [
            True,
            False,
            False,
            False,
        ]
        Membership.objects.create(organization=organization, user=second, role="lead")
        assert [is_only_lead(organization, user) for user in (lead, second)] == [False, False]
        assert [is_lead(organization, user) for user in (lead, second, practitioner, None)] == [
            True,
            True,
            False,
            False,
        ]

    @pytest.mark.django_db(transaction=True)
    def test_stays_where_two_go_at_the_same_instant(self) -> None:
        users = [make_user(), make_user()]
        organization = make_organization(lead=users[0])
        Membership.objects.create(organization=organization, user=users[1], role="lead")
        together, outcomes = Barrier(2), []

        def go(user: User) -> None:
            together.wait()
            try:
                leave(make_person(user), organization)
                outcomes.append("left")
            except Refused:
                outcomes.append("stayed")
            finally:
                connection.close()

        threads = [Thread(target=go, args=[user]) for user in users]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["left", "stayed"]
        assert organization.memberships.filter(role="lead").count() == 1


class TestGoing:
    def test_with_another_lead_one_may_go(self) -> None:
        other = make_user()
        organization = make_organization(practitioners=[other])
        first = lead_of(organization)
        person = make_person(first.user)
        change_role(person, organization.memberships.get(user=other), "lead")
        remove_member(person, first)
        assert list(organization.memberships.values_list("user", "role")) == [(other.pk, "lead")]
        assert verbs() == ["member made lead", "member removed"]

    def test_one_leaves_by_oneself(self) -> None:
        practitioner = make_user()
        organization = make_organization(practitioners=[practitioner])
        leave(make_person(practitioner), organization)
        assert not organization.memberships.filter(user=practitioner).exists()
        assert not Organization.objects.visible_to(make_person(practitioner)).exists()
        assert list(AuditEvent.objects.values_list("verb", "actor_number", "organization_uid")) == [
            ("member left", practitioner.pk, organization.uid)
        ]

    def test_leaving_twice_is_told(self) -> None:
        practitioner = make_user()
        organization = make_organization(practitioners=[practitioner])
        person = make_person(practitioner)
        leave(person, organization)
        for nobody in (person, make_person()):
            with pytest.raises(Refused) as refusal:
                leave(nobody, organization)
            assert refusal.value.status == 409
        assert verbs() == ["member left"]

    @pytest.mark.parametrize("how", ["removed", "left"])
    def test_what_somebody_answered_stays_theirs(self, how: str) -> None:
        practitioner = make_user()
        organization = make_organization(practitioners=[practitioner])
        response = make_response(make_assessment(organization), practitioner)
        person = make_person(practitioner)
        verb: dict[str, Callable[[], None]] = {
            "removed": lambda: remove_member(
                make_person(lead_of(organization).user), organization.memberships.get(user=practitioner)
            ),
            "left": lambda: leave(person, organization),
        }
        verb[how]()
        assert list(Response.objects.visible_to(person)) == [response]
