"""What somebody says when opening the same round for several organizations, and of all of them later."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import DateInput, RoundForm, plain_helper, today_or_later
from assessment.forms.lines import TextsField
from assessment.models import Organization
from assessment.models.organization import OrganizationQuerySet


class OrganizationsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django has no ModelMultipleChoiceField[…] at run time
    """Organizations by their uid, among those that are offered."""

    def _check_values(self, value: Any) -> Any:  # noqa: ANN401 Django's own signature
        # SECURITY: the same sentence for what does not exist, for somebody else's, and for what is no uid at all.
        try:
            return super()._check_values(value)  # type: ignore[misc]  # Django's types leave it out
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class CampaignForm(RoundForm):
    """A round, answered by teams, and for whom it is opened."""

    organizations = OrganizationsField(
        label=_("Organizations"),
        queryset=Organization.objects.none(),
        to_field_name="uid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one organization."),
            "invalid_choice": _("One of the chosen organizations is not among those for which you may open a round."),
        },
    )

    def __init__(self, organizations: OrganizationQuerySet, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["organizations"].queryset = organizations  # type: ignore[attr-defined]  # it is an OrganizationsField


class DueDateForm(forms.Form):
    """Another due date for all open rounds of a campaign; `seen` is what was shown of each (`CampaignRound.shown`)."""

    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: no due date. The rounds stay open until somebody closes them."),
    )
    seen = TextsField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        # What is seen stands beside each round.
        self.helper.layout = Layout("due_on")

    def clean_due_on(self) -> date | None:
        return today_or_later(self.cleaned_data["due_on"])
