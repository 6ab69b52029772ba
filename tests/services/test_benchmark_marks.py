"""A result has the means of others beside it only where they measure the same, of the same kind of organization."""

import pytest

from assessment.models import Assessment, Consent, Organization, Snapshot, Version
from assessment.services.benchmark_marks import with_benchmark
from assessment.services.consents import withdraw_consent
from assessment.services.result_views import Benchmark
from assessment.services.snapshots import take_snapshot
from assessment.services.stored_results import read_result
from tests.benchmarks import NOBODY, make_closed_round, make_contributor, make_contributors
from tests.factories import make_organization, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    version = make_version()
    make_contributors(version, 5)
    take_snapshot(version.questionnaire)
    return version


def marks(assessment: Assessment) -> list[Benchmark | None]:
    return [dimension.benchmark for dimension in with_benchmark(read_result(assessment)).dimensions]


def test_each_dimension_has_the_mean_of_all_with_how_many_they_are(version: Version) -> None:
    mark = Benchmark(0.5, 5, Snapshot.objects.get().taken_at)
    view = with_benchmark(read_result(make_closed_round(make_organization(), version)))
    assert [dimension.benchmark for dimension in view.dimensions] == [mark, mark]
    assert view.has_benchmarks


def test_the_latest_snapshot_counts(version: Version) -> None:
    make_contributors(version, 5, "5")
    take_snapshot(version.questionnaire)
    mark = Benchmark(0.75, 10, Snapshot.objects.latest("batch").taken_at)
    assert marks(make_closed_round(make_organization(), version)) == [mark, mark]


def test_invented_organizations_stand_beside_invented_ones_alone(version: Version) -> None:
    invented = make_closed_round(make_organization(synthetic=True), version)
    assert marks(invented) == [None, None]
    make_contributors(version, 5, "2", synthetic=True)
    take_snapshot(version.questionnaire, synthetic=True)
    mark = Benchmark(0.25, 5, Snapshot.objects.get(synthetic=True).taken_at, invented=True)
    assert marks(invented) == [mark, mark]


def test_a_number_kept_from_a_batch_that_measured_otherwise_is_left_out_too(version: Version) -> None:
    assessment = make_closed_round(make_organization(), version)
    first = Snapshot.objects.get()
    make_contributor(version, "5")
    take_snapshot(version.questionnaire)
    assert [mark.mean for mark in marks(assessment) if mark] == [0.5, 0.5]
    Snapshot.objects.filter(pk=first.pk).update(left_out=["d0-p0"])
    assert marks(assessment) == [None, None]


@pytest.mark.parametrize("change", ["another version", "left out", "withdrawn", "another questionnaire"])
def test_nothing_stands_there_that_measures_something_else(version: Version, change: str) -> None:
    assessment = make_closed_round(make_organization(), version)
    if change == "another version":
        Snapshot.objects.update(version=make_version())
    elif change == "left out":
        Snapshot.objects.update(left_out=["d0-p0"])
    elif change == "withdrawn":
        first = Organization.objects.order_by("pk")[0]
        withdraw_consent(NOBODY, first, Consent.Purpose.BENCHMARK, at_once=True)
    else:
        Snapshot.objects.update(questionnaire=make_version().questionnaire)
    assert marks(assessment) == [None, None]
