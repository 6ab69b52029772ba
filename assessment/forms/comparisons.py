"""What to compare, as the address asks for it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from assessment.models.facts import Criticality, Sector, Size
from assessment.services.comparison_choices import (
    COLUMNS,
    DEFAULT_ORDER,
    DIMENSION_PREFIX,
    NO_STAGE,
    Bars,
    By,
    Cells,
    Choice,
    Names,
)
from assessment.services.comparisons import Cohort

MOST_HIGHLIGHTED = 4  # more could not be told apart by shape and colour
MOST_PICKED = 50  # more would not fit into an address
MOST_IGNORED, MOST_NAMED = 12, 3  # of so many wrong values each is named, of more these
FIRST_DAY = date(2000, 1, 1)
HIGHLIGHT, PICKED, ORDER, PAGE = "highlight", "organization", "sort", "page"
# What the bar of filters shows; everything else goes along unseen.
FILTERS = ("sector", "size", "country", "criticality", "stage", "tag", "as_of", "version", "names", "find")

Choices = list[tuple[str, str | Promise]]


def _any(label: Promise, choices: Iterable[tuple[str, str | Promise]]) -> Choices:
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
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    criticality = forms.ChoiceField(
        label=gettext_lazy("Critical models"),
        required=False,
        choices=_any(gettext_lazy("Any"), list(Criticality.choices)),
    )
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    tag = forms.ChoiceField(label=gettext_lazy("Your tag"), required=False)
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    version = forms.ChoiceField(label=gettext_lazy("Version"), required=False)
    names = forms.ChoiceField(
        label=gettext_lazy("Names"),
        required=False,
        choices=[
            ("", gettext_lazy("Shown")),
            (Names.LETTERS.value, gettext_lazy("Letters instead")),
            (Names.HIDDEN.value, gettext_lazy("Hidden")),
        ],
    )
    find = forms.CharField(
        label=gettext_lazy("Find organizations by name"), required=False, max_length=120, widget=forms.SearchInput
    )
    cells = forms.ChoiceField(required=False, choices=[("", ""), *((each.value, each.value) for each in Cells)])
    grouped = forms.ChoiceField(required=False, choices=[("", ""), ("stage", "stage")])
    dimension = forms.ChoiceField(required=False)
    construct = forms.ChoiceField(required=False)
    by = forms.ChoiceField(required=False, choices=[("", ""), *((each.value, each.value) for each in By)])
    bars = forms.ChoiceField(required=False, choices=[("", ""), *((each.value, each.value) for each in Bars)])
    sort = forms.CharField(required=False)
    page = forms.IntegerField(required=False, min_value=1)

    def __init__(self, address: QueryDict, cohort: Cohort, stages: Sequence[str]) -> None:
        """`stages`: the names of the stages in their order."""
        super().__init__(address, auto_id="filter-%s")
        self.address = address
        self.cohort = cohort
        self._offer("stage", gettext_lazy("All stages"), _stages(stages))
        codes, words = cohort.offered
        self._offer("country", gettext_lazy("All countries"), ((code, countries.name(code)) for code in codes))
        self._offer("tag", gettext_lazy("All"), ((word, word) for word in words))
        versions = ((str(each.uid), str(each)) for each in reversed(cohort.versions))
        self._offer("version", gettext_lazy("What all have in common"), versions)
        self._offer("dimension", gettext_lazy("First"), ((each.key, each.title) for each in cohort.dimensions))
        self._offer("construct", gettext_lazy("First"), ((key, key) for key in cohort.constructs))
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
        # SECURITY: where names are not shown, none can be looked for.
        text = "" if address.get("names") else address.get("find", "").strip()
        self.named = cohort.named([*self._uids(HIGHLIGHT), *self._uids(PICKED)], text)

    def _offer(self, name: str, everything: Promise, choices: Iterable[tuple[str, str | Promise]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = _any(everything, choices)

    def clean_page(self) -> int:
        page = int(self.cleaned_data["page"] or 1)
        if page > max(self.cohort.with_round, 1):
            raise forms.ValidationError(_("There is no such page."))
        return page

    def clean_sort(self) -> str:
        order = str(self.cleaned_data["sort"] or DEFAULT_ORDER)
        dimensions = {DIMENSION_PREFIX + dimension.key for dimension in self.cohort.dimensions}
        if order.removeprefix("-") not in {"name", *COLUMNS, *dimensions}:
            raise forms.ValidationError(_("There is no such column."))
        return order

    def clean_as_of(self) -> date | None:
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and not FIRST_DAY <= day <= timezone.localdate():
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day

    def bar(self) -> list[forms.BoundField]:
        """The filters that there is something to choose for, but what is looked for by name."""
        offered = [name for name in FILTERS if name != "find" and self._has_a_choice(name)]
        return [self[name] for name in offered]

    def _has_a_choice(self, name: str) -> bool:
        least = {"country": 2, "version": 3, "tag": 2}
        choices = getattr(self.fields[name], "choices", ())
        return len(list(choices)) >= least.get(name, 0)

    def choice(self) -> Choice:
        """What was asked for; whatever does not exist is left out (see `remarks`)."""
        self.full_clean()
        values = self.cleaned_data
        plain = {name: values.get(name, "") for name in ("sector", "size", "country", "criticality", "stage", "tag")}
        return Choice(
            **plain,
            order=values.get("sort", DEFAULT_ORDER),
            highlighted=tuple(self._visible(HIGHLIGHT)[:MOST_HIGHLIGHTED]),
            page=values.get("page", 1),
            organizations=tuple(self._visible(PICKED)[:MOST_PICKED]),
            as_of=values.get("as_of"),
            version=_uid(values.get("version", "")),
            names=Names(values.get("names") or Names.SHOWN),
            cells=Cells(values.get("cells") or Cells.SCORE),
            grouped=bool(values.get("grouped")),
            find=values.get("find", ""),
            practices_of=values.get("dimension", ""),
            construct=values.get("construct", ""),
            by=By(values.get("by") or By.ALL),
            bars=Bars(values.get("bars") or Bars.ORGANIZATIONS),
        )

    def chosen(self) -> list[tuple[str, str]]:
        """What was chosen of the filters, as their labels and words."""
        fields = [(self.fields[name], str(self.cleaned_data.get(name) or "")) for name in FILTERS if name != "find"]
        words = [(field, value, dict(getattr(field, "choices", ())).get(value, value)) for field, value in fields]
        return [(str(field.label), str(word)) for field, value, word in words if value]

    def remarks(self) -> list[str]:
        """A sentence for everything asked for that could not be followed."""
        return [*self._ignored(), *self._too_many()]

    def _ignored(self) -> Iterator[str]:
        malformed = [text for name in (HIGHLIGHT, PICKED) for text in self.address.getlist(name) if _uid(text) is None]
        wrong = [self.address.get(name, "") for name in self.errors]
        ignored = list(dict.fromkeys([*wrong, *malformed]))
        for value in ignored[: MOST_NAMED if len(ignored) > MOST_IGNORED else MOST_IGNORED]:
            yield _("The address asked for “%(value)s”, which does not exist here; it was left out.") % {
                "value": Truncator(value).chars(40)
            }
        if len(ignored) > MOST_IGNORED:
            yield _("The address asked for %(number)d more that do not exist here; they were left out.") % {
                "number": len(ignored) - MOST_NAMED
            }

    def _too_many(self) -> Iterator[str]:
        hidden = self.cleaned_data.get("names") not in ("", None, Names.SHOWN.value)
        beyond = self._visible(HIGHLIGHT)[MOST_HIGHLIGHTED:]
        if len(beyond) > 1:
            yield _("Four organizations can be highlighted at most; the others were left out.")
        elif beyond:
            # SECURITY: where names are not shown, this is no place to learn one.
            name = _("another one") if hidden else self.named.asked[beyond[0]]
            yield _(
                "Four organizations can be highlighted at most. Remove one of them before you add %(organization)s."
            ) % {"organization": name}
        if len(self._visible(PICKED)) > MOST_PICKED:
            yield _("At most %(number)d organizations can be picked one by one; the others were left out.") % {
                "number": MOST_PICKED
            }

    def _visible(self, name: str) -> list[UUID]:
        """The organizations asked for, each once, in order."""
        # SECURITY: what the person may not see is dropped without a word, as if it did not exist.
        return [uid for uid in dict.fromkeys(self._uids(name)) if uid in self.named.asked]

    def _uids(self, name: str) -> list[UUID]:
        return [uid for text in self.address.getlist(name) if (uid := _uid(text)) is not None]


def _stages(names: Sequence[str]) -> Choices:
    return [*((str(stage), name) for stage, name in enumerate(names)), (NO_STAGE, gettext_lazy("No stage yet"))]


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def parts_of(choice: Choice) -> dict[str, Any]:
    """Return the parts of the address that asks for this choice, on page 1; empty what is as usual."""
    return {
        "sector": choice.sector,
        "size": choice.size,
        "country": choice.country,
        "criticality": choice.criticality,
        "stage": choice.stage,
        "tag": choice.tag,
        "as_of": "" if choice.as_of is None else choice.as_of.isoformat(),
        "version": "" if choice.version is None else str(choice.version),
        "names": "" if choice.names is Names.SHOWN else choice.names.value,
        "cells": "" if choice.cells is Cells.SCORE else choice.cells.value,
        "grouped": "stage" if choice.grouped else "",
        "dimension": choice.practices_of,
        "construct": choice.construct,
        "by": "" if choice.by is By.ALL else choice.by.value,
        "bars": "" if choice.bars is Bars.ORGANIZATIONS else choice.bars.value,
        ORDER: "" if choice.order == DEFAULT_ORDER else choice.order,
        PICKED: choice.organizations,
        HIGHLIGHT: choice.highlighted,
    }


def address_of(choice: Choice, **changes: object) -> str:
    """The query string that asks for this choice with these changes; page 1 unless said; defaults left out."""
    values = {**parts_of(choice), **changes}
    return "?" + urlencode({name: value for name, value in values.items() if value}, doseq=True)
