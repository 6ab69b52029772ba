"""The forms of django-allauth, in our words."""

from typing import TYPE_CHECKING, Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from assessment.forms.lines import LONGEST_ADDRESS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ADDRESS = _("E-mail address")
# The field of a form allows 320 signs, the column 254.
FITS = MaxLengthValidator(LONGEST_ADDRESS)
NEW, AGAIN = _("New password"), _("New password, once more")


def reword(form: forms.Form, **labels: "StrOrPromise") -> None:
    """Give fields these labels; no field repeats its label as a grey example inside."""
    for name, label in labels.items():
        form.fields[name].label = label
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]  # django-allauth publishes no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        reword(self, login=ADDRESS)


class CreateAccountForm(SignupForm):  # type: ignore[misc]  # django-allauth publishes no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        reword(self, email=ADDRESS)
        self.fields["email"].validators.append(FITS)


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # django-allauth publishes no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        reword(self, email=ADDRESS)


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # django-allauth publishes no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        reword(self, password1=NEW, password2=AGAIN)


class OtherPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # django-allauth publishes no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        reword(self, oldpassword=_("Password until now"), password1=NEW, password2=AGAIN)


class AddAddressForm(AddEmailForm):  # type: ignore[misc]  # django-allauth publishes no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        reword(self, email=ADDRESS)
        self.fields["email"].validators.append(FITS)
