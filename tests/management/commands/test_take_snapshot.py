"""manage.py take_snapshot"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessment.models import FindingsSnapshot, Snapshot
from tests.benchmarks import make_contributors
from tests.factories import make_version
from tests.findings import make_several, make_studied_version

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("take_snapshot", *arguments, stdout=out)
    return out.getvalue()


def test_it_says_how_many_cohorts_are_published() -> None:
    first, second = make_version(key="first"), make_version(key="second")
    make_contributors(first, 5)
    # Overall and two dimensions, each in all, in a sector and in a size.
    assert run() == "first: 9 cohorts published.\nsecond: 0 cohorts published.\n"
    assert list(Snapshot.objects.values_list("questionnaire", "synthetic")) == [(first.questionnaire_id, False)]
    make_contributors(second, 4, synthetic=True)
    assert run("--questionnaire", "second", "--synthetic") == "second: 0 cohorts published.\n"


def test_the_findings_are_taken_with_it() -> None:
    version = make_studied_version()
    make_several(version, 5)
    assert run() == "mlops-adoption: 0 cohorts published.\n"
    assert FindingsSnapshot.objects.get().values.exists()
    assert not Snapshot.objects.exists()


def test_an_unknown_questionnaire() -> None:
    with pytest.raises(CommandError, match=r"There is no questionnaire “nothing”\."):
        run("--questionnaire", "nothing")
