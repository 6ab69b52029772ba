"""The name under which a comparison is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import plain_helper
from assessment.forms.lines import OneLineField


class SavedViewForm(forms.Form):
    """The name of a view."""

    name = OneLineField(label=_("Name"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
