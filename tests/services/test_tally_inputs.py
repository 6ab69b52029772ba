"""What an imported round is scored from: its own tallies, and what came along beside them."""

from dataclasses import replace

import pytest

from assessment.measurement.answers import Tally
from assessment.measurement.perception import ConstructScore
from assessment.models import Assessment, ConstructResult, Response, Result
from assessment.services.results import recompute, response_inputs, tally_inputs
from assessment.services.tally_inputs import StageRange, tallies_elsewhere
from assessment.services.verification import Outcome, verdicts
from tests.bundles import everywhere, make_round

pytestmark = pytest.mark.django_db


def as_imported(assessment: Assessment) -> Assessment:
    """The round with its result and without its responses, as if it had come from elsewhere."""
    result = Result.objects.get(assessment=assessment)
    row = {"key": "benefits", "position": 0, "respondents": 3, "mean": 4.0, "counts": {}}
    ConstructResult.objects.filter(result=result).delete()
    ConstructResult.objects.create(result=result, **row)
    Response.objects.filter(assessment=assessment).delete()
    assessment.imported_at = assessment.closed_at
    assessment.save(update_fields=["imported_at"])
    recompute(assessment)
    return assessment


def test_tallies_give_the_scores_that_the_responses_gave() -> None:
    assessment = make_round()
    from_responses = response_inputs(assessment).scores()
    assert tally_inputs(as_imported(assessment)).scores() == from_responses


def test_what_came_along_outlives_computing_anew() -> None:
    assessment = as_imported(make_round())
    before = Result.objects.get(assessment=assessment)
    assessment.targets.update_or_create(dimension_key="d0", defaults={"value": 1.0})
    after = recompute(assessment)
    assert after.pk != before.pk
    assert [(row.key, row.mean) for row in after.constructs.all()] == [("benefits", 4.0)]
    assert (after.stage_lowest, after.stage_highest) == (before.stage_lowest, before.stage_highest)
    assert [verdict.outcome for verdict in verdicts()] == [Outcome.AGREES]


def test_the_hash_knows_every_input() -> None:
    inputs = tally_inputs(as_imported(make_round()))
    others = (
        replace(inputs, tallies={**inputs.tallies, "d0-p0": Tally(respondents=3)}),
        replace(inputs, respondents=4),
        replace(inputs, people=4),
        replace(inputs, targets={**inputs.targets, "d0": 0.75}),
        replace(inputs, stage_range=StageRange(0, 4)),
        replace(inputs, opinions=()),
        replace(inputs, version=replace(inputs.version, number=2)),
    )
    assert len({inputs.hash, *(other.hash for other in others)}) == 1 + len(others)


@pytest.mark.parametrize(
    ("respondents", "mean", "counts"), [(5, 4.0, {"item": (0, 0, 0, 5, 0)}), (4, 4.0, {}), (2, None, {})]
)
def test_of_few_people_less_is_shown(respondents: int, mean: float | None, counts: dict[str, tuple[int, ...]]) -> None:
    """SECURITY: a distribution from five respondents, a mean from three."""
    opinion = ConstructScore("benefits", respondents, 4.0, {"item": (0, 0, 0, 5, 0)})
    inputs = replace(tally_inputs(as_imported(make_round())), opinions=(opinion,))
    assert inputs.shown().opinions == (ConstructScore("benefits", respondents, mean, counts),)


def test_what_does_not_apply_does_not_apply_by_another_version_either() -> None:
    """SECURITY: else the one who rated d2-p2 all the same could be read out of what that version makes of it."""
    one = everywhere("3", "agreed", d2_p2=("5", "guideline"))
    none = everywhere("3", "agreed", d2_p2=("not-applicable", ""), d0_p1=("unknown", ""))
    result = Result.objects.get(assessment=make_round(one, none, none))
    tallies = tallies_elsewhere(result.practices.all(), result.respondents)
    assert tallies["d2-p2"] == Tally(not_applicable=3, respondents=3)
    assert tallies["d0-p1"] == Tally(((0.5, 2 / 3, 1),), 0, 3)
    assert tallies["d0-p0"] == Tally(((0.5, 2 / 3, 3),), 0, 3)
