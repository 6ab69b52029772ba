"""A batch of findings: who is in it, its numbers by hand, and when they are replaced."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessment.models import (
    Assessment,
    AuditEvent,
    Consent,
    FindingsMember,
    FindingsSnapshot,
    FindingsValue,
    Organization,
    PracticeResult,
    Version,
)
from assessment.services.consents import withdraw_consent
from assessment.services.findings_snapshots import take_findings
from tests.benchmarks import NOBODY, make_contributors
from tests.findings import make_researched, make_researched_round, make_several, make_studied_version

pytestmark = pytest.mark.django_db
RESEARCH = Consent.Purpose.RESEARCH
WHOLE = ("all", "")


def take(version: Version, *, synthetic: bool = False) -> FindingsSnapshot:
    snapshot = take_findings(version.questionnaire, synthetic=synthetic)
    assert snapshot is not None
    return snapshot


def numbers(snapshot: FindingsSnapshot, subject: str) -> dict[tuple[str, str], tuple[int, object]]:
    """By segment: n, and the mean or the runs."""
    values = FindingsValue.objects.filter(snapshot=snapshot, subject=subject)
    return {(each.family, each.segment): (each.n, each.mean if each.mean is not None else each.runs) for each in values}


def test_nobody_consented() -> None:
    version = make_studied_version()
    make_contributors(version, 6)  # to the benchmark alone
    assert take_findings(version.questionnaire) is None
    assert not FindingsSnapshot.objects.exists()


def test_four_are_too_few_for_any_number() -> None:
    version = make_studied_version()
    make_several(version, 4)
    assert not take(version).values.exists()


def test_another_questionnaire_has_no_findings() -> None:
    version = make_studied_version(key="of-somebody-else")
    make_several(version, 5)
    assert take_findings(version.questionnaire) is None


def test_counts_by_group() -> None:
    version = make_studied_version()
    # Everything done on purpose, everything done and nothing agreed, nothing done.
    for count, step, recognition in ((5, "5", "guideline"), (6, "5", "nobody"), (7, "1", "nobody")):
        for _ in range(count):
            make_researched(version, step, recognition)
    snapshot = take(version)
    # Manual, Implicit and Institutional; the stages that nobody has are counted with a neighbour.
    assert numbers(snapshot, "stage") == {WHOLE: (18, [[0, 0, 7], [1, 2, 6], [3, 4, 5]])}
    everywhere = [WHOLE, ("sector", "software"), ("size", "10-49")]
    assert numbers(snapshot, "half") == dict.fromkeys(everywhere, (18, [[0, 0, 7], [1, 1, 11]]))
    assert numbers(snapshot, "implicit") == dict.fromkeys(everywhere, (18, [[0, 0, 12], [1, 1, 6]]))
    assert numbers(snapshot, "explicit") == dict.fromkeys(everywhere, (18, [[0, 0, 13], [1, 1, 5]]))


def test_a_count_with_fewer_than_five_on_one_side_is_not_published() -> None:
    version = make_studied_version()
    make_several(version, 9, "1")
    make_several(version, 4, "5")
    assert numbers(take(version), "half") == {}


def test_release_is_counted_apart_by_how_models_serve() -> None:
    version = make_studied_version()
    for serving, done, not_done in (("batch", 5, 6), ("online", 5, 5), ("mixed", 1, 1), ("", 5, 5)):
        make_several(version, done, "5", serving=serving)
        make_several(version, not_done, "1", serving=serving)
    snapshot = take(version)
    assert numbers(snapshot, "batch") == {WHOLE: (11, [[0, 0, 6], [1, 1, 5]])}
    assert numbers(snapshot, "online") == {WHOLE: (12, [[0, 0, 6], [1, 1, 6]])}


def test_an_opinion_is_the_mean_of_the_means_of_organizations_with_three_respondents() -> None:
    version = make_studied_version()
    for _ in range(4):
        make_researched(version, opinions=("4", "4", "4"), sector="health")
    make_researched(version, opinions=("1", "1", "2", "2"), sector="energy")
    make_researched(version, opinions=("5", "5"), sector="energy")
    # (4 x 4 + 1.5) / 5 = 3.5, in tenths.
    assert numbers(take(version), "opinion-learning") == {WHOLE: (5, 35), ("size", "10-49"): (5, 35)}


def test_an_opinion_on_other_statements_is_left_out() -> None:
    version = make_studied_version()
    for _ in range(6):
        make_researched(version, opinions=("4", "4", "4"))
    result = Assessment.objects.earliest("pk").result
    result.constructs.update(counts={"worded-otherwise": [0, 0, 0, 3, 0]})
    assert numbers(take(version), "opinion-learning")[WHOLE] == (5, 40)


def test_a_practice_that_the_survey_asked_about_has_a_mean_for_all_alone() -> None:
    version = make_studied_version()
    make_several(version, 5, "3")
    make_several(version, 5, "4")
    snapshot = take(version)
    assert numbers(snapshot, "practice-d0-p0") == {WHOLE: (10, 63)}
    assert not FindingsValue.objects.filter(subject="practice-d0-p1").exists()


def test_where_every_practice_of_a_dimension_is_in_the_survey_none_of_them_has_a_mean() -> None:
    """Together they would make up the mean of the dimension, which the benchmark publishes for others."""
    version = make_studied_version(in_survey=("d0-p0", "d0-p1", "d0-p2"))
    make_several(version, 5)
    assert not take(version).values.filter(subject__startswith="practice-").exists()
    assert PracticeResult.objects.filter(key="d0-p0", x__isnull=False).count() == 5


def test_no_number_has_fewer_than_five_organizations_behind_it_nor_leaves_fewer() -> None:
    version = make_studied_version()
    parts = ((6, "health", "10-49"), (4, "energy", "10-49"), (3, "media", "1-9"), (5, "media", "1000+"))
    for count, sector, size in parts:
        for place in range(count):
            make_researched(version, "15"[place % 2], opinions=("2", "4", "4"), sector=sector, size=size)
    snapshot = take(version)
    # Health and media together would leave the four of energy, so health, the smaller one, is withheld.
    assert numbers(snapshot, "opinion-learning") == {
        WHOLE: (18, 33),
        ("sector", "media"): (8, 33),
        ("size", "10-49"): (10, 33),
    }
    runs = [run for value in snapshot.values.all() for run in value.runs]
    assert runs
    assert [count for _first, _last, count in runs if count < 5] == []


def test_nothing_that_the_benchmark_has_means_of_has_a_mean_here() -> None:
    """Else whoever consented to one of the two alone could be worked out from the difference of both."""
    version = make_studied_version()
    for step in "11111555555":
        make_researched(version, step, opinions=("2", "4", "4"), serving="batch")
    means = take(version).values.exclude(mean=None).values_list("subject", flat=True)
    assert set(means) == {"opinion-learning", "practice-d0-p0"}


# --- Over time ------------------------------------------------------------------------------------


def test_a_number_is_replaced_once_five_changed() -> None:
    version = make_studied_version()
    here = [make_researched(version, opinions=("2", "2", "2")) for _ in range(6)]
    assert numbers(take(version), "opinion-learning")[WHOLE] == (6, 20)
    for organization in here[:4]:
        make_researched_round(organization, version, "3", opinions=("5", "5", "5"))
    kept = take(version)
    assert numbers(kept, "opinion-learning")[WHOLE] == (6, 20)
    assert kept.values.get(subject="opinion-learning", family="all").made_in.batch == 1
    make_researched_round(here[4], version, "3", opinions=("5", "5", "5"))
    # (5 x 5 + 2) / 6
    assert numbers(take(version), "opinion-learning")[WHOLE] == (6, 45)


def test_whoever_withdraws_loses_the_name_at_once_and_is_out_of_the_next_batch() -> None:
    version = make_studied_version()
    first, *others = make_several(version, 6, "1") + make_several(version, 6, "5")
    take(version)
    withdraw_consent(NOBODY, first, RESEARCH)
    assert not FindingsMember.objects.filter(organization=first).exists()
    members = take(version).members.values_list("organization", flat=True)
    assert set(members) == {other.pk for other in others}


def test_below_five_the_numbers_go() -> None:
    version = make_studied_version()
    first, *_others = [make_researched(version, opinions=("2", "2", "2")) for _ in range(5)]
    assert take(version).values.exists()
    withdraw_consent(NOBODY, first, RESEARCH)
    assert not take(version).values.exists()


def test_real_and_invented_organizations_never_meet() -> None:
    version = make_studied_version()
    make_several(version, 5, "1")
    make_several(version, 5, "5")
    invented = make_several(version, 6, "3")
    Organization.objects.filter(pk__in=[each.pk for each in invented]).update(synthetic=True)
    assert numbers(take(version), "half")[WHOLE] == (10, [[0, 0, 5], [1, 1, 5]])
    assert take(version, synthetic=True).members.count() == 6


def test_that_a_batch_was_taken_is_in_the_audit_log() -> None:
    version = make_studied_version()
    make_several(version, 1)
    take(version)
    assert AuditEvent.objects.filter(verb="findings taken").count() == 1


def test_the_queries_do_not_grow_with_the_organizations(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    version = make_studied_version()
    make_several(version, 5)
    take(version)
    make_several(version, 6)
    with django_assert_num_queries(20):
        take(version)
