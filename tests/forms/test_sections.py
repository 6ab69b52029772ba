"""A section as a page asks it."""

import pytest

from assessment.forms.sections import Choice, SectionForm, columns_of, fields_of, words_of
from assessment.models import Practice, Response, Section
from assessment.services.answer_values import Invalid, Values
from assessment.services.answers import Sent
from assessment.services.responses import outline
from assessment.services.versions import frozen
from tests.factories import (
    make_answers,
    make_assessment,
    make_mixed_version,
    make_question,
    make_response,
    make_version,
    publish_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def response() -> Response:
    return make_response(make_assessment(version=make_mixed_version()))


def form_of(response: Response, key: str = "d0") -> SectionForm:
    seen = outline(Response.objects.get(pk=response.pk))
    progress = seen.of(key)
    assert progress is not None
    return SectionForm(seen.version, progress.section, progress.asked, seen.answers, {}, {})


def test_a_practice_offers_its_anchors_by_number_and_the_rest_beside(response: Response) -> None:
    make_answers(response, {"d0-p2": ("not-applicable", "")})
    card = form_of(response).cards[2]
    assert [(choice.key, choice.shortcut) for choice in card.choices] == [(str(n), str(n)) for n in range(1, 6)]
    assert card.aside == [
        Choice("unknown", "I don't know", checked=False, shortcut="0"),
        Choice("not-applicable", "Does not apply", checked=True, shortcut="X", reveals=True),
    ]
    assert (card.kind, card.state, card.number) == ("practice", "done", 1)


def test_each_kind_of_question_has_its_partial(response: Response) -> None:
    kinds = {card.key: card.kind for key in ("about", "views") for card in form_of(response, key).cards}
    assert kinds == {"role": "choice", "parts": "choice", "worth-it": "scale", "helped-most": "open"}


def test_the_table_has_a_column_for_each_usual_wording(response: Response) -> None:
    make_answers(response, {"d0-p0": ("1", "habit"), "d0-p2": ("not-applicable", "habit")})
    form = form_of(response)
    assert [column.key for column in form.columns] == ["nobody", "habit", "agreed", "guideline", "unknown"]
    absent, usual, off = form.rows
    assert [[choice.key for choice in cell] for cell in absent.cells][:2] == [["nobody", "decided-against"], ["habit"]]
    assert [[choice.key for choice in cell] for cell in usual.cells][:2] == [["nobody"], ["habit"]]
    assert (off.off, form.asked_rows, form.answered_rows) == (True, 2, 1)


def test_lines_put_each_practice_beside_how_it_came_about(response: Response) -> None:
    make_answers(response, {"d0-p2": ("not-applicable", "")})
    assert [line.key for line in form_of(response).lines] == [
        "d0-p0",
        "d0-p0-recognition",
        "d0-p1",
        "d0-p1-recognition",
        "d0-p2",
    ]


def test_what_failed_keeps_what_was_sent(response: Response) -> None:
    form = form_of(response)
    sent = {"d0-p0": Sent(3, Values("2", evidence="x"))}
    problems = {"d0-p0": Invalid("Enter an address.", "evidence")}
    filled = SectionForm(form.version, form.section, form.questions, form.answers, sent, problems)
    card = filled.cards[0]
    assert (card.values, card.number, card.state, card.has_note) == (sent["d0-p0"].values, 3, "error", True)
    assert filled.errors == [("d0-p0-evidence", "d0-p0? Enter an address.")]


def test_who_usually_knows_is_named_as_the_profile_names_it() -> None:
    version = make_version(dimensions=1, practices=1, publish=False)
    about = Section.objects.create(version=version, key="about", kind=Section.Kind.PROFILE, title="About", position=9)
    make_question(about, "role", ["data-science", "operations"])
    Practice.objects.filter(version=version).update(roles=["operations", "data-science", "stranger"])
    publish_version(version)
    card = form_of(make_response(make_assessment(version=version))).cards[0]
    assert card.who_knows == "role operations, role data-science"


def test_answers_in_words_and_as_fields(response: Response) -> None:
    questions = frozen(response.assessment.version).questions
    assert words_of(questions["parts"], Values(text="data release")) == "parts data, parts release"
    assert words_of(questions["helped-most"], Values(text="People.")) == "People."
    assert words_of(questions["d0-p0-recognition"], Values("agreed"), absent=True) == "Agreed but not done"
    assert fields_of(questions["role"], Values("operations")) == '{"role": "operations"}'
    assert fields_of(questions["parts"], Values(text="data")) == ""
    assert len(columns_of(questions["d0-p0-recognition"])) == 5
