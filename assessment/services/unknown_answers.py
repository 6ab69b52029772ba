""" "I don't know" for all that is open in a section, in one step that can be taken back."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Answer, AnswerChange, Option, Person, Response
from assessment.services.answer_values import EMPTY, Invalid, Values, values_of
from assessment.services.answers import ResponsePen, answers_of, save_answer, store, writable
from assessment.services.responses import finish_section, section_progress
from assessment.services.versions import FrozenOption, FrozenQuestion, frozen


@dataclass(frozen=True)
class UnknownStep:
    """One such step: its moment, and those of its answers that nobody has changed since."""

    at: datetime
    changes: list[AnswerChange] = field(default_factory=list)


def answer_unknown(person: Person, response: Response, section_key: str) -> UnknownStep:
    """Answer every open question of a section of practices with "I don't know", and note that it is finished.

    What is answered stays, notes and evidence too. Raises Refused (403) once submitted or closed,
    Invalid (422) for a section that is not asked or has no practices.
    """
    with transaction.atomic():
        held = writable(response)
        answers, version = answers_of(held), frozen(held.assessment.version)
        progress = section_progress(held, section_key, answers)
        if progress is None or not progress.section.practices:
            raise Invalid(_("In this section each question has to be answered for itself."))
        step, written = UnknownStep(timezone.now()), dict[int, Answer]()
        for question in progress.open:
            option, stored = _unknown(question), answers.get(question.key)
            if option is not None:
                pen = ResponsePen(
                    version, question, person=person, response=held, at=step.at, written=written, changes=step.changes
                )
                pen.save(stored.number if stored else 0, replace(values_of(question, stored), option=option.key))
        store(written, step.changes)
        finish_section(person, held, section_key, finished=True)
        return step


def unknown_step(response: Response, section_key: str, at: datetime) -> UnknownStep:
    """The step of this moment as far as nobody has changed its answers since, in one query."""
    rows = AnswerChange.objects.filter(answer__response=response, at=at, answer__number=F("number"))
    rows = rows.filter(answer__question__section__key=section_key).select_related("answer").order_by("pk")
    questions = frozen(response.assessment.version).questions_by_pk
    return UnknownStep(at, [row for row in rows if _says_unknown(questions[row.answer.question_id], row)])


def take_back(person: Person, response: Response, section_key: str, at: datetime) -> int:
    """Undo the step of this moment, but for what was changed since; return how many questions are open again.

    The section is no longer finished then. Raises Refused (403) once submitted or closed.
    """
    with transaction.atomic():
        held = writable(response)
        step, questions = unknown_step(held, section_key, at), frozen(held.assessment.version).questions_by_pk
        for change in step.changes:
            key = questions[change.answer.question_id].key
            before = Values(**change.old) if change.old else EMPTY
            save_answer(person, held, key, number=change.number, values=before)
        if step.changes:
            finish_section(person, held, section_key, finished=False)
        return len(step.changes)


def _unknown(question: FrozenQuestion) -> FrozenOption | None:
    return next((option for option in question.options if option.code == Option.Code.UNKNOWN), None)


def _says_unknown(question: FrozenQuestion, change: AnswerChange) -> bool:
    option = _unknown(question)
    return option is not None and change.new["option"] == option.key
