"""Logos: that of an organization, set by its lead, and that of a consultancy, set by a consultant."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from assessment.models import Logo, Organization, Person, User
from assessment.services import audit
from assessment.services.organizations import account_of
from assessment.services.pictures import picture_of


@transaction.atomic
def set_organization_logo(person: Person, organization: Organization, content: bytes) -> Logo:
    """Show this picture wherever the organization's results are shown; return it as it is kept.

    Raises Refused as `picture_of` does.
    """
    logo = _set(content, {"organization": organization})
    audit.record(person, "logo set", logo, organization)
    return logo


@transaction.atomic
def remove_organization_logo(person: Person, organization: Organization) -> None:
    """Show no logo of the organization any more; where there is none, nothing changes."""
    removed, _rows = Logo.objects.filter(organization=organization).delete()
    if removed:
        audit.record(person, "logo removed", organization, organization)


@transaction.atomic
def set_own_logo(person: Person, content: bytes) -> Logo:
    """Show this picture on the results that the account has reviewed; return it as it is kept.

    Raises Refused as `picture_of` does, and 403 without an account.
    """
    logo = _set(content, {"user": account_of(person)})
    audit.record(person, "logo set", logo)
    return logo


@transaction.atomic
def remove_own_logo(person: Person) -> None:
    """Show no logo of the account any more; where there is none, nothing changes. Raises Refused (403) without one."""
    removed, _rows = Logo.objects.filter(user=account_of(person)).delete()
    if removed:
        audit.record(person, "logo removed")


def organization_logo_of(organization: Organization) -> Logo | None:
    """The organization's logo, None where there is none."""
    return Logo.objects.filter(organization=organization).first()


def own_logo(person: Person) -> Logo | None:
    """The logo of the account that signed in, None where there is none. Raises Refused (403) without an account."""
    return Logo.objects.filter(user=account_of(person)).first()


def logos_on(organization: Organization, reviewers: Collection[User]) -> list[Logo]:
    """The logos to show on a result, that of the organization first, in one query; without their pictures."""
    shown = Q(organization=organization) | Q(user__in=reviewers)
    found = Logo.objects.filter(shown).select_related("user").defer("image")
    return sorted(found, key=lambda logo: (logo.organization_id is None, logo.pk))


def reviewer_logo(reviewers: Collection[User], uid: UUID) -> Logo | None:
    """The logo with this uid of one of these accounts, None where none of them has it."""
    return Logo.objects.filter(user__in=reviewers, uid=uid).first()


def logo_on(organization: Organization, reviewers: Collection[User], uid: UUID) -> Logo | None:
    """The logo with this uid among those on a result, None where there is no such."""
    return next((logo for logo in logos_on(organization, reviewers) if logo.uid == uid), None)


def _set(content: bytes, owner: dict[str, Any]) -> Logo:
    picture = picture_of(content)
    kept = {
        "image": picture.content,
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
    }
    logo, _is_new = Logo.objects.update_or_create(defaults=kept, **owner)
    return logo
