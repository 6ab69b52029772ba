"""The action plan of an organization: what it has set itself to do, put there from a roadmap and kept over rounds."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import ActionItem, Assessment, Organization, Person, PracticeResult
from assessment.services import assessments, audit
from assessment.services.errors import Refused
from assessment.services.seen import refuse_changed
from assessment.services.versions import frozen

FINISHED = frozenset({ActionItem.Status.DONE, ActionItem.Status.DROPPED})


@transaction.atomic
def put_into_plan(person: Person, assessment: Assessment, keys: Collection[str]) -> list[ActionItem]:
    """Put these practices of the roadmap of a closed round into the plan; return the actions that are new.

    What is planned already and not finished stays as it is. Raises Refused: 404 while the round is
    open or once it has been deleted, 422 where none is named, or one is not on the roadmap.
    """
    organization = _held(assessment.organization)
    steps = _steps(assessments.locked(assessment), keys)
    planned = set(organization.action_items.unfinished().values_list("practice_key", flat=True))
    names = {key: practice.name for key, practice in frozen(assessment.version).practices.items()}
    items = ActionItem.objects.bulk_create(
        ActionItem(
            organization=organization,
            practice_key=step.key,
            name=names[step.key],
            action=step.action,
            planned_from=assessment,
            created_by=person.user,
        )
        for step in steps
        if step.key not in planned
    )
    for item in items:
        audit.record(person, "action planned", item, organization)
    return items


def _steps(assessment: Assessment, keys: Collection[str]) -> list[PracticeResult]:
    """The steps of the roadmap with these keys, in its order."""
    # SECURITY: while a round is open its roadmap would tell of answers.
    if assessment.is_open:
        raise Refused(_("The result is there once the assessment has been closed."), status=404)
    rows = PracticeResult.objects.filter(result__assessment=assessment, key__in=keys, place__isnull=False)
    steps = list(rows.order_by("place", "key"))
    if not keys or len(steps) < len(set(keys)):
        raise Refused(_("Choose something that is on the roadmap."))
    return steps


@transaction.atomic
def change_action(
    person: Person, item: ActionItem, *, number: int, owner: str, due_on: date | None, status: str, note: str
) -> ActionItem:
    """Change one action of the plan; return it as it now is.

    `number` is that of the action as it was when the change was thought of. Raises Refused: 409 where
    somebody has changed it since, 422 where it would be planned twice.
    """
    organization = _held(item.organization)
    held = ActionItem.objects.get(pk=item.pk)
    refuse_changed(number, held.number, _("Somebody has changed this action in the meantime."))
    given = {"owner": owner, "due_on": due_on, "status": status, "note": note}
    if all(getattr(held, name) == value for name, value in given.items()):
        return held
    if status not in FINISHED and held.status in FINISHED:
        _refuse_twice(organization, held)
    for name, value in given.items():
        setattr(held, name, value)
    held.number += 1
    held.finished_at = (held.finished_at or timezone.now()) if status in FINISHED else None
    held.save(update_fields=[*given, "number", "finished_at"])
    audit.record(person, "action changed", held, organization)
    return held


def _refuse_twice(organization: Organization, item: ActionItem) -> None:
    if organization.action_items.unfinished().filter(practice_key=item.practice_key).exists():
        raise Refused(_("This practice has been planned again already. Go on with that action instead."))


def _held(organization: Organization) -> Organization:
    """The organization's row, held until the transaction ends: whoever changes its plan second waits."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
