"""Two rounds are compared practice by practice: as stored where they were measured alike, else on their common core."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessment.measurement.mix import Mix
from assessment.measurement.practices import PracticeState
from assessment.measurement.stages import Stage
from assessment.models import Assessment, Organization, Response, Target
from assessment.services.differences import Difference, Standing, difference_of
from assessment.services.results import recompute
from assessment.services.trends import Round, trend_of
from tests.bundles import everywhere
from tests.factories import make_organization, make_person, make_version
from tests.trends import close, make_versions, on_newer

pytestmark = pytest.mark.django_db
THIRD = 1 / 3


@pytest.fixture
def organization() -> Organization:
    return make_organization()


def rounds(organization: Organization) -> tuple[Round, ...]:
    return trend_of(make_person(organization.memberships.get(role="lead").user), organization).rounds


def difference(organization: Organization) -> Difference:
    """Between the first round and the last."""
    first, *_between, last = rounds(organization)
    found = difference_of(first, last)
    assert found is not None
    return found


def test_what_moved_most_comes_first_and_what_stayed_last(organization: Organization) -> None:
    version = make_version(dimensions=3)
    close(organization, version, "First", 200, everywhere("2", "habit", d2_p1=("unknown", "")))
    close(
        organization,
        version,
        "Second",
        100,
        everywhere(
            "2", "habit", d0_p1=("4", "agreed"), d1_p1=("1", "nobody"), d1_p2=("5", "habit"), d2_p1=("3", "habit")
        ),
    )
    found = difference(organization)
    assert [change.practice.key for change in found.changed] == ["d0-p1", "d1-p2", "d1-p1", "d2-p1"]
    assert [change.practice.key for change in found.unchanged] == ["d0-p0", "d0-p2", "d1-p0", "d2-p0", "d2-p2"]
    assert [(each.done, each.agreed) for each in found.changed] == [
        (0.5, pytest.approx(THIRD)),
        (0.75, 0.0),
        (-0.25, pytest.approx(-THIRD)),
        (None, None),
    ]
    assert [change.practice.key for change in found.risen] == ["d0-p1", "d1-p2"]
    assert [change.practice.key for change in found.fallen] == ["d1-p1"]
    unknown, known = found.changed[3].before, found.changed[3].after
    assert unknown == Standing(PracticeState.UNKNOWN, 0, None, None, None, "")
    assert (known.state, known.raters, known.x, known.action) == (PracticeState.RATED, 1, 0.5, "formalise")
    assert found.changed[0].before.mix == Mix.of(0.25, THIRD)
    assert (found.is_rescored, found.only_before, found.only_after, found.moved) == (False, (), (), ())


def test_rounds_measured_alike_are_compared_as_they_are_stored(
    organization: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version = make_version(dimensions=3)
    close(organization, version, "First", 200, everywhere("2", "habit"))
    close(organization, version, "Second", 100, everywhere("4", "agreed", d1_p1=("1", "nobody")))
    first, last = rounds(organization)
    assert first.is_like(last)
    with django_assert_num_queries(1):
        found = difference_of(first, last)
    assert found is not None
    for side, one in ((found.before, first), (found.after, last)):
        assert (side.round, side.stage, side.mix) == (one, one.result.stage, one.mix)
    assert found.before.held_back_by == ("d0-p0", "d1-p0", "d2-p0")
    assert (found.before.stage, found.after.stage, found.after.held_back_by) == (Stage.EXPLORING, Stage.IMPLICIT, ())


def test_on_two_versions_both_are_scored_anew_on_what_both_have(
    organization: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """By hand, with the newer version's places and weights and without d1-p1 and d1-p3.

    Before, all (0.25, 1/3) but d0-p0 (1, 1) and d1-p1 (1, 1):
    d0 = (3 · 1 + 0.25) / 4 = 0.8125, d1 = 0.25, d2 = 0.25; P = 1.3125 / 3 = 0.4375
    After, all (0.75, 2/3) but d0-p1 (0, 0) and d1-p3 (0, 0):
    d0 = (3 · 0.75 + 0) / 4 = 0.5625, d1 = 0.75, d2 = 0.75; P = 2.0625 / 3 = 0.6875
    """
    older, newer = make_versions()
    before = everywhere("2", "habit", d0_p0=("5", "guideline"), d1_p1=("5", "guideline"))
    after = on_newer(everywhere("4", "agreed", d0_p1=("1", "nobody")), ("1", "nobody"))
    close(organization, older, "First", 200, before)
    close(organization, newer, "Second", 100, after)
    first, last = rounds(organization)
    assert [first.version.number, last.version.number] == [1, 2]
    with django_assert_num_queries(3):
        found = difference_of(first, last)
    assert found is not None
    assert found.before.mix is not None
    assert found.after.mix is not None
    assert [found.before.mix.practice, found.after.mix.practice] == pytest.approx([0.4375, 0.6875])
    # X: before (0.8125 - 0.25 · 2/3 · 1/4 …): d0 = (3 + 1/12) / 4, d1 = d2 = 1/12; after d0 = 0.375, d1 = d2 = 0.5.
    explicit = [((3 + 1 / 12) / 4 + 2 / 12) / 3, (0.375 + 0.5 + 0.5) / 3]
    assert [found.before.mix.explicit, found.after.mix.explicit] == pytest.approx(explicit)
    assert (found.before.stage, found.after.stage) == (Stage.EXPLORING, Stage.IMPLICIT)
    assert (found.before.held_back_by, found.after.held_back_by) == (("d1-p0", "d2-p0"), ())
    assert found.is_rescored
    assert [practice.key for practice in found.only_before] == ["d1-p1"]
    assert [practice.key for practice in found.only_after] == ["d1-p3"]
    assert [practice.key for practice in found.moved] == ["d0-p2"]
    assert {change.practice.key: change.section.key for change in found.changes}["d0-p2"] == "d2"
    assert len(found.changes) == 8


def test_the_newer_version_decides_whichever_round_came_first(organization: Organization) -> None:
    older, newer = make_versions()
    close(organization, newer, "First", 200, on_newer(everywhere("4", "agreed"), ("4", "agreed")))
    close(organization, older, "Second", 100, everywhere("2", "habit", d0_p0=("5", "guideline")))
    found = difference(organization)
    assert found.after.mix is not None
    # As above: d0 = 0.8125, d1 = d2 = 0.25.
    assert found.after.mix.practice == pytest.approx(0.4375)
    assert [practice.key for practice in found.only_before] == ["d1-p3"]
    assert [practice.key for practice in found.only_after] == ["d1-p1"]


def test_the_stored_results_stay_as_they_are(organization: Organization) -> None:
    older, newer = make_versions()
    close(organization, older, "First", 200, everywhere("2", "habit"))
    close(organization, newer, "Second", 100, on_newer(everywhere("4", "agreed"), ("1", "nobody")))
    stored = [each.mix for each in rounds(organization)]
    difference(organization)
    assert [each.mix for each in rounds(organization)] == stored


def test_a_round_without_responses_is_scored_from_its_tallies(organization: Organization) -> None:
    """An imported round has nothing else."""
    older, newer = make_versions()
    first = close(organization, older, "First", 200, everywhere("2", "habit"), everywhere("4", "agreed"))
    close(organization, newer, "Second", 100, on_newer(everywhere("4", "agreed"), ("1", "nobody")))
    from_responses = difference(organization)
    Response.objects.filter(assessment=first).delete()
    Assessment.objects.filter(pk=first.pk).update(imported_at=first.closed_at)
    recompute(Assessment.objects.get(pk=first.pk))
    from_tallies = difference(organization)
    assert from_tallies.before.mix == from_responses.before.mix
    assert from_tallies.before.practices == from_responses.before.practices


def test_advice_follows_the_targets_that_each_round_had(organization: Organization) -> None:
    older, newer = make_versions()
    first = close(organization, older, "First", 200, everywhere("4", "guideline"))
    close(organization, newer, "Second", 100, on_newer(everywhere("4", "guideline"), ("4", "agreed")))
    Target.objects.create(assessment=first, dimension_key="d2", value=1.0)
    recompute(Assessment.objects.get(pk=first.pk))
    found = difference(organization)
    actions = {change.practice.key: (change.before.action, change.after.action) for change in found.changes}
    # d0-p2 counts in d2 now, and has the target that d2 had.
    assert actions["d0-p2"] == actions["d2-p1"] == ("execute", "sustain")
    assert actions["d0-p1"] == ("sustain", "sustain")


def test_what_a_rounds_own_result_does_not_show_stays_hidden(organization: Organization) -> None:
    """SECURITY: two of three say that d0-p2 does not apply; what the third answers is one person's.

    In the newer version it is essential, by whose rule it would be rated and hold back.
    """
    older, newer = make_versions(essential=True)
    for days, third in ((300, ("1", "nobody")), (200, ("5", "guideline"))):
        apart = everywhere("2", "habit", d0_p2=("not-applicable", ""))
        close(organization, older, f"Round {days}", days, apart, apart, dict(apart) | {"d0-p2": third})
    close(organization, newer, "Last", 100, on_newer(everywhere("4", "agreed"), ("1", "nobody")))
    low, high, last = rounds(organization)
    sides = []
    for one in (low, high):
        found = difference_of(one, last)
        assert found is not None
        sides.append((found.before.stage, found.before.mix, found.before.held_back_by, found.before.practices))
    assert sides[0] == sides[1]
    assert sides[0][2] == ("d0-p0", "d1-p0", "d2-p0")
    assert sides[0][3]["d0-p2"] == Standing(PracticeState.NOT_APPLICABLE, 0, None, None, None, "")


def test_rounds_on_two_questionnaires_are_not_compared(organization: Organization) -> None:
    for title, days in (("One", 200), ("Other", 100)):
        close(organization, make_version(dimensions=3), title, days, everywhere("3", "agreed"))
    assert difference_of(*rounds(organization)) is None
