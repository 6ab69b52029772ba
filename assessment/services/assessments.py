"""Rounds: opened by a lead, counted while they run, closed and reopened under a lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.measurement.stages import Stage
from assessment.measurement.targets import default_target
from assessment.models import Assessment, Organization, Person, Response, Result, Target, Version
from assessment.services import audit, results
from assessment.services.errors import Refused
from assessment.services.versions import frozen

# From so many submitted responses the lead sees a provisional stage: with fewer it tells what one person answered.
PROVISIONAL_FROM = 3
SUBMITTED = Q(state=Response.State.SUBMITTED)
OF_A_WORKSHOP = SUBMITTED & Q(kind=Response.Kind.WORKSHOP)
# What `Progress` says, in its order.
COUNTS = {
    "started": Count("pk"),
    "submitted": Count("pk", filter=SUBMITTED),
    "workshops": Count("pk", filter=OF_A_WORKSHOP),
    "in_workshops": Sum("people", filter=OF_A_WORKSHOP, default=0),
    "asking": Count("reopening_asked_at"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How many began to answer, and how many of these have submitted; never who.

    `workshops` are those among the submitted that a group agreed on, `in_workshops` the people in them;
    `asking` is how many ask to change what they submitted.
    """

    started: int
    submitted: int
    workshops: int = 0
    in_workshops: int = 0
    asking: int = 0

    @property
    def people(self) -> int:
        """The n shown: of how many people the submitted answers are."""
        return self.submitted - self.workshops + self.in_workshops

    @property
    def people_in_words(self) -> str:
        """Of how many people they are, and that of a workshop, such as "9 people, one workshop"; else nothing."""
        if not self.workshops:
            return ""
        words = ngettext("%(people)d people, one workshop", "%(people)d people, %(count)d workshops", self.workshops)
        return words % {"people": self.people, "count": self.workshops}


@transaction.atomic
def open_assessment(
    person: Person,
    organization: Organization,
    *,
    title: str,
    version: Version,
    kind: str = Assessment.Kind.TEAM,
    due_on: date | None = None,
    held_on: date | None = None,
) -> Assessment:
    """Open a round on a published version, with the organization's facts and targets as they are now.

    `held_on` is the day on which people answered a round on paper, which stands on that day among the
    others; a round of another kind has none, and one on paper no due date. Raises Refused (422) for a
    version that is not published, a due date in the past, a round on paper without a day or on a later
    one than today, and a title that the organization has used already.
    """
    on_paper = kind == Assessment.Kind.PAPER
    due_on, held_on = (None, held_on) if on_paper else (due_on, None)
    _refuse_what_nobody_could_answer(version, due_on)
    if on_paper:
        _refuse_a_day_to_come(held_on)
    assessment = Assessment(
        organization=organization,
        title=title,
        version=version,
        kind=kind,
        due_on=due_on,
        held_on=held_on,
        opened_at=start_of(held_on) if held_on else timezone.now(),
        opened_by=person.user,
        **organization.facts(),
    )
    save_under_its_title(assessment)
    _set_default_targets(assessment)
    audit.record(person, "assessment opened", assessment, organization)
    return assessment


def _refuse_what_nobody_could_answer(version: Version, due_on: date | None) -> None:
    if version.state != Version.State.PUBLISHED:
        raise Refused(_("Only a published questionnaire can be answered."))
    refuse_a_past_day(due_on)


def _refuse_a_day_to_come(held_on: date | None) -> None:
    if held_on is None or held_on > timezone.localdate():
        raise Refused(_("A round on paper needs the day on which people answered: today or an earlier one."))


def start_of(day: date) -> datetime:
    """When a day begins, where this installation is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def refuse_a_past_day(due_on: date | None) -> None:
    """Raises Refused (422) for a due date before today."""
    if due_on is not None and due_on < timezone.localdate():
        raise Refused(_("The due date is in the past."))


def save_under_its_title(assessment: Assessment) -> None:
    """Store a round, new or changed. Raises Refused (422) where its organization has another with its title."""
    try:
        with transaction.atomic():
            assessment.save()
    except IntegrityError as error:
        if not assessment.organization.assessments.filter(title=assessment.title).exists():
            raise
        raise Refused(_("There is already an assessment with this title. Choose another one.")) from error


def _set_default_targets(assessment: Assessment) -> None:
    """Those the organization chose for its next rounds, else the one that goes with how critical its models are."""
    version = frozen(assessment.version)
    value = default_target(assessment.criticality, version.thresholds)
    chosen = dict(assessment.organization.default_targets.values_list("dimension_key", "value"))
    Target.objects.bulk_create(
        Target(assessment=assessment, dimension_key=dimension.key, value=chosen.get(dimension.key, value))
        for dimension in version.dimensions
    )


@transaction.atomic
def close_assessment(person: Person, assessment: Assessment) -> Assessment:
    """Close a round and show its result; return it as it now is.

    One on paper is closed as of the day it was held on, so that it never comes after rounds that ended
    since. Raises Refused: 409 where it is closed already, 422 where nobody has submitted.
    """
    closing = locked(assessment)
    if not closing.is_open:
        raise Refused(_("This assessment has been closed already."), status=409)
    if not closing.responses.submitted().exists():
        raise Refused(_("Nobody has submitted answers yet, so there is nothing to close."))
    closed_at = start_of(closing.held_on) if closing.held_on else timezone.now()
    closing.state, closing.closed_at, closing.closed_by = Assessment.State.CLOSED, closed_at, person.user
    closing.save(update_fields=["state", "closed_at", "closed_by"])
    results.recompute(closing)
    audit.record(person, "assessment closed", closing, closing.organization)
    return closing


@transaction.atomic
def reopen_assessment(person: Person, assessment: Assessment) -> Assessment:
    """Let people answer again and hide the result; return the round as it now is.

    Raises Refused (409) where it is open already, or was imported.
    """
    opening = locked(assessment)
    refuse_imported(opening)
    if opening.is_open:
        raise Refused(_("This assessment is open already."), status=409)
    opening.state, opening.closed_at, opening.closed_by = Assessment.State.OPEN, None, None
    opening.save(update_fields=["state", "closed_at", "closed_by"])
    results.recompute(opening)
    audit.record(person, "assessment reopened", opening, opening.organization)
    return opening


def refuse_imported(assessment: Assessment) -> None:
    """Raises Refused (409) for a round that was imported: its answers stayed where it was made."""
    if assessment.imported_at is not None:
        raise Refused(_("This round was imported. Its answers are not here, so it can't be reopened."), status=409)


def locked(assessment: Assessment) -> Assessment:
    """The assessment as the database has it, held until the transaction ends: whoever comes second waits.

    Raises Refused (404) where it has been deleted since it was looked up.
    """
    held = Assessment.objects.select_for_update().filter(pk=assessment.pk).first()
    if held is None:
        raise Refused(_("This assessment has been deleted."), status=404)
    return held


def progress_of(assessment: Assessment) -> Progress:
    """The counts of a round, in one query."""
    return progress_by([assessment])[assessment.pk]


def progress_by(assessments: Sequence[Assessment]) -> dict[int, Progress]:
    """The counts of several rounds by their number, in one query."""
    responses = Response.objects.filter(assessment__in=list(assessments)).order_by()
    counts = responses.values_list("assessment").annotate(**COUNTS)
    found = {number: Progress(*values) for number, *values in counts}
    return {assessment.pk: found.get(assessment.pk, Progress(0, 0)) for assessment in assessments}


def provisional_stage(assessment: Assessment, progress: Progress) -> Stage | None:
    """The stage so far of an open round, for its lead; none before three have submitted or where none is given."""
    # SECURITY: the only thing of a result that anybody sees before closing.
    if not assessment.is_open or progress.submitted < PROVISIONAL_FROM:
        return None
    stage = Result.objects.filter(assessment=assessment).values_list("stage", flat=True).first()
    return None if stage is None else Stage(stage)
