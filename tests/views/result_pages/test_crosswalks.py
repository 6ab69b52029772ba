"""The level in words."""

from assessment.measurement.crosswalk import Crosswalk, Level, Requirement, cross
from assessment.views.result_pages.crosswalks import level_sentence, missing_sentence


def test_a_model_whose_lowest_level_takes_something_may_not_be_reached() -> None:
    crossing = cross(Crosswalk("model", (Level(1, "Some", (Requirement("a", 0.5), Requirement("b", 0.5))),)), {})
    assert level_sentence(crossing) == "Below the lowest level"
    assert missing_sentence(crossing) == "2 practices are missing for level 1."
