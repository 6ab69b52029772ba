"""Who is reminded of a round, and what the mail says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation

from assessment.models import Assessment, Invitation, Membership, Response, User, new_token
from assessment.services import mail
from assessment.services.assessments import progress_of
from assessment.services.mail import Letter, site_address
from assessment.services.mail_opt_outs import unsubscribe_link, without_mail


@dataclass(frozen=True, slots=True)
class Notice:
    """One mail to send; for somebody invited with the invitation and the new secret that its link carries."""

    letter: Letter
    invitation: Invitation | None = None
    token: str = ""


def reminders_for(assessment: Assessment, before: datetime) -> list[Notice]:
    """Reminders to those asked before that moment who have not submitted, one per address.

    That is: whoever was invited by mail, practitioners of the organization, and whoever has an account
    and has begun. Not those who want no reminders or no mail.
    """
    notices = {notice.letter.recipient: notice for notice in _to_invited(assessment, before)}
    # With an account one answers by it: with the invitation as well, one would be counted twice.
    notices |= {notice.letter.recipient: notice for notice in _to_practitioners(assessment, before)}
    notices |= {notice.letter.recipient: notice for notice in _to_accounts(assessment, before)}
    return _without_silent(list(notices.values()))


def summaries_for(assessment: Assessment, before: datetime) -> list[Notice]:
    """The counts of a team's round that was opened before that moment, for its leads who want reminders."""
    if assessment.kind != Assessment.Kind.TEAM or assessment.opened_at >= before:
        return []
    progress = progress_of(assessment)
    counts = {"started": str(progress.started), "submitted": str(progress.submitted)}
    counts |= {"workshops": str(progress.workshops or ""), "people": str(progress.people)}
    link = site_address(reverse("assessment-show", args=[assessment.uid]))
    leads = Membership.objects.filter(organization=assessment.organization, role=Membership.Role.LEAD)
    users = User.objects.filter(memberships__in=leads, is_active=True, wants_reminders=True).order_by("pk")
    return _without_silent([Notice(_to_user("summary", user, assessment, link, **counts)) for user in users])


def _without_silent(notices: list[Notice]) -> list[Notice]:
    silent = without_mail(notice.letter.recipient for notice in notices)
    return [notice for notice in notices if notice.letter.recipient not in silent]


# --- Accounts ------------------------------------------------------------------------------------


def _to_accounts(assessment: Assessment, before: datetime) -> Iterator[Notice]:
    rows = assessment.responses.filter(state=Response.State.IN_PROGRESS, started_at__lt=before)
    rows = rows.filter(user__is_active=True, user__wants_reminders=True)
    for response in rows.select_related("user"):
        if response.user is not None:
            link = site_address(reverse("response-show", args=[response.uid]))
            yield Notice(_to_user("reminder-account", response.user, assessment, link))


def _to_practitioners(assessment: Assessment, before: datetime) -> Iterator[Notice]:
    """To members of a team's round who have not begun by any way that is known; leads get the summary instead."""
    if assessment.kind != Assessment.Kind.TEAM or assessment.opened_at >= before:
        return
    asked = Membership.objects.filter(
        organization=assessment.organization, role=Membership.Role.PRACTITIONER, since__lt=before
    )
    users = User.objects.filter(memberships__in=asked, is_active=True, wants_reminders=True)
    answering = Exists(assessment.responses.filter(user=OuterRef("pk")))
    begun_as_guests = {
        email.lower() for email in assessment.invitations.filter(uses__gt=0).values_list("email", flat=True)
    }
    link = site_address(reverse("assessment-show", args=[assessment.uid]))
    for user in users.exclude(answering).order_by("pk"):
        if user.email not in begun_as_guests:
            yield Notice(_to_user("reminder-practitioner", user, assessment, link))


def _to_user(template: str, user: User, assessment: Assessment, link: str, **more: str) -> Letter:
    choices = site_address(reverse("account-change"))
    context = _context(assessment, user.language) | {"link": link, "choices": choices} | more
    return Letter(template, user.email, context, unsubscribe_link(user.email, site_address), user.language)


def _context(assessment: Assessment, language: str = "") -> dict[str, str]:
    with translation.override(language or settings.LANGUAGE_CODE):
        due = mail.day_of(assessment.due_on)
    return {"organization": assessment.organization.name, "title": assessment.title, "due": due}


# --- Those invited by mail -----------------------------------------------------------------------


def _to_invited(assessment: Assessment, before: datetime) -> Iterator[Notice]:
    rows = list(_invited_without_answers(assessment, before))
    known = _addresses_of_accounts(assessment, [row.email for row in rows])
    for invitation in rows:
        if invitation.email.lower() not in known:
            token = new_token()
            link = site_address(reverse("join", args=[token]))
            unsubscribe = unsubscribe_link(invitation.email, site_address)
            context = _context(assessment) | {"link": link}
            yield Notice(Letter("reminder", invitation.email, context, unsubscribe), invitation, token)


def _invited_without_answers(assessment: Assessment, before: datetime) -> QuerySet[Invitation]:
    """Invitations for one person by mail that nobody has used yet, or by which a guest has begun and not submitted."""
    begun = Response.objects.filter(invitation=OuterRef("pk"), user=None, state=Response.State.IN_PROGRESS)
    now = timezone.now()
    unused = Q(uses=0) & (Q(expires_at=None) | Q(expires_at__gt=now))
    rows = assessment.invitations.filter(revoked_at=None, use_limit=1).exclude(email="")
    # SECURITY: what a reminder does is not written to the invitation, whose list would tell who still gets one.
    asked = rows.annotate(asked_at=Coalesce("mailed_at", "created_at")).filter(asked_at__lt=before)
    return asked.filter(unused | Exists(begun)).order_by("pk")


def _addresses_of_accounts(assessment: Assessment, addresses: list[str]) -> set[str]:
    """Those of these addresses, lower-cased, whose account answers here already or wants no reminders."""
    users = User.objects.filter(email__in=[address.lower() for address in addresses])
    answering = Exists(assessment.responses.filter(user=OuterRef("pk")))
    return set(users.filter(answering | Q(wants_reminders=False)).values_list("email", flat=True))
