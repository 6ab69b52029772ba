"""What became of each access that was ever granted: until when it lasted, and how it ended."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.utils import timezone

from assessment.models import Grant


class Ending(Enum):
    """How access ended."""

    EXPIRED = "expired"
    REVOKED = "revoked"
    # Another row came in its place at the same moment: another level, or another last day.
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class EndedGrant:
    """Access that lets nobody in any more."""

    grant: Grant
    last_day: date
    ending: Ending

    @property
    def is_expired(self) -> bool:
        return self.ending is Ending.EXPIRED

    @property
    def is_replaced(self) -> bool:
        return self.ending is Ending.REPLACED


def ended_among(grants: Iterable[Grant]) -> list[EndedGrant]:
    """Return those of these grants that have ended, in their order, each with its last day and how it ended.

    All grants of the same person to the same organization have to be among them, to tell what was replaced.
    """
    everything = list(grants)
    successors: dict[tuple[int, int], list[Grant]] = defaultdict(list)
    for grant in everything:
        successors[grant.organization_id, grant.user_id].append(grant)
    given = [grant for grant in everything if grant.granted_at is not None and not grant.is_active]
    return [_ended(grant, successors[grant.organization_id, grant.user_id]) for grant in given]


def _ended(grant: Grant, of_the_same: Iterable[Grant]) -> EndedGrant:
    revoked_at, expires_on = grant.revoked_at, grant.expires_on
    if expires_on is not None and (revoked_at is None or expires_on < timezone.localdate(revoked_at)):
        # What was replaced after its last day had ended on that day.
        return EndedGrant(grant, expires_on, Ending.EXPIRED)
    if revoked_at is None:
        message = f"Grant {grant.uid} has not ended."
        raise ValueError(message)
    is_replaced = any(_came_after(each, grant, revoked_at) for each in of_the_same)
    return EndedGrant(grant, timezone.localdate(revoked_at), Ending.REPLACED if is_replaced else Ending.REVOKED)


def _came_after(grant: Grant, earlier: Grant, revoked_at: datetime) -> bool:
    return grant.pk > earlier.pk and grant.granted_at is not None and grant.granted_at <= revoked_at
