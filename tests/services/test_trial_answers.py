"""Answers of a quick check follow the rules of all answers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from assessment.models import Answer, AnswerChange, Person, Questionnaire, Response, Trial
from assessment.services.answer_pen import Conflict, Saved
from assessment.services.answer_values import Invalid, Values, values_of
from assessment.services.answers import Sent
from assessment.services.errors import Refused
from assessment.services.trial_answers import (
    REMEMBERED,
    answers_of,
    asked_question,
    progress_of,
    save_answer,
    save_answers,
)
from assessment.services.trials import delete, start
from assessment.services.versions import frozen
from tests.factories import make_mixed_version, make_trial, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial() -> Trial:
    version = make_mixed_version()
    Questionnaire.objects.filter(pk=version.questionnaire_id).update(key="quick-check")
    return make_trial("secret", version=version)


def save(trial: Trial, key: str, option: str, number: int = 0, **values: str) -> Saved:
    return save_answer(trial, key, number=number, values=Values(option, **values))


def stored(trial: Trial) -> dict[str, tuple[int, Values]]:
    fresh = Trial.objects.get(pk=trial.pk)
    questions = frozen(fresh.version).questions
    return {key: (answer.number, values_of(questions[key], answer)) for key, answer in answers_of(fresh).items()}


def test_answers_are_kept_in_the_trial_alone(trial: Trial) -> None:
    saved = save(trial, "d0-p0", "4")
    save(trial, "d0-p2", "not-applicable", reason="We have none.")
    save_answer(trial, "parts", number=0, values=Values(text="release data"))
    save_answer(trial, "helped-most", number=0, values=Values(text="People."))
    assert (saved.number, saved.recasts, saved.asks_again) == (1, False, False)
    assert stored(trial) == {
        "d0-p0": (1, Values("4")),
        "d0-p2": (1, Values("not-applicable", reason="We have none.")),
        "parts": (1, Values(text="data release")),
        "helped-most": (1, Values(text="People.")),
    }
    assert (Answer.objects.count(), AnswerChange.objects.count(), Response.objects.count()) == (0, 0, 0)


def test_notes_and_links_are_not_kept(trial: Trial) -> None:
    save(trial, "d0-p0", "4", note="Ask Ana.", evidence="https://example.org")
    assert stored(trial) == {"d0-p0": (1, Values("4"))}
    assert "Ana" not in str(Trial.objects.get().answers)


def test_two_tabs_conflict_and_the_first_stays(trial: Trial) -> None:
    save(trial, "d0-p0", "4")
    with pytest.raises(Conflict) as conflict:
        save(trial, "d0-p0", "2")
    assert (conflict.value.mine, conflict.value.theirs, conflict.value.number) == (Values("2"), Values("4"), 1)
    assert save(trial, "d0-p0", "4").number == 1
    assert save(trial, "d0-p0", "2", number=1).number == 2


def test_how_it_came_about_keeps_its_points_under_the_other_wording(trial: Trial) -> None:
    save(trial, "d0-p0", "1")
    save(trial, "d0-p0-recognition", "decided-against")
    saved = save(trial, "d0-p0", "3", number=1)
    assert (saved.recasts, saved.asks_again) == (True, True)
    assert stored(trial)["d0-p0-recognition"] == (2, Values("nobody"))
    assert answers_of(Trial.objects.get())["d0-p0-recognition"].to_confirm
    assert save(trial, "d0-p0-recognition", "nobody", number=2).settles
    assert not answers_of(Trial.objects.get())["d0-p0-recognition"].to_confirm


def test_a_form_saves_what_was_changed_in_it(trial: Trial) -> None:
    save(trial, "d0-p0", "4")
    save(trial, "d0-p1", "4")
    save(trial, "d0-p1", "5", number=1)
    trial.refresh_from_db()
    saved, problems = save_answers(
        trial,
        {
            "d0-p0": Sent(1, Values("4")),  # as it is
            "d0-p1": Sent(1, Values("4")),  # sent along by a tab that is behind
            "d0-p2": Sent(0, Values("2")),
            "d0-p2-recognition": Sent(0, Values()),
            "stranger": Sent(0, Values("2")),
        },
    )
    assert ([each.question.key for each in saved], problems) == (["d0-p2"], {})
    _saved, problems = save_answers(trial, {"d0-p1": Sent(1, Values("1")), "d0-p2": Sent(0, Values("2"))})
    assert {key: type(problem) for key, problem in problems.items()} == {"d0-p1": Conflict}


def test_only_a_few_earlier_values_are_remembered(trial: Trial) -> None:
    for number in range(12):
        save(trial, "d0-p0", str(number % 2 + 1), number=number)
    before = Trial.objects.get().answers["d0-p0"]["before"]
    assert list(before) == [str(number) for number in range(12 - REMEMBERED, 12)]


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("d0-p0", Values("6")),
        ("d0-p0", Values("x" * 100_000)),
        ("d0-p2", Values("not-applicable")),
        ("d0-p2", Values("not-applicable", reason="x" * 501)),
        ("d0-p2", Values("not-applicable", reason="nul\x00")),
        ("helped-most", Values(text="x" * 10_001)),
        ("generative-p0", Values("3")),
        ("nothing", Values("3")),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_stored(trial: Trial, key: str, values: Values) -> None:
    with pytest.raises(Invalid):
        save_answer(trial, key, number=0, values=values)
    assert stored(trial) == {}


def test_a_trial_that_ended_takes_no_more(trial: Trial) -> None:
    delete(trial)
    with pytest.raises(Refused) as refused:
        save(trial, "d0-p0", "4")
    assert refused.value.status == 410


def test_everything_is_one_section(trial: Trial) -> None:
    save(trial, "d0-p2", "not-applicable", reason="We have none.")
    progress = progress_of(Trial.objects.get())
    assert [question.key for question in progress.asked] == [
        "d0-p0", "d0-p1", "d0-p2", "d0-p0-recognition", "d0-p1-recognition", "role", "parts", "worth-it", "helped-most",
    ]  # fmt: skip
    assert [question.key for question in progress.missing] == [
        "d0-p0", "d0-p1", "d0-p0-recognition", "d0-p1-recognition", "role", "parts", "worth-it",
    ]  # fmt: skip
    assert asked_question(trial, "role").section_key == "about"


@pytest.mark.django_db(transaction=True)
def test_answers_saved_at_the_same_moment_are_all_kept() -> None:
    trial = make_trial("secret", version=make_mixed_version())
    keys = ["d0-p0", "d0-p1", "d0-p2", "d0-p0-recognition", "d0-p1-recognition", "role", "worth-it"]
    options = {"role": "operations", "worth-it": "4"}

    def save_one(key: str) -> None:
        option = options.get(key, "habit" if key.endswith("recognition") else "3")
        save(Trial.objects.get(pk=trial.pk), key, option)
        connection.close()

    with ThreadPoolExecutor(len(keys)) as pool:
        list(pool.map(save_one, keys))
    assert {key: number for key, (number, _values) in stored(trial).items()} == dict.fromkeys(keys, 1)


@pytest.mark.django_db(transaction=True)
def test_starting_at_the_same_moment_begins_once() -> None:
    make_version(key="quick-check")

    def start_one(_place: int) -> int:
        pk = start(Person(), "secret").pk
        connection.close()
        return pk

    with ThreadPoolExecutor(6) as pool:
        begun = set(pool.map(start_one, range(6)))
    assert begun == {Trial.objects.get().pk}
