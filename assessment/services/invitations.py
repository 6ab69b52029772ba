"""Links that let people answer a round without an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Assessment, Invitation, Person, hash_of, new_token
from assessment.services import assessments, audit
from assessment.services.errors import Refused
from assessment.services.suggestions import roles_of
from assessment.services.versions import frozen

LASTS = timedelta(days=30)


class State(TextChoices):
    USABLE = "usable", gettext_lazy("works")
    USED_UP = "used-up", gettext_lazy("used up")
    EXPIRED = "expired", gettext_lazy("expired")
    REVOKED = "revoked", gettext_lazy("revoked")
    # Of those with an address, in place of the first two, which would say who has begun.
    SENT = "sent", gettext_lazy("sent")
    NOT_SENT = "not-sent", gettext_lazy("not sent")


@dataclass(frozen=True, slots=True)
class ListedInvitation:
    """An invitation in a list, with its state at this moment."""

    invitation: Invitation
    state: State
    # The words of the role it is meant for; empty for anybody.
    role: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether there is something to end; of one with an address it does not say whether it was used."""
        return self.state in {State.USABLE, State.SENT, State.NOT_SENT}

    @property
    def can_be_resent(self) -> bool:
        return self.state in {State.SENT, State.NOT_SENT, State.EXPIRED} and self.invitation.email != ""


@transaction.atomic
def invite(
    person: Person,
    assessment: Assessment,
    *,
    email: str = "",
    use_limit: int | None = None,
    expires_at: datetime | None = None,
    role: str = "",
) -> tuple[Invitation, str]:
    """Make a link to a round; return the invitation and the link's secret, which exists only here.

    `use_limit` is how many people may start with it (none: no limit); it ends at `expires_at`, by
    default after 30 days. `role` is the key of the role it is meant for (empty: any). Raises Refused:
    404 for a round that has been deleted, 403 for a closed one, 422 for a round of one person or on
    paper, an end in the past, a limit below one or a role that the questionnaire does not ask for.
    """
    held = assessments.locked(assessment)
    return invite_held(person, held, email=email, use_limit=use_limit, expires_at=expires_at, role=role)


def invite_held(
    person: Person, assessment: Assessment, *, email: str, use_limit: int | None, expires_at: datetime | None, role: str
) -> tuple[Invitation, str]:
    """Do what `invite` does to a round that the caller's transaction holds; raises Refused as it does."""
    now = timezone.now()
    _refuse_what_nobody_could_use(assessment, use_limit, expires_at, now)
    if role and role not in roles_of(frozen(assessment.version)):
        raise Refused(_("The questionnaire of this assessment knows no such role."))
    token = new_token()
    invitation = Invitation.objects.create(
        assessment=assessment,
        email=email,
        use_limit=use_limit,
        expires_at=expires_at or now + LASTS,
        role=role,
        token_hash=hash_of(token),
        created_by=person.user,
    )
    audit.record(person, "invitation made", invitation, assessment.organization)
    return invitation, token


def _refuse_what_nobody_could_use(
    assessment: Assessment, use_limit: int | None, expires_at: datetime | None, now: datetime
) -> None:
    if not assessment.is_open:
        raise Refused(_("This assessment is closed. Reopen it to invite people."), status=403)
    if assessment.kind == Assessment.Kind.JUST_ME:
        raise Refused(_("This assessment is answered by one person, so nobody else can be invited."))
    if assessment.kind == Assessment.Kind.PAPER:
        raise Refused(_("This assessment was answered on paper, so nobody is invited to it."))
    if expires_at is not None and expires_at <= now:
        raise Refused(_("The invitation would have ended already."))
    if use_limit is not None and use_limit < 1:
        raise Refused(_("At least one person has to be able to use the invitation."))


@transaction.atomic
def revoke(person: Person, invitation: Invitation) -> None:
    """End an invitation at once; who has started with it goes on. Revoking twice changes nothing."""
    changed = Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())
    if changed:
        audit.record(person, "invitation revoked", invitation, invitation.assessment.organization)


def invitations_of(assessment: Assessment) -> list[ListedInvitation]:
    """All invitations to a round, latest first, in one query beside its version."""
    now, rows = timezone.now(), list(assessment.invitations.all())
    roles = roles_of(frozen(assessment.version)) if any(each.role for each in rows) else {}
    return [ListedInvitation(each, state_of(each, now), roles.get(each.role, each.role)) for each in rows]


def invited_addresses(assessment: Assessment) -> list[str]:
    """The addresses, lower-cased, with an invitation to this round that was not revoked; in one query."""
    rows = assessment.invitations.filter(revoked_at=None).exclude(email="").order_by("pk")
    return [email.lower() for email in rows.values_list("email", flat=True)]


def state_of(invitation: Invitation, now: datetime) -> State:
    """What an invitation is good for at this moment; of one with an address, what has become of its mail."""
    if invitation.revoked_at is not None:
        return State.REVOKED
    # SECURITY: that one was used would say that the person at this address has begun to answer.
    if invitation.is_used_up and not invitation.email:
        return State.USED_UP
    if invitation.has_expired(now):
        return State.EXPIRED
    if invitation.email:
        return State.NOT_SENT if invitation.mailed_at is None else State.SENT
    return State.USABLE
