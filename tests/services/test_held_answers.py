"""A save on the ground of what was read before the response was held."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from assessment.models import Answer, AnswerChange, Assessment, Grant, Person, Response, hash_of
from assessment.services.answer_pen import Conflict, Saved
from assessment.services.answer_values import Values, values_of
from assessment.services.answers import answers_of, save_answer
from assessment.services.errors import Refused
from assessment.services.held_answers import Held, held, hold, save_held
from assessment.services.versions import frozen
from tests.factories import (
    make_answers,
    make_assessment,
    make_grant,
    make_mixed_version,
    make_organization,
    make_person,
    make_response,
    make_user,
)
from tests.services.test_answers import at_once

pytestmark = pytest.mark.django_db

Save = tuple[str, int, str]
State = dict[str, tuple[int, str, bool]]
PRACTICE, RECOGNITION = "d0-p0", "d0-p0-recognition"
TODAY = date(2026, 10, 1)


@pytest.fixture
def response() -> Response:
    return make_response(make_assessment(version=make_mixed_version()), make_user())


@pytest.fixture
def person(response: Response) -> Person:
    return make_person(response.user)


def look(person: Person, response: Response) -> Held:
    found = hold(person, response.uid, PRACTICE)
    assert found is not None
    return held(found)


def write(person: Person, looked: Held, save: Save) -> Saved:
    return save_held(person, looked, save[0], number=save[1], values=Values(save[2]))


def write_elsewhere(person: Person, response: Response, save: Save) -> None:
    save_answer(person, response, save[0], number=save[1], values=Values(save[2]))


def state(response: Response, answers: dict[str, Answer]) -> State:
    """By question key: number, option, and whether it waits to be confirmed."""
    questions = frozen(response.assessment.version).questions
    return {
        key: (row.number, values_of(questions[key], row).option, row.to_confirm) for key, row in sorted(answers.items())
    }


def stored(response: Response) -> State:
    return state(response, answers_of(Response.objects.get(pk=response.pk)))


def test_a_held_response_is_as_the_database_has_it(person: Person, response: Response) -> None:
    make_answers(response, {PRACTICE: ("3", "habit")})
    with transaction.atomic():
        looked = look(person, response)
    assert looked.response == response
    assert looked.response.assessment.facts() == response.assessment.facts()
    assert (looked.response.is_submitted, looked.response.assessment.is_open) == (False, True)
    assert looked.answers == answers_of(response)


def test_a_response_is_held_also_where_only_other_sections_are_answered(person: Person, response: Response) -> None:
    for key in ("parts", "helped-most"):
        save_answer(person, response, key, number=0, values=Values(text="data"))
    with transaction.atomic():
        looked = look(person, response)
        assert looked.answers == {}
        assert write(person, looked, (PRACTICE, 0, "3")).number == 1


def test_holding_and_seeing_agree_for_everybody(response: Response) -> None:
    """The look is put together once for everybody alike; `visible_to` says who sees what."""
    lead, runner, reader, stranger = make_user(), make_user(), make_user(), make_user()
    organization = make_organization(lead=lead)
    make_grant(organization, runner, Grant.Level.RUN, expires_on=TODAY)
    make_grant(organization, reader, Grant.Level.READ)
    round_ = make_assessment(organization, response.assessment.version)
    entered = [
        make_response(round_, kind=Response.Kind.WORKSHOP, people=3, entered_by=user)
        for user in (lead, runner, reader, stranger)
    ]
    guests = [make_response(round_, guest_hash=hash_of(key)) for key in ("first", "second")]
    users = [response.user, lead, runner, reader, stranger, None]
    keys = [(), ("",), (hash_of("first"),), (hash_of("second"), hash_of("first"), "")]
    for day in (TODAY, TODAY + timedelta(days=1)):
        with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False):
            for person in (make_person(user, *hashes) for user in users for hashes in keys):
                seen = set(Response.objects.visible_to(person))
                with transaction.atomic():
                    looked = {hold(person, each.uid, PRACTICE) for each in [response, *entered, *guests]}
                assert looked - {None} == seen


def test_nobody_holds_the_response_of_somebody_else(response: Response) -> None:
    with transaction.atomic():
        assert hold(make_person(make_user()), response.uid, PRACTICE) is None
        assert hold(make_person(), response.uid, PRACTICE) is None


def test_a_held_save_keeps_answers_and_history(person: Person, response: Response) -> None:
    make_answers(response, {PRACTICE: ("1", "decided-against")})
    with transaction.atomic():
        looked = look(person, response)
        saved = write(person, looked, (PRACTICE, 1, "3"))
    assert (saved.number, saved.recasts, saved.asks_again) == (2, True, True)
    assert stored(response) == {PRACTICE: (2, "3", False), RECOGNITION: (2, "nobody", True)}
    assert state(response, looked.answers) == stored(response)
    history = AnswerChange.objects.values_list("answer__question__key", "number", "actor", "old", "new")
    assert list(history) == [
        (PRACTICE, 2, response.user_id, asdict(Values("1")), asdict(Values("3"))),
        (RECOGNITION, 2, response.user_id, asdict(Values("decided-against")), asdict(Values("nobody"))),
    ]


def test_a_submitted_response_is_not_written_to(person: Person, response: Response) -> None:
    with transaction.atomic():
        looked = look(person, response)
        looked.response.state = Response.State.SUBMITTED
        with pytest.raises(Refused, match="have submitted"):
            write(person, looked, (PRACTICE, 0, "3"))


@pytest.mark.parametrize("before", [("", ""), ("3", "")])
def test_the_same_answer_saved_between_look_and_write_is_a_conflict(
    person: Person, response: Response, before: tuple[str, str]
) -> None:
    make_answers(response, {PRACTICE: before})
    number = 1 if before[0] else 0
    with transaction.atomic():
        looked = look(person, response)
        write_elsewhere(person, response, (PRACTICE, number, "2"))
        with pytest.raises(Conflict) as conflict:
            write(person, looked, (PRACTICE, number, "4"))
    assert (conflict.value.theirs, conflict.value.number) == (Values("2"), number + 1)
    assert stored(response) == {PRACTICE: (number + 1, "2", False)}


@pytest.mark.parametrize(
    ("before", "elsewhere", "here", "expected"),
    [
        # The practice moved from nothing, or to nothing: the recognition is fitted to how it is worded now.
        (("1", ""), (PRACTICE, 1, "3"), (RECOGNITION, 0, "decided-against"), (1, "nobody", True)),
        (("", ""), (PRACTICE, 0, "1"), (RECOGNITION, 0, "decided-against"), (1, "decided-against", False)),
        # The recognition came, or was confirmed: the practice takes it along all the same.
        (("1", ""), (RECOGNITION, 0, "decided-against"), (PRACTICE, 1, "3"), (2, "nobody", True)),
        (("1", "habit"), (RECOGNITION, 1, "agreed"), (PRACTICE, 1, "3"), (2, "agreed", True)),
    ],
)
def test_the_other_facet_saved_between_look_and_write_is_taken_into_account(
    person: Person, response: Response, before: tuple[str, str], elsewhere: Save, here: Save, expected: object
) -> None:
    make_answers(response, {PRACTICE: before})
    with transaction.atomic():
        looked = look(person, response)
        write_elsewhere(person, response, elsewhere)
        write(person, looked, here)
    assert stored(response)[RECOGNITION] == expected
    assert state(response, looked.answers) == stored(response)
    assert AnswerChange.objects.count() == sum(number for number, _, _ in stored(response).values()) - sum(
        map(bool, before)
    )


def test_a_recognition_confirmed_between_look_and_write_waits_again(person: Person, response: Response) -> None:
    make_answers(response, {PRACTICE: ("1", "habit")})
    write_elsewhere(person, response, (PRACTICE, 1, "2"))
    with transaction.atomic():
        looked = look(person, response)
        write_elsewhere(person, response, (RECOGNITION, 1, "habit"))
        write(person, looked, (PRACTICE, 2, "1"))
    assert stored(response)[RECOGNITION] == (1, "habit", True)


@pytest.mark.parametrize(("ended", "sentence"), [("submitted", "have submitted"), ("closed", "has been closed")])
def test_what_ended_between_look_and_write_takes_no_answer(
    person: Person, response: Response, ended: str, sentence: str
) -> None:
    with transaction.atomic():
        looked = look(person, response)
        if ended == "closed":
            Assessment.objects.update(state="closed", closed_at=timezone.now())
        else:
            Response.objects.update(state="submitted", submitted_at=timezone.now())
        with pytest.raises(Refused, match=sentence):
            write(person, looked, (PRACTICE, 0, "3"))
    assert stored(response) == {}


@pytest.mark.django_db(transaction=True)
def test_both_facets_at_once_leave_no_recognition_that_is_not_offered(person: Person, response: Response) -> None:
    def save(one: Save) -> Saved:
        with transaction.atomic():
            return write(person, look(person, response), one)

    for _round in range(10):
        Answer.objects.all().delete()
        make_answers(response, {PRACTICE: ("1", "")})
        outcomes = at_once([lambda: save((PRACTICE, 1, "3")), lambda: save((RECOGNITION, 0, "decided-against"))])
        assert [type(outcome) for outcome in outcomes] == [Saved, Saved]
        number = stored(response)[RECOGNITION][0]
        assert stored(response) == {PRACTICE: (2, "3", False), RECOGNITION: (number, "nobody", True)}
