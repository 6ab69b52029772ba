"""What people wrote in their own words: without an author, from three people on; a lead may hide an answer."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from assessment.models import Answer, Assessment, Person, Response, Section
from assessment.services import audit
from assessment.services.errors import Refused
from assessment.services.frozen import FrozenQuestion
from assessment.services.versions import frozen


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """One text; `reference` names it on the page without telling when it was written, or by whom."""

    reference: str
    text: str
    hidden: bool


@dataclass(frozen=True)
class OpenQuestion:
    """An open question with the answers that are shown, and those a lead has hidden."""

    question: FrozenQuestion
    answers: tuple[OpenAnswer, ...]

    @property
    def shown(self) -> tuple[OpenAnswer, ...]:
        return tuple(each for each in self.answers if not each.hidden)

    @property
    def hidden(self) -> tuple[OpenAnswer, ...]:
        return tuple(each for each in self.answers if each.hidden)


def are_shown(assessment: Assessment, respondents: int) -> bool:
    """Whether so many respondents are enough for open answers to be shown."""
    return respondents >= frozen(assessment.version).thresholds.open_text_respondents


def open_answers(assessment: Assessment, respondents: int) -> tuple[OpenQuestion, ...]:
    """Return the open questions of a closed round with what was answered, in one query.

    Empty with fewer respondents than the version asks for. Source: docs/measurement.md, "Perception".
    """
    if not are_shown(assessment, respondents):
        return ()
    version, rows = frozen(assessment.version), _rows(assessment)
    questions = [question for section in version.sections for question in section.questions if question.is_open]
    return tuple(OpenQuestion(each, _answers(assessment, rows, each)) for each in questions)


def _rows(assessment: Assessment) -> list[Answer]:
    rows = Answer.objects.filter(
        response__assessment=assessment,
        response__state=Response.State.SUBMITTED,
        question__section__kind=Section.Kind.PERCEPTION,
        question__option_set=None,
    )
    return list(rows.exclude(text=""))


def _answers(assessment: Assessment, rows: list[Answer], question: FrozenQuestion) -> tuple[OpenAnswer, ...]:
    found = [
        OpenAnswer(_reference(assessment, row), row.text, row.hidden) for row in rows if row.question_id == question.pk
    ]
    # SECURITY: by their letters. In the order they were written, one author could be followed down the page.
    return tuple(sorted(found, key=lambda each: (each.text.casefold(), each.reference)))


def _reference(assessment: Assessment, row: Answer) -> str:
    # SECURITY: the number of the row would put the answers of one author side by side.
    return salted_hmac(f"open answer {assessment.uid}", str(row.pk)).hexdigest()[:20]


@transaction.atomic
def hide_answer(person: Person, assessment: Assessment, reference: str, *, hidden: bool) -> None:
    """Take an open answer off the page of the result and its files, or put it back; doing it twice changes nothing.

    Its author goes on seeing it. Raises Refused (404) where the round has no such answer.
    """
    row = next((row for row in _rows(assessment) if _reference(assessment, row) == reference), None)
    if row is None:
        raise Refused(_("This answer is no longer there. Load the page again."), status=404)
    if row.hidden != hidden:
        Answer.objects.filter(pk=row.pk).update(hidden=hidden)
        verb = "open answer hidden" if hidden else "open answer shown again"
        audit.record(person, verb, assessment, assessment.organization)
