"""Entries: answers that somebody who runs a round types in for others, a workshop's or a sheet of paper."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessment, Organization, Person, Response
from assessment.services import audit, results
from assessment.services.assessments import locked
from assessment.services.errors import Refused
from assessment.services.responses import begin
from assessment.services.versions import frozen

# One person alone is no workshop; with more than these nobody agrees on an answer.
FEWEST_PEOPLE, MOST_PEOPLE = 2, 200


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry in the list of those who run its round: how far it is, and whether the asker may read it."""

    response: Response
    sections_done: int
    sections: int
    is_own: bool


def kind_in(assessment: Assessment) -> str:
    """What is entered in this round: sheets where it was answered on paper, else what workshops agree on."""
    return Response.Kind.PAPER if assessment.kind == Assessment.Kind.PAPER else Response.Kind.WORKSHOP


def name_of(response: Response) -> str:
    """What an entry is called; nothing for one's own answers."""
    if response.kind == Response.Kind.WORKSHOP:
        return _("Workshop: %(label)s") % {"label": response.label}
    return response.label


def entry_run_by(person: Person, uid: UUID) -> Response | None:
    """The entry with this uid where the person runs the round; to remove it, not to read it."""
    # SECURITY: wider than what `visible_to` lets be read, so that what a colleague left behind can be removed.
    run = Organization.objects.run_by(person)
    rows = Response.objects.entered().filter(uid=uid, assessment__organization__in=run)
    return rows.select_related("assessment__organization").first()


def entries_of(person: Person, assessment: Assessment) -> list[ListedEntry]:
    """The entries of a round in the order in which they were begun, in one query."""
    rows = list(assessment.responses.entered().order_by("pk"))
    sections = len(frozen(assessment.version).asked(assessment.facts())) if rows else 0
    me = person.user.pk if person.user else None
    return [ListedEntry(each, len(each.finished_sections), sections, each.entered_by_id == me) for each in rows]


def next_label(assessment: Assessment) -> str:
    """What the next sheet is called unless somebody says otherwise: "Sheet 3" after two."""
    taken = set(assessment.responses.entered().values_list("label", flat=True))
    number = len(taken) + 1
    while (label := _("Sheet %(number)d") % {"number": number}) in taken:
        number += 1
    return label


@transaction.atomic
def start_entry(person: Person, assessment: Assessment, *, label: str, people: int = 1) -> Response:
    """Begin to enter what a workshop of so many people agrees on, or in a round on paper a sheet.

    Raises Refused: 403 where the round is closed, 422 in a round of one person, for a number that is
    no workshop's, and for a label that another entry of the round has.
    """
    held = locked(assessment)
    kind = kind_in(held)
    if held.kind == Assessment.Kind.JUST_ME:
        raise Refused(_("This assessment is answered by one person, so there is no workshop."))
    _refuse_a_wrong_number(kind, people)
    _refuse_a_taken_label(held, label)
    response = begin(held, kind=kind, label=label, people=people, entered_by=person.user)
    audit.record(person, "entry begun", response, held.organization)
    return response


@transaction.atomic
def change_entry(person: Person, response: Response, *, label: str, people: int = 1) -> Response:
    """Give an entry another label or number of people; return it as it now is.

    Raises Refused: 403 where the round is closed, 404 where the entry has been removed, else as `start_entry`.
    """
    assessment, held = _held(response)
    _refuse_a_wrong_number(held.kind, people)
    _refuse_a_taken_label(assessment, label, besides=held)
    held.label, held.people = label, people
    held.save(update_fields=["label", "people"])
    if held.is_submitted:
        results.recompute(assessment)
    audit.record(person, "entry changed", held, assessment.organization)
    return held


@transaction.atomic
def reopen_entry(person: Person, response: Response) -> Response:
    """Let submitted answers be changed by whoever entered them; they count again once they are submitted.

    Nothing changes where they are not submitted. Raises Refused as `change_entry` does.
    """
    assessment, held = _held(response)
    if held.is_submitted:
        held.state, held.submitted_at = Response.State.IN_PROGRESS, None
        held.save(update_fields=["state", "submitted_at"])
        results.recompute(assessment)
        audit.record(person, "entry reopened", held, assessment.organization)
    return held


@transaction.atomic
def remove_entry(person: Person, response: Response) -> None:
    """Delete an entry with its answers. Raises Refused as `change_entry` does."""
    assessment, held = _held(response)
    counted = held.is_submitted
    audit.record(person, "entry removed", held, assessment.organization)
    held.delete()
    if counted:
        results.recompute(assessment)


def _held(response: Response) -> tuple[Assessment, Response]:
    """The open round of an entry and the entry, as the database has them, held until the transaction ends."""
    assessment = locked(response.assessment)
    if not assessment.is_open:
        raise Refused(_("This assessment has been closed. Reopen it to change what was entered."), status=403)
    held = assessment.responses.entered().select_for_update().filter(pk=response.pk).first()
    if held is None:
        raise Refused(_("This entry has been removed."), status=404)
    return assessment, held


def _refuse_a_wrong_number(kind: str, people: int) -> None:
    fewest, most = (FEWEST_PEOPLE, MOST_PEOPLE) if kind == Response.Kind.WORKSHOP else (1, 1)
    if not fewest <= people <= most:
        raise Refused(_("A workshop has %(fewest)d to %(most)d people.") % {"fewest": fewest, "most": most})


def _refuse_a_taken_label(assessment: Assessment, label: str, besides: Response | None = None) -> None:
    same = assessment.responses.entered().filter(label=label)
    if any(each != besides for each in same):
        # Also what a form says that was sent twice.
        raise Refused(_("There is already an entry with this label in the round. Choose another one."))
