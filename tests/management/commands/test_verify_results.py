"""Drift is found in every kind of row, and nothing else is taken for it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessment.models import Assessment, Response, Result
from assessment.services.results import recompute
from assessment.services.verification import Outcome, same, verdicts
from tests.factories import make_answers, make_assessment, make_response

pytestmark = pytest.mark.django_db


def make_scored(choice: str = "3") -> Assessment:
    assessment = make_assessment()
    make_submission(assessment, choice)
    recompute(assessment)
    return assessment


def make_submission(assessment: Assessment, choice: str) -> None:
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, dict.fromkeys(("d0-p0", "d0-p1", "d1-p0", "d1-p1"), (choice, "habit")))


def verify() -> list[str]:
    """The lines the command writes when it finds no drift."""
    out = StringIO()
    call_command("verify_results", stdout=out)
    return out.getvalue().splitlines()


def refused() -> list[str]:
    """The lines the command writes before it fails."""
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_results", stdout=out)
    return out.getvalue().splitlines()


def test_results_as_they_were_computed_agree() -> None:
    make_scored()
    make_scored("5")
    make_assessment()
    assert verify() == ["2 agree, 0 drifted, 0 missing, 0 of another scale not verified."]


def test_a_changed_number_is_drift_in_every_kind_of_row() -> None:
    assessment = make_scored()
    result = Result.objects.get()
    Result.objects.update(practice=0.25)
    result.dimensions.filter(key="d1").update(mix_explicit=0.9)
    result.practices.filter(key="d0-p1").update(tally=[[0.5, 0.5, 1]])
    third = 1 / 3
    assert refused() == [
        f"{assessment.uid}: overall, practice: 0.25 → 0.5",
        f"{assessment.uid}: dimension d1, mix_explicit: 0.9 → {third / 2!r}",
        f"{assessment.uid}: practice d0-p1, tally: [[0.5, 0.5, 1]] → [[0.5, {third!r}, 1]]",
        "0 agree, 1 drifted, 0 missing, 0 of another scale not verified.",
    ]


def test_a_difference_of_rounding_is_none() -> None:
    make_scored()
    Result.objects.update(practice=0.5 + 1e-10)
    assert verify()[-1].startswith("1 agree")


def test_answers_that_came_after_the_result_are_drift() -> None:
    assessment = make_scored()
    make_submission(assessment, "5")
    lines = refused()
    assert f"{assessment.uid}: overall, respondents: 1 → 2" in lines
    assert any("inputs_hash" in line for line in lines)


def test_a_row_too_few_or_too_many_is_drift() -> None:
    assessment = make_scored()
    result = Result.objects.get()
    result.practices.filter(key="d0-p0").delete()
    result.dimensions.create(key="d9", position=9, state="reportable")
    assert refused()[:2] == [
        f"{assessment.uid}: dimension d9, row: 'd9: None' → None",
        f"{assessment.uid}: practice d0-p0, row: None → 'd0-p0: rated'",
    ]


def test_submitted_responses_without_a_result_are_reported() -> None:
    assessment = make_assessment()
    make_submission(assessment, "3")
    assert refused() == [
        f"{assessment.uid}: there are submitted responses, and no result.",
        "0 agree, 0 drifted, 1 missing, 0 of another scale not verified.",
    ]


def test_a_result_of_another_scale_is_named_and_not_recomputed() -> None:
    assessment = make_scored()
    Result.objects.update(scale_version="0", practice=0.25)
    assert verify() == [
        f"{assessment.uid}: scored with another version of the scale, not verified.",
        "0 agree, 0 drifted, 0 missing, 1 of another scale not verified.",
    ]
    assert [found.outcome for found in verdicts()] == [Outcome.OTHER_SCALE]


def test_values_are_compared_as_deep_as_they_are() -> None:
    assert same([[0.5, 1, 2]], [[0.5 + 1e-12, 1, 2]])
    assert not same([[0.5, 1, 2]], [[0.5, 1]])
    assert not same(None, 0.0)
