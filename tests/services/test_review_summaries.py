"""How what was seen compares with what people say."""

import pytest

from assessment.models import Assessment
from assessment.services.review_summaries import ReviewSummary, summary_of, verified_mean
from assessment.services.reviews import read_review
from assessment.services.stored_results import read_result
from tests.factories import make_version
from tests.reviews import make_closed, make_rating
from tests.views.test_results import everywhere

pytestmark = pytest.mark.django_db


def summary(assessment: Assessment) -> ReviewSummary:
    return summary_of(read_result(assessment), read_review(assessment, assessment.result))


def means(assessment: Assessment) -> list[float | None]:
    review = read_review(assessment, assessment.result)
    return [verified_mean(dimension, review) for dimension in read_result(assessment).dimensions]


@pytest.fixture
def assessment() -> Assessment:
    answers = everywhere(
        "4", "habit", d0_p1=("unknown", ""), d1_p2=("not-applicable", ""), d2_p2=("not-applicable", "")
    )
    return make_closed(answers, version=make_version(dimensions=3))


def test_nothing_is_verified_at_first(assessment: Assessment) -> None:
    assert summary(assessment) == ReviewSummary(0, 7, 0, None)
    assert means(assessment) == [None, None, None]


def test_the_difference_is_over_what_both_rated(assessment: Assessment) -> None:
    """What nobody knows counts as verified, and compares with nothing; what is said not to apply counts once seen."""
    make_rating(assessment, "d0-p0", x=0.25)
    make_rating(assessment, "d0-p2", x=1.0)
    make_rating(assessment, "d0-p1", x=0.0)
    make_rating(assessment, "d2-p2", x=0.0)
    assert summary(assessment) == ReviewSummary(4, 8, 2, 0.125)


def test_a_dimension_has_a_mean_once_all_that_people_rated_is_verified(assessment: Assessment) -> None:
    make_rating(assessment, "d0-p0", x=0.25)
    make_rating(assessment, "d1-p0", x=0.25)
    make_rating(assessment, "d1-p1", x=1.0)
    assert means(assessment) == [None, 0.625, None]
    make_rating(assessment, "d0-p2", x=0.5)
    assert means(assessment) == [0.375, 0.625, None]


def test_a_mean_is_by_the_weights_of_the_practices() -> None:
    version = make_version(dimensions=3, publish=False)
    version.practices.filter(key="d0-p0").update(weight=2)
    assessment = make_closed(everywhere("4", "habit"), version=version)
    for place, x in enumerate((1.0, 0.0, 0.25)):
        make_rating(assessment, f"d0-p{place}", x=x)
    assert means(assessment)[0] == pytest.approx(2.25 / 4)
