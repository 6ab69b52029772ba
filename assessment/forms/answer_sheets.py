"""Uploading an answer sheet, and what it would change in words."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.forms.assessments import plain_helper
from assessment.services.answer_sheets import CellProblem, Change, Reading
from assessment.services.answer_values import Values
from assessment.services.versions import FrozenOption

MOST_PROBLEMS = 20


class AnswerSheetForm(forms.Form):
    """The file; what is in it is for the service to say."""

    sheet = forms.FileField(
        label=gettext_lazy("The filled-in sheet"),
        help_text=gettext_lazy("The XLSX file that you downloaded for these answers, at most 2 MB."),
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One question of a preview: its section, its text, what is stored, and what the sheet says."""

    section: str
    question: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A read sheet as a page shows it; `more` problems are not listed."""

    changes: list[ShownChange]
    conflicts: list[ShownChange]
    problems: list[CellProblem]
    more: int

    @property
    def may_be_saved(self) -> bool:
        return bool(self.changes) and not self.conflicts and not self.problems


def preview_of(reading: Reading) -> Preview:
    """What a reading says, in words."""
    changes, conflicts = ([_shown(each) for each in part] for part in (reading.changes, reading.conflicts))
    more = max(len(reading.problems) - MOST_PROBLEMS, 0)
    return Preview(changes, conflicts, reading.problems[:MOST_PROBLEMS], more)


def _shown(change: Change) -> ShownChange:
    line = change.line
    now, then = _words(change, line.stored, line.given), _words(change, change.values, change.given)
    return ShownChange(line.section, line.asks, now, then)


def _words(change: Change, values: Values, given: FrozenOption | None) -> str:
    answer = (
        ", ".join(change.line.words(values, given).split("\n")) if not change.line.question.is_open else values.text
    )
    parts = (answer, values.reason, values.note, values.evidence)
    return " · ".join(part for part in parts if part) or _("No answer")
