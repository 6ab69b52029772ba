"""The facts of an organization, as a lead sends them."""

import pytest

from assessment.forms.organizations import OrganizationForm
from assessment.models.facts import OrganizationFacts

pytestmark = pytest.mark.django_db

ASKED = {"name": "Halden Freight", "sector": "transport", "size": "250-999", "criticality": "critical"}


def test_asks_every_fact_and_the_name() -> None:
    facts = {field.name for field in OrganizationFacts._meta.local_fields}
    assert set(OrganizationForm().fields) == facts | {"name"}


def test_lays_out_every_field() -> None:
    form = OrganizationForm()
    laid_out = {name for pointer in form.helper.layout.get_field_names() for name in [pointer.name]}
    assert laid_out == set(form.fields)


def test_gives_every_fact_a_value() -> None:
    form = OrganizationForm(ASKED)
    assert form.is_valid()
    assert form.cleaned_data == {
        **ASKED,
        "country": "",
        "number_of_models": None,
        "serving": "",
        "use": "",
        "regulated": False,
        "uses_generative_models": False,
    }


def test_knows_countries_and_no_other_word() -> None:
    assert OrganizationForm(ASKED | {"country": "FI"}).is_valid()
    assert list(OrganizationForm(ASKED | {"country": "XX"}).errors) == ["country"]


def test_counts_no_negative_models() -> None:
    assert list(OrganizationForm(ASKED | {"number_of_models": "-1"}).errors) == ["number_of_models"]
