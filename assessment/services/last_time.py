"""What the same account answered in the round before: shown beside a question, never chosen for anybody."""

from dataclasses import dataclass

from assessment.models import Answer, Response
from assessment.services.answer_values import Values, chosen, does_not_happen, values_of
from assessment.services.versions import FrozenQuestion, FrozenSection, FrozenVersion, frozen


@dataclass(frozen=True, slots=True)
class LastTime:
    """An earlier answer: to the question as it was then, worded for whether its practice happened then."""

    question: FrozenQuestion
    values: Values
    was_absent: bool


def last_time(response: Response, section: FrozenSection) -> dict[str, LastTime]:
    """The account's answers in its latest submitted response before, by the key of the question, in one query.

    Before: in a round of the same organization that was opened earlier. Questions are the same where
    their keys are. Empty for a guest, and in a first round.
    """
    if response.user_id is None:
        return {}
    answers = _answers(response, section)
    if not answers:
        return {}
    version = frozen(answers[0].response.assessment.version)
    by_key = {version.questions_by_pk[answer.question_id].key: answer for answer in answers}
    found = {key: _last(version, key, by_key) for key in by_key}
    return {key: last for key, last in found.items() if last.values.is_answered}


def _answers(response: Response, section: FrozenSection) -> list[Answer]:
    assessment = response.assessment
    before = (
        Response.objects.submitted()
        .filter(user=response.user_id, assessment__organization=assessment.organization_id)
        .filter(assessment__opened_at__lt=assessment.opened_at)
        .order_by("-assessment__opened_at", "-pk")
    )
    rows = Answer.objects.filter(
        response=before.values("pk")[:1], question__key__in=[each.key for each in section.all_questions]
    )
    heavy = [f"response__assessment__version__{name}" for name in ("sources", "constructs", "description")]
    return list(rows.select_related("response__assessment__version").defer(*heavy))


def _last(version: FrozenVersion, key: str, answers: dict[str, Answer]) -> LastTime:
    question = version.questions[key]
    practice = version.practices.get(question.practice_key)
    is_recognition = practice is not None and practice.recognition.key == key
    given = chosen(practice.question, answers.get(practice.question.key)) if practice and is_recognition else None
    return LastTime(question, values_of(question, answers[key]), does_not_happen(given))
