"""Carrying a quick check over into a response."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.models import Answer, AnswerChange, Assessment, Option, Person, Response, Trial, User
from assessment.services import trial_carrying
from assessment.services.answer_values import Values, values_of
from assessment.services.answers import answers_of, save_answer
from assessment.services.errors import Refused
from assessment.services.responses import submit_response
from assessment.services.trial_answers import save_answer as save_trial_answer
from assessment.services.trial_carrying import carry, receivers
from assessment.services.versions import frozen
from tests.factories import (
    make_assessment,
    make_mixed_version,
    make_organization,
    make_practice,
    make_response,
    make_trial,
    make_user,
    make_version,
    publish_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def trial(lead: User) -> Trial:
    """Kept by the lead, with every kind of answer."""
    trial = make_trial("secret", version=make_mixed_version())
    for key, values in ANSWERS.items():
        save_trial_answer(trial, key, number=0, values=values)
    Trial.objects.update(claimed_by=lead, expires_at=None)
    return Trial.objects.get()


ANSWERS = {
    "d0-p0": Values("1"),
    "d0-p0-recognition": Values("decided-against"),
    "d0-p1": Values("unknown"),
    "d0-p2": Values("not-applicable", reason="We have none."),
    "role": Values("operations"),
    "parts": Values(text="data release"),
    "worth-it": Values("4"),
    "helped-most": Values(text="People."),
}


def stored(response: Response) -> dict[str, Values]:
    questions = frozen(response.assessment.version).questions
    return {key: values_of(questions[key], answer) for key, answer in answers_of(response).items()}


def test_everything_that_the_version_asks_is_carried_and_marked(trial: Trial, lead: User) -> None:
    assessment = make_assessment(make_organization(lead=lead), make_mixed_version())
    response, count = carry(Person(lead), trial, assessment)
    assert (stored(response), count, response.user) == (ANSWERS, 8, lead)
    assert {answer.carried_over for answer in response.answers.all()} == {True}
    changes = AnswerChange.objects.filter(answer__response=response)
    assert {(change.number, change.actor, change.old) for change in changes} == {(1, lead, None)}
    assert changes.get(answer__question__key="d0-p2").new["reason"] == "We have none."


def test_an_answer_that_is_changed_is_ones_own_again(trial: Trial, lead: User) -> None:
    assessment = make_assessment(make_organization(lead=lead), make_mixed_version())
    response, _count = carry(Person(lead), trial, assessment)
    save_answer(Person(lead), response, "role", number=1, values=Values("data-science"))
    answers = answers_of(response)
    assert (answers["role"].carried_over, answers["worth-it"].carried_over) == (False, True)


def test_nothing_is_overwritten_and_the_facets_of_a_practice_go_together(trial: Trial, lead: User) -> None:
    assessment = make_assessment(make_organization(lead=lead), make_mixed_version())
    response = make_response(assessment, lead)
    save_answer(Person(lead), response, "d0-p0", number=0, values=Values("5"))
    save_answer(Person(lead), response, "d0-p1-recognition", number=0, values=Values("habit"))
    save_answer(Person(lead), response, "worth-it", number=0, values=Values("1"))
    same, count = carry(Person(lead), trial, assessment)
    assert (same, count) == (response, 4)
    assert stored(response) == {
        "d0-p0": Values("5"),
        "d0-p1-recognition": Values("habit"),
        "worth-it": Values("1"),
        "d0-p2": ANSWERS["d0-p2"],
        "role": ANSWERS["role"],
        "parts": ANSWERS["parts"],
        "helped-most": ANSWERS["helped-most"],
    }


def test_twice_carries_once(trial: Trial, lead: User) -> None:
    assessment = make_assessment(make_organization(lead=lead), make_mixed_version())
    first, _count = carry(Person(lead), trial, assessment)
    second, count = carry(Person(lead), trial, assessment)
    assert (first, count, stored(second)) == (second, 0, ANSWERS)
    assert set(first.answers.values_list("number", flat=True)) == {1}


def test_questions_and_options_that_the_version_lacks_are_left_out(trial: Trial, lead: User) -> None:
    version = make_version(dimensions=1, practices=1, publish=False)
    dimension, recognition = version.sections.get(), version.option_sets.get(key="recognition")
    make_practice(dimension, recognition, 2, may_not_apply=False)
    Option.objects.filter(option_set=recognition, key="decided-against").delete()
    publish_version(version)
    response, count = carry(Person(lead), trial, make_assessment(make_organization(lead=lead), version))
    assert (stored(response), count) == ({"d0-p0": Values("1")}, 1)


def test_it_is_all_or_nothing(trial: Trial, lead: User) -> None:
    organization = make_organization(lead=lead)
    closed = make_assessment(organization, state=Assessment.State.CLOSED, closed_at=timezone.now())
    for_another = make_assessment(organization, kind=Assessment.Kind.JUST_ME)
    make_response(for_another)
    done = make_assessment(organization, version=make_mixed_version())
    submit_response(Person(lead), make_response(done, lead))
    for assessment in (closed, for_another, done):
        with pytest.raises(Refused) as refused:
            carry(Person(lead), trial, assessment)
        assert refused.value.status == 403
    assert not Answer.objects.exists()
    assert not Response.objects.filter(assessment__in=[closed, for_another], user=lead).exists()


def test_receivers_are_the_open_rounds_one_can_still_answer(lead: User) -> None:
    organization, colleague = make_organization(lead=lead), make_user()
    now = timezone.now()
    begun = make_assessment(organization, opened_at=now - timedelta(days=1))
    make_response(begun, lead)
    make_response(begun, colleague, state=Response.State.SUBMITTED, submitted_at=now)
    just_me = make_assessment(organization, opened_at=now, kind=Assessment.Kind.JUST_ME)
    own = make_assessment(organization, opened_at=now - timedelta(days=2), kind=Assessment.Kind.JUST_ME)
    make_response(own, lead)
    submitted = make_assessment(organization)
    make_response(submitted, lead, state=Response.State.SUBMITTED, submitted_at=now)
    make_response(make_assessment(organization, kind=Assessment.Kind.JUST_ME), colleague)
    make_assessment(organization, state=Assessment.State.CLOSED, closed_at=now)
    make_assessment()
    assert receivers(Person(lead)) == [just_me, begun, own]
    assert trial_carrying.receivers(Person(make_user())) == []
