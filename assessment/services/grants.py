"""Places in an organization: offered by a link, taken up by an account, ended again."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Grant, Membership, Offer, Organization, Person, User, hash_of, new_token
from assessment.models.organization import GrantQuerySet
from assessment.services import audit, memberships
from assessment.services.errors import Refused
from assessment.services.organizations import account_of

LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who may see an organization, and who was offered to."""

    members: list[Membership]
    grants: list[Grant]
    offers: list[Offer]

    @property
    def only_lead(self) -> Membership | None:
        """The one without whom there would be no lead; none where there are several."""
        leads = [each for each in self.members if each.role == Membership.Role.LEAD]
        return leads[0] if len(leads) == 1 else None


def people_of(organization: Organization) -> People:
    """Members, consultants with access and offers still open, in three queries."""
    open_offers = organization.offers.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    return People(
        members=list(organization.memberships.select_related("user")),
        grants=list(Grant.objects.active().filter(organization=organization).select_related("user")),
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


@transaction.atomic
def accept_offer(person: Person, token: str) -> Offer:
    """Take up a place as the account that signed in; return the offer as it now is.

    Where it hands the organization over, whoever made it becomes a practitioner in the same step.
    Raises Refused as `find_offer`, 403 where the offer was made to another address, and 409 where
    somebody would take over from themselves.
    """
    user = account_of(person)
    _hold(token)
    offer = find_offer(token)
    # SECURITY: a forwarded link must not let in whoever finds it.
    if not is_for(offer, user):
        raise Refused(_("This offer was made to another e-mail address than yours."), status=403)
    offer.accepted_at, offer.accepted_by = timezone.now(), user
    offer.save(update_fields=["accepted_at", "accepted_by"])
    _give_place(person, offer, user)
    audit.record(person, f"place taken: {offer.place}", offer, offer.organization)
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
        _make_consultant(offer, user)
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


def _make_consultant(offer: Offer, user: User) -> None:
    # A grant is never rewritten: one that is still there ends, whether it has expired or has another level.
    _end(Grant.objects.filter(organization=offer.organization, user=user, state=Grant.State.GRANTED), offer.created_by)
    Grant.objects.create(
        organization=offer.organization,
        user=user,
        level=offer.place,
        state=Grant.State.GRANTED,
        granted_at=timezone.now(),
        granted_by=offer.created_by,
    )


# --- Grants --------------------------------------------------------------------------------------


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
    held = Grant.objects.active().select_for_update().filter(pk=grant.pk).first()
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
        # The access has been there since then; that it was changed now is in the audit log.
        granted_at=held.granted_at,
        granted_by=person.user,
        expires_on=last_day,
    )
    audit.record(person, "grant limited", limited, held.organization)


def _end(grants: GrantQuerySet, user: User | None) -> int:
    """Revoke these grants; return how many there were."""
    return grants.update(state=Grant.State.REVOKED, revoked_at=timezone.now(), revoked_by=user)
