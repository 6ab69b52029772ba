"""Tests of what is said of one organization of a comparison."""

from typing import Any

import pytest

from assessment.views.compare_pages.lines import contested, range_of, signed, toggled
from tests.comparisons import make_round, rows_of
from tests.factories import make_organization, make_user, make_version

pytestmark = pytest.mark.django_db


def test_highlighting_is_a_link_there_and_back() -> None:
    lead, version = make_user(), make_version()
    for name in "ab":
        make_round(make_organization(name, lead), version)
    first, second = (row.uid for row in rows_of(lead))
    assert toggled((), first) == (first,)
    assert toggled((second,), first) == (second, first)
    assert toggled((second, first), second) == (first,)


@pytest.mark.parametrize(
    ("change", "shown"),
    [(None, "–"), (0.0, "0"), (0.004, "0"), (0.125, "+13"), (-0.125, "\N{MINUS SIGN}13"), (-1.0, "\N{MINUS SIGN}100")],
)
def test_a_change_has_a_sign(change: float | None, shown: str) -> None:
    assert signed(change) == shown


@pytest.mark.parametrize(
    ("fields", "sentence", "between"),
    [
        ({}, "", ""),
        (
            {"contested": True, "stage_lowest": 1, "stage_highest": 3},
            "contested, between Exploring and Explicit",
            "between Exploring and Explicit",
        ),
        (
            {"contested": True, "stage_lowest": 2, "stage_highest": 2},
            "contested: the answers differ",
            "the answers differ",
        ),
        ({"contested": False, "stage_lowest": 1, "stage_highest": 3}, "", ""),
    ],
)
def test_what_is_said_of_a_contested_stage(fields: dict[str, Any], sentence: str, between: str) -> None:
    lead = make_user()
    make_round(make_organization(lead=lead), make_version(), **fields)
    latest = rows_of(lead)[0].latest
    assert (contested(latest), range_of(latest)) == (sentence, between)
