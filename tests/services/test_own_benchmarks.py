"""An organization beside the benchmark: a percentile for whoever is in the number, for its value there."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessment.measurement.benchmark import Segment
from assessment.models import Consent, Organization, Snapshot, Target, Version
from assessment.services.benchmarks import EVERYBODY, benchmark_of
from assessment.services.consents import give_consent, withdraw_consent
from assessment.services.own_benchmarks import OwnBenchmark, OwnScores, own_benchmark
from assessment.services.snapshots import take_snapshot
from tests.benchmarks import NOBODY, make_closed_round, make_contributor, make_contributors
from tests.factories import make_organization, make_version

pytestmark = pytest.mark.django_db
BENCHMARK = Consent.Purpose.BENCHMARK


@pytest.fixture
def version() -> Version:
    return make_version()


def beside(organization: Organization, version: Version) -> OwnBenchmark:
    """The organization beside the latest snapshot."""
    snapshot = Snapshot.objects.filter(questionnaire=version.questionnaire).latest("batch")
    return own_benchmark(organization, benchmark_of(snapshot))


def take(version: Version) -> None:
    assert take_snapshot(version.questionnaire) is not None


def test_whoever_contributes_is_told_where_it_stands(version: Version) -> None:
    own = make_contributor(version, "4", sector="health")
    make_contributors(version, 10, "2", sector="health")
    make_contributors(version, 9, "5", sector="energy")
    take(version)
    found = beside(own, version)
    assert found.contributes
    assert found.segments == (EVERYBODY, Segment("sector", "health"), Segment("size", "10-49"))
    everybody = found.standing(EVERYBODY)
    assert everybody is not None
    assert everybody.cohort.numbers.quartiles == (25, 50, 100)
    # Ten below, itself in the middle of its own place: 10.5 of 20.
    assert (everybody.own, everybody.there, everybody.percentile) == (0.75, 0.75, 55)
    sector = found.standing(Segment("sector", "health"), "d0")
    assert sector is not None
    # Eleven are too few for quartiles and percentiles.
    assert (sector.cohort.numbers.n, sector.cohort.numbers.quartiles, sector.percentile) == (11, None, None)


def test_whoever_does_not_contribute_is_told_means_alone(version: Version) -> None:
    make_contributors(version, 20, "2")
    take(version)
    other = make_organization()
    make_closed_round(other, version, "5")
    found = beside(other, version)
    standing = found.standing(EVERYBODY)
    assert standing is not None
    assert not found.contributes
    assert (standing.own, standing.cohort.numbers.practice) == (1.0, 25)
    assert (standing.cohort.numbers.quartiles, standing.there, standing.percentile) == (None, None, None)


def test_a_percentile_is_for_the_score_in_the_number_not_for_that_of_today(version: Version) -> None:
    own = make_contributor(version, "1", "nobody")
    make_contributors(version, 19, "3")
    take(version)
    make_closed_round(own, version, "5", "guideline")
    take(version)
    standing = beside(own, version).standing(EVERYBODY)
    assert standing is not None
    assert standing.cohort.is_earlier
    assert (standing.own, standing.there, standing.percentile) == (1.0, 0.0, 5)


def test_whoever_joined_after_the_number_was_made_has_no_percentile_in_it(version: Version) -> None:
    make_contributors(version, 20, "2")
    take(version)
    joined = make_contributor(version, "5")
    take(version)
    found = beside(joined, version)
    standing = found.standing(EVERYBODY)
    assert standing is not None
    assert (found.contributes, standing.own, standing.there, standing.percentile) == (True, 1.0, None, None)


def test_withdrawing_takes_the_percentile_for_good(version: Version) -> None:
    own, *_ = make_contributors(version, 20, "2")
    take(version)
    withdraw_consent(NOBODY, own, BENCHMARK)
    give_consent(NOBODY, own, BENCHMARK)
    found = beside(own, version)
    standing = found.standing(EVERYBODY)
    assert standing is not None
    assert (found.contributes, standing.percentile, standing.cohort.numbers.quartiles) == (False, None, None)


# --- Its own scores -------------------------------------------------------------------------------


def test_targets_and_scores_are_those_of_the_latest_closed_round(version: Version) -> None:
    own, *_ = make_contributors(version, 5, "2")
    take(version)
    latest = make_closed_round(own, version, "4")
    Target.objects.create(assessment=latest, dimension_key="d0", value=0.8)
    found = beside(own, version)
    assert (found.own.assessment, found.own.comparable) == (latest, True)
    assert found.own.scores == {"overall": 0.75, "d0": 0.75, "d1": 0.75}
    standing = found.standing(EVERYBODY, "d0")
    assert standing is not None
    assert standing.target == 0.8


def test_on_a_common_core_the_contribution_stands_for_the_organization(version: Version) -> None:
    own, *_ = make_contributors(version, 5, "2")
    take(version)
    make_closed_round(own, version, "4")
    Snapshot.objects.update(left_out=["d0-p0"])
    found = beside(own, version)
    assert (found.own.comparable, found.own.scores) == (False, {"overall": 0.25, "d0": 0.25, "d1": 0.25})


def test_today_s_score_does_not_stand_beside_a_number_that_was_measured_otherwise(version: Version) -> None:
    own, *_ = make_contributors(version, 20, "2")
    take(version)
    Snapshot.objects.update(left_out=["d0-p0"])
    make_contributor(version, "5")
    take(version)
    standing = beside(own, version).standing(EVERYBODY)
    assert standing is not None
    assert standing.cohort.measured_otherwise
    assert (standing.own, standing.there, standing.percentile) == (None, 0.25, 50)


def test_what_measures_something_else_is_not_set_beside_it(version: Version) -> None:
    make_contributors(version, 5)
    take(version)
    other = make_organization()
    assert beside(other, version).own == OwnScores()
    make_closed_round(other, version, "4")
    Snapshot.objects.update(left_out=["d0-p0"])
    assert (beside(other, version).own.comparable, dict(beside(other, version).own.scores)) == (False, {})


def test_the_queries_do_not_grow_with_the_organizations(
    version: Version, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    own, *_ = make_contributors(version, 5)
    take(version)
    beside(own, version)
    for _ in range(2):
        with django_assert_num_queries(8):
            beside(own, version)
        make_contributors(version, 6)
        take(version)
