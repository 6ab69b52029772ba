"""What everybody reads of a snapshot is what it published, no more, of one kind of organization alone."""

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from assessment.measurement.benchmark import CohortNumbers, Segment
from assessment.models import Consent, Practice, Snapshot, Version
from assessment.services.benchmarks import EVERYBODY, benchmark_of, snapshots_of_kind, snapshots_shown
from assessment.services.consents import withdraw_consent
from assessment.services.snapshots import take_snapshot
from tests.benchmarks import NOBODY, make_contributor, make_contributors
from tests.factories import make_version

pytestmark = pytest.mark.django_db
HEALTH, SMALL = Segment("sector", "health"), Segment("size", "10-49")


def take(version: Version, *, synthetic: bool = False) -> Snapshot:
    snapshot = take_snapshot(version.questionnaire, synthetic=synthetic)
    assert snapshot is not None
    return snapshot


def test_the_numbers_are_those_that_were_published() -> None:
    version = make_version()
    make_contributors(version, 5, "3", sector="health")
    snapshot = take(version)
    published = benchmark_of(snapshot)
    assert published.snapshot == snapshot
    assert set(published.cohorts) == {
        (segment, subject) for segment in (EVERYBODY, HEALTH, SMALL) for subject in ("overall", "d0", "d1")
    }
    cohort = published.cohort(HEALTH, "d1")
    assert cohort is not None
    assert cohort.numbers == CohortNumbers(5, 50, 67, 33, None)
    assert cohort.mix.parts == (0.33, 0.17, 0.34, 0.16)
    assert (cohort.made_at, cohort.is_earlier) == (snapshot.taken_at, False)
    assert [section.key for section, _cohort in published.dimensions(EVERYBODY)] == ["d0", "d1"]
    assert (published.segments("sector"), published.segments("size")) == ([HEALTH], [SMALL])


def test_a_number_that_was_kept_says_when_it_was_made() -> None:
    version = make_version()
    make_contributors(version, 5)
    first = take(version)
    make_contributor(version, "5", "guideline")
    cohort = benchmark_of(take(version)).cohort(EVERYBODY)
    assert cohort is not None
    assert (cohort.made_in, cohort.made_at, cohort.is_earlier, cohort.numbers.n) == (
        first.pk, first.taken_at, True, 5,
    )  # fmt: skip


def test_what_was_withdrawn_is_gone() -> None:
    version = make_version()
    first, *_ = make_contributors(version, 5, sector="health", size="10-49")
    make_contributors(version, 5, sector="energy", size="50-249")
    snapshot = take(version)
    withdraw_consent(NOBODY, first, Consent.Purpose.BENCHMARK, at_once=True)
    shown = {segment for segment, _subject in benchmark_of(snapshot).cohorts}
    assert shown == {Segment("sector", "energy"), Segment("size", "50-249")}


def test_practices_left_out_have_their_names() -> None:
    version = make_version()
    make_contributors(version, 5)
    snapshot = take(version)
    Snapshot.objects.update(left_out=["d0-p0", "d1-p1"])
    snapshot.refresh_from_db()
    names = Practice.objects.filter(version=version, key__in=["d0-p0", "d1-p1"]).values_list("name", flat=True)
    assert benchmark_of(snapshot).left_out == tuple(sorted(names))


# --- Which snapshot -------------------------------------------------------------------------------


def test_the_latest_of_each_questionnaire_is_shown_where_it_publishes_anything() -> None:
    first, second, third = (make_version(key=key) for key in ("a", "b", "c"))
    for version, count in ((first, 5), (second, 4), (third, 5)):
        make_contributors(version, count)
    snapshots = [take(version) for version in (first, second, third, first)]
    assert snapshots_shown() == [snapshots[3], snapshots[2]]


def test_real_organizations_come_first_and_on_a_demo_the_invented_ones(settings: Settings) -> None:
    version = make_version()
    make_contributors(version, 5, synthetic=True)
    invented = take(version, synthetic=True)
    assert snapshots_shown() == [invented]
    make_contributors(version, 5)
    real = take(version)
    assert snapshots_shown() == snapshots_of_kind(synthetic=False) == [real]
    settings.DEMO = True
    assert snapshots_shown() == snapshots_of_kind(synthetic=True) == [invented]


def test_invented_ones_never_fill_the_gap_of_real_ones() -> None:
    """Four real organizations contribute: that is nothing to show, not a reason to show others."""
    version = make_version()
    make_contributors(version, 5, synthetic=True)
    make_contributors(version, 4)
    take(version, synthetic=True)
    take(version)
    assert snapshots_shown() == []


def test_reading_takes_as_many_queries_for_five_as_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    version = make_version()
    make_contributors(version, 5, sector="health")
    benchmark_of(take(version))
    for _ in range(2):
        with django_assert_num_queries(2):
            (snapshot,) = snapshots_shown()
            benchmark_of(snapshot)
        make_contributors(version, 6, sector="energy", size="50-249")
        take(version)
