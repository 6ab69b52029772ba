"""The next round with the settings of an earlier one: its targets, its questionnaire, whom it was mailed to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from assessment.models import Assessment, Person, Target, Version
from assessment.services.assessments import open_assessment


@dataclass(frozen=True, slots=True)
class Repeated:
    """Whom an earlier round was mailed to, in the order of their invitations; the role, where all have the same."""

    earlier: Assessment
    addresses: list[str]
    role: str


def newest_version(assessment: Assessment) -> Version | None:
    """The newest version of the round's questionnaire that can be answered, if there is one."""
    versions = Version.objects.published().filter(questionnaire=assessment.version.questionnaire_id)
    return versions.order_by("-number").first()


@transaction.atomic
def open_next(
    person: Person,
    earlier: Assessment,
    *,
    title: str,
    version: Version,
    kind: str = Assessment.Kind.TEAM,
    due_on: date | None = None,
    held_on: date | None = None,
) -> Assessment:
    """Open a round with the targets of an earlier one of the same organization, where both have the dimension.

    Raises Refused as `open_assessment` does.
    """
    opened = open_assessment(
        person, earlier.organization, title=title, version=version, kind=kind, due_on=due_on, held_on=held_on
    )
    values = dict(earlier.targets.values_list("dimension_key", "value"))
    targets = list(opened.targets.filter(dimension_key__in=values))
    for target in targets:
        target.value = values[target.dimension_key]
    Target.objects.bulk_update(targets, ["value"])
    return opened


def repeated(assessment: Assessment, earlier: str) -> Repeated | None:
    """Whom another round of the same organization was mailed to, by its uid as a page sent it; None for no such round.

    Each address once, without those whose invitation was revoked.
    """
    # SECURITY: of the same organization alone, whose rounds the asker runs.
    rounds = assessment.organization.assessments.exclude(pk=assessment.pk)
    found = rounds.filter(uid=uid).first() if (uid := _uid_in(earlier)) else None
    if found is None:
        return None
    rows = found.invitations.filter(revoked_at=None).exclude(email="").order_by("pk").values_list("email", "role")
    mailed = {email.lower(): role for email, role in rows}
    roles = set(mailed.values())
    return Repeated(found, list(mailed), roles.pop() if len(roles) == 1 else "")


def can_invite_again(assessment: Assessment, earlier: Assessment) -> bool:
    """Whether mail could go to those an earlier round was mailed to."""
    invites = assessment.kind == Assessment.Kind.TEAM and bool(settings.EMAIL_URL)
    return invites and earlier.invitations.filter(revoked_at=None).exclude(email="").exists()


def _uid_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
