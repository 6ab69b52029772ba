"""The charts of what-if: the profile and the adoption map, today and as they would be."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.adoption_map import Dot, adoption_map
from assessment.charts.looks import Emphasis
from assessment.charts.profile import ProfileRow, profile
from assessment.charts.rounding import whole_points
from assessment.measurement.comparison import at_least
from assessment.reports.csv_files import Cell
from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.views.charts import Chart, drawn, map_words
from assessment.wording import points

Pair = tuple[PracticeView, PracticeView]

# --- The profile by dimension ---------------------------------------------------------------------


def profile_chart(today: ResultView, projected: ResultView, csv_url: str) -> Chart:
    """Return the profile of the dimensions outside overlays; there is at least one."""
    pairs = list(zip(today.core, projected.core, strict=True))
    figure, narrow = drawn(partial(profile, [_profile_row(*pair) for pair in pairs]))
    return Chart(
        id="what-if-profile",
        finding=_profile_finding(projected.core),
        shows=_("Score by dimension, 0 to 100: today, and with what you try"),
        figure=figure,
        narrow=narrow,
        columns=dimension_columns(),
        rows=[
            (before.section.title, points(before.score), points(after.score), points(after.target))
            for before, after in pairs
        ],
        csv_url=csv_url,
    )


def _profile_row(before: DimensionView, after: DimensionView) -> ProfileRow:
    return ProfileRow(
        label=after.section.title,
        value=str(points(after.score)),
        low=after.bounds.practice_low,
        high=after.bounds.practice_high,
        practice=after.score,
        target=after.target,
        previous=before.score if _moves(before.score, after.score) else None,
        strong=_moves(before.score, after.score),
        hover=(
            _("Today %(score)s") % {"score": points(before.score)},
            _("With what you try %(score)s") % {"score": points(after.score)},
            _("Target %(target)d") % {"target": whole_points(after.target)},
        ),
    )


def _moves(before: float | None, after: float | None) -> bool:
    return before is not None and after is not None and whole_points(before) != whole_points(after)


def _profile_finding(dimensions: Sequence[DimensionView]) -> str:
    scores = [(each.score, each.target) for each in dimensions if each.score is not None]
    reached = sum(at_least(score, target) for score, target in scores)
    return ngettext(
        "%(reached)d of %(count)d dimension would reach its target",
        "%(reached)d of %(count)d dimensions would reach their target",
        len(scores),
    ) % {"reached": reached, "count": len(scores)}


def dimension_columns() -> tuple[str, ...]:
    """Return the headings of the profile's table and file."""
    return _("Dimension"), _("Today"), _("With what you try"), _("Target")


def dimension_rows(today: ResultView, projected: ResultView) -> list[tuple[Cell, ...]]:
    """Return the rows of the profile's file, overlays included; values 0..1, unrounded."""
    return [
        (before.section.title, before.score, after.score, after.target)
        for before, after in zip(today.dimensions, projected.dimensions, strict=True)
    ]


# --- The adoption map of the practices ------------------------------------------------------------


def map_chart(today: ResultView, projected: ResultView, csv_url: str) -> Chart | None:
    """Return the adoption map of the practices that would be rated, None where there is none."""
    pairs = [pair for pair in zip(today.practices, projected.practices, strict=True) if pair[1].x is not None]
    if not pairs:
        return None
    moved = [pair for pair in pairs if _moved(pair)]
    # Those that move come first, so that their labels have the first choice of room.
    dots = [_dot(pair) for pair in sorted(pairs, key=lambda pair: not _moved(pair))]
    figure, narrow = drawn(partial(adoption_map, dots, map_words()))
    return Chart(
        id="what-if-map",
        finding=_map_finding(len(moved), len(pairs)),
        shows=_("How far each practice is done and how far it is agreed; lines lead from today to what you try"),
        figure=figure,
        narrow=narrow,
        columns=practice_columns(),
        rows=[_shown(pair) for pair in pairs],
        csv_url=csv_url,
    )


def _moved(pair: Pair) -> bool:
    before, after = pair
    return (before.x, before.e) != (after.x, after.e)


def _map_finding(moved: int, count: int) -> str:
    if not moved:
        return _("No practice moves yet")
    return ngettext(
        "%(moved)d of %(count)d practices moves towards the top right",
        "%(moved)d of %(count)d practices move towards the top right",
        moved,
    ) % {"moved": moved, "count": count}


def _dot(pair: Pair) -> Dot:
    before, after = pair
    moved = _moved(pair)
    return Dot(
        after.key,
        after.practice.name,
        explicitness=after.e or 0.0,
        practice=after.x or 0.0,
        emphasis=Emphasis.MOVED if moved else Emphasis.NONE,
        labelled=moved,
        hover=(
            _("Done %(before)s, tried %(after)s") % {"before": points(before.x), "after": points(after.x)},
            _("Agreed %(before)s, tried %(after)s") % {"before": points(before.e), "after": points(after.e)},
        ),
        previous=(before.e or 0.0, before.x) if moved and before.x is not None else None,
    )


def practice_columns() -> tuple[str, ...]:
    """Return the headings of the map's table and file."""
    return _("Practice"), _("Done today"), _("Done, tried"), _("Agreed today"), _("Agreed, tried")


def _shown(pair: Pair) -> tuple[Cell, ...]:
    before, after = pair
    return before.practice.name, points(before.x), points(after.x), points(before.e), points(after.e)


def practice_rows(today: ResultView, projected: ResultView) -> list[tuple[Cell, ...]]:
    """Return the rows of the map's file, overlays included; values 0..1, unrounded."""
    return [
        (before.practice.name, before.x, after.x, before.e, after.e)
        for dimensions in zip(today.dimensions, projected.dimensions, strict=True)
        for before, after in zip(*(each.practices for each in dimensions), strict=True)
    ]
