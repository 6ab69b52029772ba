"""One answer, saved in as few statements as it takes: one look at a held response, guarded writes, no second look."""

from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Case, Exists, F, Model, Q, Value, When
from django.db.models.expressions import Combinable

from assessment.models import Answer, AnswerChange, Assessment, Person, Question, Response, Version
from assessment.models.facts import OrganizationFacts
from assessment.services.answer_pen import Saved
from assessment.services.answer_values import Values, checked
from assessment.services.answers import (
    ResponsePen,
    answers_of,
    asked_question,
    refuse_unless_writable,
    save_answer,
)
from assessment.services.versions import FrozenQuestion, frozen

# What a save looks at, of what belongs to the response; the rest is read where it is asked for.
RESPONSE_FIELDS = ("uid", "assessment", "user", "guest_hash", "kind", "entered_by", "state", "finished_sections")
FACTS = [each.attname for each in OrganizationFacts._meta.local_fields]
FIELDS_OF: dict[type[Model], tuple[str, list[str]]] = {
    Version: ("assessment__version", ["id", "uid", "state"]),
    Assessment: ("assessment", ["id", "uid", "state", "version_id", *FACTS]),
    Answer: ("answers", [each.attname for each in Answer._meta.concrete_fields]),
}

M = TypeVar("M", bound=Model)


class _Stale(Exception):  # noqa: N818 no error: what was read is older than what is stored
    pass


@dataclass
class Held:
    """A response that the transaction holds, and its answers in one section (at least) by question key."""

    response: Response
    answers: dict[str, Answer]


def hold(person: Person, uid: UUID, key: str) -> Response | None:
    """The response with this uid if the person may see it, held until the transaction ends, in one query.

    It carries its answers in the section of the question `key`, which `held` hands out. Where another
    transaction had held the response, they may be older than what is stored by now.
    """
    names = {_name(model, each): F(f"{path}__{each}") for model, (path, fields) in FIELDS_OF.items() for each in fields}
    section = Question.objects.filter(section__questions__key=key)
    # Its first answer comes along wherever it belongs: there has to be a row for the response.
    first = Answer.objects.filter(response__uid=uid).order_by("pk").values("pk")[:1]
    wanted = Q(answers=None) | Q(answers__question__in=section.values("pk")) | Q(answers__pk=first)
    mine = Response.objects.visible_to(person).filter(wanted, uid=uid).select_for_update(of=("self",))
    rows = list(mine.only(*RESPONSE_FIELDS).annotate(**names).order_by())
    if not rows:
        return None
    response = rows[0]
    response.assessment = _part(response, Assessment)
    response.assessment.version = _part(response, Version)
    answers = [_part(row, Answer) for row in rows if getattr(row, _name(Answer, "id")) is not None]
    response.held_answers = answers  # type: ignore[attr-defined]  # as a prefetch to an attribute does
    return response


def _name(model: type[Model], field_name: str) -> str:
    return f"held_{model._meta.model_name}_{field_name}"


def _part(row: Response, model: type[M]) -> M:
    """The object of this model that was read along with a row."""
    read = FIELDS_OF[model][1]
    # In the order of the model, as from_db takes them.
    fields = [each.attname for each in model._meta.concrete_fields if each.attname in read]
    return model.from_db(row._state.db, fields, [getattr(row, _name(model, each)) for each in fields])


def held(response: Response) -> Held:
    """A response that `hold` found, with its answers by key."""
    questions = frozen(response.assessment.version).questions_by_pk
    answers: list[Answer] = response.held_answers  # type: ignore[attr-defined]  # see hold
    return Held(response, {questions[answer.question_id].key: answer for answer in answers})


def save_held(person: Person, found: Held, question_key: str, *, number: int, values: Values) -> Saved:
    """Store one answer as `answers.save_answer` does, where `hold` found the response in the same transaction.

    The answers of `found` are up to date afterwards. Raises what `save_answer` raises.
    """
    refuse_unless_writable(found.response)
    question = asked_question(found.response, question_key)
    wanted = checked(question, values)
    try:
        with transaction.atomic():
            return _write(person, found, question, number, wanted)
    except (IntegrityError, _Stale):
        # Somebody was faster: look again, now that nobody else can write.
        saved = save_answer(person, found.response, question_key, number=number, values=values)
        found.answers = answers_of(found.response)
        return saved


def _write(person: Person, found: Held, question: FrozenQuestion, number: int, values: Values) -> Saved:
    version = frozen(found.response.assessment.version)
    pen = _GuardedPen(version, question, person=person, response=found.response, found=found)
    saved = pen.save(number, values)
    AnswerChange.objects.bulk_create(pen.guarded_changes())
    found.answers.update((version.questions_by_pk[pk].key, row) for pk, row in pen.rows.items())
    return saved


@dataclass
class _GuardedPen(ResponsePen):
    """Writes on the ground of what was read before the response was held, and notices where that had changed.

    The answer itself can't be overwritten unseen: an answer is there once for a question, a change
    once for a number. That the other facet of the practice is as it was read goes along as a
    condition of the writes; the response is held, so that it stays true until the end.
    """

    found: Held = field(kw_only=True)
    touched: set[int] = field(default_factory=set, kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.touched.add(self.question.pk)
        facets = (self.practice.question, self.practice.recognition) if self.practice else ()
        self.seen = {each.pk: self._state(each.pk) for each in facets}

    def read(self, questions: list[int]) -> dict[int, Answer]:
        return {row.question_id: row for row in self.found.answers.values() if row.question_id in questions}

    def keep(self, answer: Answer, old: Values | None, new: Values) -> None:
        super().keep(answer, old, new)
        self.touched.add(answer.question_id)

    def keep_mark(self, answer: Answer) -> None:
        same = Answer.objects.filter(pk=answer.pk, number=answer.number, to_confirm=not answer.to_confirm)
        self.touched.add(answer.question_id)
        if not same.filter(*self._as_seen()).update(to_confirm=answer.to_confirm):
            raise _Stale

    def guarded_changes(self) -> list[AnswerChange]:
        """The history to insert; it refuses to be inserted where the other facet is no longer as it was read."""
        for change in self.changes:
            for condition in self._as_seen():
                # An expression in place of the number: none, which the column refuses, if the condition fails.
                change.answer_id = Case(
                    When(condition, then=Value(change.answer_id)), default=None, output_field=BigIntegerField()
                )
        return self.changes

    def _state(self, question: int) -> tuple[int, bool] | None:
        row = self.rows.get(question)
        return (row.number, row.to_confirm) if row else None

    def _as_seen(self) -> list[Combinable]:
        """For the facet that this save does not write, if there is one: that it is as it was read."""
        others = {pk: state for pk, state in self.seen.items() if pk not in self.touched}
        return [self._is(pk, state) for pk, state in others.items()]

    def _is(self, question: int, state: tuple[int, bool] | None) -> Combinable:
        rows = Answer.objects.filter(response=self.response, question=question)
        return Exists(rows.filter(number=state[0], to_confirm=state[1])) if state else ~Exists(rows)
