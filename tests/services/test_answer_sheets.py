"""The way round: downloaded, filled in, read, saved all or nothing."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook

from assessment.models import Answer, AnswerChange, Assessment, Response
from assessment.services.answer_sheets import Reading, keep, read_sheet, save_kept, sheet_of
from assessment.services.answer_values import Values
from assessment.services.answers import save_answer
from assessment.services.errors import Refused
from tests.factories import make_assessment, make_mixed_version, make_person, make_response, make_version
from tests.services.sheets import Written, changed, filled, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def response() -> Response:
    return make_response(make_assessment(version=make_mixed_version(), uses_generative_models=True))


def answer(response: Response, key: str, **values: str) -> None:
    number = Answer.objects.filter(response=response, question__key=key).values_list("number", flat=True).first()
    save_answer(make_person(response.user), response, key, number=number or 0, values=Values(**values))


def stored(response: Response) -> dict[str, Values]:
    return {
        each.question.key: Values(
            each.option.key if each.option else "", each.text, each.reason, each.note, each.evidence
        )
        for each in response.answers.select_related("question", "option")
    }


def changes_in(reading: Reading) -> dict[str, Values]:
    assert (reading.problems, reading.conflicts) == ([], [])
    return {change.line.question.key: change.values for change in reading.changes}


def problems_in(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.cell, problem.sentence) for problem in reading.problems]


def save(response: Response, reading: Reading) -> None:
    save_kept(make_person(response.user), response, keep(response, reading.changes))


def answer_everything(response: Response) -> None:
    answer(response, "role", option="operations")
    answer(response, "parts", text="data purpose")
    answer(response, "d0-p0", option="4", note="=SUM(A1)\nsecond line", evidence="https://example.org/a?b=1")
    answer(response, "d0-p0-recognition", option="guideline")
    answer(response, "d0-p1", option="1", note="-1\x0b or @so")
    answer(response, "d0-p1-recognition", option="decided-against")
    answer(response, "d0-p2", option="not-applicable", reason="We have none.")
    answer(response, "worth-it", option="3")
    answer(response, "helped-most", text="+ The pipeline")


def test_what_comes_back_unchanged_changes_nothing(response: Response) -> None:
    answer_everything(response)
    assert read_sheet(response, BytesIO(sheet_of(response))) == Reading()
    assert read_sheet(response, filled(response, {})) == Reading()


def test_three_changed_cells_are_exactly_three_changes(response: Response) -> None:
    answer_everything(response)
    before = stored(response)
    reading = read_sheet(
        response,
        filled(
            response,
            {
                "role": {"answer": "role data-science"},
                "d0-p0": {"note": "Since May."},
                "helped-most": {"answer": "Friends"},
            },
        ),
    )
    expected = {
        "role": Values(option="data-science"),
        "d0-p0": Values("4", note="Since May.", evidence="https://example.org/a?b=1"),
        "helped-most": Values(text="Friends"),
    }
    assert changes_in(reading) == expected
    assert stored(response) == before
    save(response, reading)
    assert stored(response) == before | expected
    assert set(AnswerChange.objects.filter(number=2).values_list("answer__question__key", flat=True)) == set(expected)


def test_an_empty_response_is_filled_in_as_a_whole(response: Response) -> None:
    """A practice and how it came about in one go, in the wording for what happens and for what does not."""
    written: Written = {
        "role": {"answer": "  role   operations "},
        "parts": {"answer": "parts purpose; parts data"},
        "d0-p0": {"answer": "d0-p0 step 1"},
        "d0-p0-recognition": {"answer": "We decided against it"},
        "d0-p1": {"answer": "d0-p1 step 5"},
        "d0-p1-recognition": {"answer": "Habit of some people"},
        "d0-p2": {"answer": "Does not apply", "reason": "No models."},
        "generative-p0": {"answer": "I don't know"},
        "helped-most": {"answer": 2026},
    }
    save(response, read_sheet(response, filled(response, written)))
    assert stored(response) == {
        "role": Values(option="operations"),
        "parts": Values(text="data purpose"),
        "d0-p0": Values(option="1"),
        "d0-p0-recognition": Values(option="decided-against"),
        "d0-p1": Values(option="5"),
        "d0-p1-recognition": Values(option="habit"),
        "d0-p2": Values(option="not-applicable", reason="No models."),
        "generative-p0": Values(option="unknown"),
        "helped-most": Values(text="2026"),
    }
    assert not response.answers.filter(to_confirm=True).exists()


def test_a_practice_that_moves_takes_how_it_came_about_along(response: Response) -> None:
    """Left as it is in the sheet it is asked about again; answered in the sheet it is not."""
    for practice in ("d0-p0", "d0-p1"):
        answer(response, practice, option="1")
        answer(response, f"{practice}-recognition", option="decided-against")
    written = {
        "d0-p0": {"answer": "d0-p0 step 5"},
        "d0-p1": {"answer": "d0-p1 step 5"},
        "d0-p1-recognition": {"answer": "Agreed"},
    }
    save(response, read_sheet(response, filled(response, written)))
    assert dict(response.answers.values_list("question__key", "to_confirm")) == {
        "d0-p0": False,
        "d0-p0-recognition": True,
        "d0-p1": False,
        "d0-p1-recognition": False,
    }
    assert stored(response)["d0-p1-recognition"] == Values(option="agreed")


def test_an_emptied_cell_takes_the_answer_back(response: Response) -> None:
    answer_everything(response)
    written: Written = {"role": {"answer": None}, "parts": {"answer": ""}, "d0-p2": {"answer": None, "reason": None}}
    save(response, read_sheet(response, filled(response, written)))
    assert {key: stored(response)[key] for key in written} == dict.fromkeys(written, Values())


def test_wrong_cells_are_named_and_nothing_would_be_saved(response: Response) -> None:
    written: Written = {
        "role": {"answer": "a pilot"},
        "parts": {"answer": "parts data\nparts of a clock", "note": "Nothing belongs here."},
        "d0-p0": {"answer": "=1+1"},
        "d0-p0-recognition": {"answer": "We decided against it"},
        "d0-p1": {"answer": "d0-p1 step 2", "note": "n" * 5001},
        "d0-p1-recognition": {"note": "Nothing belongs here, either."},
        "d0-p2": {"answer": "Does not apply"},
        "generative-p0": {"answer": "generative-p0 step 2", "evidence": "javascript:alert(1)"},
        "worth-it": {"answer": "worth-it 1", "number": "many"},
        "helped-most": {"answer": "x" * 10_001},
    }
    reading = read_sheet(response, filled(response, written))
    row = rows_of(sheet_of(response))
    assert problems_in(reading) == [
        (f"Answers!E{row['role']}", "This is none of the allowed answers."),
        (f"Answers!E{row['parts']}", "This is none of the allowed answers."),
        (f"Answers!E{row['d0-p0']}", "This cell holds a formula or an error. Write the text itself."),
        (f"Answers!E{row['d0-p0-recognition']}", "This does not fit the answer to the practice in the row above."),
        (f"Answers!G{row['d0-p1']}", "Use at most 5000 characters."),
        (f"Answers!G{row['d0-p1-recognition']}", "This question takes nothing in this column."),
        (f"Answers!F{row['d0-p2']}", "Say in one sentence why it does not apply."),
        (f"Answers!H{row['generative-p0']}", "Enter an address that starts with https:// or http://."),
        (f"Answers!I{row['worth-it']}", "The hidden number in this row was changed. Download the sheet again."),
        (f"Answers!E{row['helped-most']}", "Use at most 10000 characters."),
    ]
    assert stored(response) == {}


def test_a_reason_without_its_answer_is_not_lost_silently(response: Response) -> None:
    written = {"d0-p2": {"answer": "d0-p2 step 2", "reason": "We have none."}}
    reading = read_sheet(response, filled(response, written))
    assert [problem.column for problem in reading.problems] == ["reason"]
    answer(response, "d0-p2", option="not-applicable", reason="We have none.")
    reading = read_sheet(response, filled(response, {"d0-p2": {"answer": "d0-p2 step 2"}}))
    assert changes_in(reading) == {"d0-p2": Values(option="2")}


def test_foreign_and_repeated_questions_are_named(response: Response) -> None:
    file = sheet_of(response)
    rows = rows_of(file)
    renamed: Written = {
        "d0-p0": {"key": "elsewhere-p0"},
        "role": {"key": "parts"},
        "d0-p1": {"key": "=A1"},
        "worth-it": {"key": None, "answer": "worth-it 1"},
    }
    reading = read_sheet(response, changed(file, renamed))
    assert problems_in(reading) == [
        ("Answers!A3", "This question is in the sheet twice."),
        (f"Answers!A{rows['d0-p0']}", "This question is not part of the assessment."),
        (f"Answers!A{rows['d0-p1']}", "This question is not part of the assessment."),
        (f"Answers!A{rows['worth-it']}", "This question is not part of the assessment."),
    ]


def test_rows_that_are_not_there_stay_as_they_are(response: Response) -> None:
    answer_everything(response)
    workbook = load_workbook(BytesIO(sheet_of(response)))
    workbook["Answers"].delete_rows(3, 20)
    file = BytesIO()
    workbook.save(file)
    assert read_sheet(response, file) == Reading()


def test_the_sheet_of_another_response_is_refused(response: Response) -> None:
    other = make_response(response.assessment)
    with pytest.raises(Refused, match="belongs to other answers"):
        read_sheet(other, BytesIO(sheet_of(response)))
    elsewhere = make_response(make_assessment(version=make_version()))
    with pytest.raises(Refused, match="belongs to other answers"):
        read_sheet(elsewhere, BytesIO(sheet_of(response)))


def test_a_line_that_was_only_sent_along_is_left_alone(response: Response) -> None:
    answer(response, "role", option="operations")
    file = sheet_of(response)
    answer(response, "role", option="data-science")
    answer(response, "d0-p0", option="3")
    assert read_sheet(response, BytesIO(file)) == Reading()
    assert read_sheet(response, changed(file, {"d0-p0": {"answer": "d0-p0 step 3"}})) == Reading()


def test_a_line_answered_in_both_places_is_a_conflict(response: Response) -> None:
    answer(response, "role", option="operations")
    file = sheet_of(response)
    answer(response, "role", option="data-science")
    answer(response, "d0-p0", option="3")
    reading = read_sheet(
        response,
        changed(file, {"role": {"answer": None}, "d0-p0": {"answer": "d0-p0 step 4"}, "d0-p1": {"note": "New"}}),
    )
    assert [change.line.question.key for change in reading.conflicts] == ["role", "d0-p0"]
    assert [change.line.question.key for change in reading.changes] == ["d0-p1"]


def test_what_was_answered_after_the_preview_stops_all_of_it(response: Response) -> None:
    reading = read_sheet(
        response, filled(response, {"role": {"answer": "role operations"}, "d0-p0": {"answer": "d0-p0 step 4"}})
    )
    answer(response, "d0-p0", option="2")
    with pytest.raises(Refused) as refusal:
        save(response, reading)
    assert (refusal.value.status, refusal.value.sentence) == (
        409,
        "Some of these answers were saved elsewhere meanwhile. Nothing was saved.",
    )
    assert stored(response) == {"d0-p0": Values(option="2")}


def test_saving_twice_is_told_and_changes_nothing(response: Response) -> None:
    reading = read_sheet(response, filled(response, {"role": {"answer": "role operations"}}))
    save(response, reading)
    with pytest.raises(Refused, match="Nothing was saved"):
        save(response, reading)
    assert AnswerChange.objects.count() == 1


def test_only_what_was_signed_for_this_response_is_saved(response: Response) -> None:
    reading = read_sheet(response, filled(response, {"role": {"answer": "role operations"}}))
    kept = keep(response, reading.changes)
    other = make_response(response.assessment)
    for target, sent in ((other, kept), (response, kept[:-1]), (response, "")):
        with pytest.raises(Refused, match="too old"):
            save_kept(make_person(target.user), target, sent)
    with time_machine.travel(timezone.now() + timedelta(days=2)), pytest.raises(Refused, match="too old"):
        save_kept(make_person(response.user), response, kept)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("closed", [True, False])
def test_submitted_or_closed_answers_stay(response: Response, *, closed: bool) -> None:
    file = filled(response, {"role": {"answer": "role operations"}})
    reading = read_sheet(response, file)
    now = timezone.now()
    if closed:
        Assessment.objects.update(state=Assessment.State.CLOSED, closed_at=now)
    else:
        Response.objects.update(state=Response.State.SUBMITTED, submitted_at=now)
    response = Response.objects.get()
    for attempt in (lambda: sheet_of(response), lambda: read_sheet(response, file), lambda: save(response, reading)):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.status == 403
    assert not Answer.objects.exists()
