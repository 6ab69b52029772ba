"""The history of a response's answers: what was changed when, and how a recognition was worded at that time."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assessment.models import AnswerChange, Question, Response
from assessment.services.answer_values import EMPTY, Values, does_not_happen
from assessment.services.versions import FrozenQuestion, FrozenVersion, frozen


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the values before (empty for a first answer) and after.

    `was_absent` and `is_absent`: whether the practice did not happen, by its answer before and after,
    which words its recognition.
    """

    row: AnswerChange
    question: FrozenQuestion
    old: Values
    new: Values
    was_absent: bool
    is_absent: bool


def rows_of(response: Response, question: FrozenQuestion | None = None) -> QuerySet[AnswerChange]:
    """The stored changes of a response, or of one of its answers, newest first; to be paged, then read."""
    rows = AnswerChange.objects.filter(answer__response=response).select_related("answer").order_by("-pk")
    return rows.filter(answer__question=question.pk) if question else rows


def changes_of(response: Response, rows: list[AnswerChange]) -> list[Change]:
    """These stored changes of a response, understood, in one query."""
    version = frozen(response.assessment.version)
    practices = _practice_rows(response)
    return [_change(version, row, practices) for row in rows]


def _practice_rows(response: Response) -> dict[int, list[AnswerChange]]:
    """The changes of the answers to practices, by question, oldest first."""
    facet = Question.Facet.PRACTICE
    rows = AnswerChange.objects.filter(answer__response=response, answer__question__facet=facet)
    found: dict[int, list[AnswerChange]] = {}
    for row in rows.select_related("answer").order_by("pk"):
        found.setdefault(row.answer.question_id, []).append(row)
    return found


def _change(version: FrozenVersion, row: AnswerChange, practices: dict[int, list[AnswerChange]]) -> Change:
    question = version.questions_by_pk[row.answer.question_id]
    old, new = Values(**row.old) if row.old else EMPTY, Values(**row.new)
    practice = version.practices.get(question.practice_key)
    if practice is None or question.facet != Question.Facet.RECOGNITION:
        return Change(row, question, old, new, was_absent=False, is_absent=False)
    steps = practices.get(practice.question.pk, [])
    # A recognition that was taken along is of the same moment as its practice, and was stored after it.
    before = [step for step in steps if step.at < row.at]
    after = [step for step in steps if step.pk < row.pk]
    return Change(
        row,
        question,
        old,
        new,
        was_absent=_is_absent(practice.question, before),
        is_absent=_is_absent(practice.question, after),
    )


def _is_absent(question: FrozenQuestion, steps: list[AnswerChange]) -> bool:
    """Whether the practice does not happen, after these changes of its answer."""
    return bool(steps) and does_not_happen(question.option(steps[-1].new["option"]))
