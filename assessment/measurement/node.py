"""A value somewhere in a worked case, that knows its path when something is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

# Short on purpose: a fraction text such as "1e999999999" would take hours to become a number.
NUMBER_TEXT = re.compile(r"\d{0,9}\.?\d{1,9}(/\d{1,9})?")


class CaseError(ValueError):
    """A worked case is malformed; the message starts with the path of the value."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason


@dataclass(frozen=True)
class Node:
    """A plain value as JSON gives it, and its path from the case, empty at the top.

    Every reader raises CaseError with the path when the value is of another kind.
    """

    value: object
    path: str = ""

    def __getitem__(self, key: str) -> "Node":
        """Return the value at `key` of a mapping."""
        mapping = self.mapping()
        if key not in mapping:
            raise CaseError(self.path, f"{key!r} is missing")
        return mapping[key]

    def mapping(self) -> dict[str, "Node"]:
        """Return the values of a mapping with text keys."""
        if not isinstance(self.value, dict):
            raise CaseError(self.path, "is not a mapping")
        start = f"{self.path}." if self.path else ""
        return {str(key): Node(value, f"{start}{key}") for key, value in self.value.items()}

    def __iter__(self) -> Iterator["Node"]:
        """Yield the values of a list."""
        if not isinstance(self.value, list):
            raise CaseError(self.path, "is not a list")
        for place, value in enumerate(self.value):
            yield Node(value, f"{self.path}[{place}]")

    def text(self) -> str:
        """Return a text."""
        if not isinstance(self.value, str):
            raise CaseError(self.path, f"{self.value!r} is not a text")
        return self.value

    def flag(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise CaseError(self.path, f"{self.value!r} is neither true nor false")
        return self.value

    def whole(self) -> int:
        """Return a whole number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise CaseError(self.path, f"{self.value!r} is not a whole number")
        return self.value

    def number(self) -> float:
        """Return a finite number, given as such or as a text like "2/3" or ".5"."""
        number = self._from_text(self.value) if isinstance(self.value, str) else self._finite(self.value)
        if number is None:
            raise CaseError(self.path, f"{self.value!r} is not a number")
        return number

    @staticmethod
    def _from_text(text: str) -> float | None:
        if not NUMBER_TEXT.fullmatch(text):
            return None
        try:
            return float(Fraction(text))
        except (ValueError, ZeroDivisionError):  # "1.5/2" and "1/0"
            return None

    @staticmethod
    def _finite(value: object) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            return float(value) if isfinite(value) else None
        except OverflowError:  # JSON knows whole numbers of any length
            return None
