"""Reads a questionnaire file: YAML to plain data, with the line of every entry."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml.constructor import SafeConstructor
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

from assessment.services.questionnaire_problems import Complaint, FileRefused, Path, Problem, spelled

LARGEST = 2_000_000
DEEPEST = 20
# The parser in C, where it was built, reads the same language ten times faster.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PLAIN = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null")}
COLLECTIONS = {f"tag:yaml.org,2002:{name}" for name in ("map", "seq")}


@dataclass(frozen=True)
class Document:
    """A file as plain data, on which line (from 1) each of its entries stands, and what could not be read."""

    data: object
    lines: dict[Path, int]
    complaints: tuple[Complaint, ...]

    def line_of(self, path: Path) -> int:
        """The line of an entry, or of the nearest entry around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def complaint(self, problem: Problem) -> Complaint:
        """A problem of the data as one of the file."""
        return Complaint(self.line_of(problem.path), spelled(problem.path), problem.reason)


def read_document(content: bytes) -> Document:
    """The data of a YAML file with its lines; only what it says is checked, not what it means.

    Complains of entries that are not plain (unknown kinds, keys given twice), which are left out of the data.
    Raises FileRefused for what is too large, not UTF-8, not YAML, or uses aliases or deep nesting.
    """
    text = _decoded(content)
    try:
        _refuse_traps(text)
        node = yaml.compose(text, LOADER)
    except yaml.YAMLError as error:
        raise FileRefused([_not_yaml(error)]) from error
    if node is None:
        raise FileRefused([Complaint(1, "", _("The file is empty."))])
    reader = _Reader()
    data = reader.read(node, ())
    return Document(data, reader.lines, tuple(reader.complaints))


def _decoded(content: bytes) -> str:
    # SECURITY: the size is looked at before anything is parsed.
    if len(content) > LARGEST:
        raise FileRefused([Complaint(1, "", _("The file is larger than %d bytes.") % LARGEST)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused([Complaint(line, "", _("The file is not UTF-8 text."))]) from error


def _refuse_traps(text: str) -> None:
    """Go through the file without building anything from it."""
    # SECURITY: aliases make a small file grow without bound; deep nesting exhausts the stack.
    depth = 0
    for event in yaml.parse(text, LOADER):
        line = _line(event.start_mark)
        if isinstance(event, AliasEvent):
            raise FileRefused([Complaint(line, "", _("Aliases (*name) are not allowed. Write the entry out."))])
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise FileRefused([Complaint(line, "", _("Entries are nested too deeply."))])


def _not_yaml(error: yaml.YAMLError) -> Complaint:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return Complaint(_line(mark), "", _("This is not YAML: %s.") % problem)


def _line(mark: Any) -> int:  # noqa: ANN401 each of the two parsers has a mark of its own, or none
    return mark.line + 1 if mark else 1


@dataclass
class _Reader:
    """Walks the nodes of a file once and notes what it meets."""

    lines: dict[Path, int] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    scalars: SafeConstructor = field(default_factory=SafeConstructor)

    def read(self, node: yaml.Node, path: Path) -> object:
        self.lines.setdefault(path, _line(node.start_mark))
        if node.tag not in PLAIN | COLLECTIONS:
            self.complain(node, path, _("This is a value of an unknown kind. Put it in quotes."))
            return None
        if isinstance(node, yaml.MappingNode):
            return {key: self.read(value, (*path, key)) for key, value in self.pairs(node, path)}
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, place)) for place, item in enumerate(node.value)]
        return self.scalar(node, path)

    def pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, yaml.Node]]:
        """The entries of a mapping; those without a key of text, or with one given before, are told and left out."""
        for key, value in node.value:
            if key.tag != "tag:yaml.org,2002:str" or not isinstance(key.value, str):
                self.complain(key, path, _("“%s” is not a key of text. Put it in quotes.") % key.value)
            elif (*path, key.value) in self.lines:
                self.complain(key, (*path, key.value), _("This key is given twice."))
            else:
                self.lines[*path, key.value] = _line(key.start_mark)
                yield key.value, value

    def scalar(self, node: yaml.Node, path: Path) -> object:
        try:
            value = self.scalars.construct_object(node)
            reason = _unfit(value)
        except (ValueError, yaml.YAMLError):
            value, reason = None, _("This value can't be read.")
        if reason:
            self.complain(node, path, reason)
        return value

    def complain(self, node: yaml.Node, path: Path, reason: str) -> None:
        self.complaints.append(Complaint(_line(node.start_mark), spelled(path), reason))


def _unfit(value: object) -> str:
    """Why a value that YAML knows can't be kept; empty where it can."""
    if isinstance(value, float) and not math.isfinite(value):
        return _("This is not a finite number.")
    if isinstance(value, str) and ("\x00" in value or value != value.encode("utf-8", "ignore").decode()):
        return _("The text holds a character that can't be kept.")
    return ""
