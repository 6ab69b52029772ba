"""Which result a page may show."""

from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.services.errors import Refused
from assessment.services.stored_results import ResultView, read_result


def closed_view(assessment: Assessment) -> ResultView:
    """Return the stored result. Raises Refused (404) while the round is open."""
    # SECURITY: every page and file says something of the result, so none exists before closing.
    if assessment.is_open:
        raise Refused(_("The result is there once the assessment has been closed."), status=404)
    return read_result(assessment)
