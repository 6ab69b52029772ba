"""Tests of the charts of a comparison and the tables of their values."""

import pytest

from assessment.measurement.mix import Mix
from assessment.models import User
from assessment.services.comparison_choices import Choice
from assessment.services.comparisons import cohort_of
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.dots import dots_chart
from assessment.views.compare_pages.maps import is_badged, map_chart
from assessment.views.compare_pages.mixes import mix_chart
from tests.comparisons import HALF, make_round, rows_of
from tests.factories import make_organization, make_person, make_user, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    """Of Alder (two rounds, contested), Birch (score 75) and Cedar (nothing reportable)."""
    lead, version = make_user(), make_version()
    alder = make_organization("Alder", lead)
    make_round(alder, version, Mix(0.2, 0.2, 0.1, 0.5), days=-90)
    make_round(
        alder, version, HALF, 2, {"d0": 0.4, "d1": 0.6}, contested=True, stage_lowest=1, stage_highest=2, people=1
    )
    make_round(make_organization("Birch", lead), version, Mix.of(0.75, 1), 3, {"d0": 0.8, "d1": None})
    make_round(make_organization("Cedar", lead), version, None, dimensions={"d0": None})
    return lead


def shown(lead: User, *highlighted: str, view: str = "map") -> Comparison:
    person = make_person(lead)
    cohort = cohort_of(person)
    uids = {row.name: row.uid for row in rows_of(lead)}
    choice = Choice(order="name", highlighted=tuple(uids[name] for name in highlighted))
    return Comparison(person, cohort, choice, view)


def test_the_map_holds_whoever_has_an_overall_result(lead: User) -> None:
    chart = map_chart(shown(lead))
    assert chart is not None
    assert chart.finding == "0 of 2 below Implicit, 1 Explicit or better"
    (dots,) = chart.figure["data"]
    assert dots["text"] == [
        "Alder<br>practice 50, explicitness 40<br>Implicit (contested, between Exploring and Implicit)<br>1 person",
        "Birch<br>practice 75, explicitness 100<br>Explicit<br>3 people",
    ]
    assert chart.rows == [
        ["Alder", 50, 40, "Implicit (contested, between Exploring and Implicit)", 40, 30],
        ["Birch", 75, 100, "Explicit", "–", "–"],
    ]
    assert len(chart.columns) == len(chart.rows[0])
    assert chart.csv_url == "/compare/map.csv?sort=name"


def test_only_the_highlighted_carry_their_path_and_name(lead: User) -> None:
    chart = map_chart(shown(lead, "Birch", "Alder"))
    assert chart is not None
    trail, first, second = chart.figure["data"]
    assert (trail["x"], trail["y"]) == ([30, 40], [40, 50])
    assert [(trace["marker"]["symbol"], trace["x"]) for trace in (first, second)] == [
        ("circle", [100]),
        ("square", [40]),
    ]
    assert chart.shows == "Adoption map, one dot per organization; lines lead from the round before"


@pytest.mark.parametrize(("number", "badges"), [(60, 60), (61, 0)])
def test_up_to_60_organizations_carry_their_stages(number: int, badges: int) -> None:
    lead, version = make_user(), make_version()
    for place in range(number):
        across, up = place % 8 / 10 + 0.1, place // 8 / 10 + 0.1
        make_round(make_organization(f"Number {place}", lead), version, Mix.of(up, across), 3)
    comparison = shown(lead)
    chart = map_chart(comparison)
    assert chart is not None
    squares = [shape["path"] for shape in chart.figure["layout"]["shapes"] if shape["type"] == "path"]
    # Three of four are full, one is hollow.
    assert [path.count("M") for path in squares] == [5] * badges
    assert is_badged(comparison) is bool(badges)


@pytest.mark.parametrize(("number", "names"), [(8, 8), (9, 0)])
def test_few_organizations_are_all_named_on_the_map(number: int, names: int) -> None:
    lead, version = make_user(), make_version()
    for place in range(number):
        make_round(make_organization(f"O{place}", lead), version, Mix.of(place / 10, place / 10))
    chart = map_chart(shown(lead))
    assert chart is not None
    found = [note["text"] for note in chart.figure["layout"]["annotations"] if note["text"].startswith("O")]
    assert found == [f"O{place}" for place in range(names)]


def test_mixes_keep_the_order_asked_for_whatever_is_highlighted(lead: User) -> None:
    chart = mix_chart(shown(lead, "Birch", view="mix"))
    assert chart is not None
    assert chart.rows == [["Alder", 30, 20, 10, 40], ["Birch", 75, 0, 25, 0]]
    assert chart.figure["layout"]["xaxis"]["ticktext"] == ["Alder", "Birch"]
    assert chart.finding == "On average 63 of 100 is done: 53 on purpose, 10 by habit"


def test_dots_with_their_spread_and_the_highlighted(lead: User) -> None:
    chart = dots_chart(shown(lead, "Birch"))
    assert chart is not None
    assert chart.columns == [
        "Dimension", "n", "Lowest", "Lower quartile", "Median", "Upper quartile", "Highest", "Birch",
    ]  # fmt: skip
    assert chart.rows == [
        ["Dimension 0", 2, 40, "–", "–", "–", 80, 80],
        ["Dimension 1", 1, 60, "–", "–", "–", 60, "–"],
    ]
    assert chart.finding == "Dimension 0 differs most: from 40 to 80"
    assert chart.figure["data"][1]["x"] == [40, 80, 60]


def test_where_nothing_is_reportable_nothing_is_drawn() -> None:
    lead = make_user()
    make_round(make_organization("Cedar", lead), make_version(), None, dimensions={"d0": None})
    bare = shown(lead)
    assert (map_chart(bare), mix_chart(bare), dots_chart(bare)) == (None, None, None)
