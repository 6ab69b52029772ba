"""What a lead says of an action of the plan, and what goes into it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import DateInput, plain_helper
from assessment.forms.lines import LinesField, OneLineField
from assessment.measurement.roadmap import Placement
from assessment.models import ActionItem

LONGEST_OWNER, LONGEST_NOTE = 120, 2000


class ActionForm(forms.Form):
    """Who does it until when, how far it is, and a note."""

    owner = OneLineField(
        label=_("Owner"),
        required=False,
        max_length=LONGEST_OWNER,
        help_text=_("A person or a team. Without an owner, little gets done."),
    )
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DateInput())
    status = forms.ChoiceField(label=_("Status"), choices=ActionItem.Status.choices, widget=forms.RadioSelect)
    note = LinesField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody who may see the organization’s results can read it."),
    )
    number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput())

    def __init__(self, item: ActionItem, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        """`item` is the action as it is now; what was typed goes on top."""
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        stored = {name: getattr(item, name) for name in ("owner", "due_on", "status", "note", "number")}
        self.initial = {**stored, **self.initial}


class StepsForm(forms.Form):
    """Steps of a roadmap: one or several by their practice, or all of a placement."""

    practice = forms.MultipleChoiceField(required=False)
    placement = forms.ChoiceField(required=False, choices=[("", ""), *((each.value, each.value) for each in Placement)])

    def __init__(self, on_roadmap: Sequence[tuple[str, Placement | None]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        """`on_roadmap`: what there is to choose from; of an overlay without a placement, for it is meant alone."""
        super().__init__(*args, **kwargs)
        self.on_roadmap = on_roadmap
        self.fields["practice"].choices = [(key, key) for key, _placement in on_roadmap]  # type: ignore[attr-defined]  # it is a choice field

    @property
    def keys(self) -> list[str]:
        """The practices that are meant; none where nothing was chosen, or something that is not there."""
        if not self.is_valid():
            return []
        placement = self.cleaned_data["placement"]
        chosen = self.cleaned_data["practice"]
        return [key for key, placed in self.on_roadmap if key in chosen or (placement and placed == placement)]
