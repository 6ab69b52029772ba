"""Inviting by e-mail: a pasted list is read, everybody on it gets a link of their own, and again where it got lost."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessment, Invitation, Person, hash_of, new_token
from assessment.services import assessments, audit, mail
from assessment.services.errors import Refused
from assessment.services.invitations import LASTS, invite_held, invited_addresses
from assessment.services.mail import Letter
from assessment.services.mail_opt_outs import Absolute, unsubscribe_link, without_mail
from assessment.services.suggestions import roles_of
from assessment.services.versions import frozen

MOST_ADDRESSES = 200
LONGEST_ADDRESS = 254
# A second click, or a second lead, sends no second mail.
PAUSE = timedelta(minutes=10)
# Commas and semicolons inside of quotes belong to a name.
PIECE = re.compile(r"""(?:[^,;"]|"[^"]*"?)+""")


# --- Reading -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadList:
    """What a pasted list says: addresses in lower case, each once; those that came again; lines that are none."""

    addresses: list[str]
    repeated: list[str]
    # Line numbers from 1, with what stands there.
    problems: list[tuple[int, str]]


def read_list(text: str) -> ReadList:
    """Read addresses, one per line or separated by commas or semicolons; "Name <address>" is an address, too."""
    addresses: dict[str, None] = {}
    repeated: dict[str, None] = {}
    problems = []
    for number, piece in _pieces(text):
        address = address_in(piece)
        if address is None:
            problems.append((number, piece))
        elif address in addresses:
            repeated[address] = None
        else:
            addresses[address] = None
    return ReadList(list(addresses), list(repeated), problems)


def _pieces(text: str) -> Iterable[tuple[int, str]]:
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        for piece in PIECE.findall(line):
            if piece.strip():
                yield number, piece.strip()


def address_in(piece: str) -> str | None:
    """The address in "ana@example.org" or "Ana <ana@example.org>", in lower case; None where there is none."""
    before, bracket, rest = piece.rpartition("<")
    address = rest.removesuffix(">").strip() if bracket and rest.endswith(">") else piece
    # SECURITY: quoted local parts are legal and hardly used; they may hold signs that have no place in a header.
    if len(address) > LONGEST_ADDRESS or '"' in address or ">" in before:
        return None
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address.lower()


# --- Inviting ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of a list: how many mails were taken and how many were not, and who had been invited before."""

    sent: int
    not_sent: int
    already: list[str]


def usual_end(assessment: Assessment) -> datetime:
    """When an invitation by mail ends unless somebody says otherwise: in 30 days, and not before the due day ends."""
    later = timezone.now() + LASTS
    if assessment.due_on is None:
        return later
    return max(later, timezone.make_aware(datetime.combine(assessment.due_on, time.max)))


def invite_each(
    person: Person,
    assessment: Assessment,
    addresses: Sequence[str],
    absolute: Absolute,
    *,
    expires_at: datetime,
    role: str = "",
) -> Invited:
    """Invite every address (from `read_list`) to a round and mail each its own link; one person can use it.

    `role` is the key of the role that all of them are asked in (empty: any). Addresses with an invitation
    to this round that was not revoked are left out. A mail that fails leaves its invitation, to be sent
    again. Raises Refused, with nothing made or sent, as `invite` does, and 422 where this installation
    sends no mail.
    """
    if not settings.EMAIL_URL:
        raise Refused(_("This installation sends no mail. Make a link instead, and pass it on yourself."))
    with transaction.atomic():
        # Held, so that two lists at once invite nobody twice.
        held = assessments.locked(assessment)
        already = set(invited_addresses(held))
        made = [
            invite_held(person, held, email=address, use_limit=1, expires_at=expires_at, role=role)
            for address in addresses
            if address not in already
        ]
    sent = _mailed("invitation", made, absolute)
    Invitation.objects.filter(pk__in=[each.pk for each in sent]).update(mailed_at=timezone.now())
    return Invited(len(sent), len(made) - len(sent), [address for address in addresses if address in already])


def resend(person: Person, invitation: Invitation, absolute: Absolute) -> bool:
    """Mail another link to the same person; say whether that worked. The link before ends once the mail was taken.

    How often it was used is kept, so that one person still begins once. Raises Refused: 403 where the
    round is closed, 404 where it has been deleted, 410 where the invitation was revoked, 422 where it has
    no address, 409 where it was sent within the last ten minutes.
    """
    before = _claim(invitation)
    token = new_token()
    if not _mailed("invitation-again", [(invitation, token)], absolute):
        Invitation.objects.filter(pk=invitation.pk).update(mailed_at=before)
        return False
    with transaction.atomic():
        held = _held(invitation)
        held.token_hash = hash_of(token)
        held.expires_at = max(held.expires_at or usual_end(invitation.assessment), usual_end(invitation.assessment))
        held.save(update_fields=["token_hash", "expires_at"])
        audit.record(person, "invitation sent again", held, invitation.assessment.organization)
    return True


@transaction.atomic
def _claim(invitation: Invitation) -> datetime | None:
    """Note that a mail is on its way; return when the one before was."""
    held = _held(invitation)
    _refuse_to_resend(held)
    before, held.mailed_at = held.mailed_at, timezone.now()
    held.save(update_fields=["mailed_at"])
    return before


def _held(invitation: Invitation) -> Invitation:
    """The invitation as the database has it, held until the transaction ends."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("assessment")
    held = rows.filter(pk=invitation.pk).first()
    if held is None:
        raise Refused(_("This assessment has been deleted."), status=404)
    return held


def _refuse_to_resend(invitation: Invitation) -> None:
    if not invitation.assessment.is_open:
        raise Refused(_("This assessment is closed. Reopen it to invite people."), status=403)
    if invitation.revoked_at is not None:
        raise Refused(_("This invitation was revoked. Invite the person again."), status=410)
    if not invitation.email:
        raise Refused(_("This invitation is a link for whoever has it. There is nobody to mail it to."))
    if invitation.mailed_at is not None and invitation.mailed_at > timezone.now() - PAUSE:
        raise Refused(_("This was sent a few minutes ago. Wait ten minutes before the next mail."), status=409)


def _mailed(template: str, made: Sequence[tuple[Invitation, str]], absolute: Absolute) -> list[Invitation]:
    """Mail each invitation its link with this secret; return those whose mail was taken."""
    silent = without_mail(invitation.email for invitation, token in made)
    wanted = [(invitation, token) for invitation, token in made if invitation.email not in silent]
    taken = mail.send_each([_letter(template, invitation, token, absolute) for invitation, token in wanted])
    return [invitation for (invitation, token), was_taken in zip(wanted, taken, strict=True) if was_taken]


def _letter(template: str, invitation: Invitation, token: str, absolute: Absolute) -> Letter:
    assessment = invitation.assessment
    roles = roles_of(frozen(assessment.version)) if invitation.role else {}
    context = {
        "organization": assessment.organization.name,
        "title": assessment.title,
        "until": mail.day_of(invitation.expires_at),
        "due": mail.day_of(assessment.due_on),
        "role": roles.get(invitation.role, ""),
        "link": absolute(reverse("join", args=[token])),
    }
    return Letter(template, invitation.email, context, unsubscribe_link(invitation.email, absolute))
