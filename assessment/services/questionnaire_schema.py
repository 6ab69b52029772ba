"""Checks data against the JSON Schema of questionnaires, and says what is wrong in plain words."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from assessment.services.questionnaire_problems import Path, Problem

SCHEMA_FILE = FilePath(__file__).resolve().parent.parent / "library" / "questionnaire.schema.json"
LONGEST_QUOTE = 60
# What is said of a value, the keyword's own value, and the schema around it.
Say = Callable[[Any, Any, Any], str]


@cache
def schema() -> dict[str, Any]:
    """The schema of a questionnaire file."""
    read: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return read


@cache
def _validator(part: str = "") -> Draft202012Validator:
    """A validator of a definition or of a top entry of the schema; of the whole where none is named."""
    if not part:
        return Draft202012Validator(schema())
    found = schema()["$defs"].get(part) or schema()["properties"][part]
    return Draft202012Validator({**found, "$defs": schema()["$defs"]})


def schema_problems(data: object) -> Iterator[Problem]:
    """Everything in which a document differs from the schema, each once."""
    yield from problems(_validator(), data)


def part_problems(part: str, data: object) -> Iterator[Problem]:
    """Everything in which data differs from a definition ("crosswalk") or a top entry ("sources") of the schema."""
    yield from problems(_validator(part), data)


def problems(validator: Draft202012Validator, data: object) -> Iterator[Problem]:
    """Everything in which data differs from the schema of this validator, each once."""
    yield from dict.fromkeys(_problems(validator, data))


def _problems(validator: Draft202012Validator, data: object) -> Iterator[Problem]:
    for error in validator.iter_errors(data):
        path: Path = tuple(error.absolute_path)
        if "propertyNames" in error.absolute_schema_path:
            yield Problem((*path, str(error.instance)), _reason(error))
        else:
            yield from _at_entry(error, path)


def _at_entry(error: ValidationError, path: Path) -> Iterator[Problem]:
    """The problem at each entry that is missing or too much, else at the one that is wrong."""
    rule: Any = error.validator_value
    given: Any = error.instance
    match error.validator:
        # The validator tells each missing entry for itself; equal problems are dropped by whoever collects them.
        case "required":
            yield from (Problem((*path, name), _("This entry is missing.")) for name in rule if name not in given)
        case "additionalProperties":
            known = error.schema["properties"]  # type: ignore[index]  # a keyword beside this one
            yield from (
                Problem((*path, name), _("This entry is not known here.")) for name in given if name not in known
            )
        case "dependentRequired":
            yield from _dependents(given, rule, path)
        case _:
            yield Problem(path, _reason(error))


def _dependents(given: dict[str, Any], rule: dict[str, list[str]], path: Path) -> Iterator[Problem]:
    for name, needed in rule.items():
        for other in needed if name in given else ():
            if other not in given:
                yield Problem((*path, other), _("This entry is missing: “%s” needs it.") % name)


def _reason(error: ValidationError) -> str:
    say = REASONS.get(str(error.validator))
    return say(error.instance, error.validator_value, error.schema) if say else error.message


def _quoted(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


KINDS = {
    "string": gettext_lazy("text"),
    "number": gettext_lazy("a number"),
    "integer": gettext_lazy("a whole number"),
    "boolean": gettext_lazy("true or false"),
    "array": gettext_lazy("a list"),
    "object": gettext_lazy("a group of entries"),
}


def _type(value: object, wanted: str | list[str], schema: object) -> str:
    kinds = [wanted] if isinstance(wanted, str) else wanted
    return _("Expected %(kind)s, not “%(value)s”.") % {
        "kind": _(" or ").join(str(KINDS[kind]) for kind in kinds),
        "value": _quoted(value),
    }


def _pattern(value: object, pattern: str, schema: dict[str, Any]) -> str:
    if not str(value).strip():
        return _("The text is empty.")
    return _("“%(value)s” does not fit. %(title)s: %(description)s") % {
        "value": _quoted(value),
        "title": schema.get("title", _("Form")),
        "description": schema.get("description", pattern),
    }


def _enum(value: object, known: list[object], schema: object) -> str:
    return _("“%(value)s” is not one of: %(known)s.") % {
        "value": _quoted(value),
        "known": ", ".join(map(str, known)),
    }


def _limit(sentence: Promise) -> Say:
    """Says the value and the limit that it breaks."""
    return lambda value, limit, schema: str(sentence) % {"value": value, "limit": limit}


def _length(sentence: Promise) -> Say:
    """Says how long the text or list is, and what would be right."""
    return lambda value, limit, schema: str(sentence) % {"length": len(value), "limit": limit}


def _names(sentence: Promise) -> Say:
    """Says which entries the alternatives name."""

    def say(value: object, alternatives: Any, schema: object) -> str:  # noqa: ANN401 one alternative or a list
        each = alternatives if isinstance(alternatives, list) else [alternatives]
        return str(sentence) % ", ".join(name for one in each for name in one.get("required", ()))

    return say


REASONS: dict[str, Say] = {
    "type": _type,
    "pattern": _pattern,
    "enum": _enum,
    "const": lambda value, wanted, schema: _("Expected “%s”.") % wanted,
    "minimum": _limit(gettext_lazy("%(value)s is below %(limit)s.")),
    "maximum": _limit(gettext_lazy("%(value)s is above %(limit)s.")),
    "exclusiveMinimum": _limit(gettext_lazy("%(value)s is not above %(limit)s.")),
    "minLength": lambda value, wanted, schema: _("The text is empty."),
    "maxLength": _length(gettext_lazy("The text has %(length)d characters, %(limit)d are allowed.")),
    "minItems": _length(gettext_lazy("The list has %(length)d entries, at least %(limit)d are needed.")),
    "maxItems": _length(gettext_lazy("The list has %(length)d entries, at most %(limit)d are allowed.")),
    "minProperties": lambda value, wanted, schema: _("At least one entry is needed."),
    "uniqueItems": lambda value, wanted, schema: _("An entry of the list is given twice."),
    "anyOf": _names(gettext_lazy("One of these is needed: %s.")),
    "oneOf": _names(gettext_lazy("Exactly one of these is needed: %s.")),
    "not": _names(gettext_lazy("These do not go together: %s.")),
}
