"""Recomputes a file of worked cases and says where the computation differs from what they expect."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessment.measurement.cases import LEFT_OUT, Difference, compare_case
from assessment.measurement.node import CaseError


class Command(BaseCommand):
    help = _("Recomputes the worked cases of a JSON file and prints how many agree and every difference.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help=_("a JSON file of worked cases"))

    def handle(self, *args: Any, file: Path, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        names = read_cases(file)
        agreeing = 0
        for name, case in names:
            found = compared(file, name, case)
            agreeing += not found
            for difference in found:
                self.stdout.write(f"{name}: {described(difference)}")
        said = {"agreeing": agreeing, "all": len(names)}
        self.stdout.write(_("%(agreeing)d of %(all)d cases agree.") % said)
        if agreeing < len(names):
            raise CommandError(_("The computation differs from the worked cases."))


def read_cases(file: Path) -> list[tuple[str, object]]:
    """The cases of a file with their names; raises CommandError with a sentence for a file that holds none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{file}: {_('This is not JSON.')} {error}") from error
    cases = content.get("cases") if isinstance(content, dict) else None
    if not isinstance(cases, list) or not cases:
        raise CommandError(f"{file}: {_('A list of “cases” is missing.')}")
    return list(named(cases))


def named(cases: list[object]) -> Iterator[tuple[str, object]]:
    """Each case with its name, or its place (from 1) where it has none."""
    for place, case in enumerate(cases, start=1):
        name = case.get("name") if isinstance(case, dict) else None
        yield str(name or place), case


def compared(file: Path, name: str, case: object) -> list[Difference]:
    """The differences of one case; raises CommandError with the path of what is malformed."""
    try:
        return compare_case(case)
    except CaseError as error:
        raise CommandError(f"{file}: {name}: {error}") from error


def described(difference: Difference) -> str:
    """A difference in words."""
    said = {"expected": value(difference.expected), "computed": value(difference.computed)}
    return f"{difference.path}: " + _("expected %(expected)s, computed %(computed)s") % said


def value(one: object) -> str:
    return _("nothing") if one is LEFT_OUT else json.dumps(one)
