"""What somebody says when changing a round, or when deleting it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import DateInput, plain_helper, today_or_later
from assessment.forms.lines import OneLineField
from assessment.models import Assessment
from assessment.services.assessment_changes import has_a_due_date, shown_state


class AssessmentChangeForm(forms.Form):
    """The title, and while people answer the due date."""

    title = OneLineField(label=_("Title"), max_length=80)
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: no due date. The round stays open until somebody closes it."),
    )
    seen = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=200)

    def __init__(self, assessment: Assessment, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        """`assessment` is the round as it is now; what was typed goes on top."""
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.assessment = assessment
        stored = {"title": assessment.title, "due_on": assessment.due_on, "seen": shown_state(assessment)}
        self.initial = {**stored, **self.initial}
        if not has_a_due_date(assessment):
            del self.fields["due_on"]

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        return due_on if due_on == self.assessment.due_on else today_or_later(due_on)

    @property
    def chosen_day(self) -> date | None:
        """The due date that was chosen; the stored one where it is not asked."""
        chosen: date | None = self.cleaned_data.get("due_on", self.assessment.due_on)
        return chosen


class AssessmentDeletionForm(forms.Form):
    """The title typed once more, where there are answers to lose; nothing where there are none."""

    title = OneLineField(max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, title: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        """`title` is the one to type."""
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.fields["title"].label = gettext("Type the title, %(title)s, to delete it") % {"title": title}

    @property
    def typed_title(self) -> str:
        """What was typed; nothing where it is no title at all."""
        return self.cleaned_data.get("title", "") if self.is_valid() else ""
