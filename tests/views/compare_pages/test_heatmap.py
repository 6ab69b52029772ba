"""Tests of the heatmap: its cells, its medians, its parts and its file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from assessment.measurement.mix import Mix
from assessment.models import Target, User
from assessment.services.comparison_choices import Cells, Choice
from assessment.services.comparisons import Dimension, cohort_of
from assessment.views.compare_pages.cells import Cell, gap_cell, score_cell
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.heatmap import Table, columns, context, rows, table_of
from tests.comparisons import HALF, make_round
from tests.factories import make_organization, make_person, make_user, make_version

pytestmark = pytest.mark.django_db
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def lead() -> User:
    lead, version = make_user(), make_version()

    def make_row(name: str, scores: Mapping[str, float | None], mix: Mix | None = HALF, limits: str = "") -> None:
        make_round(make_organization(name, lead), version, mix, len(name) % 4, scores, limiting_dimension=limits)

    make_row("Alder", {"d0": 0.146, "d1": 0.85}, limits="d0")
    make_row("Birches", {"d0": 0.496, "d1": None}, mix=None, limits="d1")
    make_row("Cedars", {"d0": 0.7})
    return lead


def comparison(lead: User, **asked: Any) -> Comparison:  # noqa: ANN401 any part of a choice
    person = make_person(lead)
    return Comparison(person, cohort_of(person), Choice(**{"order": "name", **asked}), "heatmap")


def table(lead: User, **asked: Any) -> Table:  # noqa: ANN401 any part of a choice
    return table_of(comparison(lead, **asked))


def test_cells_are_shaded_by_the_number_they_show(lead: User) -> None:
    found = table(lead)
    assert [line.cells for line in found.lines] == [
        (Cell("15", "q q1 is-limit", limits=True), Cell("85", "q q5")),
        (Cell("50", "q q3"), Cell("–", "q q-none")),
        (Cell("70", "q q4"), Cell("–", "q q-none")),
    ]
    assert [line.limit for line in found.lines] == ["Dimension 0 15", "", ""]
    assert [line.score for line in found.lines] == ["50", "–", "50"]


def test_an_overlay_stands_apart() -> None:
    overlay = Dimension("d1", "Models", overlay=True)
    assert score_cell(overlay, 0.85).classes == "q q5 is-apart"
    assert score_cell(overlay, None).classes == "q q-none is-apart"
    assert gap_cell(overlay, 0.85, 0.9).classes == "q q1 is-apart"


def test_medians_stand_on_all_that_were_chosen(lead: User) -> None:
    found = table(lead)
    assert [(cell, spread.n) for cell, spread in found.medians] == [
        (Cell("50", "q q3"), 3),
        (Cell("–", "q q-none"), 1),
    ]
    assert (len(found.lines), found.score.n) == (3, 2)


def test_a_gap_is_what_is_missing_to_the_target_as_both_are_shown(lead: User) -> None:
    target = Target.objects.filter(assessment__organization__name="Alder")
    assert not target.exists()
    shown = comparison(lead, cells=Cells.GAP)
    alder = shown.page[0]
    assessment = alder.latest.uid
    Target.objects.create(
        assessment=shown.results.get(assessment__uid=assessment).assessment, dimension_key="d0", value=0.6
    )
    cells = [line.cells for line in table(lead, cells=Cells.GAP).lines]
    # Without a target of its own, that of models in production that are not critical: 50.
    assert cells == [
        (Cell(f"{MINUS}45", "q q5"), Cell("0", "q q0")),
        (Cell("0", "q q0"), Cell("–", "q q-none")),
        (Cell("0", "q q0"), Cell("–", "q q-none")),
    ]
    assert [line[8:10] for line in rows(comparison(lead, cells=Cells.GAP))] == [[45, 0], [0, None], [0, None]]


def test_a_mix_is_a_bar_with_its_numbers(lead: User) -> None:
    first = table(lead, cells=Cells.MIX).lines[0].cells[0]
    assert first.text == (
        '<svg class="mix" role="img" aria-label="Explicit 8, implicit 7, declared 43, absent 42">'
        '<rect class="mix-explicit" x="0%" width="8%"/><rect class="mix-implicit" x="8%" width="7%"/>'
        '<rect class="mix-declared" fill="url(#hatch)" x="15%" width="43%"/>'
        '<rect class="mix-absent" x="58%" width="42%"/></svg>'
    )
    shown = comparison(lead, cells=Cells.MIX)
    assert columns(shown)[8:10] == ["Dimension 0: Explicit", "Dimension 0: Implicit"]
    assert len(columns(shown)) == len(next(rows(shown)))


def test_parts_by_stage_from_the_top_and_none_last(lead: User) -> None:
    parts = table(lead, grouped=True).parts
    assert [(part.stage, [line.row.name for line in part.lines]) for part in parts] == [
        ("Implicit", ["Cedars"]),
        ("Exploring", ["Alder"]),
        ("No stage yet", ["Birches"]),
    ]


def test_a_highlighted_organization_comes_first_with_a_way_back(lead: User) -> None:
    cedars = table(lead).lines[2].row.uid
    first, second, _third = table(lead, highlighted=(cedars,)).lines
    assert (first.row.name, first.mark, first.toggle) == ("Cedars", 0, "?sort=name")
    assert (second.row.name, second.mark) == ("Alder", None)
    assert second.toggle == f"?sort=name&highlight={cedars}&highlight={second.row.uid}"


def test_the_switches_keep_everything_else(lead: User) -> None:
    found = context(comparison(lead, sector="software", cells=Cells.GAP))
    assert [(each.address, each.word, each.here) for each in found["kinds"]] == [
        ("?sector=software&sort=name", "Score", False),
        ("?sector=software&cells=mix&sort=name", "Mix", False),
        ("?sector=software&cells=gap&sort=name", "Gap to target", True),
    ]
    assert [(each.address, each.here) for each in found["grouping"]] == [
        ("?sector=software&cells=gap&sort=name", True),
        ("?sector=software&cells=gap&grouped=stage&sort=name", False),
    ]


def test_overlays_are_told_apart_in_the_table(lead: User) -> None:
    found = table(lead)
    assert not found.overlays
    assert replace(found, dimensions=(replace(found.dimensions[0], overlay=True),)).overlays
