"""Tests of the rounds over time: what a quarter adds up to, how the highlighted go, and where lines break."""

from datetime import date
from typing import Any

import pytest

from assessment.measurement.mix import Mix
from assessment.models import Organization, Section, User, Version
from assessment.services.comparison_choices import Choice, Names
from assessment.services.comparisons import cohort_of
from assessment.services.spreads import Spread
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.trend import columns, context, round_columns, round_rows, rows, trend_of
from tests.comparisons import make_round
from tests.factories import make_organization, make_person, make_user, make_version

pytestmark = pytest.mark.django_db
# Days after 1 September 2026: within its quarter, in the next one, and in the one after that.
AUTUMN, WINTER, SPRING = 0, 60, 150


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def version(db: None) -> Version:
    return make_version()


def comparison(lead: User, **asked: Any) -> Comparison:  # noqa: ANN401 any part of a choice
    person = make_person(lead)
    return Comparison(person, cohort_of(person), Choice(**{"order": "name", **asked}), "trend")


def make_rounds(lead: User, version: Version) -> dict[str, Organization]:
    """Five organizations: all in autumn, three of them in winter, the first of these twice."""
    made = {}
    for place, name in enumerate(("Alder", "Birch", "Cedar", "Dogwood", "Elder")):
        made[name] = make_organization(name, lead)
        make_round(made[name], version, Mix.of(place / 4, 1), place, days=AUTUMN)
    for name, score, days in (("Alder", 0.1, WINTER), ("Alder", 0.5, WINTER + 9), ("Birch", 0.6, WINTER)):
        make_round(made[name], version, Mix.of(score, 0.5), 2, days=days)
    make_round(made["Cedar"], version, None, days=WINTER)
    return made


def test_an_organization_counts_once_per_quarter_with_its_last_round(lead: User, version: Version) -> None:
    make_rounds(lead, version)
    autumn, winter = trend_of(comparison(lead)).periods
    assert (autumn.start, autumn.version, autumn.number, autumn.stages) == (
        date(2026, 7, 1),
        version.pk,
        5,
        (1, 1, 1, 1, 1, 0),
    )
    assert autumn.score == autumn.explicit == Spread(5, 0.0, 0.25, 0.5, 0.75, 1.0)
    assert (winter.start, winter.number, winter.stages) == (date(2026, 10, 1), 3, (0, 0, 2, 0, 0, 1))
    assert (winter.score, winter.explicit) == (Spread(2, 0.5, highest=0.6), Spread(2, 0.25, highest=0.3))


def test_the_file_has_a_line_per_quarter_and_version(lead: User, version: Version) -> None:
    make_rounds(lead, version)
    shown = comparison(lead)
    number = version.number
    assert list(rows(shown)) == [
        ["Q3 2026", number, 5, 5, 25, 50, 75, 5, 25, 50, 75, 1, 1, 1, 1, 1, 0],
        ["Q4 2026", number, 3, 2, None, None, None, 2, None, None, None, 0, 0, 2, 0, 0, 1],
    ]
    assert columns(shown)[:5] == ["Quarter", "Version", "Organizations", "Score: n", "Score: lower quartile"]
    assert len(columns(shown)) == 17


def test_the_chart_tells_how_the_median_moved_and_a_bar_holds_the_stages(lead: User, version: Version) -> None:
    made = make_rounds(lead, version)
    found = context(comparison(lead))
    assert [chart.finding for chart in found["trend_charts"]] == [
        "Score: too few rounds to follow over time",
        "Explicit part: too few rounds to follow over time",
    ]
    assert [line.bar for line in found["trend_stages"]] == [
        [(0, 0, 1), (1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 4, 1)],
        [(2, 0, 2), (5, 2, 1)],
    ]
    make_round(made["Dogwood"], version, Mix.of(0.9, 1), 4, days=WINTER)
    score, explicit = context(comparison(lead))["trend_charts"]
    assert (score.finding, explicit.finding) == (
        "Score: median 50 in Q3 2026, 60 in Q4 2026",
        "Explicit part: median 50 in Q3 2026, 30 in Q4 2026",
    )
    assert score.rows == [["Q3 2026", version.number, 5, 25, 50, 75], ["Q4 2026", version.number, 3, None, 60, None]]


def test_a_quarter_without_rounds_keeps_its_place(lead: User, version: Version) -> None:
    alder = make_organization("Alder", lead)
    for days in (AUTUMN, SPRING):
        make_round(alder, version, days=days)
    found = trend_of(comparison(lead))
    assert found.quarters == [date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1)]


def test_the_highlighted_are_lines_that_break_where_another_version_was_answered(lead: User, version: Version) -> None:
    alder, newer = make_organization("Alder", lead), make_version()
    for own, score, days in ((version, 0.2, 0), (version, 0.4, 30), (newer, 0.6, 60), (newer, 0.8, 90)):
        make_round(alder, own, Mix.of(score, 1), 2, days=days)
    shown = comparison(lead, highlighted=(alder.uid,))
    ((place, row, moments),) = trend_of(shown).paths
    assert (place, row.name, [each.joined for each in moments]) == (0, "Alder", [False, True, False, True])
    assert [(line[5], line[-1]) for line in round_rows(shown)] == [
        (20, "first round"),
        (40, "measured alike"),
        (60, "measured otherwise: not compared"),
        (80, "measured alike"),
    ]
    line = context(shown)["trend_charts"][0].figure["data"][-1]
    assert line["y"] == [None, 20, 40, None, 60, 80]


def test_versions_have_lines_of_their_own_and_the_page_says_so(lead: User, version: Version) -> None:
    newer = make_version()
    for name in "ABC":
        organization = make_organization(name, lead)
        make_round(organization, version, Mix.of(0.2, 1), days=AUTUMN)
        make_round(organization, newer, Mix.of(0.6, 1), days=WINTER)
    found = context(comparison(lead))
    assert found["trend_mixed"].startswith("These rounds stand on 2 versions of the questionnaire.")
    _halves, first, second = found["trend_charts"][0].figure["data"]
    assert (first["y"], second["y"]) == ([20], [60])
    assert context(comparison(lead, version=newer.uid))["trend_mixed"] == ""


def test_a_line_breaks_where_another_section_was_asked(lead: User) -> None:
    version = make_version(publish=False)
    asked = {"fact": "uses_generative_models", "equals": True}
    Section.objects.filter(version=version, key="d1").update(condition=asked)
    alder = make_organization("Alder", lead)
    first, second, third = (make_round(alder, version, days=days) for days in (0, 30, 60))
    for assessment, generative in ((first, False), (second, True), (third, True)):
        type(assessment).objects.filter(pk=assessment.pk).update(uses_generative_models=generative)
    ((_place, _row, moments),) = trend_of(comparison(lead, highlighted=(alder.uid,))).paths
    assert [each.joined for each in moments] == [False, False, True]


def test_the_day_asked_for_and_the_filters_hold_for_all_rounds(lead: User, version: Version) -> None:
    make_round(make_organization("Alder", lead, sector="finance"), version, days=AUTUMN)
    birch = make_organization("Birch", lead, sector="health")
    make_round(birch, version, days=AUTUMN)
    make_round(birch, version, days=WINTER)
    assert [line[:3] for line in rows(comparison(lead, sector="finance"))] == [["Q3 2026", version.number, 1]]
    assert [line[0] for line in rows(comparison(lead, as_of=date(2026, 9, 30)))] == ["Q3 2026"]


def test_others_rounds_are_not_counted(lead: User, version: Version) -> None:
    make_round(make_organization("Alder", lead), version)
    make_round(make_organization("Foreign", make_user()), version)
    assert [line[2] for line in rows(comparison(lead))] == [1]


def test_where_names_are_not_shown_no_title_tells_one(lead: User, version: Version) -> None:
    alder = make_organization("Alder", lead)
    make_round(alder, version)
    shown = comparison(lead, highlighted=(alder.uid,), names=Names.LETTERS)
    assert [line[:2] for line in round_rows(shown)] == [["A", ""]]
    assert len(round_columns(shown)) == len(next(round_rows(shown)))
