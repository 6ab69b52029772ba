"""What the organizations of a comparison add up to: their numbers, and their mixes, by stage and version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assessment.measurement.mix import Mix
from assessment.measurement.stages import Stage
from assessment.services.comparison_choices import Choice
from assessment.services.comparison_rows import Row

TINY = 1e-9  # what floating point may lack: 0.285 is shown as 29 of 100
NOTHING = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Group:
    """The organizations at one stage (None without one) and on one version; `parts` are the sums of their mixes."""

    stage: int | None
    version: int
    number: int
    synthetic: int = 0
    parts: tuple[float, float, float, float] = NOTHING


@dataclass(frozen=True, slots=True)
class Totals:
    """How many organizations were chosen, are synthetic, have an overall result; the mean mix of the last."""

    number: int = 0
    synthetic: int = 0
    scored: int = 0
    mean: Mix | None = None
    # How many have stage 0 to 4 and none, whatever stage was chosen.
    stages: Sequence[int] = field(default=(0, 0, 0, 0, 0, 0))


def groups_of(rows: Iterable[Row]) -> list[Group]:
    """Return each row as a group of its own."""
    return [
        Group(row.latest.stage, row.latest.version, 1, int(row.synthetic), row.latest.mix.parts)
        if row.latest.mix
        else Group(None, row.latest.version, 1, int(row.synthetic))
        for row in rows
    ]


def totals_of(groups: Sequence[Group], choice: Choice) -> Totals:
    """Return what the groups at the stage asked for add up to."""
    shown = [group for group in groups if choice.at_stage(group.stage)]
    scored = [group for group in shown if group.stage is not None]
    number = sum(group.number for group in scored)
    sums = [sum(group.parts[place] for group in scored) for place in range(4)]
    return Totals(
        number=sum(group.number for group in shown),
        synthetic=sum(group.synthetic for group in shown),
        scored=number,
        mean=Mix(*(part / number for part in sums)) if number else None,
        stages=[sum(group.number for group in groups if group.stage == stage) for stage in (*Stage, None)],
    )
