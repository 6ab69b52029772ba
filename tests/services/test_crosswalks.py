"""The rules of a version become the measurement's crosswalks, and a result its levels."""

import pytest

from assessment.measurement.crosswalk import Check, Crosswalk, Evidence, Level, Requirement
from assessment.models import Rule, Version
from assessment.services.crosswalks import crossed, crosswalk_of, practices_of
from assessment.services.stored_results import read_result
from tests.factories import make_version, publish_version
from tests.views.test_results import everywhere, make_closed

pytestmark = pytest.mark.django_db
RULE = {
    "title": "Some model",
    "url": "https://example.org/levels",
    "levels": [
        {"level": 0, "name": "By hand"},
        {"level": 1, "name": "Some", "requires": {"d0-p0": 0.5, "d2-p0": 0.5}},
        {"level": 2, "name": "All", "requires": {"d1-p0": 0.75}},
    ],
}


def make_crossed_version(**sections: object) -> Version:
    """A published version with one crosswalk; `sections` change dimension d2."""
    version = make_version(dimensions=3, publish=False)
    if sections:
        version.sections.filter(key="d2").update(**sections)
    Rule.objects.create(version=version, kind=Rule.Kind.CROSSWALK, key="some-model", data=RULE)
    publish_version(version)
    return version


def test_a_rule_is_a_crosswalk() -> None:
    some = Level(1, "Some", (Requirement("d0-p0", 0.5), Requirement("d2-p0", 0.5)))
    expected = Crosswalk("key", (Level(0, "By hand"), some, Level(2, "All", (Requirement("d1-p0", 0.75),))))
    assert crosswalk_of({"key": "key", **RULE}) == expected


def test_the_level_reached_and_what_is_missing() -> None:
    answers = everywhere("4", "nobody", d1_p0=("3", "guideline"))
    (found,) = crossed(read_result(make_closed(answers, version=make_crossed_version())))
    reached, following = found.crossing.reached, found.crossing.following
    assert (found.title, found.url) == ("Some model", "https://example.org/levels")
    assert reached is not None
    assert following is not None
    assert (reached.level.number, following.level.number) == (1, 2)
    assert following.missing == (Check(Requirement("d1-p0", 0.75), Evidence.SHORT, 0.5),)


def test_a_result_without_a_stage_has_levels() -> None:
    view = read_result(make_closed({"d0-p0": ("4", "habit"), "d2-p0": ("4", "habit")}, version=make_crossed_version()))
    (found,) = crossed(view)
    assert view.result.reportable is False
    assert found.crossing.reached is found.crossing.levels[1]


def test_a_dimension_of_which_nothing_applies_is_passed_over() -> None:
    answers = everywhere("5", "habit") | {f"d2-p{place}": ("not-applicable", "") for place in range(3)}
    version = make_version(dimensions=3, publish=False)
    options = version.practices.get(key="d0-p2").questions.get(facet="practice").option_set
    for practice in version.practices.filter(section__key="d2"):
        practice.questions.filter(facet="practice").update(option_set=options)
    Rule.objects.create(version=version, kind=Rule.Kind.CROSSWALK, key="some-model", data=RULE)
    publish_version(version)
    view = read_result(make_closed(answers, version=version))
    assert [dimension.section.key for dimension in view.dimensions] == ["d0", "d1"]
    (found,) = crossed(view)
    assert found.crossing.levels[1].checks[1].evidence is Evidence.NOT_APPLICABLE
    assert found.crossing.reached is found.crossing.levels[2]


def test_a_section_that_was_not_asked_does_not_hold() -> None:
    version = make_crossed_version(condition={"fact": "uses_generative_models", "equals": True})
    view = read_result(make_closed(everywhere("5", "habit"), version=version))
    assert "d2-p0" not in practices_of(view)
    (found,) = crossed(view)
    assert found.crossing.levels[1].checks[1].evidence is Evidence.UNKNOWN
    assert found.crossing.reached is found.crossing.levels[0]
