"""The comparison of the demonstration: pages and files hold the same numbers, which are what the stored rows say."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from statistics import fmean, median, quantiles
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from assessment.charts.rounding import whole_mix, whole_points
from assessment.measurement.mix import Mix
from assessment.models import Assessment, ConstructResult, Grant, Organization, PracticeResult, Result, User
from assessment.reports.csv_files import neutral
from assessment.views.compare_pages.views import FILES
from tests.demonstration import loaded

pytestmark = pytest.mark.django_db
SECTOR = "?sector=transport"
Lines = list[list[str]]


@pytest.fixture(scope="module")
def _demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield from loaded(django_db_blocker)


@pytest.fixture
def client(_demo: None, django_db_blocker: DjangoDbBlocker) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="consultant@example.org"))
    return client


def lines_of(client: Client, file: str, query: str = "") -> Lines:
    return list(csv.reader(StringIO(client.get(f"/compare/{file}.csv{query}").content.decode())))


def workbook(client: Client, query: str = "") -> dict[str, Lines]:
    """The sheets of the file by name, each cell as a CSV has it."""
    book = load_workbook(BytesIO(client.get(f"/compare/comparison.xlsx{query}").content))
    return {sheet.title: [[_text(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def _text(cell: Any) -> str:  # noqa: ANN401 a cell of a sheet of any kind
    return "" if cell.value is None else neutral(cell.value)


def numbers_alike(lines: Lines) -> Lines:
    """The lines with every number in the same writing: a spreadsheet knows no 3.0."""
    return [[f"{float(cell):g}" if re.fullmatch(r"\d+(\.\d+)?", cell) else cell for cell in line] for line in lines]


def report(client: Client, query: str = "") -> str:
    """The text of the report, its spaces made one."""
    content = client.get(f"/compare/comparison.pdf{query}").content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def latest() -> list[Result]:
    """The results that the consultant compares: the last closed round of each organization that granted access."""
    user = User.objects.get(email="consultant@example.org")
    found = []
    for grant in Grant.objects.active().filter(user=user):
        closed = Assessment.objects.filter(organization=grant.organization, state="closed", result__isnull=False)
        found.append(closed.order_by("closed_at", "pk")[len(closed) - 1].result)
    return found


# --- Page, CSV, XLSX and PDF ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["?sort=name", "?sector=transport&names=letters&sort=-explicit", "?cells=gap&by=size"]
)
def test_every_sheet_holds_the_lines_of_its_file(client: Client, query: str) -> None:
    highlighted = Organization.objects.get(name="Halden Freight").uid
    asked = f"{query}&highlight={highlighted}"
    sheets = workbook(client, asked)
    assert list(sheets) == ["What was chosen", *(str(file.word) for _view, file in FILES.values())]
    for key, (_view, file) in FILES.items():
        assert numbers_alike(sheets[str(file.word)]) == numbers_alike(lines_of(client, key, asked)), key


def test_page_csv_spreadsheet_and_report_tell_the_same_numbers(client: Client) -> None:
    heads, *lines = lines_of(client, "heatmap", SECTOR)
    sheet = workbook(client, SECTOR)["Heatmap"]
    assert sheet == [heads, *lines]
    table = client.get(f"/compare/heatmap/{SECTOR}").context["table"]
    text = report(client, SECTOR)
    assert len(table.lines) == len(lines) == 8
    for shown, line in zip(table.lines, lines, strict=True):
        name, stage, *rest = line
        parts, score, change, dimensions, people = rest[:4], rest[4], rest[5], rest[6:-2], rest[-2]
        cells = [cell.text for cell in shown.cells]
        assert (shown.row.name, shown.score, shown.people) == (name, score, people)
        assert cells == [value or "–" for value in dimensions]
        signed = {"": "–"}.get(change, f"+{change}" if change and int(change) > 0 else change.replace("'-", "−"))
        assert shown.change == signed.replace("-", "−")
        # In the report each organization has a line of stage and score, and one of its dimensions.
        mix = " · ".join(parts)
        assert re.search(rf"{name} {stage}[^·]*{mix} {score} {re.escape(shown.change)} {people} ", text), name
        assert f"{name} {' '.join(cells)}" in text
    mean = client.get(f"/compare/{SECTOR}").context["mean"]
    assert f"Mean of all n 8 {' · '.join(map(str, whole_mix(mean.parts)))} {whole_points(mean.practice)} " in text


def test_the_report_tells_the_biggest_differences(client: Client) -> None:
    text = report(client, SECTOR)
    results = [each for each in latest() if each.assessment.organization.sector == "transport"]
    names = {each.pk: each.assessment.organization.name for each in results}
    found: dict[str, list[tuple[int, str]]] = {}
    for row in PracticeResult.objects.filter(result__in=names, x__isnull=False):
        found.setdefault(row.key, []).append((whole_points(row.x or 0), names[row.result_id]))
    apart = sorted((max(values)[0] - min(values)[0] for values in found.values()), reverse=True)[:10]
    told = text[text.index("Biggest differences by practice") : text.index("How this comparison was made")]
    lines = re.findall(r"(\d+): [A-Z][^:]*? (\d+): [A-Z].*? (\d+)(?= [A-Z]| ?$)", told)
    assert [(int(high) - int(low), int(each)) for low, high, each in lines] == [(each, each) for each in apart]


def test_letters_stand_for_names_in_every_file(client: Client) -> None:
    query = f"{SECTOR}&names=letters"
    names = [each.assessment.organization.name for each in latest()]
    files = [str(workbook(client, query)), report(client, query), *(str(lines_of(client, key, query)) for key in FILES)]
    assert [name for name in names for text in files if name in text] == []
    assert [line[0] for line in lines_of(client, "heatmap", f"{query}&sort=name")[1:]] == list("ABCDEFGH")


@pytest.mark.parametrize("query", ["", "?sector=nobody"])
def test_too_many_organizations_make_no_report_and_the_page_says_so(client: Client, query: str) -> None:
    refused = client.get(f"/compare/comparison.pdf{query}")
    words = "The report (PDF) compares 2 to 12 organizations; 40 are shown."
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert words in refused.content.decode()
    page = client.get(f"/compare/dots/{query}").content.decode()
    assert words in page
    assert "/compare/comparison.pdf" not in page


def test_one_organization_makes_no_report(client: Client) -> None:
    uid = Organization.objects.get(name="Halden Freight").uid
    refused = client.get(f"/compare/comparison.pdf?organization={uid}")
    assert refused.status_code == 422
    assert "compares 2 to 12 organizations; 1 is shown." in refused.content.decode()
    assert client.get(f"/compare/comparison.xlsx?organization={uid}").status_code == 200


def test_the_report_is_accessible_and_comes_on_letter_paper(client: Client) -> None:
    content = client.get(f"/compare/comparison.pdf{SECTOR}&paper=letter").content
    reader = PdfReader(BytesIO(content))
    root: Any = reader.root_object
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    assert (root["/Lang"], round(reader.pages[0].mediabox.width)) == ("en", 612)
    assert reader.metadata is not None
    assert reader.metadata.title == "Comparison, 8 organizations"


def test_a_file_says_what_was_chosen(client: Client) -> None:
    said = dict(workbook(client, f"{SECTOR}&names=letters")["What was chosen"])
    assert (said["Organizations shown"], said["With an overall result"], said["Sector"], said["Names"]) == (
        "8",
        "8",
        "Transport and logistics",
        "Letters instead",
    )
    assert said["Questionnaire"] == "How you work with machine learning, version 1"


# --- Numbers computed otherwise -------------------------------------------------------------------


def test_practices_are_the_means_of_the_stored_rows(client: Client) -> None:
    results = [each.pk for each in latest()]
    rows = list(PracticeResult.objects.filter(result__in=results))
    heads, *lines = lines_of(client, "practices-ranked")
    names = {row.key: row.name for row in latest()[0].assessment.version.practices.all()}
    told = {line[0]: line[2:] for line in lines}
    assert (len(results), len(lines), len(heads)) == (40, 50, 11)
    for key, name in names.items():
        own = [row for row in rows if row.key == key]
        mixes = [_mix(row) for row in own if row.x is not None]
        parts = [fmean(mix.parts[place] for mix in mixes) for place in range(4)]
        numbers = [sum(row.state == state for row in own) for state in ("rated", "unknown", "not-applicable")]
        expected = [*numbers, whole_points(fmean(row.x for row in own if row.x is not None)), *whole_mix(parts)]
        assert told[name][:-1] == [str(number) for number in expected], key
    implicit = [int(line[7]) for line in lines]
    assert implicit == sorted(implicit, reverse=True)


def _mix(row: PracticeResult | Result) -> Mix:
    return Mix(*(getattr(row, f"mix_{part}") for part in ("explicit", "implicit", "declared", "absent")))


def test_a_practice_of_an_organization_is_its_stored_row(client: Client) -> None:
    heads, *lines = lines_of(client, "practices", "?dimension=people&sort=name")
    names = {row.name: row.key for row in latest()[0].assessment.version.practices.filter(section__key="people")}
    stored = {
        (row.result.assessment.organization.name, row.key): row
        for row in PracticeResult.objects.filter(result__in=[each.pk for each in latest()], dimension_key="people")
    }
    states = {"unknown": "unknown", "not-applicable": "does not apply"}
    assert heads[7:] == list(names)
    for line in lines:
        rows = [stored[line[0], key] for key in names.values()]
        assert line[7:] == [str(whole_points(row.x)) if row.x is not None else states[row.state] for row in rows]


def test_a_quarter_is_the_spread_of_the_stored_rows(client: Client) -> None:
    organizations = [each.assessment.organization_id for each in latest()]
    last: dict[tuple[str, int], Result] = {}
    closed = Assessment.objects.filter(organization__in=organizations, state="closed")
    for each in closed.order_by("closed_at", "pk").select_related("result"):
        assert each.closed_at is not None
        quarter = f"Q{(each.closed_at.month + 2) // 3} {each.closed_at.year}"
        last[quarter, each.organization_id] = each.result
    _heads, *lines = lines_of(client, "trend")
    assert [line[0] for line in lines] == list(dict.fromkeys(quarter for quarter, _organization in last))
    for line in lines:
        own = [result for (quarter, _organization), result in last.items() if quarter == line[0]]
        for place, field in ((3, "practice"), (7, "mix_explicit")):
            values = [getattr(result, field) for result in own if result.reportable]
            assert line[place : place + 4] == _spread(values), (line[0], field)
        assert line[11:] == [str(sum(result.stage == stage for result in own)) for stage in (0, 1, 2, 3, 4, None)]


def _spread(values: list[float]) -> list[str]:
    told = [len(values), "", whole_points(median(values)) if len(values) >= 3 else "", ""]
    if len(values) >= 5:
        lower, _middle, upper = quantiles(values, n=4, method="inclusive")
        told[1], told[3] = whole_points(lower), whole_points(upper)
    return [str(each) for each in told]


def test_opinions_are_those_of_the_stored_rows(client: Client) -> None:
    rows = [row for row in ConstructResult.objects.filter(result__in=latest()) if row.respondents >= 3]
    titles = latest()[0].assessment.version.constructs
    _heads, *lines = lines_of(client, "perception")
    told = {line[0]: line[1:] for line in lines}
    for key, said in titles.items():
        own = [row for row in rows if row.key == key and row.mean is not None]
        means = [row.mean for row in own if row.mean is not None]
        counts = [sum(int(mean + 0.5) == value for mean in means) for value in range(1, 6)]
        assert told[said["title"]] == [
            str(each) for each in (round(fmean(means), 2), len(own), sum(row.respondents for row in own), *counts)
        ]


def test_dots_of_an_opinion_are_the_stored_rows(client: Client) -> None:
    _heads, *lines = lines_of(client, "perception-explicitness", "?construct=scepticism")
    rows = ConstructResult.objects.filter(result__in=latest(), key="scepticism", respondents__gte=3)
    assert {line[0]: (float(line[1]), int(line[2])) for line in lines} == {
        row.result.assessment.organization.name: (
            int((row.mean or 0) * 10 + 0.5) / 10,
            whole_points(row.result.explicitness or 0),
        )
        for row in rows
        if row.result.reportable
    }
