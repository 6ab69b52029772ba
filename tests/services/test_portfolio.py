"""What a consultant was let into, and words of their own that nobody else sees."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import AccessRequest, PortfolioNote, Tag
from assessment.services.errors import Refused
from assessment.services.portfolio import (
    LONGEST_TAG,
    MOST_TAGS,
    Jotting,
    ended_of,
    entries_of,
    grants_of,
    jot_down,
    jotting_on,
    requests_of,
    tags_of,
)
from tests.factories import make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


class TestLooking:
    def test_holds_what_one_was_let_into_by_name_and_nothing_else(self) -> None:
        user = make_user()
        person, now = make_person(user), timezone.now()
        second, first = make_grant(make_organization("B"), user, "run"), make_grant(make_organization("A"), user)
        make_organization("Led", lead=user)
        make_grant(make_organization("Other's"), make_user())
        expired = make_grant(make_organization(), user, expires_on=(now - timedelta(days=2)).date())
        revoked = make_grant(make_organization(), user, state="revoked", revoked_at=now)
        assert list(grants_of(person)) == [first, second]
        assert [each.grant for each in ended_of(person)] == [revoked, expired]

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_six_queries_at_any_length(
        self, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        user = make_user()
        for number in range(count):
            organization = make_organization(f"Organization {number}")
            make_grant(organization, user)
            jot_down(make_person(user), organization, tags=["pilot", str(number)], note=f"Note {number}")
        granted = list(grants_of(make_person(user)))
        with django_assert_num_queries(6):
            entries = entries_of(make_person(user), granted)
        assert [entry.jotting for entry in entries] == [
            Jotting([str(number), "pilot"], f"Note {number}") for number in range(count)
        ]
        assert [entry.overview.organization for entry in entries] == [grant.organization for grant in granted]

    def test_a_tag_narrows_it_down_to_where_it_is_one_s_own(self) -> None:
        user, other = make_user(), make_user()
        organizations = [make_organization(name) for name in "AB"]
        for organization in organizations:
            make_grant(organization, user)
        jot_down(make_person(user), organizations[0], tags=["pilot"], note="")
        jot_down(make_person(other), organizations[1], tags=["pilot"], note="")
        assert [grant.organization.name for grant in grants_of(make_person(user), "pilot")] == ["A"]
        assert list(grants_of(make_person(user), "nothing")) == []

    def test_tells_of_requests_that_wait_or_were_declined(self) -> None:
        user, now = make_user(), timezone.now()
        AccessRequest.objects.create(consultant=make_user(), email="a@example.org")
        states = ("waiting", "granted", "declined", "taken-back")
        made = [
            AccessRequest.objects.create(
                consultant=user,
                email=f"{state}@example.org",
                state=state,
                answered_at=None if state == "waiting" else now,
            )
            for state in states
        ]
        assert requests_of(make_person(user)) == [made[2], made[0]]


class TestOwnWords:
    def test_are_kept_in_place_of_those_before_each_tag_once(self) -> None:
        person, organization = make_person(make_user()), make_organization()
        jot_down(person, organization, tags=["pilot", " big  one ", "PILOT", "", "  "], note="First.")
        assert jotting_on(person, organization) == Jotting(["PILOT", "big one"], "First.")
        jot_down(person, organization, tags=["later"], note="Second.")
        assert jotting_on(person, organization) == Jotting(["later"], "Second.")
        jot_down(person, organization, tags=[], note="")
        assert jotting_on(person, organization) == Jotting()
        assert (Tag.objects.count(), PortfolioNote.objects.count()) == (0, 0)

    def test_nobody_else_sees_changes_or_ends_them(self) -> None:
        lead, user = make_user(), make_user()
        organization = make_organization(lead=lead)
        make_grant(organization, user)
        jot_down(make_person(user), organization, tags=["mine"], note="Mine.")
        jot_down(make_person(lead), organization, tags=["theirs"], note="Theirs.")
        jot_down(make_person(lead), organization, tags=[], note="")
        assert jotting_on(make_person(user), organization) == Jotting(["mine"], "Mine.")
        assert jotting_on(make_person(lead), organization) == Jotting()
        assert (tags_of(make_person(user)), tags_of(make_person(lead))) == (["mine"], [])

    def test_too_many_or_too_long_tags_change_nothing(self) -> None:
        person, organization = make_person(make_user()), make_organization()
        most = [str(number) for number in range(MOST_TAGS)]
        jot_down(person, organization, tags=most, note="Kept.")
        for tags in ([*most, "more"], ["x" * (LONGEST_TAG + 1)]):
            with pytest.raises(Refused, match="most") as refusal:
                jot_down(person, organization, tags=tags, note="Lost.")
            assert refusal.value.status == 422
        assert jotting_on(person, organization) == Jotting(sorted(most), "Kept.")
        jot_down(person, organization, tags=["x" * LONGEST_TAG], note="")
        assert jotting_on(person, organization).tags == ["x" * LONGEST_TAG]

    def test_on_what_is_no_longer_seen_are_not_told_and_come_back_with_access(self) -> None:
        user, organization = make_user(), make_organization()
        person, grant = make_person(user), make_grant(organization, user)
        jot_down(person, organization, tags=["pilot"], note="")
        assert tags_of(person) == ["pilot"]
        grant.state, grant.revoked_at = "revoked", timezone.now()
        grant.save()
        assert tags_of(person) == []
        make_grant(organization, user)
        assert tags_of(person) == ["pilot"]

    def test_need_an_account(self) -> None:
        with pytest.raises(Refused) as refusal:
            jot_down(make_person(None, "a"), make_organization(), tags=["x"], note="")
        assert (refusal.value.status, Tag.objects.count()) == (403, 0)
