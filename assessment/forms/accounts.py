"""What somebody tells when signing up."""

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from assessment.models import User


class SignUpForm(forms.Form):
    """Added by django-allauth to its own sign-up form."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, required=False, help_text=_("Shown to the people of your organization.")
    )
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: "User") -> None:
        """Called by django-allauth once the account exists."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
