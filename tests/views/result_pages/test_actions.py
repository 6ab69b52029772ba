"""The table of practices is narrowed down by the address, and nothing of it is lost."""

import re

import pytest
from django.test import Client

from assessment.measurement.advice import Action
from assessment.views.result_pages.actions import EVERYTHING, Chosen, chosen_action, narrowed
from assessment.views.result_pages.practice_rows import Badge, PracticeRow, PracticeTable
from tests.views.test_results import everywhere, make_closed, page_of, words_of


def row(key: str, action: str) -> PracticeRow:
    return PracticeRow(
        key=key,
        why="",
        name=key,
        dimension="Data",
        essential=False,
        holds_back=False,
        state="Rated",
        mix=None,
        done=None,
        target=0.5,
        gap="",
        agreed=None,
        people=1,
        badge=Badge(action, action) if action else None,
    )


TABLE = PracticeTable((row("a", "adopt"), row("b", "sustain"), row("c", "")), (row("d", "adopt"),))


@pytest.mark.parametrize(
    ("asked", "chosen"), [("", EVERYTHING), ("adopt", Chosen(Action.ADOPT)), ("find-out", Chosen(Action.FIND_OUT))]
)
def test_the_address_names_the_advice(asked: str, chosen: Chosen) -> None:
    assert chosen_action(asked) == chosen


def test_what_does_not_exist_is_left_out_with_a_sentence() -> None:
    chosen = chosen_action("<b>")
    assert chosen.action is None
    assert chosen.remark == "The address asked for “<b>”, which does not exist here; it was left out."


@pytest.mark.parametrize(
    ("chosen", "first", "rest"),
    [
        (EVERYTHING, "abc", "d"),
        (Chosen(Action.ADOPT), "ad", "bc"),
        (Chosen(Action.DISCUSS), "", "abcd"),
    ],
)
def test_the_others_stay_behind_the_disclosure_in_their_order(chosen: Chosen, first: str, rest: str) -> None:
    found = narrowed(TABLE, chosen)
    assert ("".join(each.key for each in found.first), "".join(each.key for each in found.rest)) == (first, rest)


@pytest.mark.django_db
def test_the_table_of_practices_is_narrowed_down_by_its_address(client: Client) -> None:
    assessment = make_closed(everywhere("4", "agreed", d0_p1=("1", "nobody"), d2_p1=("1", "guideline")))
    page_of(client, assessment)
    html = " ".join(client.get(f"/results/{assessment.uid}/?action=execute").content.decode().split())
    assert re.findall(r'<tr id="practice-([\w-]+)">', html)[0] == "d2-p1"
    assert len(re.findall(r'<tr id="practice-', html)) == 9
    assert 'href="?action=execute#practices" aria-current="true"' in html
    assert "Show the other 8 practices" in words_of(html)
    wrong = words_of(client.get(f"/results/{assessment.uid}/?action=nothing").content.decode())
    assert "The address asked for “nothing”, which does not exist here; it was left out." in wrong
    none = words_of(client.get(f"/results/{assessment.uid}/?action=discuss").content.decode())
    assert "No practice has this advice." in none
