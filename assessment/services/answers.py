"""Saving answers: which write was first, what it changed, and what its history says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Answer, AnswerChange, Person, Question, Response
from assessment.services.answer_values import (
    EMPTY,
    Invalid,
    Values,
    checked,
    chosen,
    does_not_apply,
    does_not_happen,
    offered,
    values_of,
)
from assessment.services.errors import Refused
from assessment.services.versions import FrozenOption, FrozenPractice, FrozenQuestion, FrozenVersion, frozen, holds


@dataclass(frozen=True, slots=True)
class Sent:
    """One question as a form sent it: values, the number they are based on, and whether "still right?" got its tick."""

    number: int
    values: Values
    confirms: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did.

    `number` is the answer's now (0 where there is nothing to store), `recasts` says that the
    recognition of the practice is asked differently from now on, `asks_again` that an answer to it
    was kept under the other wording and waits for a "still right?", `settles` that this answer had
    been waiting so.
    """

    question: FrozenQuestion
    number: int
    saved_at: datetime | None
    recasts: bool = False
    asks_again: bool = False
    settles: bool = False


class Conflict(Refused):
    """The answer was saved elsewhere meanwhile; carries both values, and the number and time of the stored one."""

    def __init__(self, question: FrozenQuestion, stored: Answer | None, mine: Values) -> None:
        super().__init__(_("You also answered this somewhere else."), 409)
        self.mine, self.theirs = mine, values_of(question, stored)
        self.number = stored.number if stored else 0
        self.saved_at = stored.saved_at if stored else None


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

    Raises Refused (403) once it was submitted or its assessment closed.
    """
    rows = Response.objects.select_for_update(of=("self",)).select_related("assessment__version")
    held = rows.get(pk=response.pk)
    if held.is_submitted:
        raise Refused(_("You have submitted your answers. They can no longer be changed."), status=403)
    if not held.assessment.is_open:
        raise Refused(_("This assessment has been closed. Answers can no longer be changed."), status=403)
    return held


def asked_question(response: Response, key: str) -> FrozenQuestion:
    """The question with this key, where the response's assessment asks it; else raises Invalid."""
    version, facts = frozen(response.assessment.version), response.assessment.facts()
    question = version.questions.get(key)
    asked = {section.key for section in version.asked(facts)}
    if question is None or question.section_key not in asked or not holds(question.condition, facts):
        raise Invalid(_("This question is not part of the assessment."))
    return question


def save_answer(person: Person, response: Response, question_key: str, *, number: int, values: Values) -> Saved:
    """Store one answer and its history, unless somebody was faster.

    `number` is that of the answer the values are based on, 0 for none. Saving what is stored already
    is no conflict and leaves no trace, apart from confirming a recognition that waits for it. A
    recognition keeps its points when its practice moves from or to "does not happen".
    Raises Refused (403: submitted or closed), Invalid (422) and Conflict (409).
    """
    with transaction.atomic():
        held = writable(response)
        question = asked_question(held, question_key)
        pen = _ResponsePen(frozen(held.assessment.version), question, person=person, response=held)
        saved = pen.save(number, checked(question, values))
        AnswerChange.objects.bulk_create(pen.changes)
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


@dataclass
class Pen:
    """Writes one answer among `rows` (by question), and what follows from it for its practice's recognition.

    Where the answers are kept is for `keep` and `keep_mark` to say.
    """

    version: FrozenVersion
    question: FrozenQuestion
    at: datetime = field(default_factory=timezone.now, kw_only=True)
    carries_over: bool = field(default=False, kw_only=True)
    rows: dict[int, Answer] = field(init=False)

    def __post_init__(self) -> None:
        self.practice: FrozenPractice | None = self.version.practices.get(self.question.practice_key)
        facets = (self.practice.question, self.practice.recognition) if self.practice else (self.question,)
        self.rows = self.read([facet.pk for facet in facets])

    def read(self, questions: list[int]) -> dict[int, Answer]:
        """The answers to these questions that there are, by question."""
        raise NotImplementedError

    def blank(self, question: FrozenQuestion) -> Answer:
        """A new answer, with the number 0."""
        raise NotImplementedError

    def keep(self, answer: Answer, old: Values | None, new: Values) -> None:
        """Keep an answer that was just written."""
        raise NotImplementedError

    def keep_mark(self, answer: Answer) -> None:
        """Keep that an answer waits for a "still right?", or no longer does."""
        raise NotImplementedError

    def save(self, number: int, values: Values) -> Saved:
        was = self._practice_option()
        fitting = self._fitting(values)
        waited = self.question.pk in self.rows and self.rows[self.question.pk].to_confirm
        answer = self._put(number, fitting, to_confirm=fitting != values)
        now = self._practice_option()
        asks_again = does_not_happen(was) != does_not_happen(now) and self._keep_recognition()
        recasts = (does_not_happen(was), does_not_apply(was)) != (does_not_happen(now), does_not_apply(now))
        if answer is None:
            return Saved(self.question, 0, None)
        settles = waited and not answer.to_confirm
        return Saved(self.question, answer.number, answer.saved_at, recasts or fitting != values, asks_again, settles)

    def _practice_option(self) -> FrozenOption | None:
        return chosen(self.practice.question, self.rows.get(self.practice.question.pk)) if self.practice else None

    def _fitting(self, values: Values) -> Values:
        """A recognition chosen on a page that still shows the other wording, in the wording of now."""
        if self.question.facet != Question.Facet.RECOGNITION:
            return values
        absent = does_not_happen(self._practice_option())
        return replace(values, option=offered(self.question, values.option, absent=absent))

    def _put(self, number: int, values: Values, *, to_confirm: bool) -> Answer | None:
        answer = self.rows.get(self.question.pk)
        if values == values_of(self.question, answer):
            self._mark(answer, to_confirm=to_confirm)
            return answer
        if number != (answer.number if answer else 0):
            raise Conflict(self.question, answer, values)
        return self._write(self.question, values, to_confirm=to_confirm)

    def _mark(self, answer: Answer | None, *, to_confirm: bool) -> None:
        if answer is not None and answer.to_confirm != to_confirm:
            answer.to_confirm = to_confirm
            self.keep_mark(answer)

    def _keep_recognition(self) -> bool:
        """Keep the points of the recognition under its other wording; return whether there are any to ask about."""
        recognition = self.practice.recognition if self.practice else self.question
        row = self.rows.get(recognition.pk)
        values = values_of(recognition, row)
        if not values.option:
            return False
        fitting = replace(
            values, option=offered(recognition, values.option, absent=does_not_happen(self._practice_option()))
        )
        if fitting == values:
            self._mark(row, to_confirm=True)
        else:
            self._write(recognition, fitting, to_confirm=True)
        return True

    def _write(self, question: FrozenQuestion, values: Values, *, to_confirm: bool) -> Answer:
        stored = self.rows.get(question.pk)
        old = values_of(question, stored) if stored else None
        answer = stored or self.blank(question)
        option = question.option(values.option)
        answer.option_id, answer.does_not_apply = (option.pk if option else None), does_not_apply(option)
        answer.text, answer.reason = values.text, values.reason
        answer.note, answer.evidence = values.note, values.evidence
        answer.number, answer.saved_at, answer.to_confirm = answer.number + 1, self.at, to_confirm
        answer.carried_over = self.carries_over
        self.rows[question.pk] = answer
        self.keep(answer, old, values)
        return answer


@dataclass
class _ResponsePen(Pen):
    """Writes into a held response, and its history."""

    person: Person = field(kw_only=True)
    response: Response = field(kw_only=True)
    changes: list[AnswerChange] = field(default_factory=list, kw_only=True)

    def read(self, questions: list[int]) -> dict[int, Answer]:
        return {row.question_id: row for row in self.response.answers.filter(question__in=questions)}

    def blank(self, question: FrozenQuestion) -> Answer:
        return Answer(response=self.response, question_id=question.pk, number=0)

    def keep(self, answer: Answer, old: Values | None, new: Values) -> None:
        answer.save()
        change = AnswerChange(answer=answer, number=answer.number, actor=self.person.user, at=self.at, new=asdict(new))
        change.old = asdict(old) if old else None
        self.changes.append(change)

    def keep_mark(self, answer: Answer) -> None:
        answer.save(update_fields=["to_confirm"])
