"""Tests of the comparison: what is shown to whom, in how many queries, with and without htmx."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateNotUsed, assertTemplateUsed

from assessment.measurement.mix import Mix
from assessment.models import Grant, Organization, User, Version
from assessment.reports.csv_files import neutral
from tests.comparisons import CLOSED, HALF, make_cohort, make_round
from tests.factories import make_assessment, make_grant, make_organization, make_user, make_version
from tests.portfolios import make_portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> User:
    return make_user("Mira")


@pytest.fixture
def client(client: Client, consultant: User) -> Client:
    client.force_login(consultant)
    return client


def the_version() -> Version:
    """One that all rounds of a test stand on."""
    return Version.objects.first() or make_version()


def make_granted(
    consultant: User, name: str, mix: Mix | None = HALF, stage: int = 2, sector: str = "software"
) -> Organization:
    organization = make_organization(name, sector=sector)
    make_grant(organization, consultant)
    make_round(organization, the_version(), mix, stage, {"d0": 0.7, "d1": None})
    return organization


def names(client: Client, query: str = "") -> list[str]:
    """The organizations in the table's own order, read from the CSV of the same address."""
    content = client.get(f"/compare/table.csv{query}").content.decode()
    return [row[0] for row in csv.reader(StringIO(content))][1:]


def test_who_has_not_signed_in_is_asked_to(db: None) -> None:
    for path in ("/compare/", "/compare/table.csv"):
        response = Client().get(path)
        assert (response.status_code, response.headers["Location"]) == (302, f"/accounts/login/?next={path}")


VIEWS = ("", "heatmap/", "practices/", "dots/", "mix/", "trend/", "perception/", "table/")
WORDS = ("Map", "Heatmap", "Practices", "Dots", "Mix", "Trend", "Perception", "Table")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_runs_at_most_15_queries(
    client: Client, consultant: User, view: str, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_cohort(consultant, number)
    with django_assert_max_num_queries(15):
        response = client.get(f"/compare/{view}")
    assertContains(response, f"{number} of {number} organization")


def test_3000_organizations_take_no_more_queries(
    client: Client, consultant: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_portfolio(consultant, 3000, dimensions=4, practices=2)
    uids = Organization.objects.order_by("pk").values_list("uid", flat=True)[:4]
    highlights = "&".join(f"highlight={uid}" for uid in uids)
    for view in VIEWS:
        for query in ("", f"{highlights}&sort=-change", "names=letters&grouped=stage", "find=00&cells=gap&sort=name"):
            with django_assert_max_num_queries(15):
                response = client.get(f"/compare/{view}?{query}")
            assertContains(response, "3000 of 3000 organizations shown")
    assertContains(client.get("/compare/"), "darker where more organizations lie")
    assertContains(client.get("/compare/heatmap/"), "Page 1 of 15")


def test_an_unknown_view_is_not_found(client: Client) -> None:
    assert client.get("/compare/horoscope/").status_code == 404
    assert client.get("/compare/horoscope.csv").status_code == 404


def test_the_tabs_keep_the_choice(client: Client, consultant: User) -> None:
    alder = make_granted(consultant, "Alder", sector="finance")
    query = f"?sector=finance&sort=name&highlight={alder.uid}"
    tabs = client.get(f"/compare/dots/{query}").context["tabs"]
    assert [(tab.address, tab.word, tab.here) for tab in tabs] == [
        (f"/compare/{view}{query}", word, word == "Dots") for view, word in zip(VIEWS, WORDS, strict=True)
    ]


def test_a_view_and_its_file_hold_the_same(client: Client, consultant: User) -> None:
    make_granted(consultant, "Alder", Mix.of(0.9, 0.5))
    birch = make_granted(consultant, "Birch", Mix(0.2, 0.2, 0.1, 0.5))
    query = f"?sort=name&highlight={birch.uid}"
    for view, chart in (("map", "map_chart"), ("dots", "dots_chart"), ("mix", "mix_chart")):
        path = "/compare/" if view == "map" else f"/compare/{view}/"
        shown = client.get(f"{path}{query}").context[chart]
        content = client.get(f"/compare/{view}.csv{query}").content.decode()
        heads, *lines = csv.reader(StringIO(content))
        assert (heads, lines) == (list(shown.columns), [[neutral(cell) for cell in row] for row in shown.rows])
        assert shown.csv_url == f"/compare/{view}.csv{query}"
    table = client.get(f"/compare/table/{query}").context
    heads, *lines = csv.reader(StringIO(client.get(f"/compare/table.csv{query}").content.decode()))
    shown = [[neutral(cell) for cell in (line.row.name, *cells)] for line, cells in table["lines"]]
    assert (heads, lines) == (table["columns"], shown)


def test_pages_of_200(client: Client, consultant: User) -> None:
    make_cohort(consultant, 201)
    first, second = client.get("/compare/heatmap/?sort=name"), client.get("/compare/heatmap/?sort=name&page=2")
    assertContains(first, "Page 1 of 2")
    assert [line.row.name for line in second.context["table"].lines] == ["Organization 0200"]
    assert len(names(client, "?sort=name&page=2")) == 201
    assert "page=2" in first.content.decode()


def test_what_is_shown_of_an_organization(client: Client, consultant: User) -> None:
    organization = make_organization("Halden & Sons", synthetic=True)
    make_grant(organization, consultant)
    assessment = make_round(
        organization, the_version(), HALF, 2, {"d0": 0.7, "d1": None}, contested=True, stage_lowest=1, stage_highest=2,
        limiting_dimension="d0",
    )  # fmt: skip
    make_granted(consultant, "Kestrel")
    response = client.get(f"/compare/heatmap/?highlight={organization.uid}")
    assertContains(response, f'<a href="/results/{assessment.uid}/">Halden &amp; Sons</a>', html=True)
    assertContains(response, ">between Exploring and Implicit</span>")
    assertContains(client.get("/compare/table/"), "<td>contested, between Exploring and Implicit</td>")
    assertContains(response, '<td class="q q4 is-limit">70<span class="visually-hidden"> limiting</span></td>')
    assertContains(response, '<td class="q q-none">–</td>')
    assertContains(response, "1 of the 2 organizations shown is synthetic")
    assertContains(response, "Stop highlighting Halden &amp; Sons")
    assertContains(
        response, '<th scope="col" class="n" aria-sort="descending"><a id="sort-score" href="?sort=score&amp;'
    )


def test_one_version_needs_no_sentence_on_versions(client: Client, consultant: User) -> None:
    make_cohort(consultant, 2)
    assertNotContains(client.get("/compare/"), "versions of the questionnaire")


def test_a_cohort_all_synthetic_is_called_so_once(client: Client, consultant: User) -> None:
    make_cohort(consultant, 2)
    response = client.get("/compare/heatmap/")
    assertContains(response, "Every organization shown is synthetic", count=1)


def test_filter_order_and_highlights_hold_for_page_and_csv(client: Client, consultant: User) -> None:
    make_granted(consultant, "Alder", Mix.of(0.9, 0.5), sector="finance")
    make_granted(consultant, "Birch", Mix.of(0.2, 0.5), sector="finance")
    cedar = make_granted(consultant, "Cedar", None, sector="finance")
    make_granted(consultant, "Dogwood", sector="health")
    query = f"?sector=finance&sort=score&highlight={cedar.uid}"
    lines = client.get(f"/compare/heatmap/{query}").context["table"].lines
    assert [line.row.name for line in lines] == names(client, query) == ["Cedar", "Birch", "Alder"]
    assert [line.mark for line in lines] == [0, None, None]


def test_a_highlighted_organization_hidden_by_the_filters_keeps_its_chip(client: Client, consultant: User) -> None:
    alder = make_granted(consultant, "Alder", sector="finance")
    make_granted(consultant, "Birch", sector="health")
    response = client.get(f"/compare/?sector=health&highlight={alder.uid}")
    assert [(chip.name, chip.hidden, chip.removed) for chip in response.context["chips"]] == [
        ("Alder", True, "?sector=health")
    ]
    assertContains(response, "hidden by the filters")


def test_a_revoked_or_expired_grant_is_gone_at_the_next_request(client: Client, consultant: User) -> None:
    alder, birch = make_granted(consultant, "Alder"), make_granted(consultant, "Birch")
    assert names(client, "?sort=name") == ["Alder", "Birch"]
    Grant.objects.filter(organization=alder).update(state=Grant.State.REVOKED, revoked_at=CLOSED)
    assert names(client, f"?sort=name&highlight={alder.uid}") == ["Birch"]
    Grant.objects.filter(organization=birch).update(expires_on=timezone.localdate() - timedelta(days=1))
    response = client.get(f"/compare/?highlight={alder.uid}")
    assertContains(response, "No organization is visible to you yet")
    assertNotContains(response, "Alder")


def test_strangers_organizations_are_neither_shown_nor_counted(client: Client, consultant: User) -> None:
    make_granted(consultant, "Alder")
    foreign = make_organization("Foreign")
    make_round(foreign, make_version(), dimensions={"d7": 0.1})
    response = client.get(f"/compare/?highlight={foreign.uid}&sort=dimension.d7")
    assertContains(response, "1 of 1 organization shown")
    assertNotContains(response, "Foreign")
    assertContains(response, "“dimension.d7”, which does not exist here")


def test_unknown_values_are_answered_with_a_sentence(client: Client, consultant: User) -> None:
    make_granted(consultant, "Alder")
    response = client.get(
        "/compare/?sector=%3Cscript%3E&stage=9&page=x&sort=secret&highlight=1&as_of=never&organization=2&names=no"
    )
    assert response.status_code == 200
    assertContains(response, "which does not exist here; it was left out.", count=8)
    assertContains(response, "“&lt;script&gt;”")


def test_htmx_gets_the_part_and_a_browser_the_page(client: Client, consultant: User) -> None:
    make_granted(consultant, "Alder")
    page = client.get("/compare/")
    part = client.get("/compare/?sort=name", headers={"HX-Request": "true"})
    history = client.get("/compare/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assertTemplateUsed(page, "compare/page.html")
    assertTemplateUsed(history, "compare/page.html")
    assertTemplateNotUsed(part, "compare/page.html")
    assertContains(part, '<p id="comparison-count" hx-swap-oob="innerHTML">')
    assert "HX-Request" in page.headers["Vary"]


def test_empty_states(client: Client, consultant: User) -> None:
    assertContains(client.get("/compare/"), "No organization is visible to you yet")
    bare = make_organization("Bare")
    make_grant(bare, consultant)
    make_assessment(bare)
    assertContains(client.get("/compare/"), "There is nothing to compare yet")
    Grant.objects.all().delete()
    make_granted(consultant, "Alder", sector="finance")
    alone = client.get("/compare/")
    assertContains(alone, "Only one organization is visible to you")
    assertContains(alone, "Alder: Implicit")
    assertNotContains(client.get("/compare/heatmap/"), "n with a score")
    assertContains(client.get("/compare/?sector=health"), "No organization fits these filters")


def test_a_cohort_without_any_overall_result_has_a_table_alone(client: Client, consultant: User) -> None:
    make_granted(consultant, "Alder", None)
    response = client.get("/compare/")
    assertContains(response, "1 organization has too few answers for an overall result; it is not on the map.")
    assertContains(response, "No stage yet")
    assertNotContains(response, "comparison-map")


def test_a_lead_compares_the_own_organizations() -> None:
    lead, client = make_user(), Client()
    make_round(make_organization("Own", lead), make_version())
    client.force_login(lead)
    assert names(client) == ["Own"]


def test_cells_of_the_file_run_nothing(client: Client, consultant: User) -> None:
    make_granted(consultant, "=1+1")
    response = client.get("/compare/table.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="comparison-table.csv"'
    assert names(client) == ["'=1+1"]


def test_stages_and_limits_stand_where_nobody_is_highlighted(client: Client, consultant: User) -> None:
    for name in ("Alder", "Birch", "Cedar"):
        make_granted(consultant, name)
    response = client.get("/compare/")
    assertContains(response, "Implicit is the most common stage: 3 of 3")
    assertContains(response, 'href="?stage=2"')
    assertContains(response, "choose the ring before their names")


def test_who_is_alone_is_looked_at_without_a_mean(client: Client, consultant: User) -> None:
    make_granted(consultant, "Alder")
    response = client.get("/compare/")
    assertContains(response, "Alder scores 50")
    assertNotContains(response, "mean mix")
    assertNotContains(response, "choose the ring before their names")


def test_the_ids_of_the_page_are_unique(client: Client, consultant: User) -> None:
    for name in ("Alder", "Birch", "Cedar"):
        make_granted(consultant, name)
    for view in VIEWS:
        ids = re.findall(r' id="([^"]+)"', client.get(f"/compare/{view}").content.decode())
        assert sorted(ids) == sorted(set(ids))
