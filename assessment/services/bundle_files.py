"""An uploaded bundle: read as plain JSON that is not too large, then checked against its schema."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from jsonschema import Draft202012Validator

from assessment.measurement.scores import SCALE_VERSION
from assessment.services.bundle_documents import FORMAT, KIND, Data
from assessment.services.errors import Refused
from assessment.services.questionnaire_checks import document_problems
from assessment.services.questionnaire_export import content_hash
from assessment.services.questionnaire_problems import Problem, spelled
from assessment.services.questionnaire_schema import problems

SCHEMA_FILE = FilePath(__file__).resolve().parent.parent / "library" / "bundle.schema.json"
# That of the whole questionnaire, with hundreds of respondents, has a tenth of it.
LARGEST = 3_000_000
DEEPEST = 30
MOST_VALUES = 60_000
LONGEST_WHOLE = 18
MOST_SENTENCES = 12


class BundleRefused(Refused):
    """A bundle can't be imported; `sentences` say why, the most telling first."""

    def __init__(self, sentences: Iterable[str], status: int = 422) -> None:
        told = list(sentences)
        more = len(told) - MOST_SENTENCES
        self.sentences = told[:MOST_SENTENCES]
        if more > 0:
            self.sentences.append(
                ngettext("There is %d more difference.", "There are %d more differences.", more) % more
            )
        super().__init__("\n".join(self.sentences), status)


@cache
def validator() -> Draft202012Validator:
    """What checks a document against the schema of bundles."""
    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def read_bundle(content: bytes) -> Data:
    """Return the document of a bundle, in the form its schema asks for, with a questionnaire that can be used.

    Whether its scores are those of its tallies is for `bundles.import_bundle` to say. Raises
    BundleRefused where it is too large, no JSON, no bundle, of a newer format, of another scale,
    against the schema, or where its questionnaire was changed.
    """
    data: Data = _plain(content)
    _check_kind(data)
    _refuse(problems(validator(), data))
    questionnaire = data["questionnaire"]
    _refuse(_within(("questionnaire", "document"), document_problems(questionnaire["document"])))
    if content_hash(questionnaire["document"]) != questionnaire["content_hash"]:
        raise BundleRefused(
            [_("The questionnaire in the bundle was changed after the export: its content hash differs.")]
        )
    if questionnaire["document"]["questionnaire"] != questionnaire["key"]:
        raise BundleRefused([_("The bundle gives its questionnaire two different keys.")])
    return data


def _refuse(found: Iterable[Problem]) -> None:
    sentences = [f"{spelled(problem.path)}: {problem.reason}" if problem.path else problem.reason for problem in found]
    if sentences:
        raise BundleRefused(sentences)


def _within(path: tuple[str, ...], found: Iterable[Problem]) -> Iterator[Problem]:
    return (Problem((*path, *problem.path), problem.reason) for problem in found)


def _check_kind(data: object) -> None:
    """Say of what is no bundle of ours what it is, before the schema finds fault with each entry."""
    if not isinstance(data, dict) or data.get("bundle") != KIND:
        raise BundleRefused([_("This is JSON, but no bundle of an assessment.")])
    form = data.get("format")
    if isinstance(form, int) and form > FORMAT:
        said = {"format": form, "known": FORMAT}
        raise BundleRefused(
            [
                _("The bundle has format %(format)d, and this installation reads formats up to %(known)d.") % said,
                _("It comes from a newer version of Tacit. Bring this installation up to date first."),
            ]
        )
    scale = data.get("scale")
    if isinstance(scale, str) and scale != SCALE_VERSION:
        versions = {"scale": scale[:16], "known": SCALE_VERSION}
        raise BundleRefused(
            [
                _(
                    "The bundle was scored with version %(scale)s of the scale, and this installation computes version "
                    "%(known)s. Its scores would not be the same."
                )
                % versions
            ]
        )


# --- JSON ----------------------------------------------------------------------------------------


def _plain(content: bytes) -> Any:  # noqa: ANN401 whatever JSON holds
    # SECURITY: the size is looked at before anything is parsed; depth and numbers before anything is kept.
    if len(content) > LARGEST:
        raise BundleRefused([_("The file is larger than %d MB. A bundle is much smaller.") % (LARGEST // 1_000_000)])
    try:
        text = content.decode("utf-8-sig")
        data = json.loads(text, object_pairs_hook=_once, **NUMBERS)
        _Walk().check(data, 0)
    except UnicodeDecodeError as error:
        raise BundleRefused([_("The file is not UTF-8 text.")]) from error
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise BundleRefused([_("The file is not JSON: it can't be read from line %d on.") % line]) from error
    except ValueError as error:
        raise BundleRefused([str(error)]) from error
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
            raise ValueError(_("The file holds far more than a bundle does."))
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
