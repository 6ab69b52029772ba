"""The action plan of Halden Freight: put there from its roadmaps, some of it done, some late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assessment.models import ActionItem, Assessment, Person
from assessment.services.plans import FINISHED, put_into_plan

DONE, DROPPED = ActionItem.Status.DONE, ActionItem.Status.DROPPED
PLANNED, DOING = ActionItem.Status.PLANNED, ActionItem.Status.DOING
# Planned so long after its round closed.
PLANNED_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """One action; `place` is that of the round it comes from (0 is the first), days are counted from today."""

    key: str
    place: int
    status: str
    owner: str = ""
    due_in: int | None = None
    finished: int = 0
    note: str = ""


ACTIONS = (
    ActionDraft("goal", 0, DONE, "Maren Voss", -190, finished=-185),
    ActionDraft("owner", 0, DONE, "Maren Voss", -200, finished=-205),
    ActionDraft("risk-review", 0, DONE, "Noor Eklund", -180, finished=-178),
    ActionDraft(
        "live-quality", 1, DOING, "Tomas Lindqvist", -20, note="Waiting for the delivery reports of two carriers."
    ),
    ActionDraft("baseline", 1, DONE, "Aisha Rahman", -110, finished=-118),
    ActionDraft("tell-users", 1, PLANNED, "Pieter Bakker", 30),
    ActionDraft(
        "override", 1, DROPPED, "Noor Eklund", -120, finished=-125, note="Dispatchers overrule a plan by phone already."
    ),
    ActionDraft("explain", 2, PLANNED, "Tomas Lindqvist", 45, note="Begin with late deliveries."),
    ActionDraft("onboarding", 2, PLANNED),
)


def write_plan(lead: Person, rounds: Sequence[Assessment], now: datetime) -> None:
    """Put the actions into the plan, as the lead did after each of the closed rounds, the first one first."""
    for draft in ACTIONS:
        assessment = rounds[draft.place]
        for item in put_into_plan(lead, assessment, [draft.key]):
            closed_at = assessment.closed_at or now
            ActionItem.objects.filter(pk=item.pk).update(
                owner=draft.owner,
                due_on=_day(draft.due_in, now),
                status=draft.status,
                note=draft.note,
                created_at=closed_at + PLANNED_AFTER,
                finished_at=now + timedelta(days=draft.finished) if draft.status in FINISHED else None,
            )


def _day(days: int | None, now: datetime) -> date | None:
    return None if days is None else (now + timedelta(days=days)).date()
