"""Campaigns: the same round opened for several organizations at once, watched on one page, closed together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assessment.models import Assessment, Campaign, Organization, Person, Version
from assessment.models.organization import OrganizationQuerySet
from assessment.services import audit
from assessment.services.assessment_changes import shown_state
from assessment.services.assessments import (
    PROVISIONAL_FROM,
    Progress,
    close_assessment,
    open_assessment,
    progress_by,
)
from assessment.services.errors import Refused

# From so many organizations on there is something to open together.
SEVERAL = 2
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class CampaignRound:
    """One organization's round in a campaign, with its counts, and whether the asker may close it."""

    assessment: Assessment
    progress: Progress
    may_run: bool

    @property
    def can_close(self) -> bool:
        return self.may_run and self.assessment.is_open and self.progress.submitted > 0

    @property
    def can_change(self) -> bool:
        """Whether the asker may give it another due date."""
        return self.may_run and self.assessment.is_open

    @property
    def shown(self) -> str:
        """What a page shows of it, as one text, to notice later that somebody else changed it."""
        return f"{self.assessment.uid} {shown_state(self.assessment)}"


@dataclass(frozen=True, slots=True)
class ListedCampaign:
    """A campaign in a list: how many of its organizations the asker sees, and how many rounds are still open."""

    campaign: Campaign
    organizations: int
    open_rounds: int


@dataclass(frozen=True, slots=True)
class Closing:
    """What became of the rounds of a campaign: closed now, or left open."""

    closed: list[Assessment]
    left: list[Assessment]


def organizations_to_open_for(person: Person) -> OrganizationQuerySet:
    """The organizations in which the person may open a round, by name."""
    return Organization.objects.run_by(person)


def runs_several(person: Person) -> bool:
    """Whether there is anything to open together for this person; in one query."""
    return len(organizations_to_open_for(person).values("pk")[:SEVERAL]) == SEVERAL


# --- Opening -------------------------------------------------------------------------------------


@transaction.atomic
def open_campaign(
    person: Person,
    organizations: Sequence[Organization],
    *,
    title: str,
    version: Version,
    due_on: date | None = None,
) -> Campaign:
    """Open the same round, for a team, in all these organizations, or in none.

    Raises Refused: 404 where the person may not open a round in one of them (any more), 422 where
    one has used the title already, and as `open_assessment`.
    """
    # SECURITY: asked again here, whatever a form offered.
    allowed = list(organizations_to_open_for(person).filter(pk__in=[each.pk for each in organizations]))
    if not allowed or len(allowed) != len(organizations):
        raise Refused(_("You may not open an assessment in one of these organizations any more."), status=404)
    _refuse_a_used_title(allowed, title)
    campaign = Campaign.objects.create(title=title, version=version, due_on=due_on, created_by=person.user)
    rounds = [open_assessment(person, each, title=title, version=version, due_on=due_on) for each in allowed]
    Assessment.objects.filter(pk__in=[each.pk for each in rounds]).update(campaign=campaign)
    audit.record(person, "campaign opened", campaign)
    return campaign


def _refuse_a_used_title(organizations: Sequence[Organization], title: str) -> None:
    used = Organization.objects.filter(pk__in=[each.pk for each in organizations], assessments__title=title)
    names = list(used.values_list("name", flat=True))
    if names:
        raise Refused(
            _("There is already an assessment with this title in %(organizations)s. Choose another title.")
            % {"organizations": get_text_list(names, _("and"))}
        )


# --- Looking at them -----------------------------------------------------------------------------


def campaigns_of(person: Person) -> list[ListedCampaign]:
    """One's campaigns, latest first, with the counts of what one still sees of them; in two queries."""
    campaigns = list(Campaign.objects.visible_to(person).select_related("version"))
    rounds = Assessment.objects.visible_to(person).filter(campaign__in=campaigns).order_by()
    counted = rounds.values_list("campaign", "state").annotate(Count("pk"))
    counts = {(campaign, state): number for campaign, state, number in counted}
    return [_listed(campaign, counts) for campaign in campaigns]


def _listed(campaign: Campaign, counts: dict[tuple[int, str], int]) -> ListedCampaign:
    still_open, closed = (counts.get((campaign.pk, state), 0) for state in Assessment.State.values)
    return ListedCampaign(campaign, still_open + closed, still_open)


def rounds_of_campaign(person: Person, campaign: Campaign) -> list[CampaignRound]:
    """Its rounds in the organizations the person sees at this moment, by the organization's name; in three queries."""
    # SECURITY: a grant that was revoked or has ended takes its organization off the page with the next request.
    rows = Assessment.objects.visible_to(person).filter(campaign=campaign).select_related("organization")
    assessments = list(rows.order_by("organization__name", "pk"))
    progress = progress_by(assessments)
    run = set(organizations_to_open_for(person).filter(assessments__campaign=campaign).values_list("pk", flat=True))
    return [CampaignRound(each, progress[each.pk], each.organization_id in run) for each in assessments]


# --- Closing -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClosingPlan:
    """What closing together would do to these rounds, before it is done."""

    rounds: Sequence[CampaignRound]

    @property
    def closing(self) -> list[CampaignRound]:
        return [each for each in self.rounds if each.can_close]

    @property
    def leaving(self) -> list[CampaignRound]:
        """Those that could be closed, had somebody submitted."""
        return [each for each in self.rounds if each.may_run and each.assessment.is_open and not each.can_close]

    @property
    def few(self) -> str:
        """The organizations in which so few have submitted that answers can be worked out, as a list in words."""
        return _named(each for each in self.closing if each.progress.submitted < PROVISIONAL_FROM)

    @property
    def unfinished(self) -> str:
        """The organizations in which somebody has started and not submitted, as a list in words."""
        return _named(each for each in self.closing if each.progress.started > each.progress.submitted)


def _named(rounds: Iterable[CampaignRound]) -> str:
    return get_text_list([each.assessment.organization.name for each in rounds], _("and"))


def close_campaign(person: Person, campaign: Campaign) -> Closing:
    """Close every open round in which somebody has submitted, of the organizations whose rounds the person may run.

    Each is closed on its own, so that one that cannot be closed holds up no other; those are left open.
    """
    closing = Closing([], [])
    for shown in rounds_of_campaign(person, campaign):
        if shown.may_run and shown.assessment.is_open:
            _close(person, shown.assessment, closing)
    audit.record(person, "campaign closed", campaign)
    return closing


def _close(person: Person, assessment: Assessment, closing: Closing) -> None:
    try:
        closing.closed.append(close_assessment(person, assessment))
    except Refused as refusal:
        # Somebody else may have closed it since: that is as good.
        if refusal.status != CONFLICT:
            closing.left.append(assessment)
