"""Tests of the opinions side by side: who counts, what is never told, and how a relation is put into words."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from assessment.measurement.mix import Mix
from assessment.models import ConstructResult, Organization, Question, Section, User, Version
from assessment.services.comparison_choices import Bars, By, Choice
from assessment.services.comparison_perception import crowds_of
from assessment.services.comparisons import cohort_of
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.perception import columns, context, relation_rows, rows
from assessment.views.compare_pages.relations import Point, relation_finding, tenths_of
from tests.comparisons import make_round
from tests.factories import make_organization, make_person, make_question, make_user, make_version

pytestmark = pytest.mark.django_db
TITLES = {"benefits": {"title": "Benefits seen"}, "cost": {"title": "Cost"}}


@pytest.fixture
def version(db: None) -> Version:
    """One with two constructs of two statements each."""
    version = make_version(publish=False)
    section = Section.objects.create(
        version=version, key="views", kind=Section.Kind.PERCEPTION, title="Views", position=9
    )
    for construct in TITLES:
        for place in range(2):
            make_question(section, f"{construct}-{place}", (), construct=construct)
    version.constructs = TITLES
    version.save()
    return version


@pytest.fixture
def lead() -> User:
    return make_user()


def add_opinions(
    lead: User, version: Version, name: str, respondents: int, means: Mapping[str, float], counts: Sequence[int] = (),
    **fields: Any,  # noqa: ANN401 any fact of an organization, its stage, its explicitness
) -> Organization:  # fmt: skip
    """An organization whose people think so; `counts` are the answers to each statement."""
    stage = fields.pop("stage", 2)
    explicitness = fields.pop("explicitness", 0.5)
    organization = make_organization(name, lead, **fields)
    round_ = make_round(organization, version, Mix.of(0.5, explicitness), stage)
    ConstructResult.objects.bulk_create(
        ConstructResult(
            result=round_.result,
            key=key,
            position=place,
            respondents=respondents,
            mean=mean,
            counts={f"{key}-{each}": list(counts) for each in range(2)} if counts else {},
        )
        for place, (key, mean) in enumerate(means.items())
    )
    return organization


def comparison(lead: User, **asked: Any) -> Comparison:  # noqa: ANN401 any part of a choice
    person = make_person(lead)
    return Comparison(person, cohort_of(person), Choice(**{"order": "name", **asked}), "perception")


def test_each_organization_with_three_respondents_counts_once_by_its_mean(lead: User, version: Version) -> None:
    for name, respondents, mean in (("A", 3, 1.49), ("B", 4, 1.5), ("C", 9, 4.5), ("D", 2, 5.0)):
        add_opinions(lead, version, name, respondents, {"benefits": mean, "cost": 3.0})
    shown = comparison(lead)
    assert list(rows(shown)) == [
        ["Benefits seen", 2.5, 3, 16, 1, 1, 0, 0, 1],
        ["Cost", 3.0, 3, 16, 0, 0, 3, 0, 0],
    ]
    assert columns(shown)[:4] == ["Opinion", "Mean, 1 to 5", "Organizations", "Respondents"]
    assert context(shown)["bars_chart"].finding == "Nothing here finds more agreement than disagreement"


def test_answers_are_those_of_organizations_with_five_respondents_alone(lead: User, version: Version) -> None:
    """SECURITY: whoever leaves a smaller organization out of the choice sees the same: nothing of it can be told."""
    add_opinions(lead, version, "Large", 5, {"benefits": 3.0}, (1, 0, 2, 1, 1))
    add_opinions(lead, version, "Larger", 6, {"benefits": 4.0}, (0, 0, 0, 6, 0))
    small = add_opinions(lead, version, "Small", 4, {"benefits": 1.0}, (4, 0, 0, 0, 0))
    found = list(rows(comparison(lead, bars=Bars.ANSWERS)))
    assert found == [["Benefits seen", 3.64, 2, 11, 2, 0, 4, 14, 2]]
    others = tuple(Organization.objects.exclude(pk=small.pk).values_list("uid", flat=True))
    assert list(rows(comparison(lead, bars=Bars.ANSWERS, organizations=others))) == found
    assert context(comparison(lead, bars=Bars.ANSWERS, organizations=(small.uid,)))["bars_chart"] is None


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (By.SECTOR, [["Finance and insurance", 4.0, 1, 3], ["Software and IT services", 2.0, 2, 6]]),
        (By.SIZE, [["10–49 people", 3.0, 2, 6], ["1000 people or more", 2.0, 1, 3]]),
        (By.STAGE, [["Implicit", 3.0, 2, 6], ["Explicit", 2.0, 1, 3]]),
    ],
)
def test_by_group_the_construct_that_is_looked_at(
    lead: User, version: Version, by: By, expected: list[list[object]]
) -> None:
    add_opinions(lead, version, "A", 3, {"benefits": 1.0, "cost": 4.0}, sector="finance")
    add_opinions(lead, version, "B", 3, {"benefits": 1.0, "cost": 2.0})
    add_opinions(lead, version, "C", 3, {"benefits": 1.0, "cost": 2.0}, size="1000+", stage=3)
    assert [line[:4] for line in rows(comparison(lead, by=by, construct="cost"))] == expected


def test_on_a_common_core_groups_go_by_the_stage_that_is_shown(lead: User, version: Version) -> None:
    newer = make_version()
    add_opinions(lead, version, "A", 3, {"benefits": 4.0}, stage=4)
    make_round(make_organization("B", lead), newer)
    shown = comparison(lead, by=By.STAGE)
    assert shown.selection.core is not None
    # Without tallies nothing is known of it on the core.
    assert [row.latest.stage for row in shown.every()] == [None, None]
    assert [line[0] for line in rows(shown)] == ["No stage yet"]


def test_a_group_of_few_organizations_is_called_neither_highest_nor_lowest(lead: User, version: Version) -> None:
    for number in range(6):
        sector = "finance" if number < 3 else "health"
        add_opinions(lead, version, f"O{number}", 3, {"benefits": 3.0 + (number < 3)}, sector=sector)
    add_opinions(lead, version, "One", 3, {"benefits": 5.0}, sector="energy")
    assert context(comparison(lead, by=By.SECTOR))["bars_chart"].finding == (
        "“Benefits seen”: highest mean Finance and insurance, lowest Health"
    )


def test_dots_are_organizations_with_three_respondents_and_an_overall_result(lead: User, version: Version) -> None:
    add_opinions(lead, version, "Alder", 3, {"benefits": 4.25}, explicitness=0.333)
    birch = add_opinions(lead, version, "Birch", 5, {"benefits": 2.0}, explicitness=0.8)
    add_opinions(lead, version, "Cedar", 2, {"benefits": 5.0})
    shown = comparison(lead, highlighted=(birch.uid,))
    assert list(relation_rows(shown)) == [["Birch", 2.0, 80], ["Alder", 4.3, 33]]
    chart = context(shown)["relation_chart"]
    assert [label["text"] for label in chart.figure["layout"]["annotations"]] == ["Birch"]
    assert chart.finding == "“Benefits seen” and explicitness: too few organizations to tell (n 2)"
    assert crowds_of(shown.results, "benefits") == {(43, 33): 1, (20, 80): 1}


def test_without_anything_that_may_be_told_there_is_no_chart(lead: User, version: Version) -> None:
    add_opinions(lead, version, "Alder", 2, {"benefits": 4.0}, (0, 0, 0, 2, 0))
    found = context(comparison(lead))
    assert (found["bars_chart"], found["relation_chart"]) == (None, None)
    assert Question.objects.filter(construct="benefits").count() == 2


UP = [Point(10 + 2 * place, 5 * place) for place in range(12)]
MIXED = [Point(10 + place * 5 % 12, place) for place in range(12)]


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (UP, "“Cost” and explicitness go together (rank correlation 1.00, n 12)"),
        (
            [Point(50 - each.tenths, each.points) for each in UP],
            "Where “Cost” is higher, explicitness is lower (rank correlation \N{MINUS SIGN}1.00, n 12)",
        ),
        ([Point(30, 1, 5), Point(30, 2, 5)], "“Cost” and explicitness: too few organizations to tell (n 10)"),
        (UP[:9], "“Cost” and explicitness: too few organizations to tell (n 9)"),
    ],
)
def test_a_relation_in_words(points: list[Point], words: str) -> None:
    assert relation_finding(points, "Cost") == words


def test_what_chance_alone_could_do_is_no_clear_relation() -> None:
    assert relation_finding(MIXED, "Cost").startswith("“Cost” and explicitness: no clear relation (rank correlation")
    many = [Point(each.tenths, each.points, 40) for each in MIXED[:6]] + [Point(10, 0, 100), Point(22, 11, 100)]
    assert relation_finding(many, "Cost").startswith("“Cost” and explicitness go together")


def test_a_mean_is_shown_in_tenths_halves_upward() -> None:
    assert [tenths_of(mean) for mean in (1.0, 2.25, 3.349999, 3.35, 5.0)] == [10, 23, 33, 34, 50]
