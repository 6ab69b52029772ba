"""The explaining pages stand without an account, and reckon with the thresholds that the code has."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.measurement.instrument import Thresholds
from assessment.services.demo.accounts import create_accounts
from tests.factories import make_assessment, make_organization, make_response, make_user

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


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("organizations", 'href="/organizations/" aria-current="page"'),
        ("organization-people", 'href="/organizations/" aria-current="true"'),
        ("assessment-show", 'href="/organizations/" aria-current="true"'),
        ("invitation-create", 'href="/organizations/" aria-current="true"'),
        ("result-show", 'href="/organizations/" aria-current="true"'),
        ("response-show", 'href="/organizations/" aria-current="true"'),
        ("version-show", 'href="/questionnaires/" aria-current="true"'),
        ("privacy", 'href="/privacy/" aria-current="page"'),
    ],
)
def test_the_top_bar_marks_where_one_is(client: Client, name: str, marked: str) -> None:
    lead = make_user()
    assessment = make_assessment(make_organization(lead=lead))
    uids = {
        "organization": assessment.organization.uid,
        "assessment": assessment.uid,
        "invitation": assessment.uid,
        "result": assessment.uid,
        "response": make_response(assessment, lead).uid,
        "version": assessment.version.uid,
    }
    uid = uids.get(name.split("-")[0])
    client.force_login(lead)
    page = client.get(reverse(name, args=[uid] if uid else []))
    assertContains(page, marked)
    assertContains(page, "aria-current=", count=1 + page.content.decode().count('<span aria-current="page">'))


def test_a_sign_in_of_the_demo_is_one_button(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    create_accounts()
    page = client.get("/").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(login|password)" value="([^"]+)">', page)[:2])
    assertRedirects(client.post("/accounts/login/", fields), "/organizations/")
