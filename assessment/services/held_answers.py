"""One answer, saved in as few statements as it takes: one look at its response, guarded writes, no second look."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Exists,
    FilteredRelation,
    Model,
    Q,
    Subquery,
    UUIDField,
)
from django.db.models.expressions import RawSQL
from django.utils import timezone

from assessment.models import Answer, Assessment, Person, Question, Response, Version
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
from assessment.services.compiled_queries import CompiledQuery, Later, Row
from assessment.services.versions import frozen

# What a save looks at, and how to get there from the response; the rest is read where it is asked for.
RESPONSE = {
    "id",
    "uid",
    "assessment_id",
    "user_id",
    "guest_hash",
    "kind",
    "entered_by_id",
    "state",
    "finished_sections",
}
FACTS = {each.attname for each in OrganizationFacts._meta.local_fields}
READ: dict[type[Model], tuple[str, set[str]]] = {
    Response: ("", RESPONSE),
    Assessment: ("assessment__", {"id", "version_id", "state", *FACTS}),
    Version: ("assessment__version__", {"id", "uid", "state"}),
    Answer: ("here__", {each.attname for each in Answer._meta.concrete_fields}),
}
# In the order of each model, as from_db takes them; the parts of a row follow each other.
NAMES = {
    model: [each.attname for each in model._meta.concrete_fields if each.attname in names]
    for model, (_path, names) in READ.items()
}
ENDS = dict(zip(NAMES, accumulate(map(len, NAMES.values())), strict=True))

M = TypeVar("M", bound=Model)


@dataclass
class Held:
    """A response that was looked at in order to write, and its answers in one section by question key."""

    response: Response
    answers: dict[str, Answer]


def hold(person: Person, uid: UUID, key: str) -> Response | None:
    """The response with this uid if the person may see it, in one query; where rows can be locked, in a transaction.

    It is held until that ends, and carries its answers in the section of the question `key`, which
    `held` hands out. They may be older than what is stored by now: where another transaction had held
    the response, or where nothing holds it.
    """
    # SECURITY: an empty hash is nobody's, as in `visible_to`.
    guest_hashes = sorted(person.guest_hashes - {""})
    account = person.user.pk if person.user else None
    if account is None and not guest_hashes:
        return None
    values = {"uid": uid, "key": key, "account": account, **{_guest(n): each for n, each in enumerate(guest_hashes)}}
    look = _look(timezone.localdate(), account is not None, len(guest_hashes))
    rows = look.ask(values)
    return _put_together(look, rows) if rows else None


@lru_cache(maxsize=64)
def _look(day: date, has_account: bool, guest_hashes: int) -> CompiledQuery:
    """What `hold` asks for anybody with or without an account and with so many guest keys.

    `day` is none of its values, but grants end with one: what `visible_to` says holds for a day.
    """
    # SECURITY: it is `visible_to` that is compiled, for a person whose account and keys are filled in later.
    keys = frozenset(Later(_guest(number), CharField()) for number in range(guest_hashes))
    person = Person(_later("account") if has_account else None, keys)  # type: ignore[arg-type]  # expressions in their place
    section = Question.objects.filter(key=Later("key", CharField())).values("section")
    questions = Question.objects.filter(section__in=section).order_by().values("pk")
    here = FilteredRelation("answers", condition=Q(answers__question__in=Subquery(questions)))
    mine = Response.objects.visible_to(person).filter(uid=Later("uid", UUIDField())).annotate(here=here)
    columns = [READ[model][0] + name for model, names in NAMES.items() for name in names]
    return CompiledQuery(mine.select_for_update(of=("self",)).order_by().values_list(*columns))


def _guest(number: int) -> str:
    return f"guest {number}"


def _later(name: str) -> Later:
    return Later(name, BigIntegerField())


def _put_together(look: CompiledQuery, rows: list[Row]) -> Response:
    """The response with its assessment and version, which are in every row, and the answer of each row."""
    response = _part(look, rows[0], Response)
    response.assessment = _part(look, rows[0], Assessment)
    response.assessment.version = _part(look, rows[0], Version)
    answers = [_part(look, row, Answer) for row in rows]
    response.held_answers = [each for each in answers if each.pk]  # type: ignore[attr-defined]  # as a prefetch to an attribute does
    return response


def _part(look: CompiledQuery, row: Row, model: type[M]) -> M:
    names, end = NAMES[model], ENDS[model]
    return model.from_db(DEFAULT_DB_ALIAS, names, look.read(row, slice(end - len(names), end)))


def held(response: Response) -> Held:
    """A response that `hold` found, with its answers by key."""
    questions = frozen(response.assessment.version).questions_by_pk
    answers: list[Answer] = response.held_answers  # type: ignore[attr-defined]  # see hold
    return Held(response, {questions[answer.question_id].key: answer for answer in answers})


# --- Writing -------------------------------------------------------------------------------------


def save_held(person: Person, found: Held, question_key: str, *, number: int, values: Values) -> Saved:
    """Store one answer as `answers.save_answer` does, on the ground of what `hold` found.

    The answers of `found` are up to date afterwards. Raises what `save_answer` raises.
    """
    refuse_unless_writable(found.response)
    question = asked_question(found.response, question_key)
    version = frozen(found.response.assessment.version)
    pen = _GuardedPen(version, question, person=person, response=found.response, found=found)
    saved = pen.save(number, checked(question, values))
    try:
        if pen.written:
            with transaction.atomic():
                pen.store()
    except IntegrityError:
        # Somebody was faster: look again, now that nobody else can write.
        saved = save_answer(person, found.response, question_key, number=number, values=values)
        found.answers = answers_of(found.response)
    else:
        found.answers.update((version.questions_by_pk[pk].key, row) for pk, row in pen.rows.items())
    return saved


@dataclass
class _GuardedPen(ResponsePen):
    """Writes on the ground of what was read, and only where that has not changed since.

    The condition goes along with the answers, and their history follows in the same transaction.
    """

    found: Held = field(kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        facets = (self.practice.question, self.practice.recognition) if self.practice else (self.question,)
        self.seen = [(each.pk, self._state(each.pk)) for each in facets]

    def read(self, questions: list[int]) -> dict[int, Answer]:
        return {row.question_id: row for row in self.found.answers.values() if row.question_id in questions}

    def _state(self, question: int) -> tuple[int, bool] | None:
        row = self.rows.get(question)
        return (row.number, row.to_confirm) if row else None

    def store(self) -> None:
        first = next(iter(self.written.values()))
        number = first.number
        first.number = self._number_if_as_seen(number)  # an expression in its place
        try:
            super().store()
        finally:
            first.number = number

    def _number_if_as_seen(self, number: int) -> RawSQL:
        """The number to store, or none, which its column refuses, where anything is no longer as it was read."""
        values: dict[str, object] = {"response": self.response.pk, "stored": number}
        for place, (question, state) in enumerate(self.seen):
            values[f"question {place}"] = question
            if state:
                values[f"number {place}"], values[f"to confirm {place}"] = state
        return _as_seen(tuple(state is not None for _question, state in self.seen)).scalar(values)


@lru_cache
def _as_seen(are_there: tuple[bool, ...]) -> CompiledQuery:
    """The number to store if the response can be written to, and the answers are there, or are not, as they were."""
    rows = Response.objects.filter(
        pk=_later("response"), state=Response.State.IN_PROGRESS, assessment__state=Assessment.State.OPEN
    )
    for place, is_there in enumerate(are_there):
        answer = Answer.objects.filter(response=_later("response"), question=_later(f"question {place}"))
        to_confirm = Later(f"to confirm {place}", BooleanField())
        same = answer.filter(number=_later(f"number {place}"), to_confirm=to_confirm)
        rows = rows.filter(Exists(same) if is_there else ~Exists(answer))
    return CompiledQuery(rows.order_by().values_list(_later("stored")))
