"""The list of one's responses, as a page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from assessment.access import GUEST_KEYS
from assessment.models import Response, User, hash_of
from tests.factories import (
    make_answers,
    make_assessment,
    make_mixed_version,
    make_organization,
    make_response,
    make_user,
)

pytestmark = pytest.mark.django_db

Fields = dict[str, Any]


@pytest.fixture
def user(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def test_what_is_to_do_has_its_day_its_progress_and_a_way_on(client: Client, user: User) -> None:
    organization = make_organization("Halden Freight", practitioners=[user])
    assessment = make_assessment(organization, make_mixed_version(), title="Q4 2026", due_on=date(2030, 1, 31))
    response = make_response(assessment, user)
    make_answers(response, {"d0-p0": ("3", "habit")})
    page = client.get("/responses/")
    assertContains(page, "Halden Freight, Q4 2026")
    assertContains(page, "31 January 2030")
    assertContains(page, "0 of 3")
    assertContains(page, '<td class="n" data-label="Minutes left">19</td>')
    assertContains(page, f'<a class="btn btn-primary btn-sm" href="/responses/{response.uid}/">Continue')
    assertNotContains(page, '<h2 class="block-title" id="past">')


def test_what_is_past_leads_to_the_answers_and_where_it_may_be_seen_to_the_result(client: Client, user: User) -> None:
    closed: Fields = {"state": "closed", "closed_at": timezone.now()}
    own = make_assessment(make_organization(practitioners=[user]), **closed)
    others = make_assessment(**closed)
    for assessment in (own, others):
        make_response(assessment, user, state="submitted", submitted_at=timezone.now())
    missed = make_response(make_assessment(**closed), user)
    page = client.get("/responses/")
    assertContains(page, f'href="/results/{own.uid}/"')
    assertNotContains(page, f'href="/results/{others.uid}/"')
    assertContains(page, "not before it closed", count=1)
    assertContains(page, f'href="/responses/{missed.uid}/check/"')
    assertNotContains(page, "Continue")


def test_what_was_entered_for_others_is_marked(client: Client, user: User) -> None:
    assessment = make_assessment(make_organization(lead=user))
    workshop: Fields = {"kind": Response.Kind.WORKSHOP, "people": 8, "label": "Platform team"}
    make_response(assessment, entered_by=user, **workshop)
    make_response(assessment, entered_by=user, kind=Response.Kind.PAPER)
    page = client.get("/responses/")
    assertContains(page, '<span class="flag">Workshop of 8</span>')
    assertContains(page, "Platform team")
    assertContains(page, '<span class="flag">Entered from paper</span>')


def test_a_guest_finds_those_of_this_browser(client: Client) -> None:
    response = make_response(make_assessment(), guest_hash=hash_of("secret"))
    session = client.session
    session[GUEST_KEYS] = [response.guest_hash]
    session.save()
    page = client.get("/responses/")
    assertContains(page, "Those you began in this browser by a link.")
    assertContains(page, f"/responses/{response.uid}/")


def test_an_empty_list_says_what_to_do_next(client: Client) -> None:
    page = client.get("/responses/")
    assertContains(page, "Open the invitation you got")
    assertContains(page, 'href="/accounts/login/?next=/responses/"')
    client.force_login(make_user())
    page = client.get("/responses/")
    assertContains(page, "Go to your organizations")
    assertContains(page, 'href="/organizations/"')


def test_the_account_menu_leads_there(client: Client, user: User) -> None:
    assertContains(client.get("/organizations/"), '<a href="/responses/">Your responses</a>', html=True)


def test_the_list_is_paged(client: Client, user: User) -> None:
    version = make_mixed_version()
    for _place in range(21):
        make_response(make_assessment(version=version), user)
    assertContains(client.get("/responses/"), "Page 1 of 2")
    assertContains(client.get("/responses/?page=2"), "Continue<span", count=1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_few_queries(
    client: Client, user: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version = make_mixed_version()
    closed: Fields = {"state": "closed", "closed_at": timezone.now()}
    for _place in range(count):
        make_answers(make_response(make_assessment(version=version), user), {"d0-p0": ("3", "habit")})
        make_response(make_assessment(version=version, **closed), user)
    client.get("/responses/")
    with django_assert_num_queries(6):
        client.get("/responses/")
