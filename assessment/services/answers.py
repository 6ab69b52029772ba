"""Saving answers: which write was first, what it changed, and what its history says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Answer, AnswerChange, Person, Question, Response
from assessment.services.answer_pen import Conflict, Pen, Saved
from assessment.services.answer_values import (
    EMPTY,
    Invalid,
    Values,
    checked,
    values_of,
)
from assessment.services.errors import Refused
from assessment.services.versions import FrozenQuestion, FrozenVersion, frozen, holds


@dataclass(frozen=True, slots=True)
class Sent:
    """One question as a form sent it: values, the number they are based on, and whether "still right?" got its tick."""

    number: int
    values: Values
    confirms: bool = False


def answers_of(response: Response) -> dict[str, Answer]:
    """All answers of a response by the key of their question, in one query."""
    questions = frozen(response.assessment.version).questions_by_pk
    return {questions[answer.question_id].key: answer for answer in response.answers.all()}


def with_assessment(response: Response) -> Response:
    """The response with its assessment, version and organization, in one query."""
    rows = Response.objects.select_related("assessment__version", "assessment__organization")
    return rows.get(pk=response.pk)


def writable(response: Response) -> Response:
    """The response as the database has it, held until the transaction ends.

    Raises Refused: 403 once it was submitted or its assessment closed, 404 once it has been deleted.
    """
    rows = Response.objects.select_for_update(of=("self",)).select_related("assessment__version")
    held = rows.filter(pk=response.pk).first()
    if held is None:
        raise Refused(_("These answers have been deleted."), status=404)
    refuse_unless_writable(held)
    return held


def refuse_unless_writable(response: Response) -> None:
    """Raises Refused (403) where a response was submitted or its assessment closed."""
    if response.is_submitted:
        raise Refused(_("You have submitted your answers. They can no longer be changed."), status=403)
    if not response.assessment.is_open:
        raise Refused(_("This assessment has been closed. Answers can no longer be changed."), status=403)


def asked_question(response: Response, key: str) -> FrozenQuestion:
    """The question with this key, where the response's assessment asks it; else raises Invalid."""
    version, facts = frozen(response.assessment.version), response.assessment.facts()
    question = version.questions.get(key)
    asked = {section.key for section in version.asked(facts)}
    if question is None or question.section_key not in asked or not holds(question.condition, facts):
        raise Invalid(_("This question is not part of the assessment."))
    return question


def save_answer(
    person: Person, response: Response, question_key: str, *, number: int, values: Values, carries_over: bool = False
) -> Saved:
    """Store one answer and its history, unless somebody was faster.

    `number` is that of the answer the values are based on, 0 for none; `carries_over` marks it as
    coming from the respondent's quick check. Saving what is stored already
    is no conflict and leaves no trace, apart from confirming a recognition that waits for it. A
    recognition keeps its points when its practice moves from or to "does not happen".
    Raises Refused (403: submitted or closed), Invalid (422) and Conflict (409).
    """
    with transaction.atomic():
        held = writable(response)
        question = asked_question(held, question_key)
        version = frozen(held.assessment.version)
        pen = ResponsePen(version, question, person=person, response=held, carries_over=carries_over)
        saved = pen.save(number, checked(question, values))
        pen.store()
        return saved


def save_answers(
    person: Person, response: Response, sent: Mapping[str, Sent]
) -> tuple[list[Saved], dict[str, Conflict | Invalid]]:
    """Save every question of a form that was changed in it, each for itself.

    Returns what was saved, and by question key what could not be (Invalid or Conflict). A question
    that was changed elsewhere and only sent along here is left alone. Raises Refused (403) as
    `save_answer` does.
    """

    def save(key: str, one: Sent) -> Saved:
        return save_answer(person, response, key, number=one.number, values=one.values)

    def before(key: str, number: int) -> Values | None:
        history = AnswerChange.objects.filter(answer__response=response, answer__question__key=key)
        change = history.filter(number=number).first()
        return Values(**change.new) if change else None

    return save_each(frozen(response.assessment.version), answers_of(response), sent, save, before)


def save_each(
    version: FrozenVersion,
    stored: Mapping[str, Answer],
    sent: Mapping[str, Sent],
    save: Callable[[str, Sent], Saved],
    before: Callable[[str, int], Values | None],
) -> tuple[list[Saved], dict[str, Conflict | Invalid]]:
    """Save what was changed in a form with `save`; `before` knows the values of an answer under an earlier number.

    Returns and leaves alone what `save_answers` does.
    """
    saved: list[Saved] = []
    problems: dict[str, Conflict | Invalid] = {}
    for key in _recognition_first(sent, version.questions):
        if not _is_changed(version.questions[key], stored.get(key), sent[key]):
            continue
        try:
            saved.append(save(key, sent[key]))
        except (Conflict, Invalid) as problem:
            # What the form had been filled with was only sent along.
            number = sent[key].number
            if sent[key].values != (before(key, number) if number else EMPTY):
                problems[key] = problem
    return saved, problems


def _recognition_first(keys: Iterable[str], questions: Mapping[str, FrozenQuestion]) -> list[str]:
    """The known keys: how something came about was answered in the wording from before its practice is saved."""
    known = [key for key in keys if key in questions]
    return sorted(known, key=lambda key: questions[key].facet != Question.Facet.RECOGNITION)


def _is_changed(question: FrozenQuestion, stored: Answer | None, sent: Sent) -> bool:
    confirmed = sent.confirms and stored is not None and stored.to_confirm
    return confirmed or values_of(question, stored) != sent.values


STORED = [each.name for each in Answer._meta.concrete_fields if each.name not in ("id", "response", "question")]


@dataclass
class ResponsePen(Pen):
    """Writes into a held response, and its history: collected first, then stored together."""

    person: Person = field(kw_only=True)
    response: Response = field(kw_only=True)
    written: dict[int, Answer] = field(default_factory=dict, kw_only=True)
    changes: list[AnswerChange] = field(default_factory=list, kw_only=True)

    def read(self, questions: list[int]) -> dict[int, Answer]:
        return {row.question_id: row for row in self.response.answers.filter(question__in=questions)}

    def blank(self, question: FrozenQuestion) -> Answer:
        return Answer(response=self.response, question_id=question.pk, number=0)

    def keep(self, answer: Answer, old: Values | None, new: Values) -> None:
        self.written[answer.question_id] = answer
        change = AnswerChange(answer=answer, number=answer.number, actor=self.person.user, at=self.at, new=asdict(new))
        change.old = asdict(old) if old else None
        self.changes.append(change)

    def keep_mark(self, answer: Answer) -> None:
        self.written[answer.question_id] = answer

    def store(self) -> None:
        """Store all that was written, and its history."""
        store(self.written, self.changes)


def store(written: Mapping[int, Answer], changes: Iterable[AnswerChange]) -> None:
    """Store what pens wrote into one response (by question): answers in one statement, their history in another."""
    for answer in written.values():
        # Found by response and question, so that new and changed ones go together.
        answer.pk = None
    Answer.objects.bulk_create(
        written.values(),
        update_conflicts=True,
        unique_fields=["response", "question"],
        update_fields=STORED,
    )
    AnswerChange.objects.bulk_create(changes)
