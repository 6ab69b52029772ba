"""What every view of the comparison shows: how much is shown, what is highlighted, what the numbers stand on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.forms.comparisons import FILTERS, PICKED, address_of, parts_of
from assessment.services.comparison_choices import Choice, Names
from assessment.services.comparison_cores import Core
from assessment.services.comparison_names import shown_name
from assessment.services.comparisons import MOST_AT_HAND, MOST_FOUND, Named
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.findings import missing_finding
from assessment.views.compare_pages.lines import toggled


@dataclass(frozen=True)
class Chip:
    """A highlighted organization, its place 0..3, the address without it, whether the filters hide it."""

    name: str
    place: int
    removed: str
    hidden: bool


@dataclass(frozen=True)
class Found:
    """An organization that can be picked or taken off the list."""

    uid: UUID
    name: str
    picked: bool


def shared_context(comparison: Comparison, named: Named) -> dict[str, Any]:
    """Return what the head, the filters and the notes of every view take; `named` are those asked for one by one."""
    cohort, totals = comparison.cohort, comparison.totals
    return {
        "cohort": cohort,
        "choice": comparison.choice,
        "path": comparison.path,
        "number": totals.number,
        "page": comparison.page,
        "csv_url": comparison.csv_url,
        "save_url": reverse("saved-view-create", args=[comparison.view]) + address_of(comparison.choice),
        "chips": _chips(comparison, named.asked),
        "hidden_parts": list(hidden_parts(comparison.choice)),
        "missing": missing_finding(cohort.without_round, totals.number - totals.scored),
        "synthetic": totals.synthetic,
        "selection": comparison.selection,
        "most_at_hand": MOST_AT_HAND,
        "left_out": [] if comparison.selection.core is None else left_out_sentences(comparison.selection.core),
        **_picker(comparison, named),
    }


def _chips(comparison: Comparison, names: dict[UUID, str]) -> list[Chip]:
    choice, shown = comparison.choice, {row.uid: row.name for _place, row in comparison.highlighted}
    return [
        Chip(
            name=shown[uid] if uid in shown else shown_name(names[uid], None, choice.names),
            place=place,
            removed=address_of(choice, highlight=toggled(choice.highlighted, uid)),
            hidden=uid not in shown,
        )
        for place, uid in enumerate(choice.highlighted)
    ]


def hidden_parts(choice: Choice) -> Iterator[tuple[str, str]]:
    """Return the parts of the address that the filters do not show, as names and values of a form."""
    for name, value in parts_of(choice).items():
        if name in FILTERS or (name == PICKED and choice.names is Names.SHOWN):
            continue
        values = value if isinstance(value, tuple) else (value,)
        yield from ((name, str(each)) for each in values if each)


def _picker(comparison: Comparison, named: Named) -> dict[str, Any]:
    """Whom one can pick: those picked, and those found by a part of their name."""
    choice = comparison.choice
    # SECURITY: where names are not shown, none can be looked for.
    if choice.names is not Names.SHOWN:
        return {"picker": None, "picked": len(choice.organizations)}
    found = named.found
    picked = [Found(uid, named.asked[uid], True) for uid in choice.organizations]
    others = [Found(uid, name, False) for uid, name in found[:MOST_FOUND] if uid not in choice.organizations]
    return {
        "picker": [*picked, *others],
        "picked": len(picked),
        "find": choice.find,
        "found_more": len(found) > MOST_FOUND,
        "found_none": bool(choice.find) and not found,
        "unpicked": address_of(choice, organization=()),
    }


def left_out_sentences(core: Core) -> list[str]:
    """A sentence for each version with practices that another one lacks."""
    return [
        _("Left out of version %(number)d: %(practices)s.")
        % {"number": version.number or 0, "practices": ", ".join(names)}
        for version, names in core.left_out()
    ]
