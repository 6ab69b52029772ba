"""The ladder states every condition with its own value, and agrees with the stage that was stored."""

import pytest
from django.utils import timezone

from assessment.measurement.stages import Stage
from assessment.models import Response
from assessment.services.explanations import Measure, ladder, next_rung, possible_ladder, ungated_ladder
from assessment.services.results import recompute
from assessment.services.stored_results import ResultView, read_result
from tests.factories import make_answers, make_assessment, make_response, make_version

pytestmark = pytest.mark.django_db


def make_view(ratings: dict[str, tuple[str, str]]) -> ResultView:
    """The result of one response; what it does not rate is unknown."""
    assessment = make_assessment(version=make_version(dimensions=3))
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, ratings)
    recompute(assessment)
    return read_result(assessment)


def everywhere(choice: str, recognition: str, **others: tuple[str, str]) -> dict[str, tuple[str, str]]:
    keys = [f"d{dimension}-p{place}" for dimension in range(3) for place in range(3)]
    return dict.fromkeys(keys, (choice, recognition)) | {k.replace("_", "-"): v for k, v in others.items()}


def test_every_stage_has_its_conditions_with_value_and_threshold() -> None:
    rungs = ladder(make_view(everywhere("3", "guideline", d0_p0=("2", "guideline"))))
    low = pytest.approx(4.25 / 9)
    assert [(rung.stage, rung.here, rung.reached) for rung in rungs] == [
        (Stage.INSTITUTIONAL, False, False),
        (Stage.EXPLICIT, False, False),
        (Stage.IMPLICIT, False, False),
        (Stage.EXPLORING, True, True),
        (Stage.MANUAL, False, True),
    ]
    assert [[(c.measure, c.threshold, c.value, c.met) for c in rung.conditions] for rung in rungs] == [
        [
            (Measure.PRACTICE, 0.85, low, False),
            (Measure.EXPLICIT, 0.7, low, False),
            (Measure.ESSENTIAL, 0.625, None, False),
        ],
        [
            (Measure.PRACTICE, 0.5, low, False),
            (Measure.EXPLICIT, 0.5, low, False),
            (Measure.ESSENTIAL, 0.375, None, False),
        ],
        [(Measure.PRACTICE, 0.5, low, False), (Measure.ESSENTIAL, 0.375, None, False)],
        [(Measure.PRACTICE, 0.15, low, True)],
        [],
    ]


def test_the_essential_practices_that_are_missing_are_named() -> None:
    view = make_view(everywhere("4", "guideline", d0_p0=("unknown", ""), d1_p0=("2", "guideline")))
    following = next_rung(ladder(view))
    assert following is not None
    (condition,) = following.unmet
    assert [practice.key for practice in condition.missing] == ["d0-p0", "d1-p0"]
    assert [practice.key for practice in view.holding] == ["d0-p0", "d1-p0"]


@pytest.mark.parametrize(
    ("choice", "recognition", "stage"),
    [
        ("1", "nobody", Stage.MANUAL),
        ("2", "nobody", Stage.EXPLORING),
        ("3", "nobody", Stage.IMPLICIT),
        ("3", "guideline", Stage.EXPLICIT),
        ("5", "guideline", Stage.INSTITUTIONAL),
    ],
)
def test_the_stage_is_the_highest_whose_conditions_all_hold(choice: str, recognition: str, stage: Stage) -> None:
    view = make_view(everywhere(choice, recognition))
    rungs = ladder(view)
    assert view.result.stage == stage
    assert max(rung.stage for rung in rungs if not rung.unmet) == stage
    following = next_rung(rungs)
    assert (following.stage if following else None) == (stage + 1 if stage < 4 else None)


def test_what_is_missing_is_how_far_the_value_is_short() -> None:
    (condition,) = next(rung for rung in ladder(make_view(everywhere("1", "nobody"))) if rung.stage == 1).conditions
    assert condition.short == 0.15
    (met,) = next(rung for rung in ladder(make_view(everywhere("3", "nobody"))) if rung.stage == 1).conditions
    assert met.short == 0.0


def test_the_possible_stage_counts_the_unknown_as_done() -> None:
    view = make_view(everywhere("3", "guideline", d0_p0=("unknown", ""), d1_p1=("unknown", "")))
    rungs = possible_ladder(view)
    assert [rung.stage for rung in rungs if rung.here] == [view.result.possible_stage] == [Stage.EXPLICIT]
    explicit = next(rung for rung in rungs if rung.here)
    assert [(each.measure, each.value, len(each.essentials)) for each in explicit.conditions] == [
        (Measure.PRACTICE, pytest.approx(5.5 / 9), 0),
        (Measure.EXPLICIT, pytest.approx(5.5 / 9), 0),
        (Measure.ESSENTIAL, None, 2),
    ]


def test_the_stage_without_gates_asks_for_no_essential_practice() -> None:
    view = make_view(everywhere("4", "guideline", d0_p0=("1", "guideline")))
    rungs = ungated_ladder(view)
    assert [rung.stage for rung in rungs if rung.here] == [view.result.stage_without_gates] == [Stage.EXPLICIT]
    assert {each.measure for rung in rungs for each in rung.conditions} == {Measure.PRACTICE, Measure.EXPLICIT}


def test_without_a_stage_there_is_no_ladder() -> None:
    view = make_view({"d0-p0": ("3", "habit")})
    assert (ladder(view), next_rung(ladder(view)), possible_ladder(view), ungated_ladder(view)) == ((), None, (), ())
