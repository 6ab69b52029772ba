"""A round is given another title or due date, and what hangs on the date follows."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessment, Person
from assessment.services import audit
from assessment.services.assessments import locked, refuse_a_past_day, save_under_its_title
from assessment.services.errors import Refused
from assessment.services.mail import day_of


def shown_state(assessment: Assessment) -> str:
    """What a page shows of a round that can be changed, as one text, to notice later that somebody else changed it."""
    return f"{assessment.state} {assessment.due_on} {assessment.title}"


def has_a_due_date(assessment: Assessment) -> bool:
    """Whether a due date of this round means anything (any more): people still answer it."""
    return assessment.is_open and assessment.kind != Assessment.Kind.PAPER


@transaction.atomic
def change_assessment(
    person: Person, assessment: Assessment, *, title: str, due_on: date | None, seen: str = ""
) -> Assessment:
    """Give a round this title and due date (none: no due date); return it as it now is.

    Where the due date moves, those who have not submitted are reminded of it anew, and where it moves
    to a later day, invitations by mail last until then. `seen` is what `shown_state` said when the
    change was thought of. Raises Refused: 409 where the round has changed since, or has no due date
    that could change, 422 for a title that the organization has used and a new due date in the past.
    """
    held = locked(assessment)
    before = held.due_on
    if seen not in ("", shown_state(held)):
        raise Refused(_changed_meanwhile(held), status=409)
    if due_on != before:
        if not has_a_due_date(held):
            raise Refused(_("Nobody answers this assessment any more. Only its title can be changed."), status=409)
        refuse_a_past_day(due_on)
    held.title, held.due_on = title, due_on
    save_under_its_title(held)
    if due_on != before:
        _follow(held, before)
    audit.record(person, "assessment changed", held, held.organization)
    return held


def _changed_meanwhile(assessment: Assessment) -> str:
    words = {"title": assessment.title, "day": day_of(assessment.due_on)}
    if not assessment.is_open:
        return _("The assessment has been closed in the meantime. It is called “%(title)s”.") % words
    if assessment.due_on is None:
        return _("Somebody has changed it in the meantime: it is called “%(title)s” and has no due date.") % words
    return _("Somebody has changed it in the meantime: it is called “%(title)s” and is due on %(day)s.") % words


def _follow(assessment: Assessment, before: date | None) -> None:
    """What was promised for the old due date goes on to the new one."""
    # What was sent named another day: who has been reminded is forgotten.
    assessment.reminders.all().delete()
    if assessment.due_on is not None and (before is None or assessment.due_on > before):
        end = timezone.make_aware(datetime.combine(assessment.due_on, time.max))
        mailed = assessment.invitations.filter(revoked_at=None).exclude(email="")
        mailed.filter(expires_at__lt=end).update(expires_at=end)
