"""Changes of answers in words."""

import pytest

from assessment.forms.answer_history import entry_of
from assessment.services.answer_history import changes_of, rows_of
from assessment.services.answer_values import Values
from assessment.services.answers import save_answer
from tests.factories import make_assessment, make_mixed_version, make_person, make_response, make_user

pytestmark = pytest.mark.django_db


def test_a_change_names_its_question_and_both_answers() -> None:
    response = make_response(make_assessment(version=make_mixed_version()), make_user())
    saves = [
        ("d0-p0", 0, Values("1", note="None yet.")),
        ("d0-p0-recognition", 0, Values("decided-against")),
        ("d0-p0", 1, Values("3")),
        ("parts", 0, Values(text="data release")),
        ("parts", 1, Values()),
    ]
    for key, number, values in saves:
        save_answer(make_person(response.user), response, key, number=number, values=values)
    entries = [entry_of(change) for change in changes_of(response, list(rows_of(response)))]
    assert [(entry.name, entry.old, entry.new) for entry in entries] == [
        ("parts?", "parts data, parts release", "No answer"),
        ("parts?", "", "parts data, parts release"),
        ("How this came about: d0-p0", "We decided against it", "Nobody decided it"),
        ("d0-p0?", "d0-p0 step 1 · None yet.", "d0-p0 step 3"),
        ("How this came about: d0-p0", "", "We decided against it"),
        ("d0-p0?", "", "d0-p0 step 1 · None yet."),
    ]
