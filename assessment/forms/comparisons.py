"""What to compare, as the address asks for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models.facts import Criticality, Sector, Size
from assessment.services.comparisons import DEFAULT_ORDER, DIMENSION_PREFIX, NO_STAGE, VALUES, Choice, Cohort

MOST_HIGHLIGHTED = 4  # more could not be told apart by shape and colour
HIGHLIGHT, ORDER, PAGE = "highlight", "sort", "page"

Choices = list[tuple[str, str | Promise]]


def _any(label: Promise, choices: Choices) -> Choices:
    return [("", label), *choices]


class ComparisonForm(forms.Form):
    """The filters; the order, the highlights and the page come with them in the same address."""

    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        required=False,
        choices=_any(gettext_lazy("All sectors"), list(Sector.choices)),
    )
    size = forms.ChoiceField(
        label=gettext_lazy("Size"),
        required=False,
        choices=_any(gettext_lazy("All sizes"), list(Size.choices)),
    )
    criticality = forms.ChoiceField(
        label=gettext_lazy("Critical models"),
        required=False,
        choices=_any(gettext_lazy("Any"), list(Criticality.choices)),
    )
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, address: QueryDict, cohort: Cohort, stages: Sequence[str]) -> None:
        """`stages`: the names of the stages in their order."""
        super().__init__(address, auto_id="filter-%s")
        known: Choices = [(str(stage), name) for stage, name in enumerate(stages)]
        choices = _any(gettext_lazy("All stages"), [*known, (NO_STAGE, gettext_lazy("No stage yet"))])
        cast(forms.ChoiceField, self.fields["stage"]).choices = choices
        self.address = address
        self.cohort = cohort
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def clean_page(self) -> int:
        page = int(self.cleaned_data["page"] or 1)
        if page > max(len(self.cohort.rows), 1):
            raise forms.ValidationError(_("There is no such page."))
        return page

    def clean_sort(self) -> str:
        order = str(self.cleaned_data["sort"] or DEFAULT_ORDER)
        dimensions = {DIMENSION_PREFIX + dimension.key for dimension in self.cohort.dimensions}
        if order.removeprefix("-") not in {"name", *VALUES, *dimensions}:
            raise forms.ValidationError(_("There is no such column."))
        return order

    def choice(self) -> Choice:
        """What was asked for; whatever does not exist is left out (see `remarks`)."""
        self.full_clean()
        values = self.cleaned_data
        return Choice(
            sector=values.get("sector", ""),
            size=values.get("size", ""),
            criticality=values.get("criticality", ""),
            stage=values.get("stage", ""),
            order=values.get("sort", DEFAULT_ORDER),
            highlighted=tuple(self._visible()[:MOST_HIGHLIGHTED]),
            page=values.get("page", 1),
        )

    def remarks(self) -> list[str]:
        """A sentence for everything asked for that could not be followed."""
        return [*self._ignored(), *self._too_many()]

    def _ignored(self) -> Iterator[str]:
        malformed = [text for text in self.address.getlist(HIGHLIGHT) if _uid(text) is None]
        wrong = [self.address.get(name, "") for name in self.errors]
        for value in (*wrong, *malformed):
            yield _("The address asked for “%(value)s”, which does not exist here; it was left out.") % {
                "value": Truncator(value).chars(40)
            }

    def _too_many(self) -> Iterator[str]:
        for uid in self._visible()[MOST_HIGHLIGHTED:]:
            yield _(
                "Four organizations can be highlighted at most. Remove one of them before you add %(organization)s."
            ) % {"organization": self.cohort.by_uid[uid].name}

    def _visible(self) -> list[UUID]:
        """The highlights asked for, each once, in order."""
        # SECURITY: what the person may not see is dropped without a word, as if it did not exist.
        uids = (_uid(text) for text in self.address.getlist(HIGHLIGHT))
        return list(dict.fromkeys(uid for uid in uids if uid is not None and uid in self.cohort.by_uid))


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def address_of(choice: Choice, **changes: object) -> str:
    """The query string that asks for this choice with these changes; page 1 unless said; defaults left out."""
    values: Mapping[str, object] = {
        "sector": choice.sector,
        "size": choice.size,
        "criticality": choice.criticality,
        "stage": choice.stage,
        ORDER: "" if choice.order == DEFAULT_ORDER else choice.order,
        HIGHLIGHT: choice.highlighted,
        **changes,
    }
    return "?" + urlencode({name: value for name, value in values.items() if value}, doseq=True)
