"""The sentences above the trend: what rose, what fell, what stayed, and why nothing can be told."""

from dataclasses import dataclass

import pytest

from assessment.models import Organization, Version
from assessment.services.differences import difference_of
from assessment.services.trends import Trend, trend_of
from assessment.views.result_pages.trend_sentences import (
    difference_finding,
    extremes,
    map_finding,
    profile_finding,
    rounds_finding,
    since,
    stages_finding,
    version_note,
)
from tests.bundles import Ratings, everywhere
from tests.factories import make_organization, make_person, make_version
from tests.trends import close, make_versions

pytestmark = pytest.mark.django_db
EXPLORING, IMPLICIT, EXPLICIT = (
    dict(everywhere(*given)) for given in (("2", "habit"), ("4", "habit"), ("4", "guideline"))
)
NOBODY: Ratings = {}


@dataclass
class Story:
    """An organization on one version, told round by round."""

    organization: Organization
    version: Version

    def of(self, *rounds: Ratings) -> Trend:
        for place, ratings in enumerate(rounds):
            close(self.organization, self.version, f"R{place + 1}", 100 - place, ratings)
        lead = self.organization.memberships.get(role="lead").user
        return trend_of(make_person(lead), self.organization)


@pytest.fixture
def story() -> Story:
    return Story(make_organization(), make_version(dimensions=3))


@pytest.mark.parametrize(
    ("rounds", "finding"),
    [
        ((EXPLORING, EXPLICIT), "Up from Exploring in “R1” to Explicit in “R2”"),
        ((EXPLICIT, IMPLICIT), "Down from Explicit in “R1” to Implicit in “R2”"),
        ((IMPLICIT, IMPLICIT, IMPLICIT), "Implicit in all 3 rounds"),
        ((IMPLICIT, IMPLICIT), "Implicit in both rounds"),
        ((IMPLICIT, NOBODY, IMPLICIT), "Implicit in each of the 2 rounds that compare"),
        ((IMPLICIT, EXPLICIT, IMPLICIT), "Implicit in “R3” as in “R1”, with another stage in between"),
        ((NOBODY, EXPLICIT), "Explicit in “R2”"),
        ((NOBODY, NOBODY), "No round has enough answers for an overall result yet"),
    ],
)
def test_where_the_stage_came_from_and_where_it_is(story: Story, rounds: tuple[Ratings, ...], finding: str) -> None:
    assert stages_finding(story.of(*rounds)) == finding


def test_the_score_and_the_path_in_numbers(story: Story) -> None:
    """From (0.25, 1/3) everywhere to (0.75, 1): X from 1/12 to 0.75."""
    trend = story.of(EXPLORING, EXPLICIT)
    assert rounds_finding(trend) == "Score 75 instead of 25 in “R1”, on purpose 75 instead of 8"
    assert map_finding(trend) == "Done +50 and agreed +67 points since “R1”"
    assert (since(trend), version_note(trend)) == ("Since R1", "")


@pytest.mark.parametrize(
    ("later", "score", "path"),
    [
        (("2", "habit"), "Score 25 and on purpose 8, both as in “R1”", "Done and agreed are where they were in “R1”"),
        (("2", "agreed"), "Score 25 as in “R1”, on purpose 17 instead of 8", "Agreed +34 since “R1”, done as it was"),
        (("3", "habit"), "Score 50 instead of 25 in “R1”, on purpose 17 instead of 8",
         "Done +25 since “R1”, agreed as it was"),
        (("5", "nobody"), "Score 100 instead of 25 in “R1”, on purpose 0 instead of 8",
         "Done +75 and agreed −33 points since “R1”"),
    ],
)  # fmt: skip
def test_what_stayed_is_not_told_as_a_change(story: Story, later: tuple[str, str], score: str, path: str) -> None:
    trend = story.of(EXPLORING, dict(everywhere(*later)))
    assert (rounds_finding(trend), map_finding(trend)) == (score, path)


def test_where_what_is_on_purpose_stayed_the_sentence_says_so(story: Story) -> None:
    trend = story.of(dict(everywhere("3", "nobody")), dict(everywhere("4", "nobody")))
    assert rounds_finding(trend) == "Score 75 instead of 50 in “R1”, on purpose 0 as it was"


def test_where_the_latest_has_too_few_answers_the_ones_before_are_told(story: Story) -> None:
    trend = story.of(EXPLORING, EXPLICIT, NOBODY)
    assert map_finding(trend) == "Done +50 and agreed +67 points since “R1”"
    assert since(trend) == "R1 to R2"


@pytest.mark.parametrize(
    ("later", "finding"),
    [
        (EXPLORING, "Every dimension is where it was in “R1”"),
        (EXPLORING | dict.fromkeys(("d1-p0", "d1-p1", "d1-p2"), ("4", "habit")),
         "“Dimension 1” rose most since “R1”, by 50"),
        (EXPLORING | dict.fromkeys(("d2-p0", "d2-p1", "d2-p2"), ("1", "nobody")),
         "“Dimension 2” fell most since “R1”, by 25"),
        (EXPLORING | dict.fromkeys(("d1-p0", "d1-p1", "d1-p2"), ("4", "habit"))
         | dict.fromkeys(("d2-p0", "d2-p1", "d2-p2"), ("1", "nobody")),
         "Since “R1”, “Dimension 1” rose by 50 and “Dimension 2” fell by 25"),
    ],
)  # fmt: skip
def test_which_dimension_moved_most(story: Story, later: Ratings, finding: str) -> None:
    trend = story.of(EXPLORING, later)
    assert profile_finding(trend, trend.dimensions) == finding


def test_without_a_common_dimension_the_profile_says_so(story: Story) -> None:
    trend = story.of(EXPLORING, EXPLICIT)
    assert profile_finding(trend, ()) == "No dimension has enough answers in both “R1” and “R2”"


def test_nothing_to_tell_in_the_profile_either(story: Story) -> None:
    trend = story.of(NOBODY, NOBODY)
    assert profile_finding(trend, trend.dimensions) == "No round has enough answers for an overall result yet"
    assert since(trend) == ""


def test_one_result_alone_is_told_by_itself(story: Story) -> None:
    trend = story.of(NOBODY, EXPLICIT | dict.fromkeys(("d1-p0", "d1-p1", "d1-p2"), ("5", "guideline")))
    assert rounds_finding(trend) == "Only “R2” has enough answers for an overall result"
    assert map_finding(trend) == "Done 83 and agreed 100 in “R2”"
    assert profile_finding(trend, trend.dimensions) == "“Dimension 1” is highest in “R2”, with 100"


def test_after_the_questionnaire_changed_without_a_result(story: Story) -> None:
    older, newer = make_versions()
    close(story.organization, older, "Old", 200, EXPLICIT)
    close(story.organization, newer, "New", 150, NOBODY)
    said = "Since what is measured changed, no round has enough answers for an overall result"
    trend = story.of()
    for finding in (rounds_finding, stages_finding, map_finding):
        assert finding(trend) == said


def test_what_only_one_of_two_rounds_knows(story: Story) -> None:
    before, after = story.of(EXPLORING, {"d0-p0": EXPLORING["d0-p0"]}).rounds
    difference = difference_of(before, after)
    assert difference is not None
    assert difference_finding(difference) == "8 practices have an answer in one of the two rounds only"


@pytest.mark.parametrize(
    ("later", "finding", "said"),
    [
        (EXPLORING, "No practice moved", ()),
        (EXPLORING | {"d0-p1": ("3", "habit")}, "1 practice rose, none fell",
         ("Improved most: “Practice d0-p1”, done 25 → 50, agreed 33 → 33.",)),
        (EXPLORING | {"d0-p1": ("2", "nobody")}, "No practice rose, 1 fell",
         ("Fell most: “Practice d0-p1”, done 25 → 25, agreed 33 → 0.",)),
        (EXPLORING | {"d0-p1": ("3", "agreed"), "d0-p2": ("4", "guideline"), "d1-p1": ("1", "habit")},
         "2 practices rose, 1 fell",
         ("Improved most: “Practice d0-p2”, done 25 → 75, agreed 33 → 100.",
          "Fell most: “Practice d1-p1”, done 25 → 0, agreed 33 → 33.")),
    ],
)  # fmt: skip
def test_what_improved_most_and_what_fell(story: Story, later: Ratings, finding: str, said: tuple[str, ...]) -> None:
    before, after = story.of(EXPLORING, later).rounds
    difference = difference_of(before, after)
    assert difference is not None
    assert (difference_finding(difference), extremes(difference)) == (finding, said)


@pytest.mark.parametrize(
    ("more", "finding"),
    [
        ({}, "No practice rose or fell, but 1 moved in done and in agreed, as far up as down"),
        ({"d1-p1": ("3", "habit")}, "1 practice rose, none fell, 1 moved as far up as down"),
        ({"d1-p1": ("3", "habit"), "d1-p2": ("1", "habit")}, "1 practice rose, 1 fell, 1 moved as far up as down"),
    ],
)
def test_what_is_done_more_and_agreed_less_by_as_much_is_counted(
    story: Story, more: dict[str, tuple[str, str]], finding: str
) -> None:
    before, after = story.of(
        EXPLORING | {"d0-p1": ("1", "guideline")}, EXPLORING | {"d0-p1": ("5", "nobody")} | more
    ).rounds
    difference = difference_of(before, after)
    assert difference is not None
    assert difference_finding(difference) == finding
