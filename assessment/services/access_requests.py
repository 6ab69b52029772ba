"""A consultant asks, by address, to be let in; whoever has the address chooses where, or declines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import AccessRequest, Grant, Organization, Person, User
from assessment.models.portfolio import AccessRequestQuerySet
from assessment.services import audit, grants, mail, memberships
from assessment.services.errors import Refused
from assessment.services.mail_opt_outs import unsubscribe_link, without_mail
from assessment.services.organizations import account_of, led_by

DAY = timedelta(days=1)
# SECURITY: limits of what can be sent to strangers, counted in rows that nobody can delete.
MOST_WAITING, MOST_A_DAY, MOST_TO_AN_ADDRESS_A_DAY = 20, 10, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: the request, and whether a mail shall tell its address."""

    request: AccessRequest
    is_to_be_mailed: bool


# --- Asking --------------------------------------------------------------------------------------


@transaction.atomic
def ask_for_access(person: Person, *, email: str, level: str, message: str = "") -> Asked:
    """Ask whoever has this address to let the person in, at a level of `Grant.Level`.

    The same again, while it waits, asks once. Raises Refused: 422 for one's own address or where
    something else was asked of it already, 429 where too many requests wait or were made in a day.
    """
    # SECURITY: no account is looked for. Whether there is one changes neither what is said nor what is done.
    consultant = User.objects.select_for_update(no_key=True).get(pk=account_of(person).pk)
    address = email.strip().lower()
    if address == consultant.email:
        raise Refused(_("This is your own address. Enter that of the lead who shall let you in."))
    waiting = consultant.access_requests.waiting().filter(email=address).first()
    if waiting is not None:
        return Asked(_the_same(waiting, level, message), is_to_be_mailed=False)
    _refuse_too_many(consultant)
    is_to_be_mailed = _asked_today().filter(email=address).count() < MOST_TO_AN_ADDRESS_A_DAY
    request = AccessRequest.objects.create(consultant=consultant, email=address, level=level, message=message)
    audit.record(person, "access asked for", request)
    return Asked(request, is_to_be_mailed)


def _the_same(waiting: AccessRequest, level: str, message: str) -> AccessRequest:
    if (waiting.level, waiting.message) != (level, message):
        raise Refused(_("You have asked this address already. Take that request back to ask for something else."))
    return waiting


def _refuse_too_many(consultant: User) -> None:
    if consultant.access_requests.waiting().count() >= MOST_WAITING:
        sentence = _("%(number)d of your requests wait for an answer. Take one back, or wait.")
        raise Refused(sentence % {"number": MOST_WAITING}, status=429)
    if _asked_today().filter(consultant=consultant).count() >= MOST_A_DAY:
        raise Refused(_("You have asked often today. Ask again tomorrow."), status=429)


def _asked_today() -> AccessRequestQuerySet:
    return AccessRequest.objects.filter(asked_at__gt=timezone.now() - DAY)


@transaction.atomic
def take_back(person: Person, request: AccessRequest) -> None:
    """End one's own request that nobody answered; anything else stays as it is."""
    if _answer(request, AccessRequest.State.TAKEN_BACK):
        audit.record(person, "request for access taken back", request)


# --- Answering -----------------------------------------------------------------------------------


def waiting_for(person: Person) -> list[AccessRequest]:
    """The requests that wait for this person's answer, latest first; in one query."""
    if person.user is None:
        return []
    mine = AccessRequest.objects.waiting().filter(email=person.user.email).exclude(consultant=person.user)
    return list(mine.select_related("consultant"))


@dataclass(frozen=True, slots=True)
class Place:
    """An organization that the person leads, and which access the consultant has there already ("" for none)."""

    organization: Organization
    level: str

    @property
    def level_in_words(self) -> str:
        return str(Grant.Level(self.level).label) if self.level else ""


def places_for(person: Person, request: AccessRequest) -> list[Place]:
    """Where the person could let the consultant in, by name; in two queries."""
    here = list(led_by(person))
    active = Grant.objects.active().filter(user=request.consultant, organization__in=here)
    levels = dict(active.values_list("organization", "level"))
    return [Place(organization, levels.get(organization.pk, "")) for organization in here]


@transaction.atomic
def grant_access(
    person: Person,
    request: AccessRequest,
    *,
    organizations: Iterable[Organization],
    level: str,
    last_day: date | None = None,
) -> list[Grant]:
    """Let the consultant into these organizations of the person's, until `last_day` (None: until somebody ends it).

    Access that is there already is followed by this one. Raises Refused: 422 for no organization,
    more than was asked for or a day in the past, 409 where the request was answered in the meantime
    or the person no longer leads one of them. Then nothing is granted.
    """
    chosen = sorted(organizations, key=lambda organization: organization.pk)
    _refuse_what_was_not_asked(request, chosen, level, last_day)
    # Always in this order, so that two leads who let in at once wait for each other.
    held = [memberships.held(organization) for organization in chosen]
    if not _answer(request, AccessRequest.State.GRANTED):
        raise Refused(_("This request was answered or taken back in the meantime."), status=409)
    return [_granted(person, request, organization, level, last_day) for organization in held]


def _refuse_what_was_not_asked(
    request: AccessRequest, chosen: list[Organization], level: str, last_day: date | None
) -> None:
    if not chosen:
        raise Refused(_("Choose at least one organization."))
    if level not in levels_up_to(request.level):
        raise Refused(_("This is more than was asked for."))
    if last_day is not None and last_day < timezone.localdate():
        raise Refused(_("Choose today or a later day."))


def levels_up_to(level: str) -> list[str]:
    """The levels that somebody can be given who asked for this one, the lowest first."""
    return [Grant.Level.READ] if level == Grant.Level.READ else [Grant.Level.READ, Grant.Level.RUN]


def _granted(
    person: Person, request: AccessRequest, organization: Organization, level: str, last_day: date | None
) -> Grant:
    if not memberships.is_lead(organization, person.user):
        raise Refused(_("You no longer lead %(name)s.") % {"name": organization.name}, status=409)
    grant = grants.give_grant(
        organization,
        request.consultant,
        level=level,
        by=person.user,
        asked_at=request.asked_at,
        expires_on=last_day,
    )
    audit.record(person, f"access granted: {level}", grant, organization)
    return grant


@transaction.atomic
def decline(person: Person, request: AccessRequest) -> bool:
    """Decline a request that nobody answered; say whether this did it. Anything else stays as it is."""
    is_done = _answer(request, AccessRequest.State.DECLINED)
    if is_done:
        audit.record(person, "access declined", request)
    return is_done


def _answer(request: AccessRequest, state: str) -> bool:
    """Give a waiting request its answer; say whether it still waited. One of several at once wins."""
    waiting = AccessRequest.objects.waiting().filter(pk=request.pk)
    return bool(waiting.update(state=state, answered_at=timezone.now()))


# --- Telling -------------------------------------------------------------------------------------


def tell(template: str, address: str, absolute: Callable[[str], str], **context: str) -> None:
    """Mail somebody about a request, unless the address wants no mail; whether that worked is told to nobody."""
    # SECURITY: a mail server's word on an address, or a wish for no mail, would say something about who has it.
    if address not in without_mail([address]):
        mail.send(template, address, unsubscribe=unsubscribe_link(address, absolute), **context)
