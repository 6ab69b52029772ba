"""Which two rounds the address asks for: only closed rounds of this organization, the earlier one first."""

from uuid import uuid4

import pytest
from django.http import QueryDict

from assessment.forms.trends import asked_pair
from assessment.models import Assessment, Organization
from assessment.services.trends import Trend, trend_of
from tests.bundles import everywhere
from tests.factories import make_assessment, make_organization, make_person, make_version
from tests.trends import close

pytestmark = pytest.mark.django_db
STRANGE = "The address asked for a round that is not among the closed rounds here; it was left out."
ITSELF = "A round can’t be compared with itself; it is compared with the one next to it."


@pytest.fixture
def organization() -> Organization:
    return make_organization()


@pytest.fixture
def rounds(organization: Organization) -> list[Assessment]:
    version = make_version(dimensions=3)
    titled = (("First", 300), ("Second", 200), ("Third", 100))
    return [close(organization, version, title, days, everywhere("3", "agreed")) for title, days in titled]


def trend(organization: Organization) -> Trend:
    return trend_of(make_person(organization.memberships.get(role="lead").user), organization)


def asked(organization: Organization, shown: int, **address: object) -> tuple[str, str, tuple[str, ...]]:
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in address.items()})
    found = trend(organization)
    pair = asked_pair(query, found, found.rounds[shown])
    assert pair is not None
    assert pair.address == f"?before={pair.before.uid}&after={pair.after.uid}"
    return pair.before.title, pair.after.title, pair.remarks


@pytest.mark.parametrize(
    ("shown", "pair"), [(2, ("Second", "Third")), (1, ("First", "Second")), (0, ("First", "Second"))]
)
@pytest.mark.usefixtures("rounds")
def test_unless_asked_it_is_the_round_shown_and_the_one_before(
    organization: Organization, shown: int, pair: tuple[str, str]
) -> None:
    assert asked(organization, shown) == (*pair, ())


def test_any_two_can_be_asked_for_in_any_order(organization: Organization, rounds: list[Assessment]) -> None:
    first, second, third = (each.uid for each in rounds)
    assert asked(organization, 2, before=first, after=third) == ("First", "Third", ())
    assert asked(organization, 2, before=third, after=first) == ("First", "Third", ())
    assert asked(organization, 2, before=first) == ("First", "Third", ())
    assert asked(organization, 2, before=third) == ("Second", "Third", ())
    assert asked(organization, 0, after=third) == ("Second", "Third", ())
    assert asked(organization, 0, before=first, after=second) == ("First", "Second", ())


def test_a_round_is_not_compared_with_itself(organization: Organization, rounds: list[Assessment]) -> None:
    first, second = rounds[0].uid, rounds[1].uid
    assert asked(organization, 2, before=second, after=second) == ("First", "Second", (ITSELF,))
    assert asked(organization, 2, before=first, after=first) == ("First", "Second", (ITSELF,))


@pytest.mark.usefixtures("rounds")
def test_what_is_not_there_is_left_out_with_the_same_sentence(organization: Organization) -> None:
    """SECURITY: whether a round exists elsewhere, or is open, can't be told from the answer."""
    version = make_version(dimensions=3)
    foreign = close(make_organization(), version, "Elsewhere", 50, everywhere("5", "guideline"))
    running = make_assessment(organization, version)
    for uid in (foreign.uid, running.uid, uuid4(), "nothing", "0" * 400):
        assert asked(organization, 2, before=uid) == ("Second", "Third", (STRANGE,))
        assert asked(organization, 2, before=uid, after=uid) == ("Second", "Third", (STRANGE,))


def test_one_round_alone_has_nothing_to_compare_with(organization: Organization) -> None:
    close(organization, make_version(dimensions=3), "Only", 50, everywhere("3", "agreed"))
    found = trend(organization)
    assert asked_pair(QueryDict(), found, found.rounds[0]) is None
