"""The trend holds every closed round that the person may see, in the order of closing, as it was stored."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessment.measurement.mix import Mix
from assessment.models import Assessment, Organization, Version
from assessment.services.trends import Trend, trend_of
from tests.bundles import everywhere
from tests.factories import make_grant, make_mixed_version, make_organization, make_person, make_user, make_version
from tests.trends import close, make_versions, on_newer

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization() -> Organization:
    return make_organization()


@pytest.fixture
def version() -> Version:
    return make_version(dimensions=3)


def trend(organization: Organization) -> Trend:
    return trend_of(make_person(organization.memberships.get(role="lead").user), organization)


def titles(trend: Trend) -> list[str]:
    return [each.title for each in trend.rounds]


def test_rounds_come_in_the_order_of_closing_with_what_is_stored(organization: Organization, version: Version) -> None:
    close(organization, version, "Late", 10, everywhere("4", "agreed", d1_p1=("1", "nobody")))
    close(organization, version, "Early", 200, everywhere("3", "guideline"))
    found = trend(organization)
    assert titles(found) == ["Early", "Late"]
    early, late = found.rounds
    assert (early.mix, early.scores) == (Mix(0.5, 0.0, 0.5, 0.0), {"d0": 0.5, "d1": 0.5, "d2": 0.5})
    assert late.scores == pytest.approx({"d0": 0.75, "d1": 0.5, "d2": 0.75})
    assert (found.before(early), found.before(late)) == (None, early)
    assert (found.breaks, found.run, found.reported) == (frozenset(), found.rounds, found.rounds)
    assert [section.title for section in found.dimensions] == ["Dimension 0", "Dimension 1", "Dimension 2"]


def test_a_round_without_enough_answers_is_there_without_a_mix(organization: Organization, version: Version) -> None:
    close(organization, version, "First", 200, everywhere("3", "guideline"))
    close(organization, version, "Thin", 100, {"d0-p0": ("3", "agreed"), "d0-p1": ("3", "agreed")})
    found = trend(organization)
    thin = found.rounds[1]
    assert (thin.mix, thin.result.stage) == (None, None)
    assert thin.scores == {"d0": 0.5, "d1": None, "d2": None}
    assert [each.title for each in found.reported] == ["First"]


def test_where_the_questionnaire_changes_the_trend_breaks(organization: Organization) -> None:
    older, newer = make_versions()
    ratings = everywhere("3", "agreed")
    close(organization, older, "One", 400, ratings)
    close(organization, older, "Two", 300, ratings)
    close(organization, newer, "Three", 200, on_newer(ratings, ("3", "agreed")))
    close(organization, newer, "Four", 100, on_newer(ratings, ("3", "agreed")))
    found = trend(organization)
    assert found.breaks == {found.rounds[2].uid}
    assert [each.title for each in found.run] == ["Three", "Four"]


def test_a_section_that_only_one_round_was_asked_breaks_the_trend_too(organization: Organization) -> None:
    """One version; whether the overlay is asked depends on the facts of the organization at the time."""
    version, ratings = make_mixed_version(), {f"d0-p{place}": ("3", "agreed") for place in range(3)}
    close(organization, version, "Without", 200, ratings)
    assert [section.key for section in trend(organization).dimensions] == ["d0"]
    asked = ratings | {"generative-p0": ("4", "agreed")}
    close(organization, version, "With", 100, asked, uses_generative_models=True)
    found = trend(organization)
    assert found.breaks == {found.rounds[1].uid}
    assert [section.key for section in found.dimensions] == ["d0", "generative"]
    assert [list(each.scores) for each in found.rounds] == [["d0"], ["d0", "generative"]]


def test_two_questionnaires_are_never_alike(organization: Organization) -> None:
    for title, days in (("One", 200), ("Other", 100)):
        close(organization, make_version(dimensions=3), title, days, everywhere("3", "agreed"))
    first, second = trend(organization).rounds
    assert first.instrument == second.instrument
    assert (second.is_like(first), second.is_of_the_questionnaire_of(first)) == (False, False)


def test_a_retired_version_is_shown_like_any_other(organization: Organization, version: Version) -> None:
    close(organization, version, "First", 200, everywhere("3", "guideline"))
    close(organization, version, "Second", 100, everywhere("4", "guideline"))
    Version.objects.filter(pk=version.pk).update(state=Version.State.RETIRED)
    assert titles(trend(organization)) == ["First", "Second"]


def test_what_is_open_again_or_of_others_is_not_there(organization: Organization, version: Version) -> None:
    close(organization, version, "First", 200, everywhere("3", "guideline"))
    again = close(organization, version, "Again", 100, everywhere("3", "guideline"))
    Assessment.objects.filter(pk=again.pk).update(state=Assessment.State.OPEN, closed_at=None)
    close(make_organization(), version, "Elsewhere", 50, everywhere("3", "guideline"))
    assert titles(trend(organization)) == ["First"]
    assert trend_of(make_person(make_user()), organization).rounds == ()
    consultant = make_user()
    make_grant(organization, consultant)
    assert titles(trend_of(make_person(consultant), organization)) == ["First"]


@pytest.mark.parametrize("rounds", [1, 3])
def test_it_takes_two_queries_whatever_the_number_of_rounds(
    organization: Organization, version: Version, rounds: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(rounds):
        close(organization, version, f"Round {place}", 100 - place, everywhere("3", "guideline"))
    person = make_person(organization.memberships.get(role="lead").user)
    with django_assert_num_queries(2):
        found = trend_of(person, organization)
        assert [each.version.number for each in found.rounds] == [1] * rounds
        assert len(found.dimensions) == 3
