"""What the schema can't say of a questionnaire: keys, references, conditions, rules, points, thresholds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from assessment.measurement.instrument import THRESHOLD_ORDER, Thresholds
from assessment.models.facts import OrganizationFacts
from assessment.services.questionnaire_parts import (
    ADDED_TO_A_PRACTICE,
    entries,
    keys_of,
    named,
    practice_keys,
    practices,
    questions,
    rules,
    sections,
    texts,
)
from assessment.services.questionnaire_problems import Path, Problem, spelled
from assessment.services.questionnaire_schema import schema_problems

RECOGNITION = "recognition"


def document_problems(data: object) -> list[Problem]:
    """Everything that keeps data from being a questionnaire, told at once, in the order of the paths.

    `data` is what a file holds (`questionnaire_files.read_document`) or what a version exports to.
    """
    found = chain(schema_problems(data), *(check(data) for check in CHECKS))
    return sorted(dict.fromkeys(found), key=lambda problem: (_order(problem.path), problem.reason))


def _order(path: Path) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in path]


# --- Keys ----------------------------------------------------------------------------------------


def repeated_keys(data: object) -> Iterator[Problem]:
    """Keys that are unique within the version, or within their set."""
    yield from _repeated(keys_of(sections(data)))
    yield from _repeated(keys_of(practices(data)))
    yield from _repeated(_question_keys(data))
    yield from _repeated(keys_of(rules(data)))
    sets = named(data, "option_sets")
    for name in sets:
        yield from _repeated(keys_of(entries(sets, name, ("option_sets",))))
    for path, question in questions(data):
        yield from _repeated(keys_of(entries(question, "options", path)))


def _question_keys(data: object) -> Iterator[tuple[Path, str]]:
    """Keys of questions: a practice has two, its own and that of its recognition."""
    for path, key in keys_of(practices(data)):
        yield path, key
        yield path, key + ADDED_TO_A_PRACTICE
    yield from keys_of(questions(data))


def _repeated(keys: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for path, key in keys:
        if first.setdefault(key, path) != path:
            used = {"key": key, "place": spelled(first[key])}
            yield Problem(path, _("The key “%(key)s” is already used at %(place)s.") % used)


def taken_option_sets(data: object) -> Iterator[Problem]:
    """The options of a question are kept under its key, so that no shared set may have it."""
    shared = named(data, "option_sets")
    for path, key in chain(keys_of(practices(data)), keys_of(questions(data))):
        if key in shared:
            yield Problem(path, _("An option set has the key “%s” too.") % key)


# --- References ----------------------------------------------------------------------------------


def prerequisites(data: object) -> Iterator[Problem]:
    """Prerequisites exist and form no cycle."""
    known = practice_keys(data)
    needs: dict[str, list[str]] = {}
    where: dict[str, Path] = {}
    for path, practice in practices(data):
        key = str(practice.get("key"))
        where[key] = (*path, "needs")
        for place, needed in texts(practice, "needs"):
            needs.setdefault(key, []).append(needed)
            if needed not in known:
                yield Problem((*path, "needs", place), _("There is no practice “%s”.") % needed)
    cycle = find_cycle(needs)
    if cycle:
        yield Problem(where[cycle[0]], _("These practices need each other in a circle: %s.") % " → ".join(cycle))


def find_cycle(needs: dict[str, list[str]]) -> list[str]:
    """Keys that need each other in a circle, the first repeated at the end; empty where none do."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        # The sorter names them from the needed to the needing, beginning anywhere.
        circle: list[str] = error.args[1][:0:-1]
        start = circle.index(min(circle))
        return [*circle[start:], *circle[:start], circle[start]]
    return []


def references(data: object) -> Iterator[Problem]:
    """Option sets, constructs, tags of sources and roles exist."""
    sets, constructs, legend = named(data, "option_sets"), named(data, "constructs"), named(data, "sources")
    for path, question in questions(data):
        yield from _known(question.get("option_set"), sets, (*path, "option_set"), _("There is no option set “%s”."))
        yield from _known(question.get("construct"), constructs, (*path, "construct"), _("There is no construct “%s”."))
    roles = _roles(data)
    for path, practice in practices(data):
        for place, tag in texts(practice, "sources"):
            # A tag may carry the number of a practice or article (S9), or have one of its own (I5).
            work = tag if tag in legend else tag.rstrip("0123456789")
            yield from _known(work, legend, (*path, "sources", place), _("No source has the tag “%s”."))
        for place, role in texts(practice, "roles"):
            if roles:
                yield from _known(role, roles, (*path, "roles", place), _("The question “role” has no option “%s”."))


def _roles(data: object) -> set[str]:
    asked = [question for _path, question in questions(data) if question.get("key") == "role"]
    return {key for question in asked for _path, key in keys_of(entries(question, "options"))}


def _known(name: object, known: Iterable[str], path: Path, sentence: str) -> Iterator[Problem]:
    if isinstance(name, str) and name not in known:
        yield Problem(path, sentence % name)


def rule_references(data: object) -> Iterator[Problem]:
    """Rules speak of practices of the version; the levels of a crosswalk go up."""
    known = practice_keys(data)
    for path, rule in rules(data):
        yield from rule_problems(rule, known, path)


def rule_problems(rule: dict[str, Any], known: set[str], path: Path = ()) -> Iterator[Problem]:
    """The same for one rule, of either kind, where `known` are the keys of practices."""
    for side in ("first", "second"):
        practice = named(rule, side).get("practice")
        yield from _known(practice, known, (*path, side, "practice"), _("There is no practice “%s”."))
    yield from _levels(path, rule, known)


def _levels(path: Path, crosswalk: dict[str, Any], known: set[str]) -> Iterator[Problem]:
    below: object = None
    for place, level in entries(crosswalk, "levels", path):
        for key in named(level, "requires"):
            yield from _known(key, known, (*place, "requires", key), _("There is no practice “%s”."))
        number = level.get("level")
        if isinstance(number, int) and isinstance(below, int) and number <= below:
            levels = {"number": number, "below": below}
            yield Problem((*place, "level"), _("Level %(number)d does not follow level %(below)d.") % levels)
        below = number


# --- Conditions ----------------------------------------------------------------------------------


def conditions(data: object) -> Iterator[Problem]:
    for path, section in sections(data):
        yield from condition_problems(section.get("condition"), (*path, "condition"))


def condition_problems(condition: object, path: Path) -> Iterator[Problem]:
    """A condition names a fact of organizations and a value that the fact can have."""
    if not isinstance(condition, dict) or not isinstance(condition.get("fact"), str):
        return
    try:
        fact = OrganizationFacts._meta.get_field(condition["fact"])
    except FieldDoesNotExist:
        known = ", ".join(field.name for field in OrganizationFacts._meta.local_fields)
        said = {"fact": condition["fact"], "known": known}
        yield Problem((*path, "fact"), _("Organizations have no fact “%(fact)s”. There are: %(known)s.") % said)
        return
    if "equals" in condition and not _can_be(fact, condition["equals"]):
        said = {"fact": fact.name, "value": condition["equals"]}
        yield Problem((*path, "equals"), _("The fact “%(fact)s” never has the value “%(value)s”.") % said)


def _can_be(fact: Any, value: object) -> bool:  # noqa: ANN401 a field of any kind
    if isinstance(fact, models.BooleanField):
        return isinstance(value, bool)
    if isinstance(fact, models.PositiveIntegerField):
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, str) and (not fact.choices or value in dict(fact.flatchoices))


# --- Options, points and thresholds --------------------------------------------------------------


def same_texts(data: object) -> Iterator[Problem]:
    """No two options of practices read the same."""
    first: dict[str, Path] = {}
    for path, practice in practices(data):
        for place, text in texts(practice, "options"):
            here = (*path, "options", place)
            if first.setdefault(text, here) != here:
                yield Problem(here, _("The option at %s has the same text.") % spelled(first[text]))


def recognition_points(data: object) -> Iterator[Problem]:
    """Every recognition is worth something, and more the further down the list (codes aside)."""
    before = 0.0
    for path, option in entries(named(data, "option_sets"), RECOGNITION, ("option_sets",)):
        points = as_points(option.get("points"))
        if points is None:
            yield Problem((*path, "points"), _("An option of the set “recognition” needs points."))
        elif points < before and not option.get("code"):
            yield Problem((*path, "points"), _("The points are lower than those of an option before it."))
        elif not option.get("code"):
            before = points


def as_points(value: object) -> float | None:
    """Points, 0..1, written as a number or as a proper fraction such as "1/3"; None for anything else."""
    if isinstance(value, str):
        above, slash, below = value.partition("/")
        return int(above) / int(below) if slash and above.isdecimal() and below.isdecimal() and int(below) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def item_values(data: object) -> Iterator[Problem]:
    """An item of a construct is answered on a scale: every option has a value, or a code."""
    sets = named(data, "option_sets")
    for path, question in questions(data):
        if not isinstance(question.get("construct"), str) or not isinstance(question.get("option_set"), str):
            continue
        options = [option for _path, option in entries(sets, question["option_set"])]
        if any("value" not in option and not option.get("code") for option in options):
            yield Problem((*path, "option_set"), _("An option of this set has neither a value nor a code."))


def thresholds(data: object) -> Iterator[Problem]:
    """Thresholds keep the order that the scale needs."""
    given = {name: value for name, value in named(data, "thresholds").items() if isinstance(value, int | float)}
    values = asdict(Thresholds()) | given
    for lower, higher in THRESHOLD_ORDER:
        if values[lower] > values[higher]:
            pair = {"lower": lower, "higher": higher}
            yield Problem(
                ("thresholds", lower if lower in given else higher), _("%(lower)s is above %(higher)s.") % pair
            )


def measures_something(data: object) -> Iterator[Problem]:
    """A version has a dimension that counts."""
    kinds = [(section.get("kind"), section.get("overlay")) for _path, section in sections(data)]
    if kinds and ("dimension", False) not in kinds:
        yield Problem(("sections",), _("There is no dimension that counts for the result."))


CHECKS: tuple[Callable[[object], Iterator[Problem]], ...] = (
    repeated_keys,
    taken_option_sets,
    prerequisites,
    references,
    rule_references,
    conditions,
    same_texts,
    recognition_points,
    item_values,
    thresholds,
    measures_something,
)
