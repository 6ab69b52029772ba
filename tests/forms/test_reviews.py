"""What a reviewer sends is read as what it means, or said to be wrong where it is."""

import pytest

from assessment.forms.reviews import ReviewForm
from assessment.models import Assessment
from assessment.services.reviews import Given, read_review
from assessment.services.versions import frozen
from tests.factories import THIRD
from tests.reviews import answers_changed, make_closed, make_comment, make_rating
from tests.views.test_results import everywhere

pytestmark = pytest.mark.django_db
INVALID = "Select a valid choice. %s is not one of the available choices."
LONG = "Ensure this value has at most %d characters (it has %d)."
ALONE = "Choose what was verified, or empty what belongs to it."
MISFIT = "Choose from the group that fits what you verified above."


@pytest.fixture
def assessment() -> Assessment:
    return make_closed(everywhere("4", "habit"))


def form_of(assessment: Assessment, data: dict[str, str] | None = None, *, verifies: bool = True) -> ReviewForm:
    assessment = Assessment.objects.get(pk=assessment.pk)
    section = frozen(assessment.version).section("d0")
    assert section is not None
    return ReviewForm(section, read_review(assessment, assessment.result), data, verifies=verifies)


def errors(assessment: Assessment, **data: str) -> dict[str, list[str]]:
    form = form_of(assessment, {key.replace("_", "-"): value for key, value in data.items()})
    return {name: [each["message"] for each in said] for name, said in form.errors.get_json_data().items()}


def test_what_is_chosen_becomes_points(assessment: Assessment) -> None:
    data = {
        "comment": "First line.\r\n\r\nSecond.",
        "seen": "s",
        "x-d0-p0": "4",
        "e-d0-p0": "done-habit",
        "note-d0-p0": " Two\r\nlines. ",
        "x-d0-p1": "1",
        "e-d0-p1": "absent-nobody",
        "again-d0-p1": "on",
        "x-d0-p2": "",
    }
    form = form_of(assessment, data)
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["comment"], form.cleaned_data["seen"]) == ("First line.\n\nSecond.", "s")
    assert form.ratings == {
        "d0-p0": Given(0.75, THIRD, "Two\nlines."),
        "d0-p1": Given(0.0, 0.0, "", again=True),
        "d0-p2": None,
    }


def test_nothing_chosen_is_not_verified(assessment: Assessment) -> None:
    form = form_of(assessment, {})
    assert form.is_valid()
    assert form.ratings == {"d0-p0": None, "d0-p1": None, "d0-p2": None}


def test_whoever_does_not_verify_comments_alone(assessment: Assessment) -> None:
    form = form_of(assessment, {"comment": "Mine.", "x-d0-p0": "4"}, verifies=False)
    assert form.is_valid()
    assert (form.ratings, list(form.rows()), form.cleaned_data["comment"]) == (None, [], "Mine.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"x_d0-p0": "9"}, {"x-d0-p0": [INVALID % "9"]}),
        ({"x_d0-p0": "9", "note_d0-p0": "Seen."}, {"x-d0-p0": [INVALID % "9"]}),
        ({"x_d0-p0": "unknown"}, {"x-d0-p0": [INVALID % "unknown"]}),
        ({"x_d0-p2": "not-applicable"}, {"x-d0-p2": [INVALID % "not-applicable"]}),
        ({"e_d0-p0": "done-habit"}, {"x-d0-p0": [ALONE]}),
        ({"note_d0-p0": "Seen."}, {"x-d0-p0": [ALONE]}),
        ({"x_d0-p0": "1", "e_d0-p0": "done-habit"}, {"e-d0-p0": [MISFIT]}),
        ({"x_d0-p0": "2", "e_d0-p0": "absent-habit"}, {"e-d0-p0": [MISFIT]}),
        ({"x_d0-p0": "2", "note_d0-p0": "x" * 501}, {"note-d0-p0": [LONG % (500, 501)]}),
        ({"comment": "x" * 3001}, {"comment": [LONG % (3000, 3001)]}),
        ({"comment": "a\x00b"}, {"comment": ["Null characters are not allowed."]}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    assessment: Assessment, data: dict[str, str], said: dict[str, list[str]]
) -> None:
    assert errors(assessment, **data) == said


def test_a_line_end_is_one_character_as_in_the_browser(assessment: Assessment) -> None:
    assert errors(assessment, comment="a\r\n" * 1499 + "ab") == {}


def test_what_is_stored_is_chosen_already(assessment: Assessment) -> None:
    make_comment(assessment, text="Well done.")
    make_rating(assessment, "d0-p0", x=0.75, e=THIRD, note="Seen.")
    make_rating(assessment, "d0-p1", x=0.0, e=0.0)
    form = form_of(assessment)
    rows = list(form.rows())
    assert form["comment"].value() == "Well done."
    assert [tuple(field.value() for field in row.fields) for row in rows] == [
        ("4", "done-habit", "Seen."),
        ("1", "absent-nobody", ""),
        ("", "", ""),
    ]
    assert [row.stored_words for row in rows] == [
        ("d0-p0 step 4", "Habit of some people", "Seen."),
        ("d0-p1 step 1", "Nobody asks for it · We decided against it"),
        ("not verified",),
    ]
    assert [row.again for row in rows] == [None, None, None]


def test_what_differs_from_what_is_stored_is_known(assessment: Assessment) -> None:
    make_rating(assessment, "d0-p0", x=0.75, note="Two\nlines.")
    data = {"x-d0-p0": "4", "note-d0-p0": "Two\r\nlines.", "x-d0-p1": "2"}
    assert [row.differs for row in form_of(assessment, data).rows()] == [False, True, False]


def test_what_is_older_than_the_answers_can_be_confirmed(assessment: Assessment) -> None:
    make_rating(assessment, "d0-p0")
    answers_changed(Assessment.objects.get(pk=assessment.pk))
    assert [row.again is not None for row in form_of(assessment).rows()] == [True, False, False]
