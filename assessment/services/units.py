"""Organizations that are parts of another: joined with both leads' consent, seen from above by ordinary grants."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import Grant, Membership, Offer, Organization, Person, User
from assessment.services import audit, grants, memberships
from assessment.services.errors import Refused
from assessment.services.organizations import Overview, led_by, overviews

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Above:
    """What a unit's lead is told of the organization above it: who leads it, and who of them sees the unit."""

    parent: Organization
    seeing: list[User]
    not_seeing: list[User]


def parents_for(person: Person, unit: Organization) -> QuerySet[Organization]:
    """The organizations led by the person that this one could be a part of, by name."""
    return led_by(person).filter(parent=None).exclude(pk=unit.pk)


def units_of(person: Person, organization: Organization) -> list[Overview]:
    """The parts of an organization that the person may see, as in a list; in five queries at most."""
    visible = list(Organization.objects.visible_to(person).filter(parent=organization))
    return overviews(person, visible) if visible else []


def above(unit: Organization) -> Above | None:
    """The organization above and its leads; None where there is none. In three queries."""
    if unit.parent is None:
        return None
    leads = _leads_of(unit.parent)
    inside = _people_inside(unit)
    return Above(
        parent=unit.parent,
        seeing=[lead for lead in leads if lead.pk in inside],
        not_seeing=[lead for lead in leads if lead.pk not in inside],
    )


def _leads_of(organization: Organization) -> list[User]:
    rows = organization.memberships.filter(role=Membership.Role.LEAD).select_related("user")
    return [membership.user for membership in rows]


def _people_inside(unit: Organization) -> set[int]:
    """The accounts that see the unit already: its members, and those with active grants."""
    members = unit.memberships.order_by().values_list("user")
    granted = Grant.objects.active().filter(organization=unit).order_by().values_list("user")
    return {user for (user,) in members.union(granted)}


# --- Joining -------------------------------------------------------------------------------------


@transaction.atomic
def join_own(person: Person, unit: Organization, parent: Organization) -> None:
    """Make one organization that the person leads a part of another that they lead, too.

    Raises Refused as `_join`, and 409 where the person no longer leads both.
    """
    unit, parent = _both_held(unit, parent)
    if not memberships.is_lead(unit, person.user):
        raise Refused(_("You no longer lead %(name)s.") % {"name": unit.name}, status=CONFLICT)
    _join(person, unit, parent, let_in_by=person.user)


@transaction.atomic
def join_by_offer(person: Person, token: str, parent: Organization) -> Offer:
    """Make the unit whose lead offered it a part of an organization that the person leads; return the offer.

    Raises Refused as `grants.take_up` and `_join`, and 422 where the offer is for something else.
    """
    offer = grants.find_offer(token)
    if offer.place != Offer.Place.PARENT:
        raise Refused(_("This offer is for something else."))
    unit, parent = _both_held(offer.organization, parent)
    offer = grants.take_up(person, token)
    # The lead who offered it decided who sees the unit.
    _join(person, unit, parent, let_in_by=offer.created_by)
    audit.record(person, f"place taken: {offer.place}", offer, unit)
    return offer


def _both_held(unit: Organization, parent: Organization) -> tuple[Organization, Organization]:
    """Both rows, held in one order, so that two who join the same two from either side wait for each other."""
    rows = {each.pk: memberships.held(each) for each in sorted((unit, parent), key=lambda each: each.pk)}
    return rows[unit.pk], rows[parent.pk]


def _join(person: Person, unit: Organization, parent: Organization, *, let_in_by: User | None) -> None:
    """Store what belongs to what, and let the parent's leads read the unit's results.

    Raises Refused: 409 where the person no longer leads the parent, 422 where the two cannot be joined.
    """
    if not memberships.is_lead(parent, person.user):
        raise Refused(_("You no longer lead %(name)s.") % {"name": parent.name}, status=CONFLICT)
    _refuse_what_can_not_be(unit, parent)
    unit.parent = parent
    unit.save(update_fields=["parent"])
    _let_in(unit, parent, let_in_by)
    audit.record(person, "unit joined", unit, unit)


def _refuse_what_can_not_be(unit: Organization, parent: Organization) -> None:
    """One level, no circle, one organization above."""
    if unit.pk == parent.pk:
        raise Refused(_("An organization can not be a part of itself."))
    if unit.parent_id is not None:
        raise Refused(_("%(name)s is a part of another organization already.") % {"name": unit.name})
    if parent.parent_id is not None:
        raise Refused(_("%(name)s is itself a part of another organization.") % {"name": parent.name})
    if unit.children.exists():
        raise Refused(_("%(name)s has parts of its own, so it can not be a part.") % {"name": unit.name})


def _let_in(unit: Organization, parent: Organization, by: User | None) -> None:
    inside = _people_inside(unit)
    for lead in _leads_of(parent):
        if lead.pk not in inside:
            grants.give_grant(unit, lead, level=Grant.Level.READ, by=by, through_parent=True)


@transaction.atomic
def let_leads_in(person: Person, unit: Organization) -> None:
    """Let those leads of the organization above read the unit's results who do not see it yet.

    Raises Refused (409) where there is none above any more.
    """
    if unit.parent is not None:
        # The parent first, as when somebody stops leading it, who then is not let in.
        memberships.held(unit.parent)
    held = memberships.held(unit)
    if held.parent is None or held.parent != unit.parent:
        raise Refused(_("This organization is no part of another any more."), status=CONFLICT)
    _let_in(held, held.parent, person.user)
    audit.record(person, "leads of the parent let in", unit, unit)


# --- Ending it -----------------------------------------------------------------------------------


@transaction.atomic
def part(person: Person, unit: Organization) -> None:
    """End that an organization is a part of another, and what the leads above saw because of it; twice ends once.

    The lead of either may.
    """
    unit = memberships.held(unit)
    if unit.parent_id is None:
        return
    unit.parent = None
    unit.save(update_fields=["parent"])
    memberships.end_looks(Grant.objects.filter(organization=unit), person)
    audit.record(person, "unit parted", unit, unit)
