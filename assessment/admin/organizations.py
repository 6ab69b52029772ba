"""Accounts, organizations and what belongs to them: mostly to look at, and every look is written down."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from assessment.access import person_of
from assessment.admin.bases import ModelAdmin
from assessment.models import (
    Assessment,
    AuditEvent,
    Consent,
    Grant,
    Invitation,
    Membership,
    Offer,
    Organization,
    User,
)
from assessment.services import audit


class ReadOnlyAdmin(ModelAdmin):
    """Looked at by those with the permission, changed by nobody here."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def organization_of(row: models.Model) -> Organization:
    """The organization that a row belongs to."""
    if isinstance(row, Organization):
        return row
    if isinstance(row, Invitation):
        return row.assessment.organization
    found: Organization = row.organization  # type: ignore[attr-defined]  # every other row watched has one
    return found


class Watched(ModelAdmin):
    """Opening a page about an organization is written into the audit log."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:  # noqa: ANN401 a row of any model
        # SECURITY: every page about one row (change, history, delete) fetches it here; no look stays silent.
        row = super().get_object(request, object_id, from_field)
        if row is not None and self.has_view_or_change_permission(request, row):
            audit.record(person_of(request), "opened in the admin", row, organization_of(row))
        return row


@admin.register(User)
class UserAdmin(ModelAdmin):
    actions = None
    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = ["groups"]
    fields = [
        "email",
        "name",
        "language",
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
        "joined_at",
        "last_login",
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        # SECURITY: with another address somebody else could ask for a new password; nobody raises themselves.
        fixed = ["joined_at", "last_login", *(["email"] if obj else [])]
        return fixed if request.user.is_superuser else [*fixed, "is_superuser"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: ANN401 Django's own signature
        if not change:
            # The person chooses a password by "forgot your password".
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        audit.record(person_of(request), "account changed" if change else "account created", obj)


@admin.register(Organization)
class OrganizationAdmin(Watched):
    actions = None
    list_display = ["name", "sector", "size", "country", "synthetic", "created_at"]
    list_filter = ["sector", "size", "synthetic"]
    search_fields = ["name"]
    readonly_fields = ["uid", "parent", "synthetic", "created_at", "created_by", "in_handover", "vouched_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:  # noqa: ANN401 Django's own signature
        if "vouched_at" in form.changed_data:
            obj.vouched_by = person_of(request).user
        super().save_model(request, obj, form, change)
        audit.record(person_of(request), "organization changed in the admin", obj, obj)


@admin.register(Membership)
class MembershipAdmin(Watched, ReadOnlyAdmin):
    list_display = ["user", "organization", "role", "since"]
    list_filter = ["role"]
    list_select_related = ["user", "organization"]
    search_fields = ["user__email", "organization__name"]


@admin.register(Grant)
class GrantAdmin(Watched, ReadOnlyAdmin):
    list_display = ["user", "organization", "level", "state", "expires_on"]
    list_filter = ["level", "state"]
    list_select_related = ["user", "organization"]
    search_fields = ["user__email", "organization__name"]


@admin.register(Consent)
class ConsentAdmin(Watched, ReadOnlyAdmin):
    list_display = ["organization", "purpose", "given_at", "withdrawn_at"]
    list_filter = ["purpose"]
    list_select_related = ["organization"]
    search_fields = ["organization__name"]


@admin.register(Offer)
class OfferAdmin(Watched, ReadOnlyAdmin):
    # SECURITY: the fields are named, so that no token's hash is ever shown.
    fields = [
        "organization",
        "place",
        "email",
        "created_at",
        "created_by",
        "expires_at",
        "revoked_at",
        "accepted_at",
        "accepted_by",
    ]
    list_display = ["organization", "place", "created_at", "expires_at", "accepted_at", "revoked_at"]
    list_filter = ["place"]
    list_select_related = ["organization"]


@admin.register(Assessment)
class AssessmentAdmin(Watched, ReadOnlyAdmin):
    list_display = ["title", "organization", "version", "state", "kind", "opened_at", "closed_at"]
    list_filter = ["state", "kind", "version"]
    list_select_related = ["organization", "version"]
    search_fields = ["title", "organization__name"]


@admin.register(Invitation)
class InvitationAdmin(Watched, ReadOnlyAdmin):
    # SECURITY: as for offers; and with the address beside it, how often one was used would say who has begun.
    fields = [
        "assessment",
        "email",
        "use_limit",
        "mailed_at",
        "created_at",
        "created_by",
        "expires_at",
        "revoked_at",
    ]
    list_display = ["uid", "assessment", "use_limit", "expires_at", "revoked_at"]
    list_select_related = ["assessment"]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "verb", "actor_number", "object_type", "object_uid", "organization_uid", "address"]
    list_filter = ["verb", "object_type"]
    date_hierarchy = "at"
    search_fields = ["verb", "object_uid", "organization_uid"]
