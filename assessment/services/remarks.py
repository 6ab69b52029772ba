"""Remarks that a question is unclear: made and taken back by a respondent, read and settled by editors."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Person, Remark, Response, Version
from assessment.services import audit
from assessment.services.answers import asked_question
from assessment.services.errors import Refused
from assessment.services.versions import FrozenQuestion, frozen

# So many of a question are shown at once; settling them brings the next.
MOST_SHOWN = 20


@transaction.atomic
def say_unclear(response: Response, question_key: str, text: str = "") -> Remark:
    """Note that its author finds a question unclear, with a word to the editors if there is one.

    Said again it replaces what was said, and is no longer settled. Not written to the audit log, which
    would tell who said it. Raises Invalid (422) where the question is not asked, Refused (404) where
    the response has been deleted.
    """
    if Response.objects.select_for_update().filter(pk=response.pk).first() is None:
        raise Refused(_("These answers have been deleted."), status=404)
    question = asked_question(response, question_key)
    said = {"text": text, "settled_at": None}
    remark, _is_new = Remark.objects.update_or_create(response=response, question_id=question.pk, defaults=said)
    return remark


def take_back(response: Response, question_key: str) -> None:
    """Delete what was said about a question; twice changes nothing."""
    Remark.objects.filter(response=response, question__key=question_key).delete()


def said_in(response: Response) -> dict[str, str]:
    """What the author of a response said, by the key of the question, in one query."""
    questions = frozen(response.assessment.version).questions_by_pk
    rows = Remark.objects.filter(response=response).values_list("question_id", "text")
    return {questions[pk].key: text for pk, text in rows}


# --- For editors ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadRemark:
    """A remark as an editor reads it."""

    # SECURITY: no response, no organization, and no hour: neither must tell whose it is.
    number: int
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class UnclearQuestion:
    """A question with how often it was called unclear, and the latest of what was said."""

    question: FrozenQuestion
    count: int
    remarks: tuple[ReadRemark, ...]

    @property
    def worded(self) -> tuple[ReadRemark, ...]:
        """Those that say something."""
        return tuple(each for each in self.remarks if each.text)


def unclear_questions(version: Version, *, settled: bool = False) -> list[UnclearQuestion]:
    """The questions of a version with remarks that are open (or else settled), the most often named first.

    At most the latest twenty of each, newest first; in two queries.
    """
    rows = _rows(version, settled=settled)
    counts = dict(rows.values_list("question_id").annotate(Count("pk")).order_by())
    place = Window(RowNumber(), partition_by=F("question_id"), order_by=F("pk").desc())
    latest: dict[int, list[Remark]] = {pk: [] for pk in counts}
    for row in rows.annotate(place=place).filter(place__lte=MOST_SHOWN).order_by("-pk"):
        latest.setdefault(row.question_id, []).append(row)
    questions = list(frozen(version).questions_by_pk.values())
    found = [_unclear(each, counts.get(each.pk, 0), latest[each.pk]) for each in questions if latest.get(each.pk)]
    return sorted(found, key=lambda each: -each.count)


def _rows(version: Version, *, settled: bool) -> QuerySet[Remark]:
    return Remark.objects.filter(Q(settled_at__isnull=not settled), question__version=version)


def _unclear(question: FrozenQuestion, count: int, rows: Iterable[Remark]) -> UnclearQuestion:
    shown = tuple(ReadRemark(row.pk, row.text, timezone.localdate(row.made_at)) for row in rows)
    return UnclearQuestion(question, count, shown)


@transaction.atomic
def settle(person: Person, version: Version, numbers: Collection[int]) -> int:
    """Note that these remarks on a version are dealt with; return how many of them were open."""
    changed = _rows(version, settled=False).filter(pk__in=numbers).update(settled_at=timezone.now())
    if changed:
        audit.record(person, "remarks settled", version)
    return changed


@transaction.atomic
def unsettle(person: Person, version: Version, numbers: Collection[int]) -> int:
    """Note that these remarks on a version are open after all; return how many of them were settled."""
    changed = _rows(version, settled=True).filter(pk__in=numbers).update(settled_at=None)
    if changed:
        audit.record(person, "remarks opened again", version)
    return changed
