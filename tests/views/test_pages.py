"""The explaining pages stand without an account, and reckon with the thresholds that the code has."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.asserts import assertContains, assertNotContains

from assessment.measurement.instrument import Thresholds
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/method/", "/privacy/"])
def test_stands_without_account_and_without_query(
    client: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        page = client.get(path)
    assertContains(page, "<h1")
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_home_leads_to_an_account_or_to_the_organizations(client: Client) -> None:
    assertContains(client.get("/"), "Create an account")
    client.force_login(make_user())
    page = client.get("/")
    assertContains(page, "Go to your organizations")
    assertNotContains(page, "Create an account")


def test_home_and_signing_in_show_the_sign_ins_of_a_demo_alone(client: Client, settings: Settings) -> None:
    for path in ("/", "/accounts/login/"):
        assertNotContains(client.get(path), "Look around")
    settings.DEMO = True
    for path in ("/", "/accounts/login/"):
        assertContains(client.get(path), "Look around")


def test_the_method_says_the_thresholds_of_the_code(client: Client) -> None:
    page = client.get("/method/")
    assert page.context["thresholds"] == Thresholds()
    for sentence in ("mean x of at least 0.625", "mean x is below 0.375", "coverage of 60", "at least 67"):
        assertContains(page, sentence)


def test_the_method_reckons_an_example_that_sums_up(client: Client) -> None:
    assert sum(client.get("/method/").context["example"].parts) == pytest.approx(1)
