"""Who belongs to an organization, and as what: changed, ended, handed over; it never loses its last lead."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Grant, Membership, Organization, Person, User
from assessment.models.organization import GrantQuerySet
from assessment.services import audit
from assessment.services.errors import Refused


def held(organization: Organization) -> Organization:
    """The organization's row, held until the transaction ends, so that two leads cannot leave at the same instant."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)


def is_lead(organization: Organization, user: User | None) -> bool:
    """Whether this account is a lead of the organization; nobody is none."""
    return organization.memberships.filter(user=user, role=Membership.Role.LEAD).exists()


def is_only_lead(organization: Organization, user: User | None) -> bool:
    """Whether the organization would be without a lead if this account left."""
    lead_users = list(organization.memberships.filter(role=Membership.Role.LEAD).values_list("user", flat=True)[:2])
    return user is not None and lead_users == [user.pk]


@transaction.atomic
def change_role(person: Person, membership: Membership, role: str) -> None:
    """Make a member a lead or a practitioner. Raises Refused (422) for the last lead."""
    organization = held(membership.organization)
    if role != Membership.Role.LEAD:
        _refuse_the_last_lead(organization, membership.user)
        _end_what_leads_have(person, organization, membership.user)
    Membership.objects.filter(pk=membership.pk).update(role=role)
    audit.record(person, f"member made {role}", membership.user, organization)


@transaction.atomic
def remove_member(person: Person, membership: Membership) -> None:
    """End a membership; what the member answered stays in the results. Raises Refused (422) for the last lead."""
    organization = held(membership.organization)
    _end(person, organization, membership.user)
    audit.record(person, "member removed", membership.user, organization)


@transaction.atomic
def leave(person: Person, organization: Organization) -> None:
    """End one's own membership; what one answered stays in the results, and can still be read by oneself.

    Raises Refused: 409 where it has ended already, 422 for the last lead, who has to hand over first.
    """
    organization = held(organization)
    if person.user is None or not organization.memberships.filter(user=person.user).exists():
        raise Refused(_("You are no member of this organization any more."), status=409)
    _end(person, organization, person.user)
    audit.record(person, "member left", person.user, organization)


def hand_over(person: Person, organization: Organization, *, by: User) -> None:
    """Make the lead who handed the organization over a practitioner, now that `person` leads it.

    Whoever led it only until its client does is no member any more. The caller's transaction holds
    the organization (see `held`). Raises Refused (409) where somebody would hand over to themselves,
    by an address that has become theirs since.
    """
    if by == person.user:
        raise Refused(_("You lead this organization already. Somebody else has to accept."), status=409)
    own, was_interim = organization.memberships.filter(user=by), organization.is_interim_lead(by)
    _end_what_leads_have(person, organization, by)
    if was_interim:
        own.delete()
    else:
        own.update(role=Membership.Role.PRACTITIONER)
    audit.record(person, "organization handed over", organization, organization)


def _end(person: Person, organization: Organization, user: User) -> None:
    _refuse_the_last_lead(organization, user)
    _end_what_leads_have(person, organization, user)
    organization.memberships.filter(user=user).delete()


def _end_what_leads_have(person: Person, organization: Organization, user: User) -> None:
    """End what somebody has as a lead alone: handing over, an organization kept for a client, a look into its units."""
    waiting = organization.offers.filter(hands_over=True, created_by=user, accepted_at=None, revoked_at=None)
    waiting.update(revoked_at=timezone.now())
    if organization.is_interim_lead(user):
        organization.in_handover = False
        organization.save(update_fields=["in_handover"])
    end_looks(Grant.objects.filter(organization__parent=organization, user=user), person)


def end_looks(grants: GrantQuerySet, person: Person) -> None:
    """End those of these grants that were given for leading the organization above."""
    through = grants.filter(through_parent=True, state=Grant.State.GRANTED)
    # The units are held, so that a last day that somebody changes at the same instant comes before this.
    units = Organization.objects.filter(pk__in=through.values("organization")).order_by("pk")
    list(units.select_for_update(no_key=True))
    through.update(state=Grant.State.REVOKED, revoked_at=timezone.now(), revoked_by=person.user)


def _refuse_the_last_lead(organization: Organization, user: User) -> None:
    if is_only_lead(organization, user):
        raise Refused(
            _("Every organization needs a lead. Hand the organization over, or make somebody else a lead, first.")
        )
