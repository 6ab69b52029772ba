"""What somebody who holds published snapshots can work out: the attacks of docs/benchmark-privacy.md, tried."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import pytest

from assessment.measurement.benchmark import OVERALL
from assessment.models import Assessment, Consent, Organization, Snapshot, Version, member_of
from assessment.services.consents import withdraw_consent
from assessment.services.snapshots import take_snapshot
from tests.benchmarks import NOBODY, make_closed_round, make_contributor, make_contributors
from tests.factories import make_version

pytestmark = pytest.mark.django_db

FEW = 5  # fewer than so many organizations must never be set apart


@dataclass(frozen=True)
class Published:
    """What the attacker holds: who is in a cohort (assumed to be known), n, and the rounded mean practice score."""

    members: frozenset[str]
    n: int
    practice: int


def take(version: Version) -> Snapshot:
    snapshot = take_snapshot(version.questionnaire)
    assert snapshot is not None
    return snapshot


def seen_in(snapshot: Snapshot, subject: str = OVERALL) -> dict[tuple[str, str], Published]:
    """The published numbers, with the members of the cohort that each was made of: more than an attacker has."""
    return {
        (value.family, value.segment): Published(
            frozenset(
                member.member
                for member in value.made_in.members.all()
                if value.segment in ("", member.sector, member.size) and subject in member.mixes
            ),
            value.n,
            value.practice,
        )
        for value in snapshot.values.published().filter(subject=subject).select_related("made_in")
    }


def left_over(cohorts: Sequence[frozenset[str]], factors: Sequence[int]) -> int:
    """How many organizations a sum of cohorts, each taken so many times, still depends on."""
    weight: dict[str, int] = {}
    for cohort, factor in zip(cohorts, factors, strict=True):
        for member in cohort:
            weight[member] = weight.get(member, 0) + factor
    return sum(value != 0 for value in weight.values())


def sums(cohorts: Sequence[frozenset[str]]) -> Iterator[int]:
    """What every sum and difference of these cohorts leaves over."""
    for factors in product((-1, 0, 1), repeat=len(cohorts)):
        yield left_over(cohorts, factors)


# --- One snapshot ---------------------------------------------------------------------------------


def uneven(version: Version) -> None:
    """A population that tempts: small sectors, a sector that is almost a size, a lone organization in both."""
    for count, sector, size in (
        (6, "health", "10-49"),
        (1, "health", "250-999"),
        (5, "finance", "250-999"),
        (3, "energy", "10-49"),
        (2, "energy", "250-999"),
        (1, "media", "1-9"),
        (4, "retail", "1-9"),
        (1, "retail", "10-49"),
    ):
        make_contributors(version, count, sector=sector, size=size)


def test_no_combination_of_the_segments_of_one_snapshot_sets_fewer_than_five_apart() -> None:
    version = make_version()
    uneven(version)
    seen = seen_in(take(version))
    assert len(seen) >= 3, "else there would be nothing to combine"
    assert [count for count in sums([each.members for each in seen.values()]) if 0 < count < FEW] == []


def test_without_withholding_it_could_be_done() -> None:
    """The same population, with every cohort of five and more: the attack is a real one."""
    version = make_version()
    uneven(version)
    members = list(take(version).members.all())
    cohorts = [
        frozenset(each.member for each in members if key in (each.sector, each.size))
        for key in ("health", "finance", "energy", "retail", "10-49", "250-999", "1-9")
    ]
    assert [count for count in sums([*cohorts, frozenset(each.member for each in members)]) if 0 < count < FEW]


# --- Two snapshots around one organization --------------------------------------------------------


@pytest.mark.parametrize("before", [5, 6, 9, 20])
def test_one_organization_that_joins_changes_no_published_number(before: int) -> None:
    version = make_version()
    make_contributors(version, before, "2")
    first = seen_in(take(version))
    make_contributor(version, "5", "guideline")
    assert seen_in(take(version)) == first


@pytest.mark.parametrize("before", [6, 9, 21])
def test_one_organization_that_leaves_changes_no_published_number(before: int) -> None:
    version = make_version()
    target, *_others = [make_contributor(version, "5", "guideline"), *make_contributors(version, before - 1, "2")]
    first = seen_in(take(version))
    withdraw_consent(NOBODY, target, Consent.Purpose.BENCHMARK)
    assert seen_in(take(version)) == first


def test_one_organization_that_answers_anew_changes_no_published_number() -> None:
    version = make_version()
    target, *_others = make_contributors(version, 9, "2")
    first = seen_in(take(version))
    make_closed_round(target, version, "5", "guideline")
    assert seen_in(take(version)) == first


def test_from_five_to_four_tells_only_that_somebody_left() -> None:
    version = make_version()
    target, *_others = make_contributors(version, 5, "2")
    take(version)
    withdraw_consent(NOBODY, target, Consent.Purpose.BENCHMARK)
    assert seen_in(take(version)) == {}


def test_in_a_long_history_no_segment_differs_from_itself_by_fewer_than_five() -> None:
    version = make_version()
    here = make_contributors(version, 8, "2", sector="health")
    history = [seen_in(take(version))]
    for joining, leaving in ((2, 0), (3, 1), (0, 4), (5, 0), (1, 5), (4, 3)):
        for organization in here[:leaving]:
            withdraw_consent(NOBODY, organization, Consent.Purpose.BENCHMARK)
        here = here[leaving:] + make_contributors(version, joining, "4", sector="health")
        history.append(seen_in(take(version)))
    cohorts = {place: [seen[place].members for seen in history if place in seen] for place in history[0]}
    changes = {len(one ^ other) for found in cohorts.values() for one, other in combinations(found, 2)}
    assert {change for change in changes if 0 < change < FEW} == set()
    assert max(changes) >= FEW, "else nothing was ever published anew"


# --- Members who collude --------------------------------------------------------------------------


def shares(organizations: Sequence[Organization]) -> dict[str, float]:
    """The exact practice scores in points, by member: what colluding members tell each other of themselves."""
    latest = {each.organization_id: each.result.practice for each in Assessment.objects.select_related("result")}
    return {member_of(each.uid): 100 * (latest[each.pk] or 0) for each in organizations}


def range_of_the_rest(published: Published, known: dict[str, float]) -> tuple[float, float]:
    """Between what the mean of those lies who don't collude, from the rounded mean and what the others know."""
    rest = published.n - len(known)
    told = sum(known.values())
    return tuple((published.n * (published.practice + side) - told) / rest for side in (-0.5, 0.5))  # type: ignore[return-value]  # two numbers


@pytest.mark.parametrize(("n", "step", "expected"), [(5, "4", 5.0), (8, "1", 8.0), (12, "3", 12.0)])
def test_all_the_others_together_narrow_one_down_to_n_points(n: int, step: str, expected: float) -> None:
    version = make_version()
    colluding = make_contributors(version, n - 1, "2")
    target = make_contributor(version, step)
    low, high = range_of_the_rest(seen_in(take(version))["all", ""], shares(colluding))
    [own] = shares([target]).values()
    assert low <= own <= high
    assert high - low == pytest.approx(expected)


def test_all_but_two_learn_of_the_two_together() -> None:
    version = make_version()
    colluding = make_contributors(version, 6, "2")
    two = [make_contributor(version, "1"), make_contributor(version, "5")]
    low, high = range_of_the_rest(seen_in(take(version))["all", ""], shares(colluding))
    # 0 and 100: that their mean is about 50 tells of neither.
    assert [low, high] == pytest.approx([47, 51])
    assert list(shares(two).values()) == [0, 100]


def test_four_of_five_who_change_narrow_the_fifth_down_to_the_width_of_both_roundings() -> None:
    version = make_version()
    make_contributors(version, 6, "2")
    first = seen_in(take(version))["all", ""]
    colluding, target = make_contributors(version, 4, "3"), make_contributor(version, "5")
    second = seen_in(take(version))["all", ""]
    assert second.n == first.n + FEW
    told = sum(shares(colluding).values())
    low = second.n * (second.practice - 0.5) - first.n * (first.practice + 0.5) - told
    high = second.n * (second.practice + 0.5) - first.n * (first.practice - 0.5) - told
    [own] = shares([target]).values()
    assert low <= own <= high
    assert high - low == first.n + second.n


# --- What is not guaranteed -----------------------------------------------------------------------


def test_over_time_and_across_segments_two_organizations_can_be_set_apart() -> None:
    """The limit that docs/benchmark-privacy.md names: segments that are published anew in different batches."""
    version = make_version()
    make_contributors(version, 10, "3", sector="health")
    make_contributors(version, 10, "3", sector="energy")
    first = seen_in(take(version))
    make_contributors(version, 4, "3", sector="health")
    make_contributor(version, "5", sector="energy")
    second = seen_in(take(version))
    make_contributor(version, "3", sector="health")
    third = seen_in(take(version))
    used = [second["all", ""], first["all", ""], third["sector", "health"], first["sector", "health"]]
    assert left_over([each.members for each in used], (1, -1, -1, 1)) == 2
    # Four roundings blur it: the sum of the two is known within 70 points, of the 200 that it can have.
    assert sum(each.n for each in used) == 70
