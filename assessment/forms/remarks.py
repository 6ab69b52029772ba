"""What a respondent says about an unclear question, and which remarks an editor settles."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

LONGEST = 1000
# So many remarks are settled by one button at most.
MOST = 200
LONGEST_NUMBER = 19


class PlainTextField(forms.CharField):
    """Text of several lines; a line end counts as one character, as in the browser."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401 Django's own signature
        return str(super().to_python(value)).replace("\r\n", "\n")


class RemarkForm(forms.Form):
    """A word to the editors; fields of several questions stand on one page, each named by its question."""

    text = PlainTextField(
        label=_("What is unclear?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control", "dir": "auto"}),
        help_text=_("Optional. Editors of the questionnaire read it without learning who you are. Please name nobody."),
    )

    def __init__(self, key: str, data: QueryDict | None = None, *, text: str = "") -> None:
        super().__init__(data, prefix=f"unclear-{key}", initial={"text": text})


def numbers_in(data: QueryDict) -> list[int]:
    """The remarks that a button of the editors' page means; what is no number is none."""
    sent = data.getlist("remark")[:MOST]
    return [int(text) for text in sent if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER]
