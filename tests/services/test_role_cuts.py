"""Roles are compared by means of at least three people, and nobody can be worked out from what is left."""

from collections.abc import Iterable

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, Question, Response, Section
from assessment.services.results import recompute
from assessment.services.role_cuts import OTHERS, RoleCut, grouped, role_cut
from assessment.services.stored_results import read_result
from tests.factories import (
    make_answer,
    make_answers,
    make_assessment,
    make_question,
    make_response,
    make_version,
    publish_version,
)

ROLES = ("data-science", "operations", "product")
KEYS = ("d0-p0", "d0-p1", "d0-p2")


@pytest.mark.parametrize(
    ("roles", "sizes"),
    [
        ("aaabbb", {"a": 3, "b": 3}),
        ("aaaabbbccc", {"a": 4, "b": 3, "c": 3}),
        # Too few of a role, and nobody's role is known: together they are enough.
        ("aaabbc", {"a": 3, OTHERS: 3}),
        ("aaab--", {"a": 3, OTHERS: 3}),
        # Two alone would be what remains when the others are taken from all: the smallest role joins them.
        ("aaaabbbcc", {"a": 4, OTHERS: 5}),
        ("aaaabbbb-", {"a": 4, OTHERS: 5}),
        # Of roles of one size the last in order joins.
        ("aaabbbc", {"a": 3, OTHERS: 4}),
        # One group alone is everybody.
        ("aaac", {OTHERS: 4}),
        ("abc", {OTHERS: 3}),
        ("aab", {OTHERS: 3}),
        ("aaa", {"a": 3}),
        ("", {}),
    ],
)
def test_each_group_has_three_and_nobody_is_left_out(roles: str, sizes: dict[str, int]) -> None:
    said = {number: "" if role == "-" else role for number, role in enumerate(roles)}
    found = grouped(said, "abc", 3)
    assert {key: len(members) for key, members in found.items()} == sizes
    assert sorted(number for members in found.values() for number in members) == list(said)


def make_round(people: Iterable[tuple[str, str]], kind: str = Response.Kind.PERSONAL) -> Assessment:
    """A closed round of one dimension: the role of each person, and the option each chose everywhere ("" for none)."""
    version = make_version(dimensions=1, publish=False)
    about = Section.objects.create(
        version=version, key="about", kind=Section.Kind.PROFILE, title="About you", position=9
    )
    role = make_question(about, "role", ROLES)
    publish_version(version)
    assessment = make_assessment(version=version)
    for place, choice in people:
        add_response(assessment, role, place, choice)
    if kind != Response.Kind.PERSONAL:
        add_response(assessment, role, "operations", "1", kind)
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED, closed_at=timezone.now())
    recompute(assessment)
    return assessment


def add_response(
    assessment: Assessment, role: Question, place: str, choice: str, kind: str = Response.Kind.PERSONAL
) -> None:
    several = 2 if kind == Response.Kind.WORKSHOP else 1
    response = make_response(
        assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now(), kind=kind, people=several
    )
    if place:
        make_answer(response, role, place)
    if choice:
        make_answers(response, dict.fromkeys(KEYS, (choice, "habit")))


def cut_of(assessment: Assessment) -> RoleCut | None:
    return role_cut(assessment, read_result(assessment))


def described(cut: RoleCut) -> tuple[list[tuple[str, int]], list[tuple[str, list[tuple[float | None, int]]]]]:
    groups = [(group.title, group.people) for group in cut.groups]
    return groups, [(row.practice.key, [(each.mean, each.raters) for each in row.means]) for row in cut.rows]


@pytest.mark.django_db
def test_the_mean_of_each_role_is_that_of_its_raters() -> None:
    assessment = make_round([("data-science", "5")] * 3 + [("operations", "2")] * 2 + [("operations", "5")])
    cut = cut_of(assessment)
    assert cut is not None
    groups, rows = described(cut)
    assert groups == [("role data-science", 3), ("role operations", 3)]
    assert rows == [(key, [(1.0, 3), (0.5, 3)]) for key in KEYS]
    assert [row.difference for row in cut.rows] == [0.5, 0.5, 0.5]


@pytest.mark.django_db
def test_a_practice_that_fewer_than_three_of_a_group_rated_is_left_out() -> None:
    """SECURITY: those two would be what remains when the other group is taken from all."""
    assessment = make_round([("data-science", "5")] * 3 + [("operations", "2")] * 2 + [("operations", "")])
    cut = cut_of(assessment)
    assert cut is not None
    assert cut.rows == ()


@pytest.mark.django_db
@pytest.mark.parametrize("people", [[("data-science", "5")] * 5, [("data-science", "5")] * 3 + [("operations", "1")]])
def test_without_two_groups_nothing_is_compared(people: list[tuple[str, str]]) -> None:
    assert cut_of(make_round(people)) is None


@pytest.mark.django_db
def test_a_questionnaire_that_asks_for_no_role_has_no_cut() -> None:
    assessment = make_assessment(version=make_version())
    recompute(assessment)
    assert cut_of(assessment) is None


@pytest.mark.django_db
def test_a_workshop_has_no_role() -> None:
    """It is of several people, whatever is said of its role."""
    people = [("data-science", "5")] * 3 + [("operations", "2")] * 3
    cut = cut_of(make_round(people, kind=Response.Kind.WORKSHOP))
    assert cut is not None
    groups, _rows = described(cut)
    assert groups == [("role data-science", 3), ("", 4)]


@pytest.mark.django_db
def test_the_widest_difference_comes_first_and_it_takes_three_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    people = [("data-science", "5")] * 3 + [("operations", "5")] * 3
    assessment = make_round(people)
    responses = assessment.responses.order_by("pk")
    question = assessment.version.questions.get(key="d0-p2")
    assert question.option_set is not None
    lowest = question.option_set.options.get(key="1")
    for response in responses[3:]:
        response.answers.filter(question=question).update(option=lowest)
    recompute(assessment)
    view = read_result(assessment)
    with django_assert_num_queries(3):
        cut = role_cut(assessment, view)
    assert cut is not None
    assert [(row.practice.key, row.difference) for row in cut.rows] == [("d0-p2", 1.0), ("d0-p0", 0.0), ("d0-p1", 0.0)]
