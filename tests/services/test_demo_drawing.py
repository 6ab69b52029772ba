"""Invented answers: drawn as often as they should be, and the same each time."""

from collections import Counter
from random import Random

import pytest

from assessment.services.demo.drawing import (
    ABSENT_SHIFT,
    NORMAL,
    RECOGNITION,
    Temper,
    draw_practice,
    draw_response,
    ladder,
    step_at,
    stream,
)
from assessment.services.demo.survey import shares_of
from assessment.services.versions import FrozenPractice, FrozenVersion, frozen
from tests.factories import make_version

pytestmark = pytest.mark.django_db
KNOWS = "data-science"
DRAWS = 10000
# Three standard errors of a share among so many answers.
TOLERANCE = 0.015


@pytest.fixture
def version() -> FrozenVersion:
    made = make_version(publish=False)
    made.practices.update(roles=[KNOWS], sources=["S5"])
    return frozen(made)


@pytest.fixture
def practice(version: FrozenVersion) -> FrozenPractice:
    return version.practices["d0-p1"]


def any_temper(rng: Random) -> Temper:
    """Of an organization picked at random, with one practice that matters."""
    factors = rng.gauss(0, 1), rng.gauss(0, 1)
    return Temper(*factors, discord=rng.random(), habits={"d0-p1": (rng.gauss(0, 1), rng.gauss(0, 1))})


def drawn_points(practice: FrozenPractice) -> list[tuple[float, float]]:
    """Points of both facets, over many organizations."""
    rng = stream("1")
    drawn = [draw_practice(rng, practice, any_temper(rng), KNOWS) for _ in range(DRAWS)]
    rated = [[answer.option.points for answer in answers if answer.option] for answers in drawn]
    return [(x, e) for x, e in (points for points in rated if len(points) == 2) if x is not None and e is not None]


def test_over_many_organizations_the_published_shares_come_out(practice: FrozenPractice) -> None:
    counts = Counter(x for x, _ in drawn_points(practice))
    shares = [counts[step / 4] / counts.total() for step in range(5)]
    assert shares == pytest.approx(shares_of(practice), abs=TOLERANCE)


def test_what_does_not_happen_is_seldom_recognised(practice: FrozenPractice) -> None:
    points = drawn_points(practice)
    absent, present = [e for x, e in points if x == 0], [e for x, e in points if x > 0]
    assert sum(absent) / len(absent) < sum(present) / len(present) - 0.1


def test_steps_are_read_off_against_the_shares() -> None:
    shares = (0.1, 0.2, 0.4, 0.2, 0.1)
    latents = [NORMAL.inv_cdf(place) for place in (0.05, 0.15, 0.5, 0.75, 0.95)]
    assert [step_at(shares, latent) for latent in latents] == [0, 1, 2, 3, 4]
    assert (step_at(RECOGNITION, 6.0), step_at(RECOGNITION, ABSENT_SHIFT - 6.0)) == (3, 0)


def test_ladders_are_worded_for_what_is_offered(practice: FrozenPractice) -> None:
    assert [option.key for option in ladder(practice.question)] == ["1", "2", "3", "4", "5"]
    expected = ["nobody", "habit", "agreed", "guideline"]
    assert [option.key for option in ladder(practice.recognition)] == expected
    assert [option.key for option in ladder(practice.recognition, absent=True)] == expected


def test_advanced_and_explicit_organizations_stand_higher(version: FrozenVersion) -> None:
    def total(temper: Temper) -> tuple[float, float]:
        answers = draw_response(stream("1"), version.sections, temper, KNOWS)
        totals = {"practice": 0.0, "recognition": 0.0}
        for answer in answers:
            totals[answer.question.facet] += (answer.option.points or 0.0) if answer.option else 0.0
        return totals["practice"], totals["recognition"]

    low, advanced, explicit = total(Temper(-3, -3)), total(Temper(3, -3)), total(Temper(3, 3))
    assert low == (0.0, 0.0)
    assert advanced[0] == explicit[0] > low[0]
    assert explicit[1] > advanced[1]


def test_a_practice_may_not_apply_with_a_reason(version: FrozenVersion) -> None:
    temper = Temper(0, 0, excluded={"d0-p2": "We label nothing."})
    drawn = [draw_practice(stream(str(seed)), version.practices["d0-p2"], temper, KNOWS) for seed in range(50)]
    excluded = [answers[0] for answers in drawn if answers[0].does_not_apply]
    assert 35 < len(excluded) < 50
    assert {answer.reason for answer in excluded} == {"We label nothing."}


def test_a_silent_dimension_is_mostly_unknown(version: FrozenVersion) -> None:
    temper = Temper(0, 0, silent=frozenset({"d1"}))
    unknown = Counter(
        practice.section_key
        for practice in version.practices.values()
        for seed in range(50)
        if len(draw_practice(stream(str(seed)), practice, temper, KNOWS)) == 1
    )
    assert unknown["d1"] > 100 > 10 > unknown["d0"]


def test_the_same_stream_gives_the_same_answers(version: FrozenVersion) -> None:
    temper = Temper(0.5, 0.5, discord=0.8)
    first, second = (draw_response(stream("7"), version.sections, temper, KNOWS) for _ in range(2))
    assert first == second
    assert first != draw_response(stream("8"), version.sections, temper, KNOWS)
