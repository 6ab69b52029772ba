"""What is read back is what was stored, with targets, spreads and the previous round as they may be shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.measurement.advice import Action
from assessment.measurement.practices import PracticeState
from assessment.measurement.roadmap import Placement
from assessment.models import Assessment, Organization, Response, Result, Target, Version
from assessment.services.results import recompute
from assessment.services.stored_results import PracticeView, ResultView, Spread, read_result
from tests.factories import THIRD, make_answers, make_assessment, make_organization, make_response, make_version

pytestmark = pytest.mark.django_db
KEYS = ("d0-p0", "d0-p1", "d0-p2", "d1-p0", "d1-p1", "d1-p2")


def make_closed(
    *choices: str, version: Version, organization: Organization | None = None, days_ago: int = 0, **fields: object
) -> Assessment:
    """A closed assessment in which each person chose one option everywhere, by habit."""
    assessment = make_assessment(organization, version, **fields)
    for choice in choices:
        response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        make_answers(response, dict.fromkeys(KEYS, (choice, "habit")))
    assessment.state = Assessment.State.CLOSED
    assessment.closed_at = timezone.now() - timedelta(days=days_ago)
    assessment.save()
    recompute(assessment)
    return assessment


def practice_of(view: ResultView, key: str) -> PracticeView:
    return next(p for dimension in view.dimensions for p in dimension.practices if p.key == key)


def test_dimensions_and_practices_come_in_the_order_of_the_questionnaire() -> None:
    view = read_result(make_closed("3", version=make_version()))
    assert [d.section.key for d in view.dimensions] == ["d0", "d1"]
    assert tuple(p.key for p in view.practices) == KEYS
    assert [p.key for p in view.essentials] == ["d0-p0", "d1-p0"]
    assert [(d.rated, d.applicable, d.score) for d in view.core] == [(3, 3, 0.5), (3, 3, 0.5)]


def test_a_practice_comes_with_its_advice() -> None:
    assessment = make_closed("3", version=make_version(), criticality="critical")
    practice = practice_of(read_result(assessment), "d0-p1")
    assert (practice.state, practice.x, practice.target, practice.gap) == (PracticeState.RATED, 0.5, 0.75, -0.25)
    advised = practice.advised
    assert advised is not None
    assert (advised.action, advised.effort, advised.place, advised.placement) == (Action.ADOPT, 2, 2, Placement.NOW)
    assert (advised.gain_explicit, advised.gain_practice) == pytest.approx((100 / 18, 25 / 6))


def test_what_is_only_formalised_takes_little_effort() -> None:
    practice = practice_of(read_result(make_closed("4", version=make_version())), "d0-p1")
    assert practice.advised is not None
    assert (practice.advised.action, practice.advised.effort) == (Action.FORMALISE, 1)


def test_an_essential_practice_has_a_target_of_at_least_a_half_and_outside_overlays_only() -> None:
    version = make_version(publish=False)
    version.sections.filter(key="d1").update(overlay=True)
    assessment = make_closed("3", version=version)
    Target.objects.bulk_create(Target(assessment=assessment, dimension_key=key, value=0.25) for key in ("d0", "d1"))
    view = read_result(assessment)
    targets = {key: practice_of(view, key).target for key in ("d0-p0", "d0-p1", "d1-p0")}
    assert targets == {"d0-p0": 0.5, "d0-p1": 0.25, "d1-p0": 0.25}
    assert [d.section.key for d in view.overlays] == ["d1"]


def test_the_spread_is_there_from_three_raters_only() -> None:
    version = make_version()
    two, three = make_closed("1", "5", version=version), make_closed("1", "2", "5", version=version)
    assert practice_of(read_result(two), "d0-p0").spread is None
    assert practice_of(read_result(two), "d0-p0").discuss
    assert practice_of(read_result(three), "d0-p0").spread == Spread(0.0, 0.25, 1.0)


def test_how_many_said_what_is_there_from_three_only() -> None:
    """SECURITY: of two people, each would know what the other said."""
    version = make_version()
    two, three = make_closed("1", "5", version=version), make_closed("1", "5", "5", version=version)
    few, enough = (practice_of(read_result(each), "d0-p0") for each in (two, three))
    assert (few.respondents, few.raters, few.pairs, few.not_applicable, few.unknown) == (2, 2, None, None, None)
    assert (enough.pairs, enough.not_applicable, enough.unknown) == (((0.0, THIRD, 1), (1.0, THIRD, 2)), 0, 0)


def test_the_pairs_of_two_raters_are_not_there_though_more_responded() -> None:
    assessment = make_assessment(version=make_version())
    for choice in ("2", "5", "unknown", "not-applicable"):
        response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        make_answers(response, {"d0-p2": (choice, "habit" if choice in "25" else "")})
    recompute(assessment)
    practice = practice_of(read_result(assessment), "d0-p2")
    assert (practice.raters, practice.pairs, practice.not_applicable, practice.unknown) == (2, None, 1, 1)


def test_the_previous_round_is_the_latest_closed_before_on_the_same_version() -> None:
    organization, version = make_organization(), make_version()
    make_closed("1", version=version, organization=organization, days_ago=9, title="First")
    second = make_closed("2", version=version, organization=organization, days_ago=5, title="Second")
    make_closed("5", version=make_version(), organization=organization, days_ago=3, title="Elsewhere")
    now = make_closed("4", version=version, organization=organization, days_ago=1, title="Now")
    make_closed("5", version=version, organization=organization, title="Later")
    make_closed("5", version=version, days_ago=2, title="Theirs")
    view = read_result(now)
    assert (view.previous_title, view.previous_uid) == ("Second", second.uid)
    assert [d.previous for d in view.core] == [0.25, 0.25]


def test_a_first_round_and_an_open_one_have_no_previous_one() -> None:
    organization, version = make_organization(), make_version()
    first = read_result(make_closed("3", version=version, organization=organization))
    assert (first.previous_title, first.previous_uid, first.core[0].previous) == ("", None, None)
    still_open = make_assessment(organization, version)
    recompute(still_open)
    assert read_result(still_open).previous_title == ""


def test_a_dimension_in_which_nothing_applies_disappears() -> None:
    version = make_version(dimensions=2, publish=False)
    version.practices.exclude(key__endswith="p2").filter(section__key="d1").delete()
    assessment = make_assessment(version=version)
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, {"d0-p0": ("3", "habit"), "d1-p2": ("not-applicable", "")})
    recompute(assessment)
    assert [d.section.key for d in read_result(assessment).dimensions] == ["d0"]


def test_before_anything_was_computed_there_is_nothing_to_read() -> None:
    with pytest.raises(Result.DoesNotExist):
        read_result(make_assessment())


def test_a_mix_outside_its_bounds_is_known() -> None:
    """Two dimensions are done; the third, with too few answers, is not in the mix but lowers the upper bound."""
    version = make_version(dimensions=3)
    assert not read_result(make_closed("3", version=make_version())).outside_bounds
    assessment = make_assessment(version=version)
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, dict.fromkeys(KEYS, ("5", "guideline")) | {"d2-p1": ("1", "nobody")})
    recompute(assessment)
    view = read_result(assessment)
    assert (view.mix is not None, view.outside_bounds) == (True, True)
    assert [d.reported_mix is None for d in view.core] == [False, False, True]
