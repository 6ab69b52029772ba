"""The organizations of a comparison at a glance: how many are at each stage, and what limits most of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.forms.comparisons import address_of
from assessment.measurement.stages import Stage
from assessment.services.comparison_choices import NO_STAGE, Choice
from assessment.services.comparisons import Dimension
from assessment.wording import stage_name

ORDER: tuple[Stage | None, ...] = (*reversed(Stage), None)  # as on a ladder; those without a stage below it
MOST_LIMITS = 3


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage (None for none yet): its number of organizations and the bar for it, in per cent of the longest."""

    stage: Stage | None
    number: int
    width: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A dimension, how many organizations it limits, and the bar for it, in per cent of the longest."""

    dimension: str
    number: int
    width: int


def stage_lines(counts: Sequence[int], choice: Choice) -> list[StageLine]:
    """A line per stage, the highest first; none at the end, where there are such.

    `counts`: of the stages 0 to 4 and of none. The link of the stage that is chosen leads back to all.
    """
    longest = max(*counts, 1)
    lines = [_line(stage, counts[-1 if stage is None else stage], longest, choice) for stage in ORDER]
    return [line for line in lines if line.number or line.stage is not None]


def _line(stage: Stage | None, number: int, longest: int, choice: Choice) -> StageLine:
    value = NO_STAGE if stage is None else str(stage.value)
    chosen = choice.stage == value
    address = address_of(choice, stage="" if chosen else value)
    return StageLine(stage, number, round(100 * number / longest), address, chosen)


def limit_lines(numbers: Mapping[str, int], dimensions: Sequence[Dimension]) -> list[LimitLine]:
    """The dimensions that limit the most organizations, at most three; equal ones in their order."""
    limiting = sorted((each for each in dimensions if numbers.get(each.key)), key=lambda each: -numbers[each.key])
    longest = max((numbers[each.key] for each in limiting), default=1)
    return [
        LimitLine(each.title, numbers[each.key], round(100 * numbers[each.key] / longest))
        for each in limiting[:MOST_LIMITS]
    ]


def common_finding(counts: Sequence[int]) -> str:
    """Which stage is the most common, or which ones are."""
    staged = counts[: len(Stage)]
    most, known = max(staged), sum(staged)
    if not known:
        return _("No organization has a stage yet")
    names = [stage_name(stage) for stage in Stage if staged[stage] == most]
    words = {"stages": ", ".join(names), "number": most, "all": known}
    if len(names) == 1:
        return _("%(stages)s is the most common stage: %(number)d of %(all)d") % words
    return _("The most common stages: %(stages)s, %(number)d of %(all)d each") % words
