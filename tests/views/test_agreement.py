"""The page of agreement tells what to talk about and what roles say, and never what one person said."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, Response
from assessment.services.results import recompute
from tests.factories import make_answers, make_assessment, make_response, make_version
from tests.services.test_role_cuts import make_round

pytestmark = pytest.mark.django_db
KEYS = tuple(f"d{dimension}-p{place}" for dimension in range(2) for place in range(3))


def make_closed(*people: dict[str, tuple[str, str]]) -> Assessment:
    """A closed round of two dimensions; what somebody does not rate differently is done half, by habit."""
    assessment = make_assessment(version=make_version())
    for ratings in people:
        response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        make_answers(response, dict.fromkeys(KEYS, ("3", "habit")) | ratings)
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED, closed_at=timezone.now())
    recompute(assessment)
    return assessment


def page_of(client: Client, assessment: Assessment) -> str:
    client.force_login(assessment.organization.memberships.get(role="lead").user)
    answer = client.get(f"/results/{assessment.uid}/agreement/")
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def apart(html: str) -> list[str]:
    """The practices to talk about, in the order in which they are listed."""
    section = html.split('aria-labelledby="apart"')[1].split("</section>")[0]
    return re.findall(r">Practice (d\d-p\d)<", section)


def test_the_widest_range_comes_first_and_what_two_rated_after_in_the_order_asked(client: Client) -> None:
    """SECURITY: the place in the list does not tell how far two people are apart."""
    unknown = ("unknown", "")
    first = {"d0-p0": ("1", "habit"), "d0-p1": ("1", "habit"), "d1-p0": ("1", "habit"), "d1-p1": ("2", "habit")}
    second = {"d0-p0": ("3", "habit"), "d0-p1": ("5", "habit"), "d1-p0": ("5", "habit"), "d1-p1": ("5", "habit")}
    third = {"d0-p0": unknown, "d1-p1": ("2", "habit"), "d1-p0": unknown}
    html = page_of(client, make_closed(first, second, third))
    assert apart(html) == ["d0-p1", "d1-p1", "d0-p0", "d1-p0"]
    words = words_of(html)
    assert "Talk about these: the answers to 4 of 6 practices are far apart" in words
    assert "Practice d0-p1 0 50 100 3" in words
    assert words.count("Practice d1-p0 at least half the scale apart – – – 2") == 2


def test_every_rated_practice_has_its_spread_from_three_raters(client: Client) -> None:
    words = words_of(page_of(client, make_closed({}, {"d0-p1": ("4", "habit")}, {"d0-p2": ("unknown", "")})))
    assert "Nobody is far apart" in words
    assert "Practice d0-p1 50 50 75 3" in words
    assert "Practice d0-p2 – – – – 2" in words


def test_one_person_alone_is_told_that_there_is_nobody_to_compare_with(client: Client) -> None:
    words = words_of(page_of(client, make_closed({})))
    assert "Nobody to compare with" in words
    assert "Every practice" not in words


def test_roles_are_compared_with_how_many_each_mean_is_of(client: Client) -> None:
    people = [("data-science", "5")] * 3 + [("operations", "2")] * 3
    words = words_of(page_of(client, make_round(people)))
    assert "Roles differ most on “Practice d0-p0”, by 75 points" in words
    assert "role data-science (3) role operations (3) Difference" in words
    assert "Practice d0-p0 100 of 3 25 of 3 75" in words


def test_too_few_of_a_role_are_not_compared(client: Client) -> None:
    people = [("data-science", "5")] * 3 + [("operations", "2")] * 2
    words = words_of(page_of(client, make_round(people)))
    assert "Here there are too few, or nobody said what they do." in words
    assert "role operations" not in words


def test_while_the_round_is_open_there_is_no_such_page(client: Client) -> None:
    assessment = make_assessment(version=make_version())
    recompute(assessment)
    client.force_login(assessment.organization.memberships.get(role="lead").user)
    assert client.get(f"/results/{assessment.uid}/agreement/").status_code == 404


def test_the_page_takes_at_most_15_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assessment = make_round([("data-science", "5")] * 5 + [("operations", "2")] * 5)
    page_of(client, assessment)
    with django_assert_max_num_queries(15):
        assert client.get(f"/results/{assessment.uid}/agreement/").status_code == 200
