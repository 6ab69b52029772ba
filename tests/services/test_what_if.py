"""What-if says what the measurement says, from the stored tallies alone, and saves nothing."""

import pytest
from django.forms import model_to_dict

from assessment.measurement.answers import AnswerError
from assessment.measurement.roadmap import Placement
from assessment.measurement.what_if import Tried, what_if
from assessment.models import Answer, PracticeResult, Result
from assessment.services.results import inputs_of, scores_of
from assessment.services.stored_results import ResultView, read_result
from assessment.services.what_if import Attempt, attempts_for, projected, tallies_of
from tests.factories import THIRD
from tests.views.test_results import everywhere, make_closed

pytestmark = pytest.mark.django_db
MIXED = everywhere("2", "habit", d0_p1=("unknown", ""), d1_p2=("not-applicable", ""), d2_p0=("5", "agreed"))


def read(*responses: dict[str, tuple[str, str]]) -> ResultView:
    return read_result(make_closed(*responses))


def shown(view: ResultView) -> object:
    """Everything of a result that does not take the single responses."""
    left_out = ["id", "assessment", "inputs_hash", "computed_at", "contested", "stage_lowest", "stage_highest"]
    return model_to_dict(view.result, exclude=left_out), view.mix, view.bounds, view.dimensions


def test_trying_nothing_changes_nothing() -> None:
    view = read(MIXED, everywhere("4", "agreed"))
    assert shown(projected(view, {})) == shown(view)


def test_the_projection_equals_the_measurement() -> None:
    view = read(MIXED, everywhere("4", "nobody"))
    attempts = {"d0-p0": Attempt(0.75, 2 * THIRD), "d0-p1": Attempt(agreed=1.0), "d1-p0": Attempt(1.0)}
    found = projected(view, attempts)
    instrument = view.version.instrument(view.assessment.facts())
    tried = {"d0-p0": Tried(0.75, 2 * THIRD), "d0-p1": Tried(0, 1), "d1-p0": Tried(1, 0)}
    targets = {dimension.section.key: dimension.target for dimension in view.dimensions}
    expected = what_if(instrument, tallies_of(view.result), 2, targets, tried)
    assert found.mix == expected.overall.mix
    assert found.bounds == expected.overall.bounds
    assert found.result.stage == expected.overall.stage
    assert found.result.held_back_by == list(expected.overall.held_back_by)
    assert {each.key: (each.x, each.e, each.mix) for each in found.practices} == {
        key: (each.x, each.e, each.mix) for key, each in expected.practices.items()
    }


def test_the_stored_tallies_are_those_of_the_answers() -> None:
    assessment = make_closed(MIXED, everywhere("4", "nobody"))
    scores = scores_of(inputs_of(assessment))
    found = tallies_of(Result.objects.get(assessment=assessment))
    assert found == {key: score.tally for key, score in scores.practices.items()}


def test_no_answer_is_needed() -> None:
    """A bundle from another installation has tallies, and no responses."""
    assessment = make_closed(MIXED)
    before = shown(projected(read_result(assessment), {"d0-p0": Attempt(1.0, 1.0)}))
    Answer.objects.all().delete()
    assert shown(projected(read_result(assessment), {"d0-p0": Attempt(1.0, 1.0)})) == before


def test_nothing_is_saved() -> None:
    view = read(MIXED)
    stored = (list(Result.objects.values()), list(PracticeResult.objects.values()))
    projected(view, {"d0-p0": Attempt(1.0, 1.0)})
    assert (list(Result.objects.values()), list(PracticeResult.objects.values())) == stored


def test_a_projection_is_never_contested() -> None:
    view = read(everywhere("1", "nobody"), everywhere("5", "guideline"))
    found = projected(view, {})
    assert (view.result.contested, found.result.contested) == (True, False)


def test_a_foreign_practice_is_refused() -> None:
    with pytest.raises(AnswerError):
        projected(read(MIXED), {"nothing": Attempt(1.0)})


def test_doing_the_roadmap_gains_what_the_roadmap_says() -> None:
    """Every step alone: the rise of the explicit part is its gain."""
    view = read(everywhere("4", "habit", d0_p1=("1", "nobody"), d1_p1=("2", "guideline")), everywhere("3", "nobody"))
    assert view.mix is not None
    everything = attempts_for(view, set(Placement))
    assert len(everything) > 5
    for practice in view.practices:
        if practice.key in everything and practice.advised:
            mix = projected(view, {practice.key: everything[practice.key]}).mix
            assert mix is not None
            assert 100 * (mix.explicit - view.mix.explicit) == pytest.approx(practice.advised.gain_explicit)
            assert 100 * (mix.practice - view.mix.practice) == pytest.approx(practice.advised.gain_practice)


def test_what_is_to_discuss_or_to_find_out_is_left_out() -> None:
    apart = everywhere("3", "agreed", d0_p1=("3", "agreed"), d2_p0=("unknown", ""))
    view = read(apart, apart | {"d0-p1": ("5", "agreed")})
    actions = {each.key: each.advised.action.value for each in view.practices if each.advised}
    assert (actions["d0-p1"], actions["d2-p0"]) == ("discuss", "find-out")
    assert attempts_for(view, set(Placement)) == {}
    assert attempts_for(read(everywhere("4", "habit", d0_p0=("1", "habit"))), {Placement.NOW})["d0-p0"] == Attempt(
        0.5, view.version.thresholds.agreed
    )
