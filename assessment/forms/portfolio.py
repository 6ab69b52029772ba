"""What a consultant asks for and writes down, and what a lead answers."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import DateInput, plain_helper, today_or_later
from assessment.forms.campaigns import OrganizationsField
from assessment.forms.lines import LONGEST_ADDRESS, LinesField, OneLineField
from assessment.models import AccessRequest, Grant, Organization
from assessment.services.access_requests import levels_up_to
from assessment.services.portfolio import LONGEST_NOTE, LONGEST_TAG, MOST_TAGS, Jotting

LONGEST_MESSAGE = 500


class AskForm(forms.Form):
    """Whom to ask to be let in, for what, and why."""

    email = forms.EmailField(label=_("The lead's e-mail address"), max_length=LONGEST_ADDRESS)
    level = forms.ChoiceField(label=_("You want to"), choices=Grant.Level.choices, initial=Grant.Level.READ)
    message = OneLineField(
        label=_("A word to them"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown to them once they have signed in."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


class AnswerForm(forms.Form):
    """Where to let a consultant in, for what, and until when."""

    organizations = OrganizationsField(
        label=_("Let them into"),
        queryset=Organization.objects.none(),
        to_field_name="uid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one organization."),
            "invalid_choice": _("One of the chosen organizations is not among those that you lead."),
        },
    )
    level = forms.ChoiceField(label=_("They may"), widget=forms.RadioSelect)
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: until you end it. You can change it at any time."),
    )

    def __init__(
        self,
        request: AccessRequest,
        led: QuerySet[Organization],
        *args: Any,  # noqa: ANN401 Django's own signature
        **kwargs: Any,  # noqa: ANN401 as above
    ) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        cast(OrganizationsField, self.fields["organizations"]).queryset = led
        labels = dict(Grant.Level.choices)
        level = cast(forms.ChoiceField, self.fields["level"])
        level.choices = [(each, labels[each]) for each in levels_up_to(request.level)]
        level.initial = request.level

    def clean_last_day(self) -> date | None:
        return today_or_later(self.cleaned_data["last_day"])


class JottingForm(forms.Form):
    """One's own tags and note on an organization."""

    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=MOST_TAGS * (LONGEST_TAG + 2),
        help_text=_(
            "Words to find it again, separated by commas: at most %(most)d, each of at most %(long)d characters."
        )
        % {"most": MOST_TAGS, "long": LONGEST_TAG},
    )
    note = LinesField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, jotting: Jotting, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.initial = {"tags": ", ".join(jotting.tags), "note": jotting.note}
        self.helper = plain_helper()

    def clean_tags(self) -> list[str]:
        return str(self.cleaned_data["tags"]).split(",")
