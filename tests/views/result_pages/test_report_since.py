"""A report says what changed since the round before, in the numbers of the page over time."""

import pytest
from django.test import Client

from assessment.models import Organization
from assessment.services.trends import trend_of
from assessment.views.result_pages.reading import since_last
from assessment.views.result_pages.report_since import with_since
from tests.bundles import everywhere
from tests.exports import lead_of, pdf_words, took
from tests.factories import make_organization, make_person, make_version
from tests.reports.test_pdf import make_report
from tests.trends import close, make_versions, on_newer

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization() -> Organization:
    return make_organization()


def test_the_round_before_stands_beside_this_one(client: Client, organization: Organization) -> None:
    version = make_version(dimensions=3)
    close(organization, version, "Zero", 300, everywhere("1", "nobody"))
    close(organization, version, "First", 200, everywhere("2", "habit"))
    last = close(organization, version, "Second", 100, everywhere("4", "agreed", d1_p1=("1", "nobody")))
    since = with_since(make_report(), since_last(make_person(lead_of(last)), last)).since
    assert since is not None
    assert since.heading == "Since last time"
    assert since.paragraphs == (
        "8 practices rose, 1 fell.",
        "Improved most: “Practice d0-p0”, done 25 → 75, agreed 33 → 67.",
        "Fell most: “Practice d1-p1”, done 25 → 0, agreed 33 → 0.",
    )
    columns = ("Round", "Closed", "People", "Stage", "Score", "Explicit", "Implicit", "Declared", "Absent", "Coverage")
    assert since.table.columns == columns
    assert [(row[0], *row[2:]) for row in since.table.rows] == [
        ("First", "1", "Exploring", "25", "8", "17", "25", "50", "100\xa0%"),
        ("Second", "1", "Implicit", "67", "45", "22", "15", "18", "100\xa0%"),
    ]
    words = pdf_words(took(client, last, "report.pdf"))
    assert "Since last time 8 practices rose, 1 fell." in words
    assert "Zero" not in words


def test_on_two_versions_it_says_on_what_they_are_compared(client: Client, organization: Organization) -> None:
    """By hand in tests/views/test_trends.py: 44 and 75 on the common core."""
    older, newer = make_versions()
    close(organization, older, "Old", 200, everywhere("2", "habit", d0_p0=("5", "guideline")))
    last = close(organization, newer, "New", 100, on_newer(everywhere("4", "agreed"), ("1", "nobody")))
    since = with_since(make_report(), since_last(make_person(lead_of(last)), last)).since
    assert since is not None
    assert since.paragraphs[-1].startswith(
        "The two rounds were not asked the same. They are compared on the 8 practices"
    )
    assert [row[4] for row in since.table.rows] == ["44", "75"]
    assert "scored anew with the weights and rules of the newer version" in pdf_words(took(client, last, "report.pdf"))


def test_a_round_without_an_overall_result_has_dashes(organization: Organization) -> None:
    version = make_version(dimensions=3)
    close(organization, version, "First", 200, {"d0-p0": ("3", "agreed")})
    last = close(organization, version, "Second", 100, everywhere("2", "habit"))
    since = with_since(make_report(), since_last(make_person(lead_of(last)), last)).since
    assert since is not None
    assert since.table.rows[0][2:] == ("1", "No stage yet", "–", "–", "–", "–", "–", "11\xa0%")


def test_a_first_round_or_one_on_another_questionnaire_has_nothing_to_say(
    client: Client, organization: Organization
) -> None:
    close(organization, make_version(dimensions=3), "One", 200, everywhere("2", "habit"))
    last = close(organization, make_version(dimensions=3), "Other", 100, everywhere("2", "habit"))
    person = make_person(lead_of(last))
    for one in trend_of(person, organization).rounds:
        assert with_since(make_report(), since_last(person, one.assessment)) == make_report()
        assert "Since last time" not in pdf_words(took(client, one.assessment, "report.pdf"))
