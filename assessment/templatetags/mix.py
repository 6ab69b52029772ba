"""The adoption mix as the parts of a bar."""

from dataclasses import dataclass
from typing import Protocol

from django import template

from assessment.charts.rounding import whole_mix
from assessment.wording import PART_MEANINGS, PART_NAMES, mix_words

register = template.Library()

LEAST_WITH_NUMBER = 6  # a narrower part has no room for its number


class Mix(Protocol):
    """Four parts of 0..1 that sum to 1."""

    @property
    def explicit(self) -> float: ...
    @property
    def implicit(self) -> float: ...
    @property
    def declared(self) -> float: ...
    @property
    def absent(self) -> float: ...


@dataclass(frozen=True)
class MixPart:
    """One part of a bar: key, translated name and meaning, whole points, left edge in per cent."""

    key: str
    name: str
    meaning: str
    points: int
    x: int

    @property
    def centre(self) -> str:
        """Return the middle in per cent, as SVG wants it in every language."""
        return f"{self.x + self.points / 2:g}"

    @property
    def end(self) -> int:
        """Return the right edge in per cent."""
        return self.x + self.points

    @property
    def numbered(self) -> bool:
        """Say whether the number fits inside."""
        return self.points >= LEAST_WITH_NUMBER


@dataclass(frozen=True)
class MixBar:
    """A bar: the four parts in their order, and the sentence that replaces the picture."""

    parts: tuple[MixPart, ...]
    label: str

    @property
    def shown(self) -> tuple[MixPart, ...]:
        """Return the parts that have any width."""
        return tuple(part for part in self.parts if part.points)

    @property
    def gaps(self) -> tuple[int, ...]:
        """Return the boundaries between the shown parts, in per cent."""
        return tuple(part.end for part in self.shown[:-1])


def _parts(points: list[int]) -> tuple[MixPart, ...]:
    """Return the four parts, one after the other."""
    return tuple(
        MixPart(key, str(PART_NAMES[key]), str(PART_MEANINGS[key]), points[place], sum(points[:place]))
        for place, key in enumerate(PART_NAMES)
    )


@register.filter
def mix_bar(mix: Mix) -> MixBar:
    """Return the bar of a mix; its whole numbers sum to 100, and the first two to the score shown beside it."""
    points = whole_mix([getattr(mix, key) for key in PART_NAMES])
    return MixBar(parts=_parts(points), label=mix_words(points))
