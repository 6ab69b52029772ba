"""A result is taken along by those who may see it, under a telling name, and it is written down who took what."""

import re
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from assessment.models import AuditEvent, ConstructResult, Grant, Person, Result
from assessment.services.bundle_files import read_bundle
from assessment.services.bundles import import_bundle
from assessment.services.questionnaires import load_questionnaire
from tests.bundles import Ratings, everywhere, make_round, questionnaire
from tests.exports import lead_of, pdf_words, took, words_of
from tests.factories import make_grant, make_organization, make_user

pytestmark = pytest.mark.django_db
FILES = ("report.pdf", "tables.xlsx", "practices.csv", "dimensions.csv")


def test_files_have_names_types_and_are_written_down(client: Client) -> None:
    assessment = make_round(title="Q4 2026")
    lead = lead_of(assessment)
    client.force_login(lead)
    names = {}
    for name in (*FILES, "round.json"):
        response = client.get(f"/results/{assessment.uid}/{name}")
        names[response["Content-Disposition"].split('"')[1]] = response["Content-Type"]
    assert names == {
        "halden-q4-2026-report.pdf": "application/pdf",
        "halden-q4-2026-tables.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "halden-q4-2026-practices.csv": "text/csv; charset=utf-8",
        "halden-q4-2026-dimensions.csv": "text/csv; charset=utf-8",
        "halden-q4-2026-round.json": "application/json",
    }
    events = AuditEvent.objects.filter(verb__endswith="exported").order_by("pk")
    assert [(event.verb, event.actor_number, event.object_uid) for event in events] == [
        (f"{what} exported", lead.pk, assessment.uid)
        for what in ("report", "workbook", "practices", "dimensions", "bundle")
    ]


def test_the_menu_offers_the_bundle_to_leads_alone(client: Client) -> None:
    practitioner, consultant = make_user(), make_user()
    organization = make_organization(practitioners=[practitioner])
    make_grant(organization, consultant, Grant.Level.RUN)
    assessment = make_round(organization=organization)
    for user in (lead_of(assessment), practitioner, consultant):
        head = took(client, assessment, "", user).decode().split("<h1>")[1].split('id="stage"')[0]
        offered = re.findall(rf'href="/results/{assessment.uid}/([\w.?=]+)" download', head)
        bundle = ["round.json"] if user == lead_of(assessment) else []
        tables = ["tables.xlsx", "practices.csv", "dimensions.csv"]
        assert offered == [*tables, "report.pdf?paper=letter", *bundle, "report.pdf"]


def test_letter_paper_is_a_choice(client: Client) -> None:
    assessment = make_round()
    boxes = [
        PdfReader(BytesIO(took(client, assessment, name))).pages[0].mediabox
        for name in ("report.pdf", "report.pdf?paper=letter", "report.pdf?paper=../../etc")
    ]
    assert [(round(box.width), round(box.height)) for box in boxes] == [(595, 842), (612, 792), (595, 842)]


def test_a_report_is_small_and_of_one_page_of_summary(client: Client) -> None:
    content = took(client, make_round(), "report.pdf")
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert len(content) < 3_000_000
    assert [number for number, text in enumerate(pages, start=1) if "What separates you" in text] == [2]
    assert "Profile by dimension" in pages[2]


# --- Edges ----------------------------------------------------------------------------------------------


SHEETS = ["Overview", "Dimensions", "Practices", "Roadmap", "Agreement", "Method"]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "No dimension has enough answers."),
        (everywhere("not-applicable", ""), "Every practice was said not to apply, so there is nothing to score."),
        (everywhere("5", "guideline"), "There is no higher stage"),
    ],
)
def test_whatever_there_is_can_be_taken_along(client: Client, answers: Ratings, said: str) -> None:
    document = questionnaire()
    for section in document["sections"]:
        for practice in section.get("practices", ()):
            practice["may_not_apply"] = True
    assessment = make_round(answers, version=load_questionnaire(Person(), document).version)
    assert said in pdf_words(took(client, assessment, "report.pdf"))
    assert load_workbook(BytesIO(took(client, assessment, "tables.xlsx"))).sheetnames == SHEETS


def test_names_are_text_in_every_file(client: Client) -> None:
    """SECURITY: no formula in a spreadsheet, no markup in a report."""
    assessment = make_round(organization=make_organization("=1+1 #panic(1)"), title="@SUM(A1)")
    workbook = load_workbook(BytesIO(took(client, assessment, "tables.xlsx")))
    cells = [workbook["Overview"]["B2"], workbook["Overview"]["B3"]]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        ("=1+1 #panic(1)", "s", True),
        ("@SUM(A1)", "s", True),
    ]
    assert "=1+1 #panic(1) Result of @SUM(A1)" in pdf_words(took(client, assessment, "report.pdf"))


def test_opinions_are_there_as_far_as_they_may_be_shown(client: Client) -> None:
    """SECURITY: a mean from three respondents, a distribution from five."""
    assessment = make_round(*[everywhere("4", "habit")] * 5)
    result = Result.objects.get(assessment=assessment)
    ConstructResult.objects.filter(result=result).delete()
    row = {"key": "benefits", "position": 0, "mean": 3.8, "counts": {"benefits-sleep": [0, 1, 1, 1, 2]}}
    for respondents, shown in ((5, "5 3.8 0 1 1 1 2"), (4, "4 3.8 – – – – –"), (2, "")):
        told = row | {"respondents": respondents}
        ConstructResult.objects.update_or_create(result=result, key="benefits", defaults=told)
        report = pdf_words(took(client, assessment, "report.pdf"))
        workbook = load_workbook(BytesIO(took(client, assessment, "tables.xlsx")))
        cells = workbook["Opinions"][2][1:] if "Opinions" in workbook.sheetnames else ()
        assert " ".join("–" if cell.value is None else f"{cell.value:g}" for cell in cells) == shown
        assert (f"Benefits seen {shown}" in report) == ("Benefits seen" in report) == bool(shown)


def test_an_imported_round_says_so_on_page_and_report(client: Client) -> None:
    organization = make_organization("Elsewhere")
    lead = organization.memberships.get().user
    text = took(client, make_round(), "round.json")
    copy = import_bundle(Person(lead), organization, read_bundle(text))
    assert "· imported" in words_of(took(client, copy, "").decode())
    report = pdf_words(took(client, copy, "report.pdf"))
    assert "Imported " in report
    assert "The round was imported: everything was computed anew from its counts" in report
