"""The result of a quick check is that of any response, and touches nothing that is stored."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessment.measurement.stages import Stage
from assessment.models import (
    Assessment,
    DimensionResult,
    Organization,
    Person,
    PracticeResult,
    Response,
    Result,
    Trial,
    Version,
)
from assessment.services import results, trial_results
from assessment.services.answer_values import Values
from assessment.services.assessments import close_assessment
from assessment.services.comparison_choices import Choice
from assessment.services.comparisons import cohort_of, selection_of
from assessment.services.stored_results import read_result
from assessment.services.trial_answers import save_answer
from assessment.services.trial_results import opinions_of, practices_in_full, result_of
from assessment.services.verification import verdicts
from tests.factories import (
    make_answers,
    make_assessment,
    make_mixed_version,
    make_organization,
    make_response,
    make_trial,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
LIBRARY = Path(trial_results.__file__).parents[1] / "library"
RATINGS = {
    "d0-p0": ("4", "agreed"),
    "d0-p1": ("3", "habit"),
    "d0-p2": ("unknown", ""),
    "d1-p0": ("2", "guideline"),
    "d1-p1": ("1", "decided-against"),
    "d1-p2": ("5", "unknown"),
}


def answer(trial: Trial, ratings: dict[str, tuple[str, str]]) -> Trial:
    for key, (option, recognition) in ratings.items():
        save_answer(trial, key, number=0, values=Values(option))
        save_answer(trial, f"{key}-recognition", number=0, values=Values(recognition))
    return Trial.objects.get(pk=trial.pk)


def closed_round(version: Version, lead: Person, organization: Organization) -> Assessment:
    assessment = make_assessment(organization, version)
    response = make_response(assessment, lead.user, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, RATINGS)
    return close_assessment(lead, assessment)


def test_it_is_the_result_the_same_answers_have_in_a_round_of_one() -> None:
    version, lead = make_version(key="quick-check"), Person(make_user())
    stored = read_result(closed_round(version, lead, make_organization(lead=lead.user)))
    shown = result_of(answer(make_trial("secret", version=version), RATINGS))
    assert (shown.mix, shown.bounds, shown.dimensions) == (stored.mix, stored.bounds, stored.dimensions)
    assert (shown.result.stage, shown.result.respondents) == (stored.result.stage, 1)
    assert shown.result.inputs_hash == stored.result.inputs_hash


def test_one_practice_is_enough_for_a_dimension_that_has_no_other() -> None:
    call_command("load_questionnaire", LIBRARY / "mlops-adoption.yaml", LIBRARY / "quick-check.yaml", verbosity=0)
    trial = make_trial("secret", version=Version.objects.get(questionnaire__key="quick-check"))
    keys = [practice.key for section in result_of(trial).version.sections for practice in section.practices]
    view = result_of(answer(trial, dict.fromkeys(keys, ("4", "guideline"))))
    assert (len(keys), practices_in_full()) == (12, 50)
    assert [dimension.is_reportable for dimension in view.core] == [True] * 9
    assert (view.result.stage, view.result.coverage) == (Stage.EXPLICIT, 1.0)


def test_without_answers_there_is_no_stage() -> None:
    view = result_of(make_trial("secret"))
    assert (view.result.stage, view.result.reportable, view.result.respondents) == (None, False, 1)
    assert practices_in_full() == 0


def test_opinions_are_told_as_they_were_given() -> None:
    trial = make_trial("secret", version=make_mixed_version())
    assert opinions_of(trial) == []
    save_answer(trial, "worth-it", number=0, values=Values("4"))
    (opinion,) = opinions_of(Trial.objects.get())
    assert (opinion.question.key, opinion.values) == ("worth-it", Values("4"))


def test_nothing_that_is_stored_or_compared_changes_with_trials() -> None:
    """Neither a trial on its link nor one that the lead of the organization keeps."""
    version, lead = make_version(key="quick-check"), Person(make_user())
    organization = make_organization(lead=lead.user)
    assessment = closed_round(version, lead, organization)

    def everything() -> list[object]:
        results.recompute(assessment)
        rows = [list(model.objects.order_by("pk").values()) for model in (Result, DimensionResult, PracticeResult)]
        compared = selection_of(cohort_of(lead), Choice()).chosen
        return [*rows, cohort_of(lead), *compared.every(), list(verdicts()), read_result(assessment)]

    before = everything()
    other = dict.fromkeys(RATINGS, ("5", "guideline"))
    result_of(answer(make_trial("on its link", version=version), other))
    answer_kept = answer(make_trial("kept", version=version), other)
    Trial.objects.filter(pk=answer_kept.pk).update(claimed_by=lead.user, expires_at=None)
    result_of(answer_kept)
    assert everything() == before


def test_only_what_is_about_trials_reads_them() -> None:
    package = Path(trial_results.__file__).parents[1]
    readers = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if "Trial.objects" in path.read_text() or "trials__" in path.read_text()
    }
    assert readers == {"services/trials.py", "services/trial_answers.py", "views/kept_trials.py"}
