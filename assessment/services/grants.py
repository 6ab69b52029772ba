"""Places in an organization: offered by a link, taken up by an account, ended again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Grant, Membership, Offer, Organization, Person, User, hash_of, new_token
from assessment.models.organization import GrantQuerySet
from assessment.services import audit, memberships
from assessment.services.errors import Refused
from assessment.services.grant_history import EndedGrant, ended_among
from assessment.services.organizations import account_of

LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who may see an organization, who could, and who was offered to."""

    members: list[Membership]
    grants: list[Grant]
    ended: list[EndedGrant]
    offers: list[Offer]

    @property
    def only_lead(self) -> Membership | None:
        """The one without whom there would be no lead; none where there are several."""
        leads = [each for each in self.members if each.role == Membership.Role.LEAD]
        return leads[0] if len(leads) == 1 else None


def people_of(organization: Organization) -> People:
    """Members, consultants with access, those whose access ended, and offers still open, in three queries."""
    open_offers = organization.offers.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    grants = list(Grant.objects.filter(organization=organization).select_related("user", "revoked_by"))
    return People(
        members=list(organization.memberships.select_related("user")),
        grants=[grant for grant in grants if grant.is_active],
        ended=ended_among(grants),
        offers=list(open_offers.select_related("created_by")),
    )


# --- Offers --------------------------------------------------------------------------------------


@transaction.atomic
def offer_place(
    person: Person, organization: Organization, *, email: str, place: str, hands_over: bool = False
) -> tuple[Offer, str]:
    """Offer a place (of `Offer.Place`) for 14 days; return the offer and the link's secret, which exists only here.

    An earlier open offer to the same address ends: one link is valid at a time. Whoever `hands_over`
    with the lead's place becomes a practitioner once it is taken up. Raises Refused: 422 where that
    would be to oneself, 404 where the organization has been deleted.
    """
    # SECURITY: whether there is an account with this address makes no difference here.
    address = email.strip().lower()
    if hands_over and person.user is not None and address == person.user.email:
        raise Refused(_("This is your own address. Enter that of the person who shall lead instead of you."))
    # Held, so that of two offers at once the second ends the first.
    if not Organization.objects.select_for_update(no_key=True).filter(pk=organization.pk).exists():
        raise Refused(_("This organization has been deleted."), status=404)
    now = timezone.now()
    _replaced_by(person, organization, address, hands_over=hands_over).update(revoked_at=now)
    token = new_token()
    offer = Offer.objects.create(
        organization=organization,
        email=address,
        place=place,
        hands_over=hands_over,
        token_hash=hash_of(token),
        expires_at=now + LASTS,
        created_by=person.user,
    )
    audit.record(person, "handing over offered" if hands_over else f"place offered: {place}", offer, organization)
    return offer, token


def _replaced_by(person: Person, organization: Organization, address: str, *, hands_over: bool) -> QuerySet[Offer]:
    """The open offers that end with a new one: to the same address; and one can hand over to one person only."""
    same = Q(email=address)
    if hands_over:
        same |= Q(hands_over=True, created_by=person.user)
    return organization.offers.filter(same, accepted_at=None, revoked_at=None)


@transaction.atomic
def revoke_offer(person: Person, offer: Offer) -> None:
    """End an offer that nobody accepted; anything else stays as it is."""
    waiting = Offer.objects.filter(pk=offer.pk, accepted_at=None, revoked_at=None)
    if waiting.update(revoked_at=timezone.now()):
        audit.record(person, "offer revoked", offer, offer.organization)


def find_offer(token: str) -> Offer:
    """The offer of a link. Raises Refused: 404 where there is none, 410 where it has ended or was accepted."""
    offer = Offer.objects.filter(token_hash=hash_of(token)).select_related("organization", "created_by").first()
    if offer is None:
        raise Refused(_("Please check that the link was copied completely."), status=404)
    if offer.accepted_at is not None:
        raise Refused(_("This offer has been accepted already."), status=410)
    if offer.hands_over and not memberships.is_lead(offer.organization, offer.created_by):
        raise Refused(
            _("Whoever offered this no longer leads the organization, so there is nothing to hand over."), status=410
        )
    if not offer.is_usable(timezone.now()):
        raise Refused(_("This offer has ended. Ask the person who sent it for a new one."), status=410)
    return offer


def is_for(offer: Offer, user: User) -> bool:
    """Whether an offer was made to the address of this account."""
    return offer.email == user.email


def refuse_others(offer: Offer, user: User) -> None:
    """Raise Refused (403) unless the offer was made to the address of this account."""
    # SECURITY: a forwarded link must not let in whoever finds it.
    if not is_for(offer, user):
        raise Refused(_("This offer was made to another e-mail address than yours."), status=403)


def asks_who_keeps_access(offer: Offer) -> bool:
    """Whether the offer hands over what was created for a client, so that the client says what becomes of its maker."""
    return offer.hands_over and offer.organization.is_interim_lead(offer.created_by)


@transaction.atomic
def accept_offer(person: Person, token: str, *, keeps: str = "") -> Offer:
    """Take up a place as the account that signed in; return the offer as it now is.

    Where it hands the organization over, whoever made it becomes a practitioner in the same step; or,
    where they created it for this client, loses their place and `keeps` access of this level of
    `Grant.Level` ("": none). Raises Refused as `find_offer`, 403 where the offer was made to another
    address, 409 where somebody would take over from themselves, and 422 where it is for no person.
    """
    offer = take_up(person, token)
    if offer.place == Offer.Place.PARENT:
        raise Refused(_("This offer is for something else."))
    user = account_of(person)
    is_interim = asks_who_keeps_access(offer)
    _give_place(person, offer, user)
    if is_interim and keeps and offer.created_by is not None:
        give_grant(offer.organization, offer.created_by, level=keeps, by=user)
    audit.record(person, f"place taken: {offer.place}", offer, offer.organization)
    return offer


def take_up(person: Person, token: str) -> Offer:
    """Mark an offer as accepted by the account that signed in, within the caller's transaction; return it.

    The organization and the offer are held until then. Raises Refused as `find_offer`, and 403 where
    the offer was made to another address.
    """
    user = account_of(person)
    _hold(token)
    offer = find_offer(token)
    refuse_others(offer, user)
    offer.accepted_at, offer.accepted_by = timezone.now(), user
    offer.save(update_fields=["accepted_at", "accepted_by"])
    return offer


def _hold(token: str) -> None:
    """Hold the offer of a link, so that one opened in two windows is taken up once, and its organization's members."""
    offer = Offer.objects.filter(token_hash=hash_of(token)).select_related("organization").first()
    if offer is not None:
        # In this order everywhere: those who change members end offers to hand over, too.
        memberships.held(offer.organization)
        Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)


def _give_place(person: Person, offer: Offer, user: User) -> None:
    if offer.place in Membership.Role.values:
        _make_member(offer, user)
    else:
        give_grant(offer.organization, user, level=offer.place, by=offer.created_by)
    if offer.hands_over and offer.created_by is not None:
        memberships.hand_over(person, offer.organization, by=offer.created_by)


def _make_member(offer: Offer, user: User) -> None:
    membership, is_new = Membership.objects.get_or_create(
        user=user, organization=offer.organization, defaults={"role": offer.place}
    )
    # An offer lifts a member to lead; it never takes the lead from one.
    if not is_new and offer.place == Offer.Place.LEAD:
        membership.role = Membership.Role.LEAD
        membership.save(update_fields=["role"])


# --- Grants --------------------------------------------------------------------------------------


def give_grant(
    organization: Organization,
    user: User,
    *,
    level: str,
    by: User | None,
    asked_at: datetime | None = None,
    expires_on: date | None = None,
    through_parent: bool = False,
) -> Grant:
    """Let somebody in from now on; the caller's transaction holds the organization (`memberships.held`)."""
    now = timezone.now()
    # A grant is never rewritten: one that is still there ends, whether it has expired or has another level.
    _end(Grant.objects.filter(organization=organization, user=user, state=Grant.State.GRANTED), by, now)
    return Grant.objects.create(
        organization=organization,
        user=user,
        level=level,
        state=Grant.State.GRANTED,
        asked_at=asked_at,
        granted_at=now,
        granted_by=by,
        expires_on=expires_on,
        through_parent=through_parent,
    )


@transaction.atomic
def revoke_grant(person: Person, grant: Grant) -> None:
    """End a consultant's access from the next request on. Revoking twice changes nothing."""
    if _end(Grant.objects.filter(pk=grant.pk, state=Grant.State.GRANTED), person.user):
        audit.record(person, "grant revoked", grant, grant.organization)


@transaction.atomic
def limit_grant(person: Person, grant: Grant, last_day: date | None) -> None:
    """Let a consultant's access end with this day, or with none, by a row in place of the one there was.

    Raises Refused: 409 where the access has ended in the meantime, 422 for a day in the past.
    """
    # The organization first, as whoever lets somebody in does, so that of two leads at once one comes second.
    memberships.held(grant.organization)
    held = Grant.objects.active().select_for_update(of=("self",)).filter(pk=grant.pk).first()
    if held is None:
        raise Refused(_("This access has ended in the meantime. Load the page again."), status=409)
    if last_day is not None and last_day < timezone.localdate():
        raise Refused(_("Choose today or a later day."))
    if held.expires_on == last_day:
        return
    _end(Grant.objects.filter(pk=held.pk), person.user)
    limited = Grant.objects.create(
        organization=held.organization,
        user=held.user,
        level=held.level,
        state=Grant.State.GRANTED,
        asked_at=held.asked_at,
        # The access has been there since then; that it was changed now is in the audit log.
        granted_at=held.granted_at,
        granted_by=person.user,
        expires_on=last_day,
        through_parent=held.through_parent,
    )
    audit.record(person, "grant limited", limited, held.organization)


def _end(grants: GrantQuerySet, user: User | None, moment: datetime | None = None) -> int:
    """Revoke these grants; return how many there were."""
    return grants.update(state=Grant.State.REVOKED, revoked_at=moment or timezone.now(), revoked_by=user)
