"""What a lead decides about people."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import plain_helper
from assessment.models import Grant, Membership, Offer, Organization


class OfferForm(forms.Form):
    """A place in the organization, for one address."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Only somebody who signs in with this address can accept.")
    )
    place = forms.ChoiceField(label=_("Place"), choices=Offer.Place.choices, initial=Offer.Place.PRACTITIONER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


class ChosenForm(forms.Form):
    """Which of an organization's rows a button means; a row of another one is not found."""

    def __init__(self, rows: QuerySet[Any], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["chosen"] = forms.ModelChoiceField(rows)


class RoleForm(ChosenForm):
    """A member, and what the member shall be."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


def chosen_member(organization: Organization, data: Any) -> ChosenForm:  # noqa: ANN401 the POST of a request
    return ChosenForm(organization.memberships.select_related("user", "organization"), data)


def chosen_grant(organization: Organization, data: Any) -> ChosenForm:  # noqa: ANN401 the POST of a request
    return ChosenForm(Grant.objects.filter(organization=organization).select_related("organization"), data)


def chosen_offer(organization: Organization, data: Any) -> ChosenForm:  # noqa: ANN401 the POST of a request
    return ChosenForm(organization.offers.select_related("organization"), data)
