"""Which result a page may show."""

from django.utils.translation import gettext as _

from assessment.models import Assessment, Person
from assessment.services.differences import Difference, difference_of
from assessment.services.errors import Refused
from assessment.services.stored_results import ResultView, read_result
from assessment.services.trends import Round, Trend, trend_of


def closed_view(assessment: Assessment) -> ResultView:
    """Return the stored result. Raises Refused (404) while the round is open."""
    refuse_open(assessment)
    return read_result(assessment)


def closed_trend(person: Person, assessment: Assessment) -> tuple[Trend, Round]:
    """Return the trend of the organization, and the round shown in it. Raises Refused (404) while the round is open."""
    refuse_open(assessment)
    trend = trend_of(person, assessment.organization)
    return trend, trend.by_uid[assessment.uid]


def since_last(person: Person, assessment: Assessment) -> Difference | None:
    """Return the round before and this one by practice; None where there is none, or they can't be compared.

    Raises Refused (404) while the round is open.
    """
    trend, shown = closed_trend(person, assessment)
    before = trend.before(shown)
    return difference_of(before, shown) if before else None


def refuse_open(assessment: Assessment) -> None:
    """Raise Refused (404) while the round is open."""
    # SECURITY: every page and file says something of the result, so none exists before closing.
    if assessment.is_open:
        raise Refused(_("The result is there once the assessment has been closed."), status=404)
