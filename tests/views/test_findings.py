"""The pages of findings: the study, what is known here, the data set, a public survey."""

import csv
from collections import Counter
from io import StringIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from assessment.models import Organization, Version
from assessment.services.findings_snapshots import take_findings
from tests.factories import make_version
from tests.findings import make_researched, make_several, make_studied_version
from tests.views.test_results import figure_of, words_of

pytestmark = pytest.mark.django_db

FINDINGS = (
    "Adoption differs widely",
    "Some do it without having decided to",
    "Some work offline",
    "Tools cost much",
    "There is much to learn",
    "Generative AI promises something",
    "Explainable AI promises something",
    "Guidelines, tools and training are wanted",
)


def page(client: Client, path: str = "") -> str:
    answer = client.get(f"/findings/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def table(client: Client, name: str) -> list[list[str]]:
    answer = client.get(f"/findings/{name}.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="{"findings" if name == "numbers" else name}.csv"'
    return list(csv.reader(StringIO(answer.content.decode())))


def make_published(version: Version | None = None) -> Version:
    """Five who do everything on purpose, six who do it by habit; all agree that it takes long."""
    version = version or make_studied_version()
    for count, recognition in ((5, "guideline"), (6, "nobody")):
        for _ in range(count):
            make_researched(version, "5", recognition, opinions=("4", "4", "4"), serving="batch")
    take_findings(version.questionnaire)
    return version


# --- The findings ---------------------------------------------------------------------------------


def test_where_nobody_consented_the_study_stands_alone(client: Client) -> None:
    make_version()
    html = page(client)
    words = words_of(html)
    assert "Nobody has consented yet" in words
    assert all(title in words for title in FINDINGS)
    assert words.count("The study says (3 interviews)") == len(FINDINGS)
    assert "data-chart=" not in html
    assert "It has no rows yet." in words


def test_with_four_nothing_is_shown_of_them(client: Client) -> None:
    version = make_studied_version()
    make_several(version, 4)
    take_findings(version.questionnaire)
    html = page(client)
    assert "Too few have consented yet" in words_of(html)
    assert "data-chart=" not in html


def test_each_finding_has_what_is_known_here_beside_it(client: Client) -> None:
    make_published()
    html = page(client)
    words = words_of(html)
    assert "In 6 of 11 organizations, more is done by habit than on purpose" in words
    assert "In 5 of 11 organizations, at least half of everything is done and agreed" in words
    assert "Respondents rather agree: 4.0 of 5, averaged over 11 organizations" in words
    assert "Most frequent: Manual to Implicit, with 6 of 11 organizations" in words
    # Everybody does at least half, so that the other side would be nobody.
    assert "at least half is done" not in words
    # Nobody was asked about tools, generative and explainable AI; awareness neither.
    assert words.count("Too few organizations here to say anything beside it.") == 4
    assert "They neither confirm nor refute the study" in words
    assert "validated" not in words
    stages = figure_of(html, "adoption-0-figure")
    assert [text["text"] for text in stages["layout"]["annotations"]] == [  # type: ignore[index]
        "Manual to Implicit",
        "55\N{NO-BREAK SPACE}%",
        "Explicit or<br>Institutional",
        "45\N{NO-BREAK SPACE}%",
    ]


def test_a_demo_says_that_all_of_it_is_invented(client: Client, settings: Settings) -> None:
    version = make_studied_version()
    make_several(version, 5, "1")
    make_several(version, 5, "5")
    Organization.objects.update(synthetic=True)
    take_findings(version.questionnaire, synthetic=True)
    settings.DEMO = True
    assert "These organizations are invented. The numbers show what this page looks like." in words_of(page(client))
    assert {row[-1] for row in table(client, "numbers")[1:]} == {"yes"}


def test_the_file_of_numbers_says_what_the_charts_say(client: Client) -> None:
    make_published()
    heading, *rows = table(client, "numbers")
    assert heading[:6] == ["Finding", "Measure", "Organizations", "n", "So many of them", "Per cent"]
    assert [row[2:6] for row in rows if row[0] == FINDINGS[0]] == [
        ["Manual to Implicit", "11", "6", "55"],
        ["Explicit or Institutional", "11", "5", "45"],
    ]
    assert [row[2:7] for row in rows if row[0] == FINDINGS[4]] == [
        [name, "11", "", "", "4.0"] for name in ("All organizations", "Software and IT services", "10–49 people")
    ]


def test_before_a_batch_there_is_no_file_of_numbers(client: Client) -> None:
    make_studied_version()
    assert client.get("/findings/numbers.csv").status_code == 404


def test_the_queries_do_not_grow_with_the_organizations(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version = make_published()
    page(client)
    with django_assert_num_queries(3):
        page(client)
    make_several(version, 7)
    take_findings(version.questionnaire)
    with django_assert_num_queries(3):
        page(client)


# --- The data set ---------------------------------------------------------------------------------


def test_the_data_set_has_a_row_for_each_and_nothing_that_names_anybody(client: Client) -> None:
    make_published()
    text = client.get("/findings/data.csv").content.decode()
    heading, *rows = csv.reader(StringIO(text))
    scores = ["d0_practice", "d0_explicit", "release_practice", "release_explicit"]
    assert heading == ["batch", "sector", "size", "stage", *scores, "opinion_learning"]
    assert Counter(map(tuple, rows)) == {
        ("1", "software", "10-49", "4", "100", "100", "100", "100", "4.0"): 5,
        ("1", "software", "10-49", "2", "100", "0", "100", "0", "4.0"): 6,
    }
    for organization in Organization.objects.all():
        assert organization.name not in text
        assert str(organization.uid) not in text


def test_the_order_of_the_rows_follows_from_what_they_say(client: Client) -> None:
    version = make_studied_version()
    for step in "12345123":
        make_researched(version, step)
    take_findings(version.questionnaire)
    before = table(client, "data")
    # The same rows stored the other way round.
    rows = list(version.findings.get().rows.all())
    values = [row.values for row in rows]
    for row, other in zip(rows, reversed(values), strict=True):
        row.values = other
        row.save()
    assert table(client, "data") == before


@pytest.mark.parametrize(
    "parts",
    [
        [(5, "health", "1-9")],
        [(4, "health", "1-9")],
        [(9, "health", "1-9"), (1, "energy", "1-9")],
        [(3, "health", "1-9"), (3, "energy", "1-9"), (5, "media", "1000+"), (2, "media", "10-49")],
        [
            (1, sector, size)
            for sector in ("health", "energy", "media", "retail", "public")
            for size in ("1-9", "1000+")
        ],
    ],
)
def test_every_combination_in_the_file_has_five_rows(client: Client, parts: list[tuple[int, str, str]]) -> None:
    version = make_studied_version()
    for count, sector, size in parts:
        make_several(version, count, sector=sector, size=size)
    take_findings(version.questionnaire)
    make_several(version, 6, sector="media", size="1-9")
    take_findings(version.questionnaire)
    _heading, *rows = table(client, "data")
    combinations = Counter(tuple(row[:3]) for row in rows)
    assert combinations["2", "media", "1-9"] >= 5 or combinations["2", "any", "1-9"] >= 5
    assert [count for count in combinations.values() if count < 5] == []


def test_the_codebook_describes_every_column_and_what_is_promised(client: Client) -> None:
    make_published()
    heading, *rows = table(client, "codebook")
    assert heading == ["column", "meaning", "unit", "values"]
    described = [row[0] for row in rows if not row[0].startswith("(")]
    assert described == table(client, "data")[0]
    learning = next(row for row in rows if row[0] == "opinion_learning")
    assert learning[1] == "Effort of learning: mean over respondents, averaged per person first"
    promises = {row[0]: row[1] for row in rows if row[0].startswith("(")}
    assert promises["(guaranteed)"].startswith("k-anonymity with k = 5")
    assert "what all rows of a combination have in common" in promises["(not guaranteed)"]


def test_without_rows_both_files_have_their_headings(client: Client) -> None:
    assert table(client, "data") == [["batch", "sector", "size"]]
    assert [row[0] for row in table(client, "codebook")][:4] == ["column", "batch", "sector", "size"]


# --- A public survey ------------------------------------------------------------------------------


def test_the_survey_stands_beside_the_practices_that_name_it(client: Client) -> None:
    make_studied_version()
    html = page(client, "reference/")
    words = words_of(html)
    assert "It is another instrument: other questions, four answers instead of five, other people." in words
    assert "Means of this installation are shown from 5 organizations on" in words
    assert "mean here" not in words
    assert table(client, "reference") == [
        ["Practice", "Number in the survey", "Not at all, per cent", "Partially, per cent", "Mostly, per cent",
         "Completely, per cent", "Survey’s mean", "Mean here", "Organizations here"],
        ["Practice d0-p0", "4", "7", "26", "39", "28", "63", "", ""],
    ]  # fmt: skip


def test_from_five_organizations_their_mean_stands_beside_it(client: Client) -> None:
    version = make_studied_version()
    make_several(version, 5, "4")
    take_findings(version.questionnaire)
    words = words_of(page(client, "reference/"))
    assert "mean here, 0 to 100, another instrument" in words
    assert table(client, "reference")[1][-3:] == ["63", "75", "5"]


def test_without_a_questionnaire_there_is_no_survey(client: Client) -> None:
    assert "Nothing to show" in words_of(page(client, "reference/"))
    assert client.get("/findings/reference.csv").status_code == 404


def test_findings_are_in_the_footer(client: Client) -> None:
    assert '<li><a href="/findings/">Findings</a></li>' in client.get("/method/").content.decode()
