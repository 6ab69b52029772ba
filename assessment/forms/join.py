"""What a guest says when asking for the personal link."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import plain_helper
from assessment.models import Response, hash_of


class ReturnLinkForm(forms.Form):
    """Where to mail a guest's link; `token` is the secret of the link that the page has just shown, if it has."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Leave it empty to see the link here only. The address is not kept."),
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        if not settings.EMAIL_URL:
            del self.fields["email"]

    @property
    def address(self) -> str:
        """Where to mail the link; empty for nowhere."""
        return str(self.cleaned_data.get("email", ""))

    def token_of(self, response: Response) -> str:
        """The secret of the response's present link, where it was sent along; else empty."""
        token = str(self.cleaned_data["token"])
        return token if hash_of(token) == response.guest_hash else ""
