"""Responses: begun, worked through section by section, submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import ceil

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Answer, Assessment, Invitation, Person, Question, Response
from assessment.services import assessments, audit, results
from assessment.services.answer_values import Invalid, chosen, does_not_apply, values_of
from assessment.services.answers import answers_of, writable
from assessment.services.errors import Refused
from assessment.services.frozen import Facts
from assessment.services.versions import FrozenQuestion, FrozenSection, FrozenVersion, frozen, holds


def start_as_member(person: Person, assessment: Assessment) -> Response:
    """The account's response in this assessment, begun now unless there is one.

    Raises Refused (403) where the assessment is closed, was answered on paper, or is for one person and
    somebody else has begun.
    """
    with transaction.atomic():
        held = assessments.locked(assessment)
        own = Response.objects.filter(assessment=held, user=person.user).first()
        return own or begin(held, user=person.user)


def begin(assessment: Assessment, **fields: object) -> Response:
    """A new response in an assessment held by the caller's transaction; raises Refused as `start_as_member` does."""
    if not assessment.is_open:
        raise Refused(_("This assessment has been closed. It takes no more answers."), status=403)
    if assessment.kind == Assessment.Kind.PAPER and fields.get("kind") != Response.Kind.PAPER:
        raise Refused(_("This assessment was answered on paper. Whoever runs it enters the sheets."), status=403)
    if assessment.kind == Assessment.Kind.JUST_ME and assessment.responses.exists():
        raise Refused(_("This assessment is answered by one person, who has begun already."), status=403)
    return Response.objects.create(assessment=assessment, **fields)


def finish_section(person: Person, response: Response, section_key: str, *, finished: bool) -> Response:
    """Note whether a section is finished for its author; return the response as it now is.

    Raises Refused (403) once submitted or closed, Invalid (422) where the section is not asked.
    """
    with transaction.atomic():
        held = writable(response)
        asked = frozen(held.assessment.version).asked(held.assessment.facts())
        if section_key not in {section.key for section in asked}:
            raise Invalid(_("This section is not part of the assessment."))
        keys = set(held.finished_sections) - {section_key} | ({section_key} if finished else set())
        held.finished_sections = [section.key for section in asked if section.key in keys]
        held.save(update_fields=["finished_sections"])
        return held


def submit_response(person: Person, response: Response) -> Response:
    """Hand in the answers as they are, and recompute the result of the assessment; return the response as it now is.

    Submitting twice changes nothing. An assessment of one person closes with it. Raises Refused (403)
    where the assessment is closed.
    """
    with transaction.atomic():
        assessment = assessments.locked(response.assessment)
        held = Response.objects.select_for_update().get(pk=response.pk)
        if held.is_submitted:
            return held
        if not assessment.is_open:
            raise Refused(_("This assessment has been closed before you submitted."), status=403)
        held.state, held.submitted_at = Response.State.SUBMITTED, timezone.now()
        held.save(update_fields=["state", "submitted_at"])
        audit.record(person, "response submitted", held, assessment.organization)
        if assessment.kind == Assessment.Kind.JUST_ME:
            assessments.close_assessment(person, assessment)
        else:
            results.recompute(assessment)
        return held


def withdraw_response(person: Person, response: Response) -> None:
    """Delete a response with its answers and their history, and recompute the result where it counted.

    The invitation it came by can be used once more instead. Withdrawing twice changes nothing. Raises
    Refused (403) where the assessment is closed.
    """
    with transaction.atomic():
        assessment = assessments.locked(response.assessment)
        refuse_withdrawal_unless_open(assessment)
        held = Response.objects.select_for_update().filter(pk=response.pk).first()
        if held is None:
            return
        audit.record(person, "response withdrawn", held, assessment.organization)
        Invitation.objects.filter(responses=held, uses__gt=0).update(uses=F("uses") - 1)
        was_submitted = held.is_submitted
        held.delete()
        if was_submitted:
            results.recompute(assessment)


def refuse_withdrawal_unless_open(assessment: Assessment) -> None:
    """Raises Refused (403) where the assessment is closed: its result stands on the answers."""
    if not assessment.is_open:
        raise Refused(_("This assessment has been closed. Your answers can no longer be withdrawn."), status=403)


# --- How far it is -------------------------------------------------------------------------------


NAMED = 5


@dataclass(frozen=True)
class SectionProgress:
    """A section as one respondent has it: what is asked, what is still open, and the minutes that takes."""

    section: FrozenSection
    asked: tuple[FrozenQuestion, ...]
    open: tuple[FrozenQuestion, ...]
    finished: bool
    minutes: int

    @property
    def answered(self) -> int:
        return len(self.asked) - len(self.open)

    @cached_property
    def missing(self) -> tuple[FrozenQuestion, ...]:
        """What is open and not optional."""
        return tuple(question for question in self.open if not question.is_open)

    @property
    def first_missing(self) -> list[tuple[str, str]]:
        """Of the first few that are missing their key and a short name."""
        return [(question.key, self._short_name(question)) for question in self.missing[:NAMED]]

    @property
    def more_missing(self) -> int:
        """How many more are missing."""
        return max(len(self.missing) - NAMED, 0)

    def _short_name(self, question: FrozenQuestion) -> str:
        """As the table of recognitions has it, where it can."""
        practice = next((each for each in self.section.practices if each.key == question.practice_key), None)
        if practice is None:
            return question.text
        name = practice.recognition.text
        is_recognition = question.facet == Question.Facet.RECOGNITION
        return _("%(practice)s (how it came about)") % {"practice": name} if is_recognition else name

    @property
    def state(self) -> str:
        """ "done" once its author says so, "going" with a first answer, else "new"."""
        if self.finished:
            return "done"
        return "going" if self.answered else "new"

    @property
    def is_optional(self) -> bool:
        return all(question.is_open for question in self.asked)


@dataclass(frozen=True)
class Outline:
    """A whole response at a glance: its sections in order, what is left, and what is not asked."""

    version: FrozenVersion
    answers: Mapping[str, Answer]
    sections: tuple[SectionProgress, ...]
    not_asked: tuple[FrozenSection, ...]
    minutes: int

    @property
    def done(self) -> int:
        return sum(each.finished for each in self.sections)

    @property
    def begun(self) -> bool:
        return any(each.state != "new" for each in self.sections)

    @property
    def last_saved_at(self) -> datetime | None:
        return max((answer.saved_at for answer in self.answers.values()), default=None)

    def of(self, key: str) -> SectionProgress | None:
        """The progress of the section with this key, if it is asked."""
        return next((each for each in self.sections if each.section.key == key), None)

    def next_after(self, key: str = "") -> SectionProgress | None:
        """The section to go on with: the next unfinished one after this; without one, the first begun or unfinished."""
        keys = [each.section.key for each in self.sections]
        start = keys.index(key) + 1 if key in keys else 0
        others = (each for each in self.sections[start:] + self.sections[:start] if each.section.key != key)
        unfinished = [each for each in others if not each.finished]
        begun = [each for each in unfinished if each.state == "going"] if not key else []
        return next(iter(begun + unfinished), None)


def outline(response: Response) -> Outline:
    """How far a response is, in one query beside its assessment and version."""
    version, facts = frozen(response.assessment.version), response.assessment.facts()
    answers, asked = answers_of(response), version.asked(facts)
    per_unit = _minutes_per_unit(version, facts)
    sections = tuple(_progress(section, response, answers, per_unit) for section in asked)
    left = sum(_effort(each.open) for each in sections if not each.finished) * per_unit
    not_asked = tuple(section for section in version.sections if section not in asked)
    return Outline(version, answers, sections, not_asked, ceil(left))


def section_progress(response: Response, key: str, answers: Mapping[str, Answer]) -> SectionProgress | None:
    """How far the section with this key is, by its answers, if it is asked; without minutes, without a query."""
    version, facts = frozen(response.assessment.version), response.assessment.facts()
    section = next((each for each in version.asked(facts) if each.key == key), None)
    return _progress(section, response, answers, per_unit=0) if section else None


def _minutes_per_unit(version: FrozenVersion, facts: Facts) -> float:
    return version.minutes / max(sum(_effort(questions_asked(each, facts)) for each in version.asked(facts)), 1)


def _progress(
    section: FrozenSection, response: Response, answers: Mapping[str, Answer], per_unit: float
) -> SectionProgress:
    asked = questions_asked(section, response.assessment.facts(), answers)
    still_open = tuple(each for each in asked if not values_of(each, answers.get(each.key)).is_answered)
    finished = section.key in response.finished_sections
    minutes = 0 if finished else _rounded(_effort(still_open) * per_unit)
    return SectionProgress(section, asked, still_open, finished, minutes)


def questions_asked(
    section: FrozenSection, facts: Facts, answers: Mapping[str, Answer] | None = None
) -> tuple[FrozenQuestion, ...]:
    """What a section asks under these facts; how something came about only where it applies, going by the answers."""
    off = {
        practice.recognition.key
        for practice in section.practices
        if does_not_apply(chosen(practice.question, (answers or {}).get(practice.question.key)))
    }
    return tuple(each for each in section.all_questions if holds(each.condition, facts) and each.key not in off)


def _effort(questions: tuple[FrozenQuestion, ...]) -> int:
    """How long questions take, relative to each other: a practice needs thought, an open question is optional."""
    return sum(2 if each.facet == Question.Facet.PRACTICE else 1 for each in questions if not each.is_open)


def _rounded(minutes: float) -> int:
    return max(round(minutes), 1) if minutes > 0 else 0
