"""What the database adds up of many organizations is what their rows add up to, whatever was chosen."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from assessment.models import Grant, Organization, User, Version
from assessment.services.comparison_choices import Choice, Names
from assessment.services.comparison_few import Few
from assessment.services.comparison_many import Many, groups_in
from assessment.services.comparison_rounds import latest_results
from assessment.services.comparison_rows import read_rows
from assessment.services.comparisons import MOST_AT_HAND, Chosen, cohort_of, selection_of
from tests.comparisons import CLOSED, HALF, make_cohort, make_round
from tests.factories import make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> User:
    """Of twelve organizations with two rounds and two with three, one without an overall result; not of a stranger."""
    consultant = make_user()
    make_cohort(consultant, 12, dimensions=3)
    version = Version.objects.get()
    for name, place in (("odd", 0), ("even", 1)):
        organization = make_organization(name, sector="finance", country="FI", synthetic=bool(place))
        make_grant(organization, consultant)
        for days in (-30, 0, 120):
            mix = None if days == 120 and place else HALF
            make_round(organization, version, mix, 2, {"d0": 0.5, "d1": None}, days=days, limiting_dimension="d0")
    make_round(make_organization("stranger"), version, dimensions={"d0": 0.9})
    return consultant


def both(user: User, **asked: Any) -> tuple[Chosen, Chosen]:  # noqa: ANN401 any part of a choice
    person, choice = make_person(user), Choice(**asked)
    rows = read_rows(person, choice, latest_results(person, Choice(**{**asked, "stage": ""})))
    return Few(rows, choice), Many(person, choice, groups_in(person, choice))


CHOICES: list[dict[str, Any]] = [
    {},
    {"sector": "finance"},
    {"country": "FI", "order": "-coverage"},
    {"stage": "2"},
    {"stage": "none"},
    {"as_of": date(2026, 9, 1), "order": "change"},
    {"order": "-change"},
    {"order": "name"},
    {"order": "-name"},
    {"order": "dimension.d1"},
    {"order": "-dimension.d0"},
    {"order": "-implicit", "grouped": True},
    {"order": "declared"},
    {"names": Names.LETTERS},
    {"names": Names.LETTERS, "order": "name", "stage": "3"},
    {"names": Names.HIDDEN, "order": "-name"},
    {"sector": "mining"},
]


@pytest.mark.parametrize("asked", CHOICES, ids=str)
def test_rows_and_sums_are_the_same(consultant: User, asked: dict[str, Any]) -> None:
    few, many = both(consultant, **asked)
    rows = list(few.every())
    assert list(many.every()) == rows
    assert list(many.rows(2, 5)) == rows[2:5]
    assert (many.totals.number, many.totals.synthetic, many.totals.scored, many.totals.stages) == (
        few.totals.number, few.totals.synthetic, few.totals.scored, few.totals.stages,
    )  # fmt: skip
    assert (many.totals.mean is None) == (few.totals.mean is None)
    if few.totals.mean and many.totals.mean:
        assert many.totals.mean.parts == pytest.approx(few.totals.mean.parts)
    assert [(dot.name, dot.latest) for dot in many.dots()] == [(row.name, row.latest) for row in rows]
    assert many.limits() == few.limits()
    assert many.density(25) == few.density(25)


@pytest.mark.parametrize("asked", CHOICES, ids=str)
def test_spreads_and_scores_are_the_same(consultant: User, asked: dict[str, Any]) -> None:
    few, many = both(consultant, **asked)
    assert many.score() == few.score()
    # A dimension in which nobody has a score is no row of the database.
    assert many.spreads() == {key: found for key, found in few.spreads().items() if found.n}
    assert crowds(many) == crowds(few)


def crowds(chosen: Chosen) -> dict[str, dict[int, int]]:
    """How many have which score in whole points, by dimension."""
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for key, scores in chosen.scores().items():
        for score, _name, number in scores:
            found[key][round(score * 100)] += number
    return {key: dict(counted) for key, counted in found.items()}


def test_the_highlighted_come_first_in_both(consultant: User) -> None:
    uids: list[UUID] = list(Organization.objects.order_by("-pk").values_list("uid", flat=True)[1:4])
    few, many = both(consultant, highlighted=tuple(uids), order="name")
    assert list(many.every()) == list(few.every())
    assert [row.uid for row in many.rows(0, 3)] == uids
    assert many.highlighted == few.highlighted
    few, many = both(consultant, highlighted=tuple(uids), order="name", pinned=False)
    assert list(many.every()) == list(few.every())


def test_picked_ones_alone_and_nobody_elses(consultant: User) -> None:
    uids = list(Organization.objects.filter(name__in=["odd", "stranger"]).values_list("uid", flat=True))
    few, many = both(consultant, organizations=tuple(uids))
    assert [row.name for row in many.every()] == [row.name for row in few.every()] == ["odd"]


def test_letters_stay_with_their_organizations_whatever_the_stage_and_order(consultant: User) -> None:
    everybody = {row.uid: row.name for row in both(consultant, names=Names.LETTERS)[1].every()}
    assert sorted(everybody.values()) == list("ABCDEFGHIJKLMN")
    for asked in ({"stage": "3"}, {"order": "name"}, {"grouped": True}):
        for chosen in both(consultant, names=Names.LETTERS, **asked):
            assert {row.uid: row.name for row in chosen.every()}.items() <= everybody.items()


def test_a_revoked_grant_is_gone_from_both_at_once(consultant: User) -> None:
    Grant.objects.filter(organization__name="odd").update(state=Grant.State.REVOKED, revoked_at=CLOSED)
    few, many = both(consultant, country="FI")
    assert [row.name for row in few.every()] == [row.name for row in many.every()] == ["even"]


def test_from_so_many_on_the_database_adds_up() -> None:
    consultant = make_user()
    make_cohort(consultant, MOST_AT_HAND, dimensions=1)
    cohort = cohort_of(make_person(consultant))
    assert isinstance(selection_of(cohort, Choice()).chosen, Few)
    organization = make_organization("One more", consultant)
    make_round(organization, Version.objects.get())
    assert isinstance(selection_of(cohort_of(make_person(consultant)), Choice()).chosen, Many)
