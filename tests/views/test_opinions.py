"""The page of opinions and its files."""

import csv
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from assessment.models import Answer, Assessment, AuditEvent, Response
from assessment.services.results import recompute
from tests.exports import pdf_words, took
from tests.factories import make_grant, make_mixed_version, make_response, make_user
from tests.services.test_opinions import add_opinions, make_opinions_version
from tests.views.test_results import lead_of, make_closed, words_of

pytestmark = pytest.mark.django_db


def make_round(people: int) -> Assessment:
    """A closed round in which so many agree, and write down a hostile word each."""
    assessment = make_closed(version=make_opinions_version())
    for _person in range(people):
        add_opinions(assessment, {"worth-it": "4", "no-use": "2"})
    recompute(assessment)
    return assessment


def page(client: Client, assessment: Assessment, path: str = "") -> str:
    answer = client.get(f"/results/{assessment.uid}/opinions/{path}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_from_five_people_the_bars_and_every_statement_are_shown(client: Client) -> None:
    assessment = make_round(5)
    client.force_login(lead_of(assessment))
    html = page(client, assessment)
    assert 'data-chart="opinions-figure"' in html
    words = words_of(html)
    assert "“Benefits seen” finds agreement" in words
    assert "Strongly disagree 0, disagree 0, neither 0, agree 5, strongly agree 0" in words
    assert "turned round" in words


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (0, "Open answers are shown once there are three responses"),
        (2, "Nothing to show: an opinion has a mean where at least three responses give it"),
        (3, "Benefits seen 4.0 3"),
    ],
)
def test_below_that_as_much_as_may_be_shown(client: Client, people: int, said: str) -> None:
    assessment = make_round(people)
    client.force_login(lead_of(assessment))
    html = page(client, assessment)
    assert "data-chart=" not in html
    assert said in words_of(html)


def test_a_consultant_sees_opinions_and_not_what_people_wrote(client: Client) -> None:
    assessment = make_round(5)
    reader = make_user()
    make_grant(assessment.organization, reader)
    client.force_login(reader)
    assert "As its consultant" not in (words := words_of(page(client, assessment)))
    assert "so what people wrote is not shown to you" in words
    assert client.get(f"/results/{assessment.uid}/opinions/answers.csv").status_code == 403


def test_before_closing_there_is_nothing(client: Client) -> None:
    assessment = make_round(5)
    Assessment.objects.update(state="open", closed_at=None)
    client.force_login(lead_of(assessment))
    for path in ("", "opinions.csv", "answers.csv"):
        assert client.get(f"/results/{assessment.uid}/opinions/{path}").status_code == 404


def test_the_file_of_opinions_says_what_the_page_says(client: Client) -> None:
    assessment = make_round(5)
    client.force_login(lead_of(assessment))
    answer = client.get(f"/results/{assessment.uid}/opinions/opinions.csv")
    assert list(csv.reader(StringIO(answer.content.decode()))) == [
        ["Opinion", "Mean, 1 to 5", "Responses", "Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
        ["Benefits seen", "4.0", "5", "0", "0", "0", "10", "0"],
    ]


def test_a_workshop_is_one_response_on_the_page_and_in_every_file(client: Client) -> None:
    """Seven people gave three responses: the heads say what is counted."""
    assessment = make_round(3)
    Response.objects.filter(pk__in=assessment.responses.values("pk")[:1]).update(kind="workshop", user=None, people=5)
    recompute(assessment)
    client.force_login(lead_of(assessment))
    words = words_of(page(client, assessment))
    assert "They gave 3 responses: a workshop is one response of several people." in words
    assert "Opinion Mean Responses Benefits seen 4.0 3" in words
    rows = list(csv.reader(StringIO(took(client, assessment, "opinions/opinions.csv").decode())))
    assert [row[:3] for row in rows] == [["Opinion", "Mean, 1 to 5", "Responses"], ["Benefits seen", "4.0", "3"]]
    workbook = load_workbook(BytesIO(took(client, assessment, "tables.xlsx")))
    assert [[cell.value for cell in row][:3] for row in workbook["Opinions"].rows] == [
        ["Opinion", "Responses", "Mean"],
        ["Benefits seen", 3, 4],
    ]
    report = pdf_words(took(client, assessment, "report.pdf"))
    assert "Opinion Responses Mean 1 2 3 4 5 Benefits seen 3 4.0" in report


def test_the_queries_do_not_grow_with_the_people(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few, many = make_round(3), make_round(7)
    for assessment in (few, many):
        client.force_login(lead_of(assessment))
        page(client, assessment)
        with django_assert_num_queries(12):
            page(client, assessment)


# --- What people wrote -----------------------------------------------------------------------------


def make_written(*texts: str) -> Assessment:
    assessment = make_closed(version=make_mixed_version())
    question = assessment.version.questions.get(key="helped-most")
    for text in texts:
        response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        Answer.objects.create(response=response, question=question, text=text, saved_at=timezone.now())
    recompute(assessment)
    return assessment


def test_what_people_wrote_is_text_on_the_page_and_in_the_file(client: Client) -> None:
    assessment = make_written("<b>bold</b>", "=1+1", "plain")
    client.force_login(lead_of(assessment))
    html = page(client, assessment)
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    answer = client.get(f"/results/{assessment.uid}/opinions/answers.csv")
    rows = list(csv.reader(StringIO(answer.content.decode())))
    assert rows[0] == ["Questionnaire", "Version", "Question key", "Research question", "Question", "Answer"]
    assert [row[-1] for row in rows[1:]] == ["<b>bold</b>", "'=1+1", "plain"]
    assert AuditEvent.objects.filter(verb="open answers exported").count() == 1


def test_a_lead_hides_an_answer_and_members_no_longer_see_it(client: Client) -> None:
    assessment = make_written("names somebody", "two", "three")
    member = make_user()
    assessment.organization.memberships.create(user=member, role="practitioner")
    client.force_login(lead_of(assessment))
    html = page(client, assessment)
    reference = html.split('name="answer" value="')[1].split('"')[0]
    address = f"/results/{assessment.uid}/opinions/hide/"
    answer = client.post(address, {"answer": reference, "hidden": "yes"}, follow=True)
    assert "The answer is hidden." in (words := words_of(answer.content.decode()))
    assert "1 hidden answer names somebody" in words
    client.force_login(member)
    assert "names somebody" not in page(client, assessment)
    assert client.post(address, {"answer": reference, "hidden": "no"}).status_code == 403
    assert client.post(address, {"answer": "0" * 20}).status_code == 403
