"""The survey beside practices: which it asked about, and what it says of them."""

import pytest

from assessment.models import Practice, Version
from assessment.services.frozen import FrozenPractice
from assessment.services.survey import is_asked_about, levels_of, mean_of_levels, survey_numbers
from assessment.services.versions import frozen
from tests.factories import make_version, publish_version

pytestmark = pytest.mark.django_db


def practice(*sources: str) -> FrozenPractice:
    version: Version = make_version(publish=False)
    Practice.objects.filter(version=version, key="d0-p0").update(sources=list(sources))
    publish_version(version)
    return frozen(version).practices["d0-p0"]


def test_a_practice_names_the_survey_by_number() -> None:
    assert survey_numbers(practice("MV", "S9", "S10", "BK", "S")) == [9, 10]
    assert [is_asked_about(each) for each in (practice("S4"), practice("MV"))] == [True, False]


def test_what_the_survey_says_of_a_practice() -> None:
    levels = levels_of(practice("AZ", "S4", "J"))
    assert levels == pytest.approx((0.07, 0.26, 0.39, 0.28))
    assert mean_of_levels(levels) == pytest.approx((0.26 / 3) + (2 * 0.39 / 3) + 0.28)


def test_of_several_of_its_practices_the_mean_counts() -> None:
    # 17, 49, 23, 11 and 16, 42, 30, 12 in per cent.
    assert levels_of(practice("S1", "S2")) == pytest.approx((0.165, 0.455, 0.265, 0.115))
