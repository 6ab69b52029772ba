"""Which organization another one is a part of."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import plain_helper
from assessment.forms.campaigns import OrganizationsField
from assessment.forms.lines import LONGEST_ADDRESS
from assessment.models import Organization

GONE = _("This organization is not among those that you lead and that can have parts.")


class ParentForm(forms.Form):
    """One of the organizations that somebody leads."""

    parent = forms.ModelChoiceField(
        label=_("It is a part of"),
        queryset=Organization.objects.none(),
        to_field_name="uid",
        empty_label=_("Choose"),
        error_messages={"required": _("Choose an organization."), "invalid_choice": GONE},
    )

    def __init__(self, led: QuerySet[Organization], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        cast(OrganizationsField, self.fields["parent"]).queryset = led


class AboveForm(forms.Form):
    """Whoever leads the organization above."""

    email = forms.EmailField(
        label=_("E-mail address of its lead"),
        max_length=LONGEST_ADDRESS,
        help_text=_("They choose which of the organizations they lead it is. Only somebody with this address can."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
