"""The open rounds of a campaign are given another due date together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessment, Campaign, Person
from assessment.services import audit
from assessment.services.assessment_changes import change_assessment, shown_state
from assessment.services.assessments import refuse_a_past_day
from assessment.services.campaigns import CONFLICT, CampaignRound, rounds_of_campaign
from assessment.services.errors import Refused


@dataclass(frozen=True, slots=True)
class Moving:
    """What became of the due dates of a campaign's rounds: moved now, or left because somebody was faster."""

    moved: list[Assessment]
    left: list[Assessment]


def move_due_date(person: Person, campaign: Campaign, due_on: date | None, *, seen: Collection[str]) -> Moving:
    """Give every open round, of the organizations whose rounds the person may run, this due date (none: no due date).

    `seen` is what `CampaignRound.shown` said of each when the day was thought of. Each is changed on its
    own, as `change_assessment` does, so that one that somebody else has changed since holds up no other.
    Raises Refused (422), with nothing changed, for a day in the past.
    """
    refuse_a_past_day(due_on)
    moving = Moving([], [])
    for each in rounds_of_campaign(person, campaign):
        if each.can_change and each.assessment.due_on != due_on:
            _move(person, each, due_on, seen, moving)
    if moving.moved:
        with transaction.atomic():
            Campaign.objects.filter(pk=campaign.pk).update(due_on=due_on)
            audit.record(person, "campaign due date moved", campaign)
    return moving


def _move(person: Person, shown: CampaignRound, due_on: date | None, seen: Collection[str], moving: Moving) -> None:
    assessment = shown.assessment
    try:
        if shown.shown not in seen:
            raise Refused(_("Somebody has changed it in the meantime."), status=CONFLICT)
        now = shown_state(assessment)
        moving.moved.append(change_assessment(person, assessment, title=assessment.title, due_on=due_on, seen=now))
    except Refused:
        moving.left.append(assessment)
