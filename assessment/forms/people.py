"""What a lead decides about people."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.forms.assessments import plain_helper, today_or_later
from assessment.forms.lines import LONGEST_ADDRESS
from assessment.models import Grant, Membership, Offer, Organization

# Of people; the place above an organization is another organization's.
PLACES = [(place, label) for place, label in Offer.Place.choices if place != Offer.Place.PARENT]


class OfferForm(forms.Form):
    """A place in the organization, for one address."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("Only somebody who signs in with this address can accept."),
    )
    place = forms.ChoiceField(label=_("Place"), choices=PLACES, initial=Offer.Place.PRACTITIONER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


class HandOverForm(OfferForm):
    """Who shall lead instead of whoever asks."""

    place = None  # type: ignore[assignment]  # Django's way to leave a field out: it is the lead's


class KeepsForm(forms.Form):
    """What becomes of the consultant who created the organization for its lead; nothing is chosen beforehand."""

    NOTHING = "nothing"

    keeps = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Choose what they may do.")})

    def __init__(self, who: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        keeps = cast(forms.ChoiceField, self.fields["keeps"])
        keeps.label = gettext("What may %(who)s do from now on?") % {"who": who}
        keeps.choices = [
            (Grant.Level.RUN, _("As a consultant, read results and run assessments")),
            (Grant.Level.READ, _("As a consultant, read results")),
            (self.NOTHING, _("Nothing: no longer see the organization")),
        ]

    def clean_keeps(self) -> str:
        keeps = str(self.cleaned_data["keeps"])
        return "" if keeps == self.NOTHING else keeps


class ChosenForm(forms.Form):
    """Which of an organization's rows a button means; a row of another one is not found."""

    def __init__(self, rows: QuerySet[Any], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["chosen"] = forms.ModelChoiceField(rows)


class RoleForm(ChosenForm):
    """A member, and what the member shall be."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class LastDayForm(ChosenForm):
    """A consultant's access, and the last day of it; none: until somebody ends it."""

    last_day = forms.DateField(
        required=False, error_messages={"invalid": _("Enter a day as year-month-day, such as 2026-12-31.")}
    )

    def clean_last_day(self) -> date | None:
        return today_or_later(self.cleaned_data["last_day"])


def chosen_member(organization: Organization, data: Any) -> ChosenForm:  # noqa: ANN401 the POST of a request
    return ChosenForm(organization.memberships.select_related("user", "organization"), data)


def chosen_grant(organization: Organization, data: Any) -> ChosenForm:  # noqa: ANN401 the POST of a request
    return ChosenForm(_grants(organization), data)


def last_day_of(organization: Organization, data: Any) -> LastDayForm:  # noqa: ANN401 the POST of a request
    return LastDayForm(_grants(organization), data)


def _grants(organization: Organization) -> QuerySet[Grant]:
    return Grant.objects.filter(organization=organization).select_related("organization")


def chosen_offer(organization: Organization, data: Any) -> ChosenForm:  # noqa: ANN401 the POST of a request
    return ChosenForm(organization.offers.select_related("organization"), data)


def chosen_part(organization: Organization, data: Any) -> ChosenForm:  # noqa: ANN401 the POST of a request
    return ChosenForm(organization.children.all(), data)
