"""Everything somebody has answered, in order, with what the list says of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, Response, User
from assessment.services.own_responses import listed, own_responses
from tests.factories import (
    make_answers,
    make_assessment,
    make_mixed_version,
    make_organization,
    make_person,
    make_response,
    make_user,
)

pytestmark = pytest.mark.django_db

Fields = dict[str, Any]


@pytest.fixture
def user() -> User:
    return make_user()


def make_round(title: str, **fields: Any) -> Assessment:  # noqa: ANN401 as the factory takes them
    return make_assessment(version=make_mixed_version(), title=title, **fields)


def titles(user: User | None, *guest_hashes: str) -> list[str]:
    return [each.assessment.title for each in own_responses(make_person(user, *guest_hashes))]


def test_what_is_to_do_comes_by_its_due_date_and_what_is_past_by_its_end(user: User) -> None:
    now = timezone.now()
    today = now.date()
    done: Fields = {"state": "submitted"}
    closed: Fields = {"state": "closed", "closed_at": now - timedelta(days=3)}
    make_response(make_round("without a date"), user)
    make_response(make_round("due later", due_on=today + timedelta(days=9)), user)
    make_response(make_round("due first", due_on=today + timedelta(days=1)), user)
    make_response(make_round("submitted before", due_on=today), user, submitted_at=now - timedelta(days=5), **done)
    make_response(make_round("missed", due_on=today, **closed), user)
    make_response(make_round("submitted now", **closed), user, submitted_at=now, **done)
    make_response(make_round("somebody else's"))
    assert titles(user) == [
        "due first",
        "due later",
        "without a date",
        "submitted now",
        "missed",
        "submitted before",
    ]


def test_a_guest_has_those_of_this_browser(user: User) -> None:
    make_response(make_round("by account"), user)
    make_response(make_round("by link"), guest_hash="a" * 64)
    assert (titles(None, "a" * 64), titles(None)) == (["by link"], [])
    assert sorted(titles(user, "a" * 64)) == ["by account", "by link"]


def test_what_was_entered_for_others_is_there_as_long_as_one_runs_the_rounds(user: User) -> None:
    led = make_round("a workshop", organization=make_organization(lead=user))
    left = make_round("elsewhere")
    for assessment in (led, left):
        make_response(assessment, kind=Response.Kind.WORKSHOP, people=5, entered_by=user)
    assert titles(user) == ["a workshop"]


def test_each_says_how_far_it_is_and_whether_its_result_can_be_seen(user: User) -> None:
    own = make_organization(practitioners=[user])
    closed: Fields = {"state": "closed", "closed_at": timezone.now()}
    going = make_response(make_round("going", organization=own), user)
    make_answers(going, {"d0-p0": ("3", "habit")})
    make_response(make_round("member's", organization=own, **closed), user)
    make_response(make_round("guest's", **closed), user)
    person = make_person(user)
    rows = {each.response.assessment.title: each for each in listed(person, own_responses(person))}
    outline = rows["going"].outline
    assert outline is not None
    assert (outline.done, outline.minutes, len(outline.answers)) == (0, 19, 2)
    assert {title: (row.outline is None, row.sees_result) for title, row in rows.items()} == {
        "going": (False, False),
        "member's": (True, True),
        "guest's": (True, False),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_few_queries(user: User, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    version = make_mixed_version()
    for _place in range(count):
        make_answers(make_response(make_assessment(version=version), user), {"d0-p0": ("3", "habit")})
    person = make_person(user)
    listed(person, own_responses(person))
    with django_assert_num_queries(3):
        listed(person, own_responses(person))
