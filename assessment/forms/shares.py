"""Whom a result is shown to by a link, how much of it, and for how long."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import plain_helper
from assessment.forms.lines import OneLineField
from assessment.models import Share
from assessment.services.shares import LASTS_DAYS, LONGEST_DAYS

HOW_LONG = format_lazy(_("Enter a whole number of days, from 1 to {most}."), most=LONGEST_DAYS)

SHOWN = (
    (
        Share.Scope.SUMMARY,
        _(
            "The summary: stage, mix, key figures and the score of each dimension with its target. Of the practices "
            "it names only those that hold you back"
        ),
    ),
    (
        Share.Scope.ALL,
        _(
            "The whole result: also every practice with its numbers and advice, the roadmap, where people are far "
            "apart, why each number is what it is, and what reviewers said of it, with their names and logos"
        ),
    ),
)


class ShareForm(forms.Form):
    """A link to a result."""

    label = OneLineField(
        label=_("For whom"),
        max_length=120,
        help_text=_("So that you know later who has the link. Whoever opens it does not see this."),
    )
    scope = forms.ChoiceField(
        label=_("What it shows"), choices=SHOWN, initial=Share.Scope.SUMMARY, widget=forms.RadioSelect
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=LASTS_DAYS,
        help_text=format_lazy(_("{most} at most. You can revoke the link at any time."), most=LONGEST_DAYS),
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), HOW_LONG),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
