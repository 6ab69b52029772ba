"""The history of answers as a person reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessment.forms.sections import all_words_of
from assessment.models import Question
from assessment.services.answer_history import Change
from assessment.services.versions import FrozenQuestion


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in words; `old` is empty for a first answer."""

    at: datetime
    question: FrozenQuestion
    name: str
    old: str
    new: str


def entry_of(change: Change) -> Entry:
    """A change as its author reads it."""
    question = change.question
    old = all_words_of(question, change.old, absent=change.was_absent) if change.row.old else ""
    return Entry(
        change.row.at, question, _name(question), old, all_words_of(question, change.new, absent=change.is_absent)
    )


def _name(question: FrozenQuestion) -> str:
    if question.facet == Question.Facet.RECOGNITION:
        return _("How this came about: %(name)s") % {"name": question.text}
    return question.text
