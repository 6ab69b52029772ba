"""Targets are set under a lock, the result follows, and the next rounds begin with them where that was chosen."""

import pytest

from assessment.measurement.advice import Action
from assessment.models import Assessment, AuditEvent, DefaultTarget, PracticeResult, Result, Target
from assessment.services.assessments import open_assessment
from assessment.services.errors import Refused
from assessment.services.targets import Aim, aims_of, has_targets_of_its_own, reset_targets, set_targets, shown_targets
from assessment.services.versions import frozen
from tests.factories import make_assessment, make_mixed_version, make_person
from tests.views.test_results import everywhere, lead_of, make_closed

pytestmark = pytest.mark.django_db
HIGH = {"d0": 1.0, "d1": 0.5, "d2": 0.0}


@pytest.fixture
def assessment() -> Assessment:
    return make_closed(everywhere("4", "agreed"))


def targets_of(assessment: Assessment) -> dict[str, float]:
    return dict(assessment.targets.values_list("dimension_key", "value"))


def actions(assessment: Assessment) -> dict[str, str]:
    return dict(PracticeResult.objects.filter(result__assessment=assessment).values_list("key", "action"))


def test_without_targets_of_its_own_a_round_has_the_default(assessment: Assessment) -> None:
    sections = frozen(assessment.version).dimensions
    assert aims_of(assessment) == tuple(Aim(section, 0.5, 0.5) for section in sections)


def test_a_section_that_is_not_asked_has_no_target() -> None:
    assert [aim.key for aim in aims_of(make_assessment(version=make_mixed_version()))] == ["d0"]


def test_the_advice_follows_and_the_scores_stay(assessment: Assessment) -> None:
    before = Result.objects.values("stage", "practice", "mix_explicit").get(assessment=assessment)
    set_targets(make_person(lead_of(assessment)), assessment, HIGH)
    assert targets_of(assessment) == HIGH
    assert actions(assessment)["d0-p0"] == Action.EXECUTE
    assert actions(assessment)["d1-p0"] == Action.SUSTAIN
    assert Result.objects.values("stage", "practice", "mix_explicit").get(assessment=assessment) == before
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.object_uid) == ("targets changed", assessment.uid)


def test_the_next_round_begins_with_them_only_where_that_was_chosen(assessment: Assessment) -> None:
    lead, organization = make_person(lead_of(assessment)), assessment.organization
    set_targets(lead, assessment, HIGH)
    first = open_assessment(lead, organization, title="First", version=assessment.version)
    assert (targets_of(first), has_targets_of_its_own(organization)) == (dict.fromkeys(HIGH, 0.5), False)
    set_targets(lead, assessment, HIGH, for_next=True)
    set_targets(lead, assessment, HIGH | {"d2": 0.25}, for_next=True)
    second = open_assessment(lead, organization, title="Second", version=assessment.version)
    assert (targets_of(second), has_targets_of_its_own(organization)) == (HIGH | {"d2": 0.25}, True)
    assert targets_of(first) == dict.fromkeys(HIGH, 0.5)
    assert "targets changed, next rounds too" in AuditEvent.objects.values_list("verb", flat=True)


def test_a_dimension_without_a_chosen_target_begins_with_the_default(assessment: Assessment) -> None:
    DefaultTarget.objects.create(organization=assessment.organization, dimension_key="d1", value=0.9)
    DefaultTarget.objects.create(organization=assessment.organization, dimension_key="of-an-older-version", value=0.9)
    opened = open_assessment(
        make_person(lead_of(assessment)), assessment.organization, title="Next", version=assessment.version
    )
    assert targets_of(opened) == {"d0": 0.5, "d1": 0.9, "d2": 0.5}


def test_resetting_goes_back_to_what_goes_with_the_models(assessment: Assessment) -> None:
    lead = make_person(lead_of(assessment))
    set_targets(lead, assessment, HIGH, for_next=True)
    reset_targets(lead, assessment)
    assert targets_of(assessment) == dict.fromkeys(HIGH, 0.5)
    assert actions(assessment)["d0-p0"] == Action.SUSTAIN
    assert has_targets_of_its_own(assessment.organization) is True
    reset_targets(lead, assessment, for_next=True)
    assert has_targets_of_its_own(assessment.organization) is False
    assert AuditEvent.objects.latest("pk").verb == "targets reset, next rounds too"


def test_an_open_round_takes_targets_too() -> None:
    assessment = make_assessment()
    set_targets(make_person(lead_of(assessment)), assessment, {"d0": 0.1, "d1": 0.2})
    assert targets_of(assessment) == {"d0": 0.1, "d1": 0.2}


def test_who_saw_other_targets_is_refused(assessment: Assessment) -> None:
    lead, seen = make_person(lead_of(assessment)), shown_targets(aims_of(assessment))
    set_targets(lead, assessment, HIGH, seen=seen)
    with pytest.raises(Refused) as setting:
        set_targets(lead, assessment, dict.fromkeys(HIGH, 0.3), seen=seen)
    with pytest.raises(Refused) as resetting:
        reset_targets(lead, assessment, seen=seen)
    assert (setting.value.status, resetting.value.status) == (409, 409)
    assert targets_of(assessment) == HIGH


@pytest.mark.parametrize(
    "values",
    [{}, {"d0": 0.5}, HIGH | {"d0": 1.5}, HIGH | {"d0": -0.1}, HIGH | {"d9": 0.5}, HIGH | {"d0": float("nan")}],
)
def test_impossible_targets_are_refused_and_nothing_is_saved(assessment: Assessment, values: dict[str, float]) -> None:
    with pytest.raises(Refused):
        set_targets(make_person(lead_of(assessment)), assessment, values, for_next=True)
    assert not Target.objects.exists()
    assert not DefaultTarget.objects.exists()
