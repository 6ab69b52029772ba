"""What somebody tells when signing up, and chooses later."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import plain_helper
from assessment.forms.lines import OneLineField

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


class AccountForm(forms.Form):
    """What somebody with an account chooses: the name that others read, and which mail comes."""

    name = OneLineField(
        label=_("Your name"),
        max_length=120,
        required=False,
        help_text=_("Shown to the people of your organizations. Empty: your e-mail address is shown."),
    )
    wants_reminders = forms.BooleanField(
        label=_("Send me reminders and summaries"),
        required=False,
        help_text=_(
            "Reminders come before the due date of a round that you are asked to answer, until you submit. "
            "Summaries say how many have submitted, in rounds that you lead."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        if len(settings.LANGUAGES) > 1:
            choices = [("", _("As the installation")), *settings.LANGUAGES]
            cast(forms.ChoiceField, self.fields["language"]).choices = choices
        else:
            del self.fields["language"]
