"""Tests of what the address of a comparison asks for."""

from uuid import UUID, uuid4

import pytest
from django.http import QueryDict

from assessment.forms.comparisons import ComparisonForm, address_of
from assessment.services.comparison_choices import Choice
from assessment.services.comparisons import Cohort, cohort_of
from tests.comparisons import make_round
from tests.factories import make_organization, make_person, make_user, make_version

STAGES = ("Manual", "Exploring", "Implicit", "Explicit", "Institutional")
pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    lead, version = make_user(), make_version()
    for number in range(6):
        make_round(make_organization(f"Organization {number}", lead), version, dimensions={"d0": 0.5})
    return cohort_of(make_person(lead))


def uids(cohort: Cohort) -> list[UUID]:
    return [uid for uid, _name in cohort.named([], "Organization").found]


def asked(cohort: Cohort, query: str) -> tuple[Choice, list[str]]:
    form = ComparisonForm(QueryDict(query), cohort, STAGES)
    return form.choice(), form.remarks()


def test_nothing_asked_is_everything_best_first(cohort: Cohort) -> None:
    assert asked(cohort, "") == (Choice(), [])


def test_all_that_can_be_asked(cohort: Cohort) -> None:
    first, second, *_rest = uids(cohort)
    query = "sector=finance&size=10-49&criticality=critical&stage=none&sort=dimension.d0&page=3"
    choice, remarks = asked(cohort, f"{query}&highlight={second}&highlight={first}&highlight={second}")
    assert remarks == []
    assert choice == Choice("finance", "10-49", "critical", "none", "dimension.d0", (second, first), 3)


@pytest.mark.parametrize(
    "query",
    [
        "sector=mining",
        "size=2",
        "criticality=very",
        "stage=5",
        "sort=dimension.d9",
        "sort=--score",
        "sort=password",
        "page=0",
        "page=x",
        "page=" + "9" * 50,
        "highlight=x",
        "sector=%00",
    ],
)
def test_what_does_not_exist_is_left_out_with_a_sentence(cohort: Cohort, query: str) -> None:
    choice, remarks = asked(cohort, query)
    value = QueryDict(query).dict().popitem()[1]
    shown = value if len(value) <= 40 else value[:39] + "…"
    assert remarks == [f"The address asked for “{shown}”, which does not exist here; it was left out."]
    assert choice == Choice()


def test_a_wrong_value_leaves_the_right_ones(cohort: Cohort) -> None:
    choice, remarks = asked(cohort, "sector=finance&stage=9")
    assert (choice, len(remarks)) == (Choice(sector="finance"), 1)


def test_invisible_organizations_are_dropped_without_a_word(cohort: Cohort) -> None:
    foreign = make_organization()
    make_round(foreign, make_version())
    first = uids(cohort)[0]
    assert asked(cohort, f"highlight={foreign.uid}&highlight={uuid4()}&highlight={first}") == (
        Choice(highlighted=(first,)),
        [],
    )


def test_a_fifth_highlight_is_refused_with_a_sentence(cohort: Cohort) -> None:
    five = uids(cohort)[:5]
    choice, remarks = asked(cohort, "&".join(f"highlight={uid}" for uid in five))
    assert choice.highlighted == tuple(five[:4])
    assert remarks == [
        "Four organizations can be highlighted at most. Remove one of them before you add Organization 4."
    ]


def test_an_address_asks_for_what_it_was_made_of(cohort: Cohort) -> None:
    first, second, *_rest = uids(cohort)
    choice = Choice("finance", "10-49", "critical", "2", "-dimension.d0", (first, second))
    assert asked(cohort, address_of(choice).removeprefix("?")) == (choice, [])
    assert address_of(Choice()) == "?"
    assert address_of(Choice(page=2, stage="0")) == "?stage=0"
    assert address_of(choice, sort="name", highlight=(), sector="") == (
        "?size=10-49&criticality=critical&stage=2&sort=name"
    )


def test_an_address_full_of_what_does_not_exist_is_answered_in_a_few_sentences(cohort: Cohort) -> None:
    wrong = "&".join(f"highlight=wrong-{place}&organization=wrong-{place}" for place in range(400))
    _choice, remarks = asked(cohort, f"{wrong}&sector=mining")
    assert remarks == [
        *(
            f"The address asked for “{text}”, which does not exist here; it was left out."
            for text in ("mining", "wrong-0", "wrong-1")
        ),
        "The address asked for 398 more that do not exist here; they were left out.",
    ]


def test_of_more_than_one_highlight_too_many_one_sentence_is_said(cohort: Cohort) -> None:
    six = uids(cohort)
    choice, remarks = asked(cohort, "&".join(f"highlight={uid}" for uid in six))
    assert choice.highlighted == tuple(six[:4])
    assert remarks == ["Four organizations can be highlighted at most; the others were left out."]
