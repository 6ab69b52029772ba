"""Links that show a closed result to whoever has them: made and revoked by a lead, opened by anybody."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Assessment, Person, Share, hash_of, new_token
from assessment.services import audit
from assessment.services.assessments import locked
from assessment.services.errors import Refused
from assessment.services.stored_results import ResultView, read_result

LASTS_DAYS, LONGEST_DAYS = 30, 365
# So many links of one round work at a time: few enough that a lead still knows who has them.
MOST = 20
DAY = timedelta(days=1)


class State(TextChoices):
    WORKS = "works", gettext_lazy("works")
    EXPIRED = "expired", gettext_lazy("expired")
    REVOKED = "revoked", gettext_lazy("revoked")


@dataclass(frozen=True, slots=True)
class ListedShare:
    """A share in a list, with its state at this moment."""

    share: Share
    state: State

    @property
    def works(self) -> bool:
        return self.state is State.WORKS


@dataclass(frozen=True, slots=True)
class Shares:
    """All shares of a result, latest first, and how many responses it is made of (0 before there is one)."""

    listed: list[ListedShare]
    respondents: int

    @property
    def are_full(self) -> bool:
        """Whether as many links work as may at a time."""
        return sum(each.works for each in self.listed) >= MOST


def shares_of(assessment: Assessment) -> Shares:
    """The shares of the result of this round, in two queries."""
    now, rows = timezone.now(), assessment.shares.select_related("created_by")
    responses = Assessment.objects.filter(pk=assessment.pk).values_list("result__respondents", flat=True).get()
    return Shares([ListedShare(each, state_of(each, now)) for each in rows], responses or 0)


def state_of(share: Share, now: datetime) -> State:
    """What the link is good for at this moment."""
    if share.revoked_at is not None:
        return State.REVOKED
    return State.EXPIRED if share.has_expired(now) else State.WORKS


# --- By leads ------------------------------------------------------------------------------------


@transaction.atomic
def share_result(
    person: Person, assessment: Assessment, token: str, *, label: str, scope: str, days: int
) -> tuple[Share, str]:
    """Make a link that shows the result of a closed round for so many days; return the share and the link's secret.

    `token` (from `new_token`) is the secret to use, kept as a hash only: the same one again, for the same,
    makes nothing new. `label` says for whom, `scope` (of `Share.Scope`) what is shown. Raises Refused: 403 for
    a round that is open, 409 where the link was revoked since, 422 for fewer than 1 day or more than 365, and
    where 20 links work already.
    """
    held = locked(assessment)
    if held.is_open:
        raise Refused(_("This round is open. Its result can be shared once it is closed."), status=403)
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(_("A link works for 1 to %(days)d days.") % {"days": LONGEST_DAYS})
    made = held.shares.filter(token_hash=hash_of(token)).first()
    if made is not None and made.revoked_at is not None:
        raise Refused(_("This link has been revoked. Load the page again to make another one."), status=409)
    if made is not None and (made.label, made.scope, _days_of(made)) == (label, scope, days):
        return made, token
    if shares_of(held).are_full:
        sentence = _("%(count)d links to this result work already. Revoke one that is no longer needed.")
        raise Refused(sentence % {"count": MOST})
    # What is asked for is another link, such as after going back in the browser.
    secret = token if made is None else new_token()
    share = Share.objects.create(
        assessment=held,
        label=label,
        scope=scope,
        token_hash=hash_of(secret),
        expires_at=timezone.now() + days * DAY,
        created_by=person.user,
    )
    audit.record(person, f"result shared: {scope}", share, held.organization)
    return share, secret


def _days_of(share: Share) -> int | None:
    return round((share.expires_at - share.created_at) / DAY) if share.expires_at else None


@transaction.atomic
def revoke_share(person: Person, share: Share) -> None:
    """End a link at once; revoking twice, or what has expired, changes nothing."""
    now = timezone.now()
    if Share.objects.filter(pk=share.pk, revoked_at=None, expires_at__gt=now).update(revoked_at=now):
        audit.record(person, "share revoked", share, share.assessment.organization)


# --- By whoever has the link -----------------------------------------------------------------------


def share_by(token: str) -> Share:
    """The share on the link with this secret, in one query; its round may have been reopened.

    Raises Refused: 404 where there is none, 410 where it was revoked or has expired.
    """
    rows = Share.objects.select_related("assessment__organization", "assessment__version__questionnaire")
    share = rows.filter(token_hash=hash_of(token)).first()
    if share is None:
        raise Refused(_("Please check that the link was copied completely."), status=404)
    # Whoever has the link knew what it showed, so that it may say why it shows nothing more.
    match state_of(share, timezone.now()):
        case State.REVOKED:
            raise Refused(_("It has been revoked. Ask whoever gave it to you."), status=410)
        case State.EXPIRED:
            raise Refused(_("It has expired. Ask whoever gave it to you for a new one."), status=410)
    return share


def shared_result(share: Share) -> ResultView:
    """The stored result that a share shows: that of its own round alone, without the round before."""
    # SECURITY: what the organization was like before is in another round, which was not shared.
    view = read_result(share.assessment)
    dimensions = tuple(replace(dimension, previous=None) for dimension in view.dimensions)
    return replace(view, dimensions=dimensions, previous_title="", previous_uid=None)
