"""Rows of a version: edited while it is a draft, only looked at once it is published."""

from typing import Any

from django.contrib import messages
from django.db import models
from django.forms import Field, ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessment.admin.bases import BaseModelAdmin, ModelAdmin, TabularInline
from assessment.models import Option, OptionSet, Practice, Prerequisite, Question, Rule, Section, Version


def version_of(row: models.Model | None) -> Version | None:
    """The version that a row belongs to; the version itself for a version."""
    match row:
        case Version():
            return row
        case Section() | Practice() | OptionSet() | Question() | Rule():
            return row.version
        case Option():
            return row.option_set.version
        case Prerequisite():
            return row.practice.version
    return None


def is_fixed(row: models.Model | None) -> bool:
    """Whether a row belongs to a version that never changes any more."""
    version = version_of(row)
    return version is not None and not version.is_draft


class Guarded(BaseModelAdmin):
    """For pages and inlines: what a row of a published version does not allow, whoever asks."""

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return not is_fixed(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return not is_fixed(obj) and super().has_delete_permission(request, obj)


class GuardedInline(Guarded, TabularInline):
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return not is_fixed(obj) and super().has_add_permission(request, obj)


class GuardedAdmin(Guarded, ModelAdmin):
    """A page for the rows of versions; new rows go into drafts only."""

    save_on_top = True

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,  # noqa: ANN401 Django's own signature
    ) -> HttpResponse:
        if is_fixed(obj):
            messages.info(
                request, _("This version is published and never changes. To change it, start a draft from it.")
            )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def formfield_for_foreignkey(
        self,
        db_field: models.ForeignKey[Any, Any],
        request: HttpRequest,
        **kwargs: Any,  # noqa: ANN401 Django's own signature
    ) -> Any:  # noqa: ANN401 a field that is generic for the type checker alone
        """Offers what belongs to drafts; once a row exists, what belongs to its own version (see `keep_within`)."""
        related: Any = db_field.related_model
        if db_field.name == "version":
            kwargs["queryset"] = Version.objects.filter(state=Version.State.DRAFT)
        elif db_field.name in ("section", "option_set"):
            kwargs["queryset"] = related.objects.filter(version__state=Version.State.DRAFT).select_related("version")
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name in ("section", "option_set"):
            # Django's own way of saying it in a form.
            field.label_from_instance = lambda obj: f"{obj} ({obj.version})"  # type: ignore[method-assign]  # as above
        return field


def keep_within(field: Field | None, version: Version) -> None:
    """Offer only what belongs to the version."""
    if isinstance(field, ModelChoiceField) and field.queryset is not None:
        field.queryset = field.queryset.filter(version=version)
