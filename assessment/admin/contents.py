"""What a version holds: sections, practices, questions, options and rules."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from assessment.admin.forms import (
    STEP_LABELS,
    PracticeForm,
    PrerequisiteFormSet,
    QuestionForm,
    RuleForm,
    SectionForm,
)
from assessment.admin.guarded import GuardedAdmin, GuardedInline
from assessment.models import Option, OptionSet, Practice, Prerequisite, Question, Rule, Section
from assessment.services.questionnaire_wording import word_practice, wording_of


class ListedInline(GuardedInline):
    """Rows to put in order and to open; they are written on pages of their own."""

    show_change_link = True
    ordering = ["position", "pk"]

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class PracticeInline(ListedInline):
    model = Practice
    fields = ["position", "key", "name", "weight", "essential"]
    readonly_fields = ["key"]


class QuestionInline(ListedInline):
    model = Question
    fields = ["position", "key", "text"]
    readonly_fields = ["key", "text"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Question]:
        return super().get_queryset(request).filter(practice=None)


@admin.register(Section)
class SectionAdmin(GuardedAdmin):
    form = SectionForm
    inlines = [PracticeInline, QuestionInline]
    list_display = ["title", "version", "kind", "position", "weight", "overlay"]
    list_filter = ["version", "kind"]
    list_select_related = ["version"]
    search_fields = ["key", "title"]

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> list[str]:
        return ["version"] if obj else []


class PrerequisiteInline(GuardedInline):
    model = Prerequisite
    formset = PrerequisiteFormSet
    fk_name = "practice"
    extra = 1


@admin.register(Practice)
class PracticeAdmin(GuardedAdmin):
    """A practice with its words: its two questions and its options are written here too."""

    form = PracticeForm
    inlines = [PrerequisiteInline]
    list_display = ["name", "key", "section", "version", "essential", "weight", "effort"]
    list_filter = ["version", "essential"]
    list_select_related = ["section", "version"]
    search_fields = ["key", "name"]
    placed = (None, {"fields": ["section", "key", "position", "name"]})
    written = (_("Words"), {"fields": ["question", *STEP_LABELS, "may_not_apply", "recognition"]})
    shown = (_("Words"), {"fields": ["words", "may_not_apply"]})
    rest = (
        (_("Measurement"), {"fields": ["weight", "essential", "effort"]}),
        (_("Explanation"), {"fields": ["why", "sources", "roles"]}),
        (_("Advice"), {"fields": ["advice_adopt", "advice_execute", "advice_formalise", "advice_sustain"]}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Practice | None = None) -> Any:  # noqa: ANN401 Django's own nesting
        changes = self.has_change_permission(request, obj) if obj else True
        return [self.placed, self.written if changes else self.shown, *self.rest]

    def get_readonly_fields(self, request: HttpRequest, obj: Practice | None = None) -> list[str]:
        return ["words"] if obj and not self.has_change_permission(request, obj) else []

    def get_inlines(self, request: HttpRequest, obj: Practice | None) -> list[Any]:
        # Prerequisites are chosen among the practices of the version, known once the practice is saved.
        return self.inlines if obj else []

    @admin.display(description=_("words"))
    def words(self, obj: Practice) -> str:
        written = wording_of(obj)
        lines = [written.question, *written.options, written.recognition]
        return format_html_join("", "<p>{}</p>", ((line,) for line in lines))

    def save_model(self, request: HttpRequest, obj: Practice, form: Any, change: bool) -> None:  # noqa: ANN401 a PracticeForm
        super().save_model(request, obj, form, change)
        word_practice(obj, form.wording())


class OptionInline(GuardedInline):
    model = Option
    fields = ["position", "key", "text", "absent_text", "points", "value", "code"]
    ordering = ["position", "pk"]


@admin.register(OptionSet)
class OptionSetAdmin(GuardedAdmin):
    inlines = [OptionInline]
    list_display = ["key", "version"]
    list_filter = ["version"]
    list_select_related = ["version"]
    search_fields = ["key"]

    def get_readonly_fields(self, request: HttpRequest, obj: OptionSet | None = None) -> list[str]:
        return ["version"] if obj else []


@admin.register(Question)
class QuestionAdmin(GuardedAdmin):
    """Questions of their own; those of practices are written with the practice."""

    form = QuestionForm
    fields = [
        "section",
        "key",
        "position",
        "text",
        "option_set",
        "multiple",
        "construct",
        "reversed",
        "research_question",
    ]
    list_display = ["key", "section", "version", "construct", "research_question"]
    list_filter = ["version", "section__kind"]
    list_select_related = ["section", "version"]
    search_fields = ["key", "text"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Question]:
        return super().get_queryset(request).filter(practice=None)


@admin.register(Rule)
class RuleAdmin(GuardedAdmin):
    form = RuleForm
    list_display = ["key", "kind", "version", "position"]
    list_filter = ["version", "kind"]
    list_select_related = ["version"]
    search_fields = ["key"]

    def get_readonly_fields(self, request: HttpRequest, obj: Rule | None = None) -> list[str]:
        return ["version"] if obj else []
