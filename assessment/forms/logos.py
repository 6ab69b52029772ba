"""Uploading a logo: the file; what is in it is for the service to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import plain_helper


class LogoForm(forms.Form):
    logo = forms.FileField(
        label=_("The picture"),
        help_text=_("PNG or JPEG, at most 512 kB and 2000 × 2000 pixels. Wide pictures on white or nothing look best."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,image/png,image/jpeg"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty. Choose another one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
