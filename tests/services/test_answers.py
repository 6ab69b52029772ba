"""Saving answers: who was first, what follows, what is kept of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Answer, AnswerChange, Assessment, Person, Response
from assessment.services.answer_pen import Conflict, Saved
from assessment.services.answer_values import EMPTY, Invalid, Values, values_of
from assessment.services.answers import Sent, answers_of, save_answer, save_answers
from assessment.services.errors import Refused
from assessment.services.versions import frozen
from tests.factories import make_answers, make_assessment, make_mixed_version, make_person, make_response, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def response() -> Response:
    return make_response(make_assessment(version=make_mixed_version()), make_user())


@pytest.fixture
def person(response: Response) -> Person:
    return make_person(response.user)


def stored(response: Response) -> dict[str, tuple[int, Values, bool]]:
    """By question key: number, values, and whether it waits to be confirmed."""
    questions = frozen(response.assessment.version).questions
    found = answers_of(Response.objects.get(pk=response.pk))
    return {key: (answer.number, values_of(questions[key], answer), answer.to_confirm) for key, answer in found.items()}


def history(response: Response) -> list[tuple[str, int, int | None, object, object]]:
    changes = AnswerChange.objects.filter(answer__response=response)
    return list(changes.values_list("answer__question__key", "number", "actor", "old", "new"))


def test_a_first_answer_and_a_change(person: Person, response: Response) -> None:
    first, second = Values("3"), Values("4", note="Since May.")
    saved = save_answer(person, response, "d0-p0", number=0, values=first)
    assert (saved.question.key, saved.number, saved.recasts, saved.asks_again) == ("d0-p0", 1, False, False)
    assert save_answer(person, response, "d0-p0", number=1, values=second).number == 2
    assert stored(response) == {"d0-p0": (2, second, False)}
    actor = response.user_id
    assert history(response) == [
        ("d0-p0", 1, actor, None, asdict(first)),
        ("d0-p0", 2, actor, asdict(first), asdict(second)),
    ]


def test_saving_nothing_stores_nothing(person: Person, response: Response) -> None:
    question = frozen(response.assessment.version).questions["helped-most"]
    assert save_answer(person, response, "helped-most", number=0, values=EMPTY) == Saved(question, 0, None)
    assert stored(response) == {}


def test_an_answer_can_be_taken_back(person: Person, response: Response) -> None:
    save_answer(person, response, "parts", number=0, values=Values(text="data"))
    save_answer(person, response, "parts", number=1, values=EMPTY)
    assert stored(response) == {"parts": (2, EMPTY, False)}


def test_the_equal_value_is_no_conflict_and_leaves_no_trace(person: Person, response: Response) -> None:
    save_answer(person, response, "d0-p0", number=0, values=Values("3"))
    assert save_answer(person, response, "d0-p0", number=0, values=Values("3")).number == 1
    assert len(history(response)) == 1


@pytest.mark.parametrize("number", [0, 2])
def test_a_value_based_on_another_number_is_a_conflict_with_both_values(
    person: Person, response: Response, number: int
) -> None:
    save_answer(person, response, "d0-p0", number=0, values=Values("3"))
    with pytest.raises(Conflict) as conflict:
        save_answer(person, response, "d0-p0", number=number, values=Values("5"))
    raised = conflict.value
    assert (raised.mine, raised.theirs, raised.number, raised.status) == (Values("5"), Values("3"), 1, 409)
    assert stored(response) == {"d0-p0": (1, Values("3"), False)}


def test_an_unknown_or_unasked_question_is_refused(person: Person, response: Response) -> None:
    for key in ("nothing", "generative-p0"):
        with pytest.raises(Invalid, match="not part of the assessment"):
            save_answer(person, response, key, number=0, values=Values("1"))


def test_an_overlay_is_asked_where_its_condition_holds() -> None:
    assessment = make_assessment(version=make_mixed_version(), uses_generative_models=True)
    response = make_response(assessment)
    save_answer(make_person(response.user), response, "generative-p0", number=0, values=Values("2"))
    assert stored(response) == {"generative-p0": (1, Values("2"), False)}


def test_a_submitted_response_and_a_closed_assessment_take_no_answers(person: Person, response: Response) -> None:
    now = timezone.now()
    Assessment.objects.filter(pk=response.assessment_id).update(state="closed", closed_at=now)
    with pytest.raises(Refused, match="has been closed") as closed:
        save_answer(person, response, "d0-p0", number=0, values=Values("3"))
    Response.objects.filter(pk=response.pk).update(state="submitted", submitted_at=now)
    with pytest.raises(Refused, match="have submitted") as submitted:
        save_answer(person, response, "d0-p0", number=0, values=Values("3"))
    assert (closed.value.status, submitted.value.status, stored(response)) == (403, 403, {})


# --- The recognition follows its practice --------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "recognition", "after", "expected"),
    [
        ("1", "decided-against", "3", (2, Values("nobody"), True)),
        ("1", "habit", "2", (1, Values("habit"), True)),
        ("3", "nobody", "1", (1, Values("nobody"), True)),
        ("", "unknown", "1", (1, Values("unknown"), True)),
        ("2", "agreed", "3", (1, Values("agreed"), False)),
        ("1", "decided-against", "1", (1, Values("decided-against"), False)),
    ],
)
def test_the_recognition_keeps_its_points_when_the_practice_moves_from_or_to_nothing(
    person: Person, response: Response, before: str, recognition: str, after: str, expected: object
) -> None:
    make_answers(response, {"d0-p0": (before, recognition)})
    number = 1 if before else 0
    saved = save_answer(person, response, "d0-p0", number=number, values=Values(after))
    assert stored(response)["d0-p0-recognition"] == expected
    moved = (before == "1") != (after == "1")
    assert (saved.recasts, saved.asks_again) == (moved, moved)


def test_the_swapped_recognition_has_its_history(person: Person, response: Response) -> None:
    make_answers(response, {"d0-p0": ("1", "decided-against")})
    save_answer(person, response, "d0-p0", number=1, values=Values("3"))
    assert history(response)[-1] == (
        "d0-p0-recognition",
        2,
        response.user_id,
        asdict(Values("decided-against")),
        asdict(Values("nobody")),
    )


def test_a_blank_recognition_is_only_worded_anew(person: Person, response: Response) -> None:
    saved = save_answer(person, response, "d0-p0", number=0, values=Values("1"))
    assert (saved.recasts, saved.asks_again) == (True, False)
    assert list(stored(response)) == ["d0-p0"]


def test_what_does_not_apply_recasts_its_row(person: Person, response: Response) -> None:
    values = Values("not-applicable", reason="None here.")
    saved = save_answer(person, response, "d0-p2", number=0, values=values)
    assert (saved.recasts, saved.asks_again) == (True, False)
    assert Answer.objects.get().does_not_apply


def test_saving_the_recognition_confirms_it(person: Person, response: Response) -> None:
    make_answers(response, {"d0-p0": ("1", "habit")})
    save_answer(person, response, "d0-p0", number=1, values=Values("2"))
    save_answer(person, response, "d0-p0-recognition", number=1, values=Values("habit"))
    assert stored(response)["d0-p0-recognition"] == (1, Values("habit"), False)


def test_a_recognition_chosen_in_the_old_wording_is_kept_in_the_new(person: Person, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "habit")})
    saved = save_answer(person, response, "d0-p0-recognition", number=1, values=Values("decided-against"))
    assert (saved.recasts, stored(response)["d0-p0-recognition"]) == (True, (2, Values("nobody"), True))


# --- A whole section -----------------------------------------------------------------------------


def test_a_section_saves_what_was_changed_and_names_what_could_not_be(person: Person, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "habit")})
    sent = {
        "d0-p0": Sent(1, Values("3")),
        "d0-p1": Sent(0, Values("2")),
        "d0-p2": Sent(0, Values("not-applicable")),
        "d0-p0-recognition": Sent(0, Values("agreed")),
        "stranger": Sent(0, Values("1")),
    }
    saved, problems = save_answers(person, response, sent)
    assert [each.question.key for each in saved] == ["d0-p1"]
    assert {key: problem.status for key, problem in problems.items()} == {"d0-p2": 422, "d0-p0-recognition": 409}
    assert stored(response) == {
        "d0-p0": (1, Values("3"), False),
        "d0-p0-recognition": (1, Values("habit"), False),
        "d0-p1": (1, Values("2"), False),
    }


def test_what_was_only_sent_along_overwrites_nothing(person: Person, response: Response) -> None:
    save_answer(person, response, "d0-p0", number=0, values=Values("3"))
    save_answer(person, response, "d0-p0", number=1, values=Values("4"))
    save_answer(person, response, "d0-p1", number=0, values=Values("2"))
    stale = {"d0-p0": Sent(1, Values("3")), "d0-p1": Sent(0, EMPTY)}
    assert save_answers(person, response, stale) == ([], {})
    assert stored(response) == {"d0-p0": (2, Values("4"), False), "d0-p1": (1, Values("2"), False)}


def test_a_section_confirms_only_what_was_ticked(person: Person, response: Response) -> None:
    make_answers(response, {"d0-p0": ("1", "habit"), "d0-p1": ("1", "agreed")})
    for key in ("d0-p0", "d0-p1"):
        save_answer(person, response, key, number=1, values=Values("2"))
    sent = {
        "d0-p0-recognition": Sent(1, Values("habit"), confirms=True),
        "d0-p1-recognition": Sent(1, Values("agreed")),
    }
    save_answers(person, response, sent)
    waiting = [key for key, (_, _, to_confirm) in stored(response).items() if to_confirm]
    assert waiting == ["d0-p1-recognition"]


def test_a_recognition_of_the_same_form_is_saved_in_the_wording_it_was_chosen_in(
    person: Person, response: Response
) -> None:
    make_answers(response, {"d0-p0": ("1", "habit")})
    sent = {"d0-p0": Sent(1, Values("4")), "d0-p0-recognition": Sent(1, Values("decided-against"))}
    _, problems = save_answers(person, response, sent)
    assert problems == {}
    assert stored(response)["d0-p0-recognition"] == (3, Values("nobody"), True)


# --- At the same time ----------------------------------------------------------------------------


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    """What each call gave or raised, all begun at the same moment."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        gate.wait()
        try:
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
def test_of_two_first_answers_at_once_one_wins_and_one_is_told(person: Person, response: Response) -> None:
    def save(option: str) -> Callable[[], object]:
        return lambda: save_answer(person, response, "d0-p0", number=0, values=Values(option))

    outcomes = at_once([save("2"), save("4")])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Saved"]
    assert len(history(response)) == 1


def test_a_save_takes_few_queries(
    person: Person, response: Response, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_answers(response, {"d0-p0": ("1", "decided-against")})
    frozen(response.assessment.version)
    with django_assert_max_num_queries(8):
        save_answer(person, response, "d0-p0", number=1, values=Values("3"))
