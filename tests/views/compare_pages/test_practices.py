"""Tests of the practices side by side: their cells, their means, and what is ranked above them."""

from collections.abc import Sequence
from typing import Any

import pytest

from assessment.measurement.mix import Mix
from assessment.models import Organization, PracticeResult, Result, Target, User, Version
from assessment.services.comparison_choices import Cells, Choice
from assessment.services.comparisons import cohort_of
from assessment.views.compare_pages import ranked
from assessment.views.compare_pages.cells import Cell
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.practices import columns, context, rows
from tests.comparisons import make_round
from tests.factories import make_organization, make_person, make_user, make_version

pytestmark = pytest.mark.django_db
MINUS = "\N{MINUS SIGN}"
UNKNOWN, NOT_APPLICABLE = "unknown", "not-applicable"
Given = tuple[float, float] | str | None


def add_practices(result: Result, dimension: str, given: Sequence[Given]) -> None:
    """What a result has of the practices of a dimension: (x, e), why it has none, or None where it was not asked."""
    PracticeResult.objects.bulk_create(
        PracticeResult(
            result=result, key=f"{dimension}-p{place}", dimension_key=dimension, position=place, **_stored(said)
        )
        for place, said in enumerate(given)
        if said is not None
    )


def _stored(said: tuple[float, float] | str) -> dict[str, Any]:
    if isinstance(said, str):
        return {"state": said, "raters": 0, "not_applicable": 0}
    names = ("mix_explicit", "mix_implicit", "mix_declared", "mix_absent")
    mix = dict(zip(names, Mix.of(*said).parts, strict=True))
    return {"state": "rated", "raters": 3, "not_applicable": 0, "x": said[0], "e": said[1], **mix}


@pytest.fixture
def version(db: None) -> Version:
    return make_version(dimensions=2, practices=3)


@pytest.fixture
def lead(version: Version) -> User:
    """Of Alder (all rated), Birch (one unknown, one that does not apply) and Cedar (one not asked)."""
    lead = make_user()
    given: dict[str, Sequence[Given]] = {
        "Alder": ((1.0, 1.0), (0.5, 0.0), (0.25, 0.5)),
        "Birch": ((0.5, 1.0), UNKNOWN, NOT_APPLICABLE),
        "Cedar": ((0.0, 0.0), (1.0, 0.0), None),
    }
    for name, said in given.items():
        round_ = make_round(make_organization(name, lead), version, dimensions={"d0": 0.5, "d1": 0.5})
        Target.objects.create(assessment=round_, dimension_key="d0", value=0.75)
        add_practices(round_.result, "d0", said)
        add_practices(round_.result, "d1", ((0.5, 0.5), (0.0, 0.0), (0.0, 1.0)))
    return lead


def comparison(lead: User, **asked: Any) -> Comparison:  # noqa: ANN401 any part of a choice
    person = make_person(lead)
    return Comparison(person, cohort_of(person), Choice(**{"order": "name", **asked}), "practices")


def cells(lead: User, **asked: Any) -> list[tuple[str, ...]]:  # noqa: ANN401 any part of a choice
    table = context(comparison(lead, **asked))["practice_table"]
    return [tuple(cell.text for cell in line.cells) for line in table.lines]


def test_unknown_and_not_applicable_are_told_apart_from_not_asked(lead: User) -> None:
    assert cells(lead) == [("100", "50", "25"), ("50", "?", "n/a"), ("0", "100", "–")]
    assert [line[-3:] for line in rows(comparison(lead))] == [
        [100, 50, 25],
        [50, "unknown", "does not apply"],
        [0, 100, None],
    ]


def test_a_gap_is_what_is_missing_to_the_target_of_the_round(lead: User) -> None:
    assert cells(lead, cells=Cells.GAP) == [
        ("0", f"{MINUS}25", f"{MINUS}50"),
        (f"{MINUS}25", "?", "n/a"),
        (f"{MINUS}75", "0", "–"),
    ]
    assert next(rows(comparison(lead, cells=Cells.GAP)))[-3:] == [0, 25, 50]


def test_an_essential_practice_has_the_higher_target_and_a_round_without_targets_its_default(
    lead: User, version: Version
) -> None:
    Target.objects.all().delete()
    # Models in production that are not critical: 50, so that raising changes nothing; then those of a proof of concept.
    assert cells(lead, cells=Cells.GAP)[0] == ("0", "0", f"{MINUS}25")
    version.assessments.update(criticality="proof-of-concept")
    keys = [practice.key for practice in version.practices.order_by("pk") if practice.essential]
    assert keys == ["d0-p0", "d1-p0"]
    # The practice of Cedar that nobody does is essential: 50 in place of 25.
    assert cells(lead, cells=Cells.GAP)[2] == (f"{MINUS}50", "0", "–")
    assert cells(lead, cells=Cells.GAP)[0] == ("0", "0", "0")


def test_a_mix_is_a_bar_and_four_columns_of_the_file(lead: User) -> None:
    shown = comparison(lead, cells=Cells.MIX)
    assert 'aria-label="Explicit 13, implicit 12, declared 38, absent 37"' in cells(lead, cells=Cells.MIX)[0][2]
    assert columns(shown)[7:11] == [f"{_name(0)}: {part}" for part in ("Explicit", "Implicit", "Declared", "Absent")]
    assert [len(line) for line in rows(shown)] == [len(columns(shown))] * 3


def _name(place: int, dimension: str = "d0") -> str:
    return f"Practice {dimension}-p{place}"


def test_means_stand_on_those_that_rated_it(lead: User) -> None:
    table = context(comparison(lead))["practice_table"]
    assert table.means == ((Cell("50", "q q3"), 3), (Cell("75", "q q4"), 2), (Cell("25", "q q1"), 1))


def test_the_dimension_asked_for_is_shown_and_the_switch_keeps_the_rest(lead: User) -> None:
    found = context(comparison(lead, practices_of="d1", sector="software"))
    assert found["dimension"].title == "Dimension 1"
    assert [(each.address, each.here) for each in found["dimension_switches"]] == [
        ("?sector=software&dimension=d0&sort=name", False),
        ("?sector=software&dimension=d1&sort=name", True),
    ]
    assert cells(lead, practices_of="d1")[0] == ("50", "0", "0")


def test_the_most_implicit_and_the_widest_gaps_over_all_dimensions(lead: User) -> None:
    found = context(comparison(lead))
    # What one or two organizations rated is left to the file.
    assert [(each.name, each.dimension, each.points, each.n) for each in found["most_implicit"]] == [
        (_name(0, "d1"), "Dimension 1", 25, 3)
    ]
    assert [(each.name, each.dimension, each.points, each.n) for each in found["widest_gaps"]] == [
        (_name(1, "d1"), "Dimension 1", 50, 3),
        (_name(2, "d1"), "Dimension 1", 50, 3),
        (_name(0), "Dimension 0", 33, 3),
    ]
    assert found["practices_finding"] == "Most by habit: “Practice d1-p0”, implicit 25"


def test_of_two_organizations_all_that_they_rated_is_ranked(lead: User) -> None:
    two = tuple(Organization.objects.exclude(name="Cedar").values_list("uid", flat=True))
    found = context(comparison(lead, organizations=two))
    assert [(each.name, each.n) for each in found["most_implicit"]] == [(_name(0, "d1"), 2)]


def test_the_file_of_ranks_holds_every_practice(lead: User) -> None:
    shown = comparison(lead)
    lines = list(ranked.rows(shown))
    assert lines[0] == ["Practice d0-p1", "Dimension 0", 2, 1, 0, 75, 0, 75, 0, 25, 13]
    assert [line[:5] for line in lines if line[4]] == [["Practice d0-p2", "Dimension 0", 1, 0, 1]]
    assert (len(lines), {len(line) for line in lines}) == (6, {len(ranked.columns(shown))})


def test_only_those_that_pass_the_filters_are_summed_up(lead: User) -> None:
    Result.objects.filter(assessment__organization__name="Cedar").update(stage=4)
    table = context(comparison(lead, stage="2"))["practice_table"]
    assert table.means == ((Cell("75", "q q4"), 2), (Cell("50", "q q3"), 1), (Cell("25", "q q1"), 1))


def test_without_a_rated_practice_there_is_nothing_to_rank() -> None:
    lead = make_user()
    make_round(make_organization("Alder", lead), make_version(dimensions=1), dimensions={"d0": None})
    found = context(comparison(lead))
    assert (found["practices_finding"], found["most_implicit"], found["widest_gaps"]) == (
        "No practice is rated yet",
        [],
        [],
    )
    assert cells(lead) == [("–", "–", "–")]
