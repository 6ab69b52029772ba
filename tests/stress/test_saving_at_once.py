"""Thirty respondents who save at once for thirty seconds: no error, and nothing that was acknowledged is lost."""

from time import monotonic

import pytest

from assessment.models import Answer, AnswerChange
from tests.factories import make_assessment, make_user, make_version
from tests.respondents import Respondent, at_once, make_respondent
from tests.server import running_server

RESPONDENTS = 30
SECONDS = 30


def save_until(respondent: Respondent, end: float) -> None:
    """Each save on a connection of its own: an idle one may be closed by the server at any moment."""
    while monotonic() < end:
        respondent.connection.close()
        respondent.save()


@pytest.mark.usefixtures("transactional_db")
def test_no_acknowledged_answer_is_lost() -> None:
    assessment = make_assessment(version=make_version(), opened_by=make_user())
    with running_server(workers=2, threads=4) as server:
        respondents = [make_respondent(assessment, server) for _respondent in range(RESPONDENTS)]
        end = monotonic() + SECONDS
        at_once(respondents, lambda respondent: save_until(respondent, end))
    assert [each.failures for each in respondents] == [[]] * RESPONDENTS
    assert all(each.acknowledged for each in respondents)
    assert [each.lost for each in respondents] == [[]] * RESPONDENTS
    acknowledged = [values for each in respondents for values in each.acknowledged.values()]
    assert Answer.objects.count() == len(acknowledged)
    assert AnswerChange.objects.count() == sum(map(len, acknowledged))
