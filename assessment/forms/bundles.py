"""Uploading a bundle: the file, and another title where that of the bundle is taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import plain_helper
from assessment.forms.lines import OneLineField
from assessment.models import Assessment


class BundleForm(forms.Form):
    """The file; what is in it is for the service to say."""

    bundle = forms.FileField(
        label=_("The bundle"),
        help_text=_("The JSON file that the lead exported elsewhere, at most 3 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    title = OneLineField(
        label=_("Another title"),
        help_text=_("Only where this organization has a round with the title of the bundle already."),
        max_length=Assessment._meta.get_field("title").max_length,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
