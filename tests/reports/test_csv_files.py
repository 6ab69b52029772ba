"""CSV files hold what the table holds, and nothing that a spreadsheet runs."""

import pytest

from assessment.reports.csv_files import csv_response, csv_text, neutral


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_becomes_text(start: str) -> None:
    assert neutral(f"{start}1+1") == f"'{start}1+1"


def test_numbers_and_empty_cells_stay_as_they_are() -> None:
    assert [neutral(cell) for cell in (-5, 0.25, None, "Data = good", "")] == [
        "-5",
        "0.25",
        "",
        "Data = good",
        "",
    ]


def test_a_table_is_written_with_its_headings_and_quotes() -> None:
    assert csv_text(["Name", "n"], [["Smith, Jones", 1], ['say "yes"', None]]) == (
        'Name,n\r\n"Smith, Jones",1\r\n"say ""yes""",\r\n'
    )


def test_a_download_says_what_it_is_and_how_it_is_called() -> None:
    response = csv_response("practices", ["Name"], [["=A1"]])
    assert response.content == b"Name\r\n'=A1\r\n"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="practices.csv"'
