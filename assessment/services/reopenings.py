"""Changing what was submitted: asked for by its author, allowed or declined by whoever runs the round."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessment, AuditEvent, Person, Response, User
from assessment.services import assessments, audit, mail, results
from assessment.services.errors import Refused
from assessment.services.mail import Letter, site_address
from assessment.services.mail_opt_outs import unsubscribe_link, without_mail

ALLOWED_LETTER, DECLINED_LETTER = "reopening-allowed", "reopening-declined"
ASKED = "reopening asked"


class Reopening(StrEnum):
    """What has become of asking to change one's submitted answers."""

    NONE = "none"
    ASKED = "asked"
    DECLINED = "declined"
    ALLOWED = "allowed"


@transaction.atomic
def ask_to_reopen(person: Person, response: Response) -> Response:
    """Ask whoever runs the round to let one's submitted answers be changed; return the response as it now is.

    Asking again changes nothing. Raises Refused: 403 where the round is closed, 409 where the answers
    are not submitted (any more), 422 for answers that were entered for others, which need no asking.
    """
    assessment = assessments.locked(response.assessment)
    held = Response.objects.select_for_update().get(pk=response.pk)
    if not assessment.is_open:
        raise Refused(_("This assessment has been closed. Ask its lead to reopen it first."), status=403)
    if not held.is_submitted:
        raise Refused(_("These answers are not submitted, so you can change them at once."), status=409)
    if held.kind != Response.Kind.PERSONAL:
        raise Refused(_("You entered these answers for others, and need not ask anybody to change them."))
    if held.reopening_asked_at is None:
        held.reopening_asked_at = timezone.now()
        held.save(update_fields=["reopening_asked_at"])
        audit.record(person, ASKED, held, assessment.organization)
    return held


def reopening_of(response: Response) -> Reopening:
    """What its author is to know of having asked, since the answers were last submitted; in one query at most."""
    if response.reopening_asked_at is not None:
        return Reopening.ASKED
    organization = response.assessment.organization.uid
    asked = AuditEvent.objects.filter(verb=ASKED, object_uid=response.uid, organization_uid=organization)
    # Who asked after submitting and waits no more was declined where it is submitted still, else allowed.
    if not asked.filter(at__gte=response.submitted_at or response.started_at).exists():
        return Reopening.NONE
    return Reopening.DECLINED if response.is_submitted else Reopening.ALLOWED


def approve_reopenings(person: Person, assessment: Assessment) -> int:
    """Let everybody who asked change their answers, which count again once they are submitted; return how many.

    Accounts among them are told by mail. Raises Refused (409) where the round is closed or nobody
    asks (any more).
    """
    with transaction.atomic():
        held = _held(assessment)
        asking = _asking(held)
        again = {"state": Response.State.IN_PROGRESS, "submitted_at": None, "reopening_asked_at": None}
        Response.objects.filter(pk__in=[each.pk for each in asking]).update(**again)
        results.recompute(held)
        # SECURITY: the event names the round, not the answers: it would tell its reader whose they are.
        audit.record(person, "reopenings allowed", held, held.organization)
    _tell(ALLOWED_LETTER, held, asking)
    return len(asking)


def decline_reopenings(person: Person, assessment: Assessment) -> int:
    """Leave the answers of everybody who asked as they were submitted; return how many asked.

    Accounts among them are told by mail, and may ask again. Raises Refused as `approve_reopenings` does.
    """
    with transaction.atomic():
        held = _held(assessment)
        asking = _asking(held)
        Response.objects.filter(pk__in=[each.pk for each in asking]).update(reopening_asked_at=None)
        audit.record(person, "reopenings declined", held, held.organization)
    _tell(DECLINED_LETTER, held, asking)
    return len(asking)


def _held(assessment: Assessment) -> Assessment:
    held = assessments.locked(assessment)
    if not held.is_open:
        raise Refused(_("This assessment has been closed. Reopen it to let people change their answers."), status=409)
    return held


def _asking(assessment: Assessment) -> Sequence[Response]:
    """The responses whose authors wait for an answer, held until the transaction ends."""
    rows = assessment.responses.filter(reopening_asked_at__isnull=False)
    asking = list(rows.select_for_update(of=("self",)).select_related("user"))
    if not asking:
        raise Refused(_("Nobody asks to change submitted answers any more."), status=409)
    return asking


# --- Telling them --------------------------------------------------------------------------------


def _tell(template: str, assessment: Assessment, asking: Iterable[Response]) -> None:
    """Mail the accounts among those who asked, unless they want no mail; whether that worked is told to nobody."""
    # Invented people have no mailbox.
    if not assessment.organization.synthetic:
        letters = [
            _letter(template, assessment, response, response.user)
            for response in asking
            if response.user is not None and response.user.is_active
        ]
        silent = without_mail(letter.recipient for letter in letters)
        mail.send_each([letter for letter in letters if letter.recipient not in silent])


def _letter(template: str, assessment: Assessment, response: Response, user: User) -> Letter:
    context = {
        "organization": assessment.organization.name,
        "title": assessment.title,
        "link": site_address(reverse("response-show", args=[response.uid])),
    }
    return Letter(template, user.email, context, unsubscribe_link(user.email, site_address), user.language)
