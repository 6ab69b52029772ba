"""The explaining pages stand without an account, and reckon with the thresholds that the code has."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.measurement.instrument import Thresholds
from assessment.models import Version
from assessment.services.demo.accounts import create_accounts
from assessment.views import derivation_pages
from tests.factories import (
    make_assessment,
    make_organization,
    make_response,
    make_user,
    make_version,
    publish_version,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "queries"), [("/", 0), ("/method/", 1), ("/privacy/", 0)])
def test_stands_without_account_and_with_hardly_a_query(
    client: Client, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(queries):
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


def test_the_method_lists_every_threshold_as_the_published_questionnaires_have_it(client: Client) -> None:
    version = make_version(publish=False)
    Version.objects.filter(pk=version.pk).update(hold_back=0.4, spread_raters=4)
    publish_version(version)
    make_version(key="still-a-draft", publish=False)
    page = client.get("/method/")
    rows = {row.name: (row.default, row.values) for row in page.context["rows"]}
    assert set(rows) == {field.name for field in fields(Thresholds)}
    assert (rows["hold_back"], rows["spread_raters"], rows["now"]) == ((0.375, (0.4,)), (3, (4,)), (5, (5,)))
    row = page.content.decode().split('id="threshold-hold_back"')[1].split("</tr>")[0]
    assert re.findall(r'<td class="n">([^<]*)</td>', row) == ["37.5", "40"]


def test_whatever_leads_to_the_method_finds_its_paragraph(client: Client) -> None:
    """The anchors that derivations and tables lead to."""
    page = client.get("/method/").content.decode()
    pages = Path(derivation_pages.__file__).parent.glob("*.py")
    anchors = {anchor for path in pages for anchor in re.findall(r'method="([a-z-]+)"', path.read_text())}
    assert len(anchors) > 10
    assert [anchor for anchor in sorted(anchors) if f'id="{anchor}"' not in page] == []


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


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/compare/", 'href="/compare/" aria-current="page"'),
        ("/compare/heatmap/", 'href="/compare/" aria-current="true"'),
        ("/compare/map/save/", 'href="/compare/" aria-current="true"'),
        ("/compare/saved/", 'href="/compare/" aria-current="true"'),
        ("/portfolio/", 'href="/organizations/" aria-current="true"'),
        ("/benchmark/", 'href="/benchmark/" aria-current="page"'),
    ],
)
def test_the_top_bar_marks_comparing_on_each_of_its_pages(client: Client, path: str, marked: str) -> None:
    lead = make_user()
    make_assessment(make_organization(lead=lead))
    client.force_login(lead)
    assertContains(client.get(path), marked)


def test_a_sign_in_of_the_demo_is_one_button(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    create_accounts()
    page = client.get("/").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(login|password)" value="([^"]+)">', page)[:2])
    assertRedirects(client.post("/accounts/login/", fields), "/organizations/")
