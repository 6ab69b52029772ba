"""What everybody is shown of the findings: the latest batch, of real organizations or, on a demo, of invented ones."""

import pytest
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from assessment.measurement.benchmark import SECTOR, SIZE, Segment
from assessment.measurement.findings import ReadingNumbers, Run
from assessment.models import Organization, Version
from assessment.services.findings import PublishedFindings, data_set, findings_shown, studied_version
from assessment.services.findings_snapshots import take_findings
from tests.factories import make_version
from tests.findings import make_researched, make_several, make_studied_version

pytestmark = pytest.mark.django_db


def shown() -> PublishedFindings:
    found = findings_shown()
    assert found is not None
    return found


def make_both(version: Version) -> None:
    make_several(version, 5, "1")
    make_several(version, 6, "5")


def test_before_a_batch_there_is_nothing() -> None:
    make_version()
    assert (findings_shown(), data_set(), studied_version()) == (None, [], None)


def test_the_numbers_of_a_subject_come_for_all_then_by_sector_then_by_size() -> None:
    version = make_studied_version()
    make_both(version)
    take_findings(version.questionnaire)
    rows = shown().by_segment("half")
    assert [row.segment for row in rows] == [Segment(), Segment(SECTOR, "software"), Segment(SIZE, "10-49")]
    assert {row.numbers for row in rows} == {ReadingNumbers(11, runs=(Run(0, 0, 5), Run(1, 1, 6)))}
    assert [row.is_earlier for row in rows] == [False] * 3
    found = studied_version()
    assert found is not None
    assert found.pk == version.pk


def test_of_two_batches_the_latest_is_shown_with_what_it_kept() -> None:
    version = make_studied_version()
    make_both(version)
    take_findings(version.questionnaire)
    make_researched(version, "5")
    take_findings(version.questionnaire)
    row = shown().reading("half")
    assert row is not None
    assert (shown().snapshot.batch, row.numbers.n, row.is_earlier) == (2, 11, True)


def test_a_demo_shows_invented_organizations_and_nobody_else_does(settings: Settings) -> None:
    version = make_studied_version()
    make_both(version)
    Organization.objects.update(synthetic=True)
    take_findings(version.questionnaire, synthetic=True)
    assert (findings_shown(), data_set()) == (None, [])
    settings.DEMO = True
    assert shown().snapshot.synthetic
    assert len(data_set()) == 11


def test_the_queries_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    version = make_studied_version()
    make_both(version)
    take_findings(version.questionnaire)
    shown()
    with django_assert_num_queries(3):
        shown()
        data_set()
