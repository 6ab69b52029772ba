"""The forms of django-allauth, in our words."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ADDRESS = _("E-mail address")
NEW, AGAIN = _("New password"), _("New password, once more")


def reword(form: forms.Form, **labels: Promise) -> None:
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
