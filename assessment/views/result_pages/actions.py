"""The table of practices, narrowed down to those with one piece of advice."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from assessment.measurement.advice import Action
from assessment.services.stored_results import PracticeView
from assessment.views.result_pages.practice_rows import ACTIONS, PracticeTable

ACTION = "action"  # the name in the address
PLACE = "#practices"


@dataclass(frozen=True)
class Chosen:
    """Which advice the address asks for, None for all; `remark` where it asked for something that does not exist."""

    action: Action | None = None
    remark: str = ""


EVERYTHING = Chosen()


@dataclass(frozen=True)
class ActionLink:
    """One advice with the number of practices that have it, and the address that shows them alone."""

    word: str
    count: int
    address: str
    here: bool


def chosen_action(asked: str) -> Chosen:
    """Return what the address asks for; what does not exist is left out, with a sentence."""
    if not asked:
        return EVERYTHING
    try:
        return Chosen(Action(asked))
    except ValueError:
        words = {"value": Truncator(asked).chars(40)}
        return Chosen(
            remark=_("The address asked for “%(value)s”, which does not exist here; it was left out.") % words
        )


def action_links(practices: Sequence[PracticeView], chosen: Chosen) -> tuple[ActionLink, ...]:
    """Return the ways to all practices and to those with each advice that is given; none where none is."""
    given = [practice.advised.action for practice in practices if practice.advised]
    if not given:
        return ()
    links = (
        ActionLink(str(word), given.count(action), f"?{ACTION}={action.value}{PLACE}", action is chosen.action)
        for action, word in ACTIONS.items()
        if action in given or action is chosen.action
    )
    return (ActionLink(_("All"), len(practices), f"?{PLACE}", chosen.action is None), *links)


def narrowed(table: PracticeTable, chosen: Chosen) -> PracticeTable:
    """Return the table with those that were asked for, the others behind the disclosure: links lead there, too."""
    if chosen.action is None:
        return table
    rows = (*table.first, *table.rest)
    asked = [row.badge is not None and row.badge.key == chosen.action.value for row in rows]
    return PracticeTable(
        tuple(row for row, wanted in zip(rows, asked, strict=True) if wanted),
        tuple(row for row, wanted in zip(rows, asked, strict=True) if not wanted),
    )
