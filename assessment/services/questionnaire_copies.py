"""Copies everything a version holds into an empty draft, row by row."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models

from assessment.models import Option, Prerequisite, Version

Row = TypeVar("Row", bound=models.Model)
# The copies of rows by the number of the original.
Copies = dict[int, Any]


def copy_contents(base: Version, draft: Version) -> None:
    """Give the draft a copy of everything its base holds, in a fixed number of queries."""
    same = {"version": draft}
    sections = _copied(base.sections.all(), lambda row: same)
    sets = _copied(base.option_sets.all(), lambda row: same)
    options = Option.objects.filter(option_set__version=base).order_by("pk")
    _copied(options, lambda row: {"option_set": sets[row.option_set_id]})
    practices = _copied(base.practices.all(), lambda row: {**same, "section": sections[row.section_id]})
    needs = Prerequisite.objects.filter(practice__version=base).order_by("pk")
    _copied(needs, lambda row: {"practice": practices[row.practice_id], "needs": practices[row.needs_id]})
    _copied(
        base.questions.all(),
        lambda row: {
            **same,
            "section": sections[row.section_id],
            "practice": _copy_of(practices, row.practice_id),
            "option_set": _copy_of(sets, row.option_set_id),
        },
    )
    _copied(base.rules.all(), lambda row: same)


def _copy_of(copies: Copies, number: int | None) -> models.Model | None:
    return None if number is None else copies[number]


def _copied(rows: models.QuerySet[Row], belongs: Callable[[Any], dict[str, Any]]) -> Copies:
    """Save a copy of each row that differs in what it belongs to."""
    originals = list(rows.order_by("pk"))
    copies = [_copy(row, belongs(row)) for row in originals]
    rows.model._default_manager.bulk_create(copies)
    return {original.pk: copy for original, copy in zip(originals, copies, strict=True)}


def _copy(row: Row, changes: dict[str, Any]) -> Row:
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    kept = {name: value for name, value in values.items() if name.removesuffix("_id") not in changes}
    return type(row)(**kept, **changes)
