"""Names, titles and addresses: text of one line that can be told apart by looking at it; and longer text."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 254


class OneLineField(forms.CharField):
    """Text in which every run of blanks is one space; some of it has to be visible."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 Django's own signature
        text = super().to_python(value)
        return " ".join(text.split()) if isinstance(text, str) else text

    def validate(self, value: Any) -> None:  # noqa: ANN401 Django's own signature
        super().validate(value)
        if value and not any(sign.isprintable() and not sign.isspace() for sign in value):
            raise ValidationError(_("Enter something that can be read."))


class LinesField(forms.CharField):
    """A text of several lines, each line end one character however it was sent."""

    def to_python(self, value: object) -> str:
        return str(super().to_python(str(value or "").replace("\r\n", "\n")))


class TextsField(forms.Field):
    """Several texts that a page sends along, unseen or ticked one by one."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> set[str]:  # noqa: ANN401 Django's own signature
        return set(value) if isinstance(value, list) else set()
