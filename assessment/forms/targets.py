"""What a lead aims at, by dimension, in whole points."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.charts.rounding import whole_points
from assessment.services.targets import Aim

HIGHEST = 100


class TargetsForm(forms.Form):
    """One number per dimension, and whether they are for the next rounds, too."""

    for_next = forms.BooleanField(required=False, label=_("Also for the next rounds"))
    seen = forms.CharField(required=False, max_length=10_000)

    def __init__(self, aims: Sequence[Aim], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.aims = aims
        for aim in aims:
            self.fields[_name(aim)] = _target_field(aim)

    def rows(self) -> Iterator[tuple[Aim, forms.BoundField]]:
        """Each dimension with its field."""
        for aim in self.aims:
            yield aim, self[_name(aim)]

    @property
    def values(self) -> dict[str, float]:
        """The targets by dimension, 0..1."""
        return {aim.key: self.cleaned_data[_name(aim)] / HIGHEST for aim in self.aims}


def _name(aim: Aim) -> str:
    """The name of a dimension's field, which no other field has."""
    return f"target-{aim.key}"


def _target_field(aim: Aim) -> forms.IntegerField:
    messages = {
        "required": _("Enter a whole number from 0 to 100."),
        "invalid": _("Enter a whole number from 0 to 100."),
        "min_value": _("The lowest target is 0."),
        "max_value": _("The highest target is 100."),
    }
    widget = forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"})
    field = forms.IntegerField(
        label=aim.section.title, min_value=0, max_value=HIGHEST, widget=widget, error_messages=messages
    )
    field.initial = whole_points(aim.value)
    return field


class ResetForm(forms.Form):
    """Whether the default is for the next rounds, too."""

    for_next = forms.BooleanField(required=False)
    seen = forms.CharField(required=False, max_length=10_000)
