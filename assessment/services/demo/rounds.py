"""Invented rounds, first as drafts, then as rows written in bulk; the results are computed as for any other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from assessment.measurement.targets import default_target
from assessment.models import (
    Answer,
    AnswerChange,
    Assessment,
    Invitation,
    Option,
    Organization,
    Response,
    Target,
    User,
    Version,
    hash_of,
    new_token,
)
from assessment.services import results
from assessment.services.answer_values import Values
from assessment.services.versions import FrozenOption, FrozenQuestion, FrozenVersion, frozen

MINUTES = timedelta(minutes=24)


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    question: FrozenQuestion
    option: FrozenOption | None = None
    text: str = ""
    reason: str = ""
    note: str = ""
    evidence: str = ""

    @property
    def does_not_apply(self) -> bool:
        return self.option is not None and self.option.code == Option.Code.NOT_APPLICABLE

    @property
    def values(self) -> Values:
        """As a form would have sent it."""
        return Values(self.option.key if self.option else "", self.text, self.reason, self.note, self.evidence)


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """One respondent's answers; `user` is None for a guest, `finished` counts for those still in progress.

    A workshop has a `scribe`, a `label` and its number of `people` instead.
    """

    answers: Sequence[AnswerDraft]
    saved_at: datetime
    user: User | None = None
    is_submitted: bool = True
    finished: Sequence[str] = ()
    scribe: User | None = None
    label: str = ""
    people: int = 1

    @property
    def is_guest(self) -> bool:
        return self.user is None and self.scribe is None


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """One round of an organization; `closed_at` is None while it is open."""

    organization: Organization
    title: str
    opened_by: User
    opened_at: datetime
    closed_at: datetime | None = None
    due_at: datetime | None = None
    responses: Sequence[ResponseDraft] = ()


def quarter(day: datetime) -> str:
    """Return the quarter of a day, such as "Q4 2026"."""
    return f"Q{(day.month + 2) // 3} {day.year}"


def write_rounds(version: Version, drafts: Sequence[RoundDraft]) -> list[Assessment]:
    """Write the rounds with targets, responses, answers and results; return them in the same order.

    Call it inside a transaction. Drafts of one organization need titles of their own.
    """
    assessments = Assessment.objects.bulk_create(_assessment(version, draft) for draft in drafts)
    rounds = list(zip(drafts, assessments, strict=True))
    content = frozen(version)
    Target.objects.bulk_create(target for _, assessment in rounds for target in _targets(content, assessment))
    _write_responses(content, rounds)
    _refresh_statistics()
    for assessment in assessments:
        results.recompute(assessment)
    return assessments


def _refresh_statistics() -> None:
    """Tell the database's planner of all the rows that are new, or it reads whole tables for each round."""
    with connection.cursor() as cursor:
        for model in (Assessment, Response, Answer):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _assessment(version: Version, draft: RoundDraft) -> Assessment:
    closed = draft.closed_at is not None
    return Assessment(
        organization=draft.organization,
        version=version,
        title=draft.title,
        state=Assessment.State.CLOSED if closed else Assessment.State.OPEN,
        due_on=draft.due_at.date() if draft.due_at else None,
        opened_at=draft.opened_at,
        opened_by=draft.opened_by,
        closed_at=draft.closed_at,
        closed_by=draft.opened_by if closed else None,
        **draft.organization.facts(),
    )


def _targets(content: FrozenVersion, assessment: Assessment) -> Iterator[Target]:
    value = default_target(assessment.criticality, content.thresholds)
    for dimension in content.dimensions:
        yield Target(assessment=assessment, dimension_key=dimension.key, value=value)


def _write_responses(content: FrozenVersion, rounds: Sequence[tuple[RoundDraft, Assessment]]) -> None:
    invitations = _write_invitations(rounds)
    pairs = [
        (draft, _response(content, draft, assessment, invitations.get(assessment.pk)))
        for round_draft, assessment in rounds
        for draft in round_draft.responses
    ]
    Response.objects.bulk_create(response for _, response in pairs)
    written = Response.objects.filter(assessment__in=[assessment for _, assessment in rounds])
    # Written today, begun shortly before it was handed in.
    written.submitted().update(started_at=F("submitted_at") - MINUTES)
    _write_answers(pairs)


def _write_invitations(rounds: Iterable[tuple[RoundDraft, Assessment]]) -> dict[int, Invitation]:
    """One link for the guests of each round; it ended with the round, and its secret was never kept."""
    guests = {assessment.pk: sum(response.is_guest for response in draft.responses) for draft, assessment in rounds}
    invitations = [
        Invitation(
            assessment=assessment,
            uses=guests[assessment.pk],
            token_hash=hash_of(new_token()),
            expires_at=draft.closed_at,
            created_by=draft.opened_by,
        )
        for draft, assessment in rounds
        if guests[assessment.pk]
    ]
    Invitation.objects.bulk_create(invitations)
    return {invitation.assessment_id: invitation for invitation in invitations}


def _response(
    content: FrozenVersion, draft: ResponseDraft, assessment: Assessment, invitation: Invitation | None
) -> Response:
    asked = [section.key for section in content.asked(assessment.facts())]
    return Response(
        assessment=assessment,
        user=draft.user,
        # SECURITY: of a random key that nobody holds, so that no link opens an invented response.
        guest_hash=hash_of(new_token()) if draft.is_guest else "",
        invitation=invitation if draft.is_guest else None,
        kind=Response.Kind.WORKSHOP if draft.scribe else Response.Kind.PERSONAL,
        entered_by=draft.scribe,
        label=draft.label,
        people=draft.people,
        state=Response.State.SUBMITTED if draft.is_submitted else Response.State.IN_PROGRESS,
        submitted_at=draft.saved_at if draft.is_submitted else None,
        finished_sections=asked if draft.is_submitted else list(draft.finished),
    )


def _write_answers(pairs: Sequence[tuple[ResponseDraft, Response]]) -> None:
    answers = [
        (draft, response, _answer(answer, response, draft.saved_at), answer)
        for draft, response in pairs
        for answer in draft.answers
    ]
    Answer.objects.bulk_create((row for _, _, row, _ in answers), batch_size=2000)
    # What somebody may still change needs its history; what was submitted never changes again.
    AnswerChange.objects.bulk_create(
        AnswerChange(answer=row, number=1, actor=response.user, at=draft.saved_at, new=asdict(answer.values))
        for draft, response, row, answer in answers
        if not draft.is_submitted
    )


def _answer(draft: AnswerDraft, response: Response, saved_at: datetime) -> Answer:
    return Answer(
        response=response,
        question_id=draft.question.pk,
        option_id=draft.option.pk if draft.option else None,
        text=draft.text,
        does_not_apply=draft.does_not_apply,
        reason=draft.reason,
        note=draft.note,
        evidence=draft.evidence,
        saved_at=saved_at,
    )
