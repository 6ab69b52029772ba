"""What is wrong with a questionnaire: where, and why, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.services.errors import Refused

# The way from the top of a document to one of its entries: keys and places in lists.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at an entry of a document."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong, at a line of a file; the path is spelled as in `spelled`."""

    line: int
    path: str
    reason: str

    def __str__(self) -> str:
        where = _("line %(line)d") % {"line": self.line}
        return f"{where}: {self.path}: {self.reason}" if self.path else f"{where}: {self.reason}"


class FileRefused(Refused):
    """A questionnaire file can't be used; `complaints` holds every reason, in the order of the lines."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = sorted(complaints, key=lambda complaint: (complaint.line, complaint.path))
        number = len(self.complaints)
        sentence = ngettext("There is %d problem.", "There are %d problems.", number) % number
        super().__init__("\n".join([sentence, *map(str, self.complaints)]))


def spelled(path: Path) -> str:
    """A path as people write it: sections[2].practices[0].weight."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")
