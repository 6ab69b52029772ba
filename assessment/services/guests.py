"""Answering by a link, with or without an account."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessment, AuditEvent, Invitation, Person, Response, hash_of, new_token
from assessment.services import assessments, audit, mail
from assessment.services.errors import Refused
from assessment.services.responses import begin

MOST_MAILS_A_DAY = 5
# From so many ways in on one person may have two responses.
SEVERAL = 2
LINK_MAILED = "personal link mailed"


def invitation_by(token: str) -> Invitation | None:
    """The invitation whose link carries this secret."""
    rows = Invitation.objects.select_related("assessment__organization", "assessment__version")
    return rows.filter(token_hash=hash_of(token)).first()


def refuse_unusable(invitation: Invitation) -> None:
    """Raises Refused where nobody can begin with the invitation: 410 it has ended, 403 its assessment is closed."""
    if not invitation.assessment.is_open:
        raise Refused(_("This assessment has been closed. It takes no more answers."), status=403)
    if invitation.revoked_at is not None:
        raise Refused(_("This invitation was withdrawn. Ask whoever sent it for another one."), status=410)
    if invitation.has_expired(timezone.now()):
        raise Refused(_("This invitation has expired. Ask whoever sent it for another one."), status=410)
    if invitation.is_used_up:
        raise Refused(
            _("This invitation has been used as often as it may be. Ask whoever sent it for another one."), status=410
        )


def own_response(person: Person, invitation: Invitation) -> Response | None:
    """What the person has begun in the invitation's assessment already, by account or as a guest."""
    rows = Response.objects.visible_to(person).personal().filter(assessment=invitation.assessment)
    # The account's own comes first: it has no guest's hash.
    return rows.order_by("guest_hash", "pk").first()


def may_have_begun(person: Person, assessment: Assessment) -> bool:
    """Whether a guest has begun by an invitation to this account's address, and the account has not."""
    # SECURITY: told to nobody but whoever signed in with that address.
    if person.user is None or Response.objects.visible_to(person).personal().filter(assessment=assessment).exists():
        return False
    guests = Response.objects.filter(assessment=assessment, user=None, invitation__email__iexact=person.user.email)
    return guests.exists()


def another_of(person: Person, response: Response) -> Response | None:
    """Another response of the same person in the same open assessment, by account or as a guest: both would count."""
    if len(person.guest_hashes) + (person.user is not None) < SEVERAL or not response.assessment.is_open:
        return None
    own = Response.objects.visible_to(person).personal().filter(assessment=response.assessment_id)
    return own.exclude(pk=response.pk).order_by("pk").first()


def start_as_guest(person: Person, invitation: Invitation, token: str) -> Response:
    """Begin to answer by an invitation, or go on; a new response counts as one use of the invitation.

    `token` is the guest's own secret, from `new_token`, kept here as a hash only; an account needs
    none and gets the response itself. The same secret twice begins once. Raises Refused: 410 where
    the invitation has ended, 403 where the assessment is closed or for one other person.
    """
    with transaction.atomic():
        assessment = assessments.locked(invitation.assessment)
        held = Invitation.objects.select_for_update().get(pk=invitation.pk)
        held.assessment = assessment
        begun = own_response(person, held) or Response.objects.filter(guest_hash=hash_of(token)).first()
        if begun is not None:
            return begun
        refuse_unusable(held)
        holder = {"user": person.user} if person.user else {"guest_hash": hash_of(token)}
        response = begin(assessment, invitation=held, **holder)
        held.uses += 1
        held.save(update_fields=["uses"])
        return response


def response_by(token: str) -> Response | None:
    """The guest's response whose return link carries this secret; none once an account has claimed it."""
    return Response.objects.filter(guest_hash=hash_of(token)).select_related("assessment__organization").first()


def renew_link(person: Person, response: Response) -> tuple[Response, str]:
    """Give a guest's response another personal link; return it as it now is, and the link's secret.

    The link it had ends, also where it has been opened before. Raises Refused (409) where the
    response belongs to an account by now.
    """
    with transaction.atomic():
        rows = Response.objects.select_for_update(of=("self",)).select_related("assessment__organization")
        held, token = rows.get(pk=response.pk), new_token()
        if not held.guest_hash:
            raise Refused(_("These answers belong to an account. They need no personal link."), status=409)
        held.guest_hash = hash_of(token)
        held.save(update_fields=["guest_hash"])
        audit.record(person, "personal link renewed", held, held.assessment.organization)
        return held, token


def mail_link(person: Person, response: Response, *, email: str, link: str) -> bool:
    """Send a guest's personal link (URL) to an address, which is kept nowhere; say whether that worked.

    After five mails for the response in a day no more are sent.
    """
    # SECURITY: whoever holds an invitation can have mail sent anywhere, so there is little of it.
    organization = response.assessment.organization
    with transaction.atomic():
        Response.objects.select_for_update().get(pk=response.pk)
        mailed = AuditEvent.objects.filter(verb=LINK_MAILED, object_uid=response.uid)
        if mailed.filter(at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_MAILS_A_DAY:
            return False
        audit.record(person, LINK_MAILED, response, organization)
    title = response.assessment.title
    return mail.send("return-link", email, organization=organization.name, title=title, link=link)


def may_claim(person: Person, response: Response) -> bool:
    """Whether the account could take over this response: a guest's, where it has none of its own."""
    if person.user is None or not response.guest_hash:
        return False
    return not Response.objects.filter(assessment=response.assessment_id, user=person.user).exists()


def claim(person: Person, response: Response) -> Response:
    """Make a guest's response, opened in this session, the account's own; its return link ends.

    Returns the response as it now is. Raises Refused: 409 where the account has answers in this
    assessment already, 403 where the response is not this guest's.
    """
    with transaction.atomic():
        assessments.locked(response.assessment)
        held = Response.objects.select_for_update().get(pk=response.pk)
        if person.user is None or held.guest_hash not in person.guest_hashes - {""}:
            raise Refused(_("These answers belong to somebody else."), status=403)
        if not may_claim(person, held):
            raise Refused(_("Your account already has answers in this assessment."), status=409)
        held.user, held.guest_hash = person.user, ""
        held.save(update_fields=["user", "guest_hash"])
        return held
