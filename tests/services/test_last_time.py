"""The round before, as a section shows it beside its questions."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertNotContains

from assessment.access import GUEST_KEYS
from assessment.models import Assessment, Option, Response, Version, hash_of
from assessment.services.last_time import last_time
from assessment.services.versions import frozen
from tests.factories import make_answers, make_assessment, make_mixed_version, make_response, make_user, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def response(client: Client) -> Response:
    user = make_user()
    client.force_login(user)
    return make_response(make_assessment(version=make_mixed_version()), user)


def path(response: Response) -> str:
    return f"/responses/{response.uid}/sections/d0/"


def answered_before(
    response: Response, answers: dict[str, tuple[str, str]], version: Version | None = None
) -> Response:
    """The same account's submitted response in an earlier round of the organization."""
    now = response.assessment
    opened = now.opened_at - timedelta(days=365)
    earlier = make_assessment(now.organization, version or now.version, opened_at=opened)
    made = make_response(earlier, response.user, state="submitted", submitted_at=opened)
    make_answers(made, answers)
    return made


def last_times(page: object) -> dict[str, str]:
    """What is said of last time, by the key of the question."""
    assert isinstance(page, HttpResponse)
    found = re.findall(r'<p [^>]*id="([\w-]+)-last">(.*?)</p>', page.content.decode(), re.DOTALL)
    return {key: " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split()) for key, words in found}


def test_the_answers_of_last_time_are_shown_and_never_chosen(client: Client, response: Response) -> None:
    answered_before(response, {"d0-p0": ("1", "habit"), "d0-p1": ("3", "habit")})
    page = client.get(path(response))
    assert last_times(page) == {
        "d0-p0": "Last time: d0-p0 step 1",
        "d0-p0-recognition": "Last time: Some people ask for it",
        "d0-p1": "Last time: d0-p1 step 3",
        "d0-p1-recognition": "Last time: Habit of some people",
    }
    assertNotContains(page, " checked")


def test_last_time_speaks_its_own_words_where_they_have_changed(client: Client, response: Response) -> None:
    other = make_version(dimensions=1, practices=2, publish=False)
    Option.objects.filter(option_set__version=other, option_set__key="d0-p0", key="3").update(text="As it was")
    Option.objects.filter(option_set__version=other, option_set__key="d0-p1", key="3").update(key="gone")
    answered_before(response, {"d0-p0": ("3", "habit"), "d0-p1": ("gone", "")}, other)
    assert last_times(client.get(path(response))) == {
        "d0-p0": "Last time: As it was (worded differently now)",
        "d0-p0-recognition": "Last time: Habit of some people",
        "d0-p1": "Last time: d0-p1 step 3 (worded differently now)",
    }


def test_last_time_is_ones_own_submitted_response_of_the_same_organization(client: Client, response: Response) -> None:
    own = {"d0-p0": ("3", "habit")}
    unfinished = answered_before(response, own)
    Response.objects.filter(pk=unfinished.pk).update(state="in-progress", submitted_at=None)
    elsewhere = make_assessment(version=response.assessment.version, opened_at=response.assessment.opened_at)
    Assessment.objects.filter(pk=elsewhere.pk).update(opened_at=response.assessment.opened_at - timedelta(days=1))
    make_answers(make_response(elsewhere, response.user, state="submitted", submitted_at=timezone.now()), own)
    others = make_response(unfinished.assessment, state="submitted", submitted_at=timezone.now())
    make_answers(others, own)
    assert last_times(client.get(path(response))) == {}


def test_a_guest_has_no_last_time(client: Client) -> None:
    response = make_response(make_assessment(version=make_mixed_version()), guest_hash=hash_of("secret"))
    before = make_assessment(
        response.assessment.organization,
        response.assessment.version,
        opened_at=response.assessment.opened_at - timedelta(days=1),
    )
    earlier = make_response(before, guest_hash=hash_of("other"), state="submitted", submitted_at=timezone.now())
    make_answers(earlier, {"d0-p0": ("3", "habit")})
    session = client.session
    session[GUEST_KEYS] = [hash_of("secret"), hash_of("other")]
    session.save()
    assert last_times(client.get(path(response))) == {}


def test_looking_at_last_time_is_one_query_and_none_for_a_guest(
    response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answered_before(response, {"d0-p0": ("3", "habit"), "d0-p1": ("3", "habit")})
    section = frozen(response.assessment.version).section("d0")
    assert section is not None
    last_time(response, section)
    with django_assert_num_queries(1):
        assert len(last_time(response, section)) == 4
    guests = make_response(response.assessment, guest_hash=hash_of("secret"))
    with django_assert_num_queries(0):
        assert last_time(guests, section) == {}
