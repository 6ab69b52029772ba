"""Uploaded JSON, read without trusting it: its size, depth, numbers and texts are looked at before anything is kept."""

import json
import math
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessment.services.errors import Refused

DEEPEST = 30
MOST_VALUES = 60_000
LONGEST_WHOLE = 18


def read_plain(content: bytes, *, largest: int) -> Any:  # noqa: ANN401 whatever JSON holds
    """Return what a file of at most `largest` bytes holds. Raises Refused (422) where it is no JSON fit to be kept."""
    # SECURITY: the size is looked at before anything is parsed; depth and numbers before anything is kept.
    if len(content) > largest:
        raise Refused(_("The file is larger than %d MB, far more than it takes.") % (largest // 1_000_000))
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, **NUMBERS)
        _Walk().check(data, 0)
    except UnicodeDecodeError as error:
        raise Refused(_("The file is not UTF-8 text.")) from error
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Refused(_("The file is not JSON: it can't be read from line %d on.") % line) from error
    except ValueError as error:
        raise Refused(str(error)) from error
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(_("The file gives the same entry twice."))
    return found


def _refused_number(name: str) -> float:
    raise ValueError(_("“%s” is not a number.") % name)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refused_number(digits[:20])


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= LONGEST_WHOLE else int(_refused_number(digits[:20]))


NUMBERS: Any = {"parse_constant": _refused_number, "parse_float": _finite, "parse_int": _whole}


@dataclass
class _Walk:
    """Goes through a document once; raises ValueError for what no schema and no database should be troubled with."""

    seen: int = 0

    def check(self, value: object, depth: int) -> None:
        self.seen += 1
        if depth > DEEPEST or self.seen > MOST_VALUES:
            raise ValueError(_("The file holds far more than it could need."))
        if isinstance(value, str):
            self.check_text(value)
        if isinstance(value, dict):
            for key, held in value.items():
                self.check_text(key)
                self.check(held, depth + 1)
        if isinstance(value, list):
            for held in value:
                self.check(held, depth + 1)

    def check_text(self, text: str) -> None:
        if "\x00" in text or text != text.encode("utf-8", "ignore").decode():
            raise ValueError(_("A text in the file holds a character that can't be kept."))
