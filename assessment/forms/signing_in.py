"""The forms of django-allauth, in our words."""

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm, SignupForm
from django.utils.translation import gettext_lazy as _

ADDRESS = _("E-mail address")


class SignInForm(LoginForm):  # type: ignore[misc]  # django-allauth publishes no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["login"].label = ADDRESS


class CreateAccountForm(SignupForm):  # type: ignore[misc]  # django-allauth publishes no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # django-allauth publishes no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS


class AddAddressForm(AddEmailForm):  # type: ignore[misc]  # django-allauth publishes no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS
