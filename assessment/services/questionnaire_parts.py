"""Walks the parts of a questionnaire's data, which may be malformed anywhere: what does not fit is passed over."""

from collections.abc import Iterator
from typing import Any

from assessment.services.questionnaire_problems import Path

Part = tuple[Path, dict[str, Any]]
ADDED_TO_A_PRACTICE = "-recognition"


def entries(holder: object, name: str, path: Path = ()) -> Iterator[Part]:
    """The mappings in the list `name` of a mapping, with their paths."""
    held = holder.get(name) if isinstance(holder, dict) else None
    for place, entry in enumerate(held if isinstance(held, list) else ()):
        if isinstance(entry, dict):
            yield (*path, name, place), entry


def named(holder: object, name: str) -> dict[str, Any]:
    """The mapping `name` of a mapping; empty where there is none."""
    held = holder.get(name) if isinstance(holder, dict) else None
    return held if isinstance(held, dict) else {}


def texts(holder: dict[str, Any], name: str) -> Iterator[tuple[int, str]]:
    """The texts in the list `name` of a mapping, with their places."""
    held = holder.get(name)
    for place, entry in enumerate(held if isinstance(held, list) else ()):
        if isinstance(entry, str):
            yield place, entry


def sections(data: object) -> Iterator[Part]:
    yield from entries(data, "sections")


def practices(data: object) -> Iterator[Part]:
    for path, section in sections(data):
        yield from entries(section, "practices", path)


def questions(data: object) -> Iterator[Part]:
    """The questions that belong to no practice."""
    for path, section in sections(data):
        yield from entries(section, "questions", path)


def rules(data: object) -> Iterator[Part]:
    yield from entries(data, "consistency")
    yield from entries(data, "crosswalks")


def keys_of(parts: Iterator[Part]) -> Iterator[tuple[Path, str]]:
    """The keys of parts, with the paths of the keys."""
    for path, part in parts:
        if isinstance(part.get("key"), str):
            yield (*path, "key"), part["key"]


def practice_keys(data: object) -> set[str]:
    return {key for _, key in keys_of(practices(data))}
