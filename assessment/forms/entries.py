"""What somebody calls the answers they enter for others, and of how many people they are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import plain_helper
from assessment.forms.lines import OneLineField
from assessment.models import Response
from assessment.services.entries import FEWEST_PEOPLE, MOST_PEOPLE


class EntryForm(forms.Form):
    """A label, and of a workshop how many people agree on the answers."""

    label = OneLineField(
        label=_("Label"),
        max_length=80,
        help_text=_("So that you find it again. Those who run the round see it, nobody else."),
    )
    people = forms.IntegerField(
        label=_("How many people agree on the answers"), min_value=FEWEST_PEOPLE, max_value=MOST_PEOPLE
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        """`kind` is that of the response, a value of Response.Kind."""
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        if kind != Response.Kind.WORKSHOP:
            del self.fields["people"]
