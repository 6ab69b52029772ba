"""How the values of many results are spread, as the database ranks them."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from assessment.services.spreads import Spread, spread_at

Group = tuple[Any, ...]


def spreads_by(values: QuerySet[Any], field: str, *groups: str) -> dict[Group, Spread]:
    """Return the spread of this field by the values of the columns `groups`; in one query.

    `field` is never empty. Of all its values only those that make the spread leave the database.
    """
    partition = [F(name) for name in groups]
    ranked = values.annotate(
        number=Window(Count("pk"), partition_by=partition),
        rank=Window(RowNumber(), partition_by=partition, order_by=F(field).asc()),
    )
    found: defaultdict[Group, dict[int, float]] = defaultdict(dict)
    numbers: dict[Group, int] = {}
    for number, rank, value, *group in ranked.filter(_wanted()).values_list("number", "rank", field, *groups):
        numbers[tuple(group)] = number
        found[tuple(group)][rank] = value
    return {group: spread_at(numbers[group], ranks) for group, ranks in found.items()}


def _wanted() -> Q:
    """The first and the last, and for each quarter of the way between them the two beside it."""
    last = F("number") - 1
    wanted = Q(rank=1) | Q(rank=F("number"))
    for quarter in (1, 2, 3):
        before = last * quarter / 4
        wanted |= Q(rank=before + 1) | Q(rank=before + 2)
    return wanted
