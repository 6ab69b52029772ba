"""Who did what, written down in the transaction of the deed."""

from uuid import UUID

from django.db import models

from assessment.models import AuditEvent, Organization, Person


def record(
    person: Person, verb: str, thing: models.Model | None = None, organization: Organization | None = None
) -> None:
    """Add one event to the audit log: who, what ("assessment opened"), on which object, whose.

    `thing` is named by its type and, where it has one, its uid; its content is never copied here.
    Call it inside the transaction of the deed, so that neither is kept without the other.
    """
    AuditEvent.objects.create(
        actor_number=person.user.pk if person.user else None,
        verb=verb,
        object_type=thing._meta.model_name or "" if thing else "",
        object_uid=_uid_of(thing),
        organization_uid=organization.uid if organization else None,
        address=person.address,
    )


def _uid_of(thing: models.Model | None) -> UUID | None:
    uid = getattr(thing, "uid", None)
    return uid if isinstance(uid, UUID) else None
