"""Questionnaires and their versions, with the verbs check, publish, start a draft and retire."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessment.access import person_of
from assessment.admin.bases import ModelAdmin
from assessment.admin.forms import SectionForm, VersionForm
from assessment.admin.guarded import GuardedAdmin, GuardedInline
from assessment.measurement.instrument import Thresholds
from assessment.models import Person, Questionnaire, Section, Version
from assessment.services import questionnaires
from assessment.services.errors import Refused
from assessment.services.questionnaire_findings import Finding, Level, check_version


def page_of(thing: models.Model) -> str:
    """The admin page of a row."""
    return reverse(f"admin:assessment_{thing._meta.model_name}_change", args=[thing.pk])


def tell(request: HttpRequest, finding: Finding) -> None:
    """A finding as a message that leads to the row."""
    link = format_html('<a href="{}">{}</a>', page_of(finding.thing), finding.place or str(finding.thing))
    level = messages.ERROR if finding.level == Level.ERROR else messages.WARNING
    messages.add_message(request, level, format_html("{}: {}", link, finding.sentence))


@admin.register(Questionnaire)
class QuestionnaireAdmin(ModelAdmin):
    list_display = ["key", "number_of_versions"]
    search_fields = ["key"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Questionnaire]:
        rows: models.QuerySet[Questionnaire] = super().get_queryset(request)
        return rows.annotate(number_of_versions=models.Count("versions"))

    @admin.display(description=gettext_lazy("versions"), ordering="number_of_versions")
    def number_of_versions(self, obj: Any) -> int:  # noqa: ANN401 the count is an annotation
        number: int = obj.number_of_versions
        return number

    def get_readonly_fields(self, request: HttpRequest, obj: Questionnaire | None = None) -> list[str]:
        # Files and assessments know a questionnaire by its key.
        return ["key"] if obj else []


class SectionInline(GuardedInline):
    model = Section
    form = SectionForm
    fields = ["position", "key", "kind", "title", "weight", "overlay"]
    ordering = ["position", "pk"]
    show_change_link = True


@admin.register(Version)
class VersionAdmin(GuardedAdmin):
    form = VersionForm
    inlines = [SectionInline]
    list_display = ["title", "questionnaire", "number", "state", "language", "published_at"]
    list_filter = ["state", "questionnaire"]
    list_select_related = ["questionnaire"]
    search_fields = ["title", "questionnaire__key"]
    ordering = ["questionnaire__key", "-number", "-pk"]
    readonly_fields = ["state", "number", "based_on", "content_hash", "published_at", "published_by"]
    actions = ["check_versions", "publish_versions", "start_drafts", "retire_versions"]
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["questionnaire", "title", "description", "language", "minutes", "notes"]}),
        (_("State"), {"fields": readonly_fields}),
        (_("Legends"), {"classes": ["collapse"], "fields": ["sources", "constructs"]}),
        (_("Thresholds"), {"classes": ["collapse"], "fields": [threshold.name for threshold in fields(Thresholds)]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Version | None = None) -> list[str]:
        return [*self.readonly_fields, *(["questionnaire"] if obj else [])]

    @admin.action(description=gettext_lazy("Check"), permissions=["view"])
    def check_versions(self, request: HttpRequest, queryset: models.QuerySet[Version]) -> HttpResponse:
        return self.each(request, queryset, self.check_one)

    @admin.action(description=gettext_lazy("Publish"), permissions=["change"])
    def publish_versions(self, request: HttpRequest, queryset: models.QuerySet[Version]) -> HttpResponse:
        return self.each(request, queryset, self.publish_one)

    @admin.action(description=gettext_lazy("Start a draft from this"), permissions=["add"])
    def start_drafts(self, request: HttpRequest, queryset: models.QuerySet[Version]) -> HttpResponse:
        return self.each(request, queryset, self.start_one)

    @admin.action(description=gettext_lazy("Retire"), permissions=["change"])
    def retire_versions(self, request: HttpRequest, queryset: models.QuerySet[Version]) -> HttpResponse:
        return self.each(request, queryset, self.retire_one)

    def each(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[Version],
        verb: Callable[[HttpRequest, Person, Version], Version],
    ) -> HttpResponse:
        """Do it to each of the chosen versions and open the last one it came to."""
        for version in queryset.select_related("questionnaire"):
            try:
                version = verb(request, person_of(request), version)
            except questionnaires.NotPublishable as refused:
                self.message_user(request, f"{version}: {refused.sentence}", messages.ERROR)
                for finding in refused.findings:
                    tell(request, finding)
            except Refused as refused:
                self.message_user(request, f"{version}: {refused.sentence}", messages.ERROR)
        return HttpResponseRedirect(page_of(version))

    def check_one(self, request: HttpRequest, person: Person, version: Version) -> Version:
        found = check_version(version)
        for finding in found:
            tell(request, finding)
        errors = sum(finding.level == Level.ERROR for finding in found)
        if errors:
            sentence = ngettext(
                "%d error keeps it from being published.", "%d errors keep it from being published.", errors
            )
            self.message_user(request, sentence % errors, messages.ERROR)
        else:
            self.message_user(request, _("The check found no error."), messages.SUCCESS)
        return version

    def publish_one(self, request: HttpRequest, person: Person, version: Version) -> Version:
        published = questionnaires.publish(person, version)
        said = {"version": published, "number": published.number}
        self.message_user(request, _("%(version)s is published.") % said, messages.SUCCESS)
        return published

    def start_one(self, request: HttpRequest, person: Person, version: Version) -> Version:
        draft = questionnaires.start_draft(person, version)
        self.message_user(request, _("This is the draft based on %s.") % version, messages.SUCCESS)
        return draft

    def retire_one(self, request: HttpRequest, person: Person, version: Version) -> Version:
        retired = questionnaires.retire(person, version)
        self.message_user(request, _("%s is retired: no new assessment uses it.") % retired, messages.SUCCESS)
        return retired
