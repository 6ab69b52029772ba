"""The published figures, read from their file and spread onto five steps."""

from collections.abc import Iterable

import pytest
import yaml
from django.conf import settings

from assessment.services.demo.survey import CATEGORIES, NEAREST_CATEGORY, five_steps, shares_of
from assessment.services.survey import TAG, Shares, survey
from assessment.services.versions import frozen
from tests.factories import make_version

# The mean column of the file is rounded to hundredths, from percentages rounded to wholes.
ROUNDED = 0.0125


def mean(shares: Shares) -> float:
    """The mean of equally spaced steps from 0 to 1."""
    return sum(share * step for step, share in enumerate(shares)) / (len(shares) - 1)


def test_the_file_holds_every_practice_of_the_survey() -> None:
    assert list(survey()) == list(range(1, 46))
    assert survey()[5] == pytest.approx((0.11, 0.29, 0.37, 0.23))
    assert [sum(levels) for levels in survey().values()] == pytest.approx([1.0] * 45)


def test_the_means_are_those_published() -> None:
    lines = (settings.BASE_DIR / "assessment" / "library" / "se4ml_adoption.csv").read_text().splitlines()[1:]
    published = [float(line.rpartition(",")[2]) for line in lines]
    assert [mean(levels) for levels in survey().values()] == pytest.approx(published, abs=ROUNDED)


def test_five_steps_by_hand() -> None:
    assert five_steps((0.1, 0.3, 0.36, 0.24)) == pytest.approx((0.1, 0.2, 0.22, 0.24, 0.24))


def test_five_steps_keep_sum_and_mean() -> None:
    spread = [five_steps(levels) for levels in survey().values()]
    assert [sum(shares) for shares in spread] == pytest.approx([1.0] * 45)
    assert [mean(shares) for shares in spread] == pytest.approx([mean(levels) for levels in survey().values()])


def test_the_categories_part_the_survey() -> None:
    numbers = [number for category in CATEGORIES.values() for number in category]
    assert numbers == list(survey())
    assert set(NEAREST_CATEGORY.values()) == set(CATEGORIES)


def test_exactly_the_practices_without_a_figure_borrow_one() -> None:
    path = settings.BASE_DIR / "assessment" / "library" / "mlops-adoption.yaml"
    sections = yaml.safe_load(path.read_text())["sections"]
    practices = [practice for section in sections for practice in section.get("practices", [])]
    without = {practice["key"] for practice in practices if not is_tagged(practice["sources"])}
    assert set(NEAREST_CATEGORY) == without


def is_tagged(sources: Iterable[str]) -> bool:
    return any(TAG.fullmatch(source) for source in sources)


@pytest.mark.django_db
def test_shares_of_a_practice_come_from_its_tags_or_else_from_its_category() -> None:
    version = make_version(dimensions=1, practices=3, publish=False)
    for key, new_key, sources in (
        ("d0-p0", "input-change", ["MV", "S31", "B"]),
        ("d0-p1", "goal", ["S9", "S10"]),
        ("d0-p2", "onboarding", ["GA", "PAP"]),
    ):
        version.practices.filter(key=key).update(key=new_key, sources=sources)
    practices = frozen(version).practices
    assert shares_of(practices["input-change"]) == pytest.approx(five_steps(survey()[31]))
    assert mean(shares_of(practices["goal"])) == pytest.approx((mean(survey()[9]) + mean(survey()[10])) / 2)
    team = [mean(survey()[number]) for number in (35, 36, 37)]
    assert mean(shares_of(practices["onboarding"])) == pytest.approx(sum(team) / 3)


@pytest.mark.django_db
def test_a_practice_that_nobody_placed_stands_for_the_whole_survey() -> None:
    practice = frozen(make_version(dimensions=1, practices=1)).practices["d0-p0"]
    whole = [mean(levels) for levels in survey().values()]
    assert mean(shares_of(practice)) == pytest.approx(sum(whole) / 45)
