"""How organizations are called in a comparison: by their names, by letters, or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from string import ascii_uppercase
from uuid import UUID

from django.utils.translation import gettext as _

from assessment.services.comparison_choices import Names
from assessment.services.comparison_rows import Row


def shown_name(name: str, number: int | None, names: Names) -> str:
    """Return what an organization is called on every page and in every file of a comparison.

    `number` counts from 1 among the organizations chosen; None for one that is not among them.
    """
    # SECURITY: whoever presents relies on it: rows leave the services with no other name than this.
    if names is Names.SHOWN:
        return name
    if names is Names.HIDDEN or number is None:
        return _("Organization")
    return letters_of(number)


def letters_of(number: int) -> str:
    """Return A for 1, Z for 26, AA for 27, as the columns of a spreadsheet are called."""
    letters = ""
    while number:
        number, place = divmod(number - 1, len(ascii_uppercase))
        letters = ascii_uppercase[place] + letters
    return letters


def renamed(rows: Iterable[Row], numbers: Mapping[UUID, int], names: Names) -> list[Row]:
    """Return the rows as they may be shown; with names, as they are."""
    return list(rows) if names is Names.SHOWN else [_anonymous(row, numbers.get(row.uid), names) for row in rows]


def _anonymous(row: Row, number: int | None, names: Names) -> Row:
    # A title may hold the name, and the page of a result does.
    latest = replace(row.latest, title="")
    previous = None if row.previous is None else replace(row.previous, title="")
    name = shown_name(row.name, number, names)
    return replace(row, name=name, named=False, latest=latest, previous=previous)
