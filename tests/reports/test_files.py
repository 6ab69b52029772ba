"""Files have names that tell what they are, and that say nothing in a header."""

import pytest

from assessment.models import Assessment, Organization
from assessment.reports.files import download, file_name


@pytest.mark.parametrize(
    ("organization", "title", "name"),
    [
        ("Halden Freight", "Q4 2026", "halden-freight-q4-2026-report"),
        ("Ærlig & Søn", 'a"; filename="b.exe', "rlig-sn-a-filenamebexe-report"),
        ("../../etc", "passwd\r\nX-Other: 1", "etc-passwd-x-other-1-report"),
        ("東京", "第一", "report"),
        ("x" * 200, "y", f"{'x' * 80}-report"),
    ],
)
def test_a_name_is_of_plain_letters_and_digits(organization: str, title: str, name: str) -> None:
    """SECURITY: whatever an organization or a round is called."""
    assessment = Assessment(organization=Organization(name=organization), title=title)
    assert file_name(assessment, "report") == name


def test_a_download_is_saved_and_not_looked_into() -> None:
    response = download(b"%PDF", "halden-report.pdf", "application/pdf")
    assert response.content == b"%PDF"
    assert dict(response.items()) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="halden-report.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
