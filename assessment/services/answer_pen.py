"""The pen that writes an answer: which write was first, and what it changes for the practice's recognition."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Answer, Question
from assessment.services.answer_values import Values, chosen, does_not_apply, does_not_happen, offered, values_of
from assessment.services.errors import Refused
from assessment.services.versions import FrozenOption, FrozenPractice, FrozenQuestion, FrozenVersion


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
        self.question = question
        self.mine, self.theirs = mine, values_of(question, stored)
        self.number = stored.number if stored else 0
        self.saved_at = stored.saved_at if stored else None


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
