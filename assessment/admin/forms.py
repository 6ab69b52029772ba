"""What editors send, checked by the same rules as files."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.admin.bases import BaseInlineFormSet, ModelForm
from assessment.admin.guarded import keep_within
from assessment.measurement.instrument import InstrumentError, Thresholds
from assessment.models import Practice, Prerequisite, Question, Rule, Version
from assessment.services.questionnaire_checks import condition_problems, find_cycle, rule_problems
from assessment.services.questionnaire_parts import ADDED_TO_A_PRACTICE
from assessment.services.questionnaire_problems import Problem, spelled
from assessment.services.questionnaire_schema import part_problems
from assessment.services.questionnaire_wording import Wording, wording_of

STEP_LABELS = {
    "option_1": gettext_lazy("Option worth 0"),
    "option_2": gettext_lazy("Option worth 0.25"),
    "option_3": gettext_lazy("Option worth 0.5"),
    "option_4": gettext_lazy("Option worth 0.75"),
    "option_5": gettext_lazy("Option worth 1"),
}


def refuse(problems: Iterable[Problem]) -> None:
    """Raise every problem with a value as an error of its field."""
    sentences = [
        f"{spelled(problem.path)}: {problem.reason}" if problem.path else problem.reason for problem in problems
    ]
    if sentences:
        raise ValidationError(sentences)


class VersionForm(ModelForm):
    def clean_sources(self) -> object:
        sources = self.cleaned_data["sources"]
        refuse(part_problems("sources", sources))
        return sources

    def clean_constructs(self) -> object:
        constructs = self.cleaned_data["constructs"]
        refuse(part_problems("constructs", constructs))
        return constructs

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = {threshold.name for threshold in fields(Thresholds)}
        try:
            Thresholds(**{name: value for name, value in cleaned.items() if name in names})
        except InstrumentError as error:
            raise ValidationError(str(error)) from error
        questionnaire = cleaned.get("questionnaire")
        if questionnaire and questionnaire.versions.filter(state=Version.State.DRAFT, based_on=None).exists():
            raise ValidationError(_("This questionnaire has a first draft already."))
        return cleaned


class SectionForm(ModelForm):
    def clean_condition(self) -> object:
        condition = self.cleaned_data["condition"]
        if condition is not None:
            refuse([*part_problems("condition", condition), *condition_problems(condition, ())])
        return condition


class WithinSection(ModelForm):
    """A row whose key is unique in the version of its section; what it refers to is of that version too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("section", "option_set"):
                keep_within(self.fields.get(name), self.instance.version)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        section, key, options = cleaned.get("section"), cleaned.get("key"), cleaned.get("option_set")
        if section and key and self.taken(section.version, key):
            self.add_error("key", _("This key is used in the version already."))
        if section and options and options.version_id != section.version_id:
            self.add_error("option_set", _("These options belong to another version than the section."))
        return cleaned

    def taken(self, version: Version, key: str) -> bool:
        """Whether another row or question of the version has the key."""
        model = self._meta.model
        return bool(model._default_manager.filter(version=version, key=key).exclude(pk=self.instance.pk).exists())


class QuestionForm(WithinSection):
    pass


class PracticeForm(WithinSection):
    question = forms.CharField(label=gettext_lazy("Question"), widget=forms.Textarea(attrs={"rows": 2}))
    recognition = forms.CharField(label=gettext_lazy("Row of the recognition table"), max_length=80)
    option_1 = forms.CharField(label=STEP_LABELS["option_1"], max_length=300)
    option_2 = forms.CharField(label=STEP_LABELS["option_2"], max_length=300)
    option_3 = forms.CharField(label=STEP_LABELS["option_3"], max_length=300)
    option_4 = forms.CharField(label=STEP_LABELS["option_4"], max_length=300)
    option_5 = forms.CharField(label=STEP_LABELS["option_5"], max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            written = wording_of(self.instance)
            self.initial.update(question=written.question, recognition=written.recognition)
            self.initial.update(zip(STEP_LABELS, written.options, strict=True))

    def taken(self, version: Version, key: str) -> bool:
        questions = Question.objects.filter(version=version, key__in=[key, key + ADDED_TO_A_PRACTICE])
        if self.instance.pk:
            questions = questions.exclude(practice=self.instance.pk)
        return questions.exists() or super().taken(version, key)

    def clean_sources(self) -> object:
        return self._checked_list("sources", "source_tag")

    def clean_roles(self) -> object:
        return self._checked_list("roles", "option_key")

    def _checked_list(self, name: str, definition: str) -> object:
        values = self.cleaned_data[name]
        if not isinstance(values, list):
            raise ValidationError(_('Expected a list, such as ["one", "two"].'))
        for value in values:
            refuse(part_problems(definition, value))
        return values

    def wording(self) -> Wording:
        """The words as sent; call it on a valid form."""
        sent = self.cleaned_data
        return Wording(sent["question"], sent["recognition"], tuple(sent[name] for name in STEP_LABELS))


class PrerequisiteFormSet(BaseInlineFormSet):
    """The prerequisites of one practice; those that would make a circle in the version are refused."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        others = Practice.objects.filter(version=self.instance.version_id).exclude(pk=self.instance.pk)
        form.fields["needs"].queryset = others  # type: ignore[attr-defined]  # the field of a foreign key

    def clean(self) -> None:
        super().clean()
        sent = [form.cleaned_data for form in self.forms if form.is_valid()]
        needs = [values["needs"].key for values in sent if values.get("needs") and not values.get("DELETE")]
        circle = find_cycle(self.others() | {self.instance.key: needs})
        if circle:
            raise ValidationError(_("These practices need each other in a circle: %s.") % " → ".join(circle))

    def others(self) -> dict[str, list[str]]:
        """What the other practices of the version need, by key."""
        rows = Prerequisite.objects.filter(practice__version=self.instance.version_id).exclude(practice=self.instance)
        found: dict[str, list[str]] = {}
        for key, needed in rows.values_list("practice__key", "needs__key"):
            found.setdefault(key, []).append(needed)
        return found


class RuleForm(ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        data, kind, key = cleaned.get("data"), cleaned.get("kind"), cleaned.get("key")
        if kind and key and data is not None:
            part = "crosswalk" if kind == Rule.Kind.CROSSWALK else "consistency_rule"
            try:
                refuse(part_problems(part, {**data, "key": key} if isinstance(data, dict) else data))
                known = Practice.objects.filter(version=cleaned.get("version") or self.instance.version)
                refuse(rule_problems(data, set(known.values_list("key", flat=True))))
            except ValidationError as error:
                self.add_error("data", error)
        return cleaned
