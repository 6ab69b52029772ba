"""Reminders before the due date to those who have not submitted, and a summary to the leads; each once."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from assessment.models import Assessment, Invitation, Reminder, address_hash_of, hash_of
from assessment.services import mail
from assessment.services.errors import Refused
from assessment.services.reminder_letters import Notice, reminders_for, summaries_for

# Days before the due date, in ascending order. A day on which nothing ran is made up for until the next step.
STEPS = (0, 1, 7)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mails were taken, and how many were not; those are tried again by the next run."""

    reminders: int = 0
    summaries: int = 0
    failed: int = 0


def send_reminders(today: date | None = None) -> Tally:
    """Remind of every round that is due in 7 days, in one day or today; return counts alone.

    Reminded are those who were asked and have not submitted, once for each step, unless they were
    asked only on its day or later; leads get the counts of the round. Safe to run twice, also at
    once. Raises Refused where this installation sends no mail.
    """
    if not settings.EMAIL_URL:
        raise Refused(_("This installation sends no mail. Set EMAIL_URL first."))
    reminders, summaries, failed = 0, 0, 0
    for assessment, step, before in _due(today or timezone.localdate()):
        reminded = _send(assessment, step, Reminder.Purpose.ANSWER, reminders_for(assessment, before))
        summed_up = _send(assessment, step, Reminder.Purpose.SUMMARY, summaries_for(assessment, before))
        reminders += reminded.count(True)
        summaries += summed_up.count(True)
        failed += (reminded + summed_up).count(False)
    return Tally(reminders, summaries, failed)


@task()
def remind() -> dict[str, int]:
    """The same as a task for a worker; returns the counts by name."""
    return asdict(send_reminders())


# --- When ----------------------------------------------------------------------------------------


def step_on(today: date, due_on: date) -> int | None:
    """The step (of `STEPS`) a round due on that day has reached today; none before the first and after the due day."""
    days = (due_on - today).days
    return next((step for step in STEPS if 0 <= days <= step), None)


def _due(today: date) -> Iterator[tuple[Assessment, int, datetime]]:
    """Open rounds with the step they have reached and the moment it began."""
    rows = Assessment.objects.open().filter(due_on__range=(today, today + timedelta(days=STEPS[-1])))
    rows = rows.exclude(kind=Assessment.Kind.PAPER)
    # Invented people have no mailbox.
    for assessment in rows.filter(organization__synthetic=False).select_related("organization").order_by("pk"):
        due_on = assessment.due_on
        step = None if due_on is None else step_on(today, due_on)
        if due_on is not None and step is not None:
            yield assessment, step, timezone.make_aware(datetime.combine(due_on - timedelta(days=step), time.min))


# --- Once ----------------------------------------------------------------------------------------


def _send(assessment: Assessment, step: int, purpose: str, notices: Sequence[Notice]) -> list[bool]:
    """Send what was not sent before; say of each of these whether it was taken."""
    claims = [(notice, _claim(assessment, step, purpose, notice.letter.recipient)) for notice in notices]
    mine = [(notice, claim) for notice, claim in claims if claim is not None]
    taken = mail.send_each([notice.letter for notice, claim in mine])
    for (notice, claim), was_taken in zip(mine, taken, strict=True):
        if not was_taken:
            claim.delete()
        elif notice.invitation is not None:
            _give_link(notice.invitation, notice.token)
    return taken


def _claim(assessment: Assessment, step: int, purpose: str, address: str) -> Reminder | None:
    """The row that says it is sent, written before it is; none where another run has written it."""
    reminder, is_new = Reminder.objects.get_or_create(
        assessment=assessment, step=step, purpose=purpose, address_hash=address_hash_of(address)
    )
    return reminder if is_new else None


def _give_link(invitation: Invitation, token: str) -> None:
    """Let the link in the mail work, in place of the one before; only once the mail is on its way."""
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(token_hash=hash_of(token))
