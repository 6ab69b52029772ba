"""What went wrong is said calmly, with a status that fits, and without the database where that is what failed."""

import pytest
from allauth.core.ratelimit import respond_429
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, server_error
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from assessment.views.refusals import RefusedMiddleware
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db


def test_a_refusal_is_a_page_with_its_sentence(client: Client) -> None:
    page = client.get("/offers/nothing/")
    assertContains(page, "<title>This page does not exist", status_code=404)
    assertContains(page, "Please check that the link was copied completely.", status_code=404)


def test_a_script_gets_the_sentence_alone(client: Client) -> None:
    page = client.get("/offers/nothing/", headers={"HX-Request": "true"})
    assertContains(page, "Please check that the link was copied completely.", status_code=404)
    assertNotContains(page, "<html", status_code=404)


def test_what_is_not_there_and_what_is_not_allowed(client: Client) -> None:
    practitioner = make_user()
    organization = make_organization(practitioners=[practitioner])
    client.force_login(practitioner)
    assertContains(client.get("/nowhere/"), "This page does not exist", status_code=404)
    page = client.get(f"/organizations/{organization.uid}/people/")
    assertContains(page, "You may not do this", status_code=403)


def test_a_form_of_another_session_is_out_of_date() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    page = client.post("/organizations/new/", {"name": "Sorvholt"})
    assertContains(page, "This page is out of date", status_code=403)
    assertNotContains(page, "<style", status_code=403)


def test_too_many_tries_have_to_rest(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    page = respond_429(request)
    assertContains(page, "Too many tries", status_code=429)
    assertContains(page, 'class="topbar"', status_code=429)


def test_failing_pages_need_no_database(rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        failed, unread = server_error(rf.get("/")), bad_request(rf.get("/"), ValueError())
    assertContains(failed, "Something went wrong on our side", status_code=500)
    assertContains(unread, "This request could not be read", status_code=400)


def test_the_middleware_leaves_other_exceptions_alone(rf: RequestFactory) -> None:
    middleware = RefusedMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(rf.get("/"), ValueError()) is None
