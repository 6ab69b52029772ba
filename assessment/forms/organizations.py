"""What a lead says about an organization."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from assessment.forms.lines import OneLineField
from assessment.models import Organization
from assessment.models.facts import Criticality, Sector, Serving, Size, Use

MOST_MODELS = 1_000_000
# With words for a choice that has not been made.
CHOICES: dict[str, list[tuple[str, object]]] = {
    "sector": [("", _("Choose")), *Sector.choices],
    "size": [("", _("Choose")), *Size.choices],
    "serving": [("", _("Not said")), *Serving.choices],
    "use": [("", _("Not said")), *Use.choices],
}


class OrganizationForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no ModelForm[…] at run time
    """Name and facts; the service stores them."""

    name = OneLineField(
        label=_("Name of the organization"),
        max_length=120,
        help_text=_("A company, a department or a team: whoever builds and runs models together."),
    )
    number_of_models = forms.IntegerField(
        label=_("Number of models in use"), required=False, min_value=0, max_value=MOST_MODELS
    )
    country = forms.TypedChoiceField(
        label=_("Country"), required=False, choices=lambda: [("", _("Not said")), *countries], empty_value=""
    )
    criticality = forms.ChoiceField(
        label=_("How critical the models are"),
        choices=Criticality.choices,
        initial=Criticality.NOT_CRITICAL,
        help_text=_("Sets the target that your results are compared with: the more critical, the higher."),
    )

    class Meta:
        model = Organization
        fields = [
            "name",
            "sector",
            "size",
            "country",
            "number_of_models",
            "serving",
            "criticality",
            "use",
            "regulated",
            "uses_generative_models",
        ]
        labels = {
            "regulated": _("A law or a regulator sets rules for what these models do"),
            "uses_generative_models": _("Generative models are used, such as for text, code or pictures"),
        }
        help_texts = {
            "uses_generative_models": _("Adds a section about them, which is reported apart."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        for name, choices in CHOICES.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(
            "name",
            Fieldset(str(_("The organization")), _columns("sector", "size", "country")),
            Fieldset(
                str(_("Its models")),
                _columns("number_of_models", "serving", "use"),
                "criticality",
                "regulated",
                "uses_generative_models",
            ),
        )
        return helper


class NewOrganizationForm(OrganizationForm):
    """An organization, and for whom it is created."""

    in_handover = forms.ChoiceField(
        label=_("Whose organization is it?"),
        required=False,
        choices=[
            ("", _("Mine: I belong to it and lead it")),
            ("client", _("A client's: I set it up, and hand it over to its lead")),
        ],
        widget=forms.RadioSelect,
    )

    def clean_in_handover(self) -> bool:
        return bool(self.cleaned_data["in_handover"])

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout.insert(1, "in_handover")
        return helper


def _columns(*names: str) -> Row:
    return Row(*(Column(name, css_class="col-md-4") for name in names), css_class="gx-4")
