"""The answers of a quick check: as an answer's fields by key of the question, written by the pen of all answers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Answer, Assessment, Trial
from assessment.services import trials
from assessment.services.answer_pen import Conflict, Pen, Saved
from assessment.services.answer_values import Invalid, Values, checked, values_of
from assessment.services.answers import Sent, save_each
from assessment.services.frozen import Facts
from assessment.services.responses import SectionProgress, questions_asked
from assessment.services.versions import FrozenQuestion, FrozenSection, FrozenVersion, frozen

# How many earlier values of an answer are kept to tell a stale form from a second opinion.
REMEMBERED = 5


def facts() -> Facts:
    """The facts a quick check goes by: those of an organization that has said nothing of itself."""
    return Assessment().facts()


def answers_of(trial: Trial) -> dict[str, Answer]:
    """All answers by the key of their question, as rows that are never stored."""
    questions = frozen(trial.version).questions
    return {key: _answer(questions[key], stored) for key, stored in trial.answers.items()}


def _answer(question: FrozenQuestion, stored: Mapping[str, Any]) -> Answer:
    option = question.option(stored["option"])
    return Answer(
        question_id=question.pk,
        option_id=option.pk if option else None,
        text=stored["text"],
        reason=stored["reason"],
        does_not_apply=bool(stored["reason"]),
        to_confirm=stored["to_confirm"],
        number=stored["number"],
        saved_at=datetime.fromisoformat(stored["saved_at"]),
    )


def whole(version: FrozenVersion) -> FrozenSection:
    """Everything that is asked, as one section: a quick check is a single page."""
    asked = version.asked(facts())
    return replace(
        asked[0],
        key=version.questionnaire_key,
        title=version.title,
        practices=tuple(practice for section in asked for practice in section.practices),
        questions=tuple(question for section in asked for question in section.questions),
    )


def progress_of(trial: Trial) -> SectionProgress:
    """What the quick check asks, and what of it is still open."""
    section, answers = whole(frozen(trial.version)), answers_of(trial)
    asked = questions_asked(section, facts(), answers)
    still_open = tuple(each for each in asked if not values_of(each, answers.get(each.key)).is_answered)
    return SectionProgress(section, asked, still_open, finished=False, minutes=0)


def asked_question(trial: Trial, key: str) -> FrozenQuestion:
    """The question with this key; raises Invalid where the quick check does not ask it."""
    version = frozen(trial.version)
    found = {each.key: each for each in questions_asked(whole(version), facts())}.get(key)
    if found is None:
        raise Invalid(_("This question is not part of the quick check."))
    return found


def save_answer(trial: Trial, question_key: str, *, number: int, values: Values) -> Saved:
    """Store one answer, unless somebody was faster; the rules are those of any other answer, without a history.

    Notes and evidence are not asked and not kept. Raises Invalid (422), Conflict (409), and Refused
    (410) where the quick check has ended.
    """
    with transaction.atomic():
        held = trials.held(trial)
        question = asked_question(held, question_key)
        pen = _TrialPen(frozen(held.version), question, trial=held)
        saved = pen.save(number, checked(question, replace(values, note="", evidence="")))
        held.save(update_fields=["answers"])
        return saved


def save_answers(trial: Trial, sent: Mapping[str, Sent]) -> tuple[list[Saved], dict[str, Conflict | Invalid]]:
    """Save every question that was changed in a form, each for itself, as for a response."""

    def save(key: str, one: Sent) -> Saved:
        return save_answer(trial, key, number=one.number, values=one.values)

    def before(key: str, number: int) -> Values | None:
        earlier = Trial.objects.values_list("answers", flat=True).get(pk=trial.pk)
        stored = earlier.get(key, {}).get("before", {}).get(str(number))
        return Values(**stored) if stored else None

    return save_each(frozen(trial.version), answers_of(trial), sent, save, before)


@dataclass
class _TrialPen(Pen):
    """Writes into a held quick check; whoever holds it stores it."""

    trial: Trial = field(kw_only=True)

    def read(self, questions: list[int]) -> dict[int, Answer]:
        return {row.question_id: row for row in answers_of(self.trial).values() if row.question_id in questions}

    def blank(self, question: FrozenQuestion) -> Answer:
        return Answer(question_id=question.pk, number=0)

    def keep(self, answer: Answer, old: Values | None, new: Values) -> None:
        key = self._key(answer)
        before = {**self.trial.answers.get(key, {}).get("before", {})}
        if old:
            before[str(answer.number - 1)] = asdict(old)
        self.trial.answers[key] = {
            "option": new.option,
            "text": new.text,
            "reason": new.reason,
            "number": answer.number,
            "saved_at": answer.saved_at.isoformat(),
            "to_confirm": answer.to_confirm,
            "before": {number: before[number] for number in sorted(before, key=int)[-REMEMBERED:]},
        }

    def keep_mark(self, answer: Answer) -> None:
        self.trial.answers[self._key(answer)]["to_confirm"] = answer.to_confirm

    def _key(self, answer: Answer) -> str:
        return self.version.questions_by_pk[answer.question_id].key
