"""The rules that published questionnaires are scored by: their thresholds, side by side."""

from dataclasses import dataclass

from assessment.measurement.instrument import THRESHOLD_RANGES, Thresholds
from assessment.models import Version


@dataclass(frozen=True)
class Rules:
    """A published questionnaire with its thresholds."""

    title: str
    number: int | None
    thresholds: Thresholds


@dataclass(frozen=True)
class Threshold:
    """One threshold: what it decides, its default, and its value in each of the questionnaires.

    A share is 0..1; `is_count` where it counts people, practices, organizations or days.
    """

    name: str
    label: str
    is_count: bool
    default: float
    values: tuple[float, ...]


def published_rules() -> tuple[Rules, ...]:
    """Return the newest published version of every questionnaire, in one query; they are no secret."""
    versions = Version.objects.published().select_related("questionnaire").order_by("questionnaire__key", "number")
    newest = {version.questionnaire_id: version for version in versions}
    return tuple(Rules(version.title, version.number, version.thresholds()) for version in newest.values())


def thresholds_of(rules: tuple[Rules, ...]) -> tuple[Threshold, ...]:
    """Return every threshold of the scale with its value in each of these."""
    default = Thresholds()
    return tuple(
        Threshold(
            name=name,
            label=str(Version._meta.get_field(name).verbose_name),  # type: ignore[union-attr]  # a column of its own
            is_count=isinstance(lowest, int),
            default=getattr(default, name),
            values=tuple(getattr(each.thresholds, name) for each in rules),
        )
        for name, (lowest, _highest) in THRESHOLD_RANGES.items()
    )
