"""What the consultant of the demonstration may see, could see, asked for and wrote down."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from assessment.models import AccessRequest, Grant, Membership, Organization, PortfolioNote, Tag, User

SINCE = timedelta(days=200)
# Every tenth of the organizations that let the consultant in lets them run rounds.
RUN_EVERY = 10


def grant_access(consultant: User, organizations: Sequence[Organization], now: datetime) -> None:
    """Let the consultant into these organizations, each by its lead."""
    leads = _leads_of(organizations)
    Grant.objects.bulk_create(
        Grant(
            organization=organization,
            user=consultant,
            level=Grant.Level.RUN if place % RUN_EVERY == 1 else Grant.Level.READ,
            state=Grant.State.GRANTED,
            granted_at=now - SINCE,
            granted_by_id=leads[organization.pk],
        )
        for place, organization in enumerate(organizations)
    )


def _leads_of(organizations: Sequence[Organization]) -> dict[int, int]:
    leads = Membership.objects.filter(organization__in=organizations, role=Membership.Role.LEAD)
    return dict(leads.values_list("organization", "user"))


def tell_of_access(consultant: User, lead: User, seen: Sequence[Organization], unseen: Sequence[Organization]) -> None:
    """Give the consultant tags and a note on what they see, and ask the lead for more than reading."""
    words = {_("pilot"): seen[:3], _("north"): seen[1:9:2], _("call back"): seen[2:3]}
    Tag.objects.bulk_create(
        Tag(user=consultant, organization=organization, word=word)
        for word, organizations in words.items()
        for organization in organizations
    )
    text = _("Talk about monitoring after release before the next round.")
    PortfolioNote.objects.create(user=consultant, organization=seen[0], text=text)
    message = _("I could open the rounds for you, and watch how many have answered.")
    AccessRequest.objects.create(consultant=consultant, email=lead.email, level=Grant.Level.RUN, message=message)
    AccessRequest.objects.create(consultant=consultant, email=f"lead@{unseen[-1].email_domain}")


def tell_of_the_past(consultant: User, organizations: Sequence[Organization], now: datetime) -> None:
    """Two organizations whose access has ended: one by its last day, one by its lead."""
    expired, revoked = organizations
    leads = _leads_of(organizations)
    until = now - timedelta(days=40)
    given = {"user": consultant, "granted_at": now - SINCE}
    Grant.objects.create(
        organization=expired,
        state=Grant.State.GRANTED,
        granted_by_id=leads[expired.pk],
        expires_on=until.date(),
        **given,
    )
    Grant.objects.create(
        organization=revoked,
        state=Grant.State.REVOKED,
        granted_by_id=leads[revoked.pk],
        revoked_at=until,
        revoked_by_id=leads[revoked.pk],
        **given,
    )
