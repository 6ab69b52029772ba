"""The page of crosswalks says which level is reached, about, with the evidence for each requirement."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment
from tests.factories import make_assessment
from tests.services.test_crosswalks import make_crossed_version
from tests.views.test_results import everywhere, lead_of, make_closed, words_of

pytestmark = pytest.mark.django_db


def page_of(client: Client, assessment: Assessment) -> str:
    client.force_login(lead_of(assessment))
    response = client.get(f"/results/{assessment.uid}/crosswalks/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_level_with_its_evidence_from_the_top(client: Client) -> None:
    answers = everywhere("4", "nobody", d1_p0=("3", "guideline"))
    html = page_of(client, make_closed(answers, version=make_crossed_version()))
    assert (
        "Some model About level 1 of 2: Some One practice is missing for level 2. "
        "2 All Not met: Practice d1-p0 : needs 75, yours is 50 "
        "1 Some about here Met: Practice d0-p0 : needs 50, yours is 75 Met: Practice d2-p0 : needs 50, yours is 75 "
        "0 By hand"
    ) in words_of(html)
    assert 'href="https://example.org/levels" rel="noreferrer">Read the source: Some model</a>' in html
    assert "those who published the models have not checked it" in html


def test_unknown_and_not_asked_are_said_so(client: Client) -> None:
    version = make_crossed_version(condition={"fact": "uses_generative_models", "equals": True})
    words = words_of(page_of(client, make_closed({"d0-p0": ("2", "habit")}, version=version)))
    assert "About level 0 of 2: By hand 2 practices are missing for level 1." in words
    assert "Practice d2-p0 : needs 50, and nobody knows" in words
    assert "Practice d0-p0 : needs 50, yours is 25" in words


def test_at_the_top_nothing_is_missing(client: Client) -> None:
    words = words_of(page_of(client, make_closed(everywhere("5", "nobody"), version=make_crossed_version())))
    assert "About level 2 of 2: All There is no higher level." in words


def test_a_questionnaire_without_crosswalks_says_so(client: Client) -> None:
    assert "maps its practices to no other model" in page_of(client, make_closed(everywhere("5", "nobody")))


def test_while_open_there_is_no_level(client: Client) -> None:
    assessment = make_assessment(version=make_crossed_version())
    client.force_login(lead_of(assessment))
    assert client.get(f"/results/{assessment.uid}/crosswalks/").status_code == 404


def test_the_page_takes_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    assessment = make_closed(*(everywhere("4", "habit"),) * 5, version=make_crossed_version())
    client.force_login(lead_of(assessment))
    with django_assert_max_num_queries(15):
        client.get(f"/results/{assessment.uid}/crosswalks/")
