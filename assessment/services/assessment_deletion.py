"""A round is deleted with everything in it, or not at all."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from assessment.models import Assessment, Person, Response
from assessment.services import audit
from assessment.services.assessments import locked
from assessment.services.errors import Refused


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes with a round: counts alone."""

    submitted: int
    begun: int
    answers: int
    links: int
    shares: int
    has_result: bool

    @property
    def is_precious(self) -> bool:
        """Whether somebody has finished answering, or there is a result, so that the title has to be typed."""
        return self.submitted > 0 or self.has_result


def contents_of(assessment: Assessment) -> Contents:
    """What deleting the round would remove, in four queries at most."""
    submitted = Q(state=Response.State.SUBMITTED)
    counts = assessment.responses.aggregate(
        submitted=Count("pk", filter=submitted, distinct=True),
        begun=Count("pk", filter=~submitted, distinct=True),
        answers=Count("answers"),
    )
    links, shares = assessment.invitations.count(), assessment.shares.count()
    return Contents(**counts, links=links, shares=shares, has_result=_has_a_result(assessment))


def _has_a_result(assessment: Assessment) -> bool:
    """Whether a result is shown; before closing there is none for anybody."""
    return not assessment.is_open and hasattr(assessment, "result")


@transaction.atomic
def delete_assessment(person: Person, assessment: Assessment, *, typed_title: str = "") -> None:
    """Delete a round with its responses, answers, links and result; nothing of it can be brought back.

    Its links say from then on that there is nothing. Raises Refused: 404 where it has gone already,
    422 where somebody has submitted, or there is a result, and `typed_title` is not its title.
    """
    held = locked(assessment)
    if typed_title != held.title and (held.responses.submitted().exists() or _has_a_result(held)):
        raise Refused(_("This is not the title of the assessment. Type it exactly as it is shown."))
    # Held first, so that no answer is saved between looking for what goes and removing it.
    list(held.responses.select_for_update().values_list("pk"))
    held.responses.all().delete()
    held.invitations.all().delete()
    audit.record(person, "assessment deleted", held, held.organization)
    held.delete()
