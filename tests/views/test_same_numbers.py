"""Page, report, spreadsheet, CSV files and bundle of a result say the same, number by number."""

import csv
import json
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from assessment.charts.rounding import whole_mix, whole_points
from assessment.models import Assessment
from tests.bundles import KEYS, SEVERAL, everywhere, make_round
from tests.exports import pdf_words, took, words_of
from tests.reviews import make_rating

pytestmark = pytest.mark.django_db
WORDS = {None: "", -1: "lower", 0: "the same", 1: "higher"}
PARTS = ("explicit", "implicit", "declared", "absent")


def table_of(content: bytes) -> dict[str, dict[str, str]]:
    """A CSV file by the first cell of each row and the heading of each column."""
    rows = list(csv.reader(StringIO(content.decode())))
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def sheet_of(workbook: Any, name: str) -> dict[str, dict[str, Any]]:  # noqa: ANN401 openpyxl's workbook
    rows = list(workbook[name].iter_rows(values_only=True))
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def whole(share: float | None) -> str:
    return "–" if share is None else str(whole_points(share))


def exactly(share: float) -> float:
    """A share as a spreadsheet keeps it, in points."""
    return round(100 * share, 6)


def gap_of(done: str, target: str) -> str:
    if done == "–":
        return "–"
    gap = int(done) - int(target)
    return f"{gap:+d}".replace("-", "−") if gap else "0"


def of_cell(text: str) -> str:
    """A share in a CSV file as the page shows it."""
    return whole(float(text) if text else None)


def of_points(points: float | None) -> str:
    """Points in a spreadsheet as its format shows them: halves upward."""
    return "–" if points is None else str(int(points + 0.5))


@dataclass
class Taken:
    """One result in all its forms: the scores of the bundle, the page, the words of the report, CSV files, sheets."""

    scores: dict[str, Any]
    page: str
    report: str
    practices: dict[str, dict[str, str]]
    dimensions: dict[str, dict[str, str]]
    workbook: Any

    @classmethod
    def of(cls, client: Client, assessment: Assessment) -> "Taken":
        practices, dimensions = (
            table_of(took(client, assessment, f"{name}.csv")) for name in ("practices", "dimensions")
        )
        return cls(
            json.loads(took(client, assessment, "round.json"))["scores"],
            took(client, assessment, "").decode(),
            pdf_words(took(client, assessment, "report.pdf")),
            practices,
            dimensions,
            load_workbook(BytesIO(took(client, assessment, "tables.xlsx"))),
        )

    def agree_on_the_whole(self) -> None:
        sheet = {row[0].value: row[1].value for row in self.workbook["Overview"].iter_rows(min_row=2)}
        found = self.scores["overall"]
        low, high = whole(found["bounds"]["practice_low"]), whole(found["bounds"]["practice_high"])
        said = (
            f"Stage {found['stage']} of 4 {sheet['Stage']}",
            sheet["In one sentence"],
            f"Score {whole(found['practice'])} of 100, from {sheet['People']} people",
            f"Explicit share {whole(found['mix']['explicit'] / found['practice'])} %",
            f"Coverage {whole(found['coverage'])} % ",
            f"Score between {low} and {high}, whatever the unknown answers are",
        )
        # A link around a number leaves a space before the comma.
        for text in (words_of(self.page).replace(" ,", ","), self.report):
            assert [words for words in said if words not in text] == []
        assert [of_points(sheet[name]) for name in ("Score", "Coverage")] == [
            whole(found["practice"]),
            whole(found["coverage"]),
        ]
        self.agree_on_a_mix(found["mix"], sheet)
        assert sheet["Stage, 0 to 4"] == found["stage"]

    def agree_on_a_mix(self, mix: dict[str, float], sheet: dict[str, Any]) -> None:
        points = whole_mix([mix[part] for part in PARTS])
        assert "Explicit {}, implicit {}, declared {}, absent {}".format(*points) in self.page
        legend = (
            "Explicit {} done, on purpose Implicit {} done, by habit Declared {} agreed, not done Absent {} neither"
        )
        assert legend.format(*points) in self.report
        assert [sheet[part.capitalize()] for part in PARTS] == [exactly(mix[part]) for part in PARTS]

    def agree_on_a_dimension(self, key: str) -> None:
        one, sheet = self.scores["dimensions"][key], sheet_of(self.workbook, "Dimensions")[key]
        bounds = (one["bounds"]["practice_low"], one["bounds"]["practice_high"])
        columns = ("Score", "Low", "High")
        shown = [whole(number) for number in (one.get("practice"), *bounds)]
        line = self.dimensions[sheet["Dimension"]]
        assert [of_points(sheet[column]) for column in columns] == shown
        assert [of_cell(line[column]) for column in columns] == shown
        score, low, high = shown
        rated = f"{whole(one['coverage'])} % {sheet['Rated']} of {sheet['Of']}"
        row = f"{sheet['Dimension']} {score} {of_cell(line['Target'])} {low} {high} {rated}"
        profile = words_of(self.page.split('id="profile-figure"')[1].split("</table>")[0])
        assert (row in profile, row in self.report) == (True, True), row

    def agree_on_a_practice(self, key: str) -> None:
        one, sheet, line = self.scores["practices"][key], sheet_of(self.workbook, "Practices")[key], self.practices[key]
        target, shown = of_cell(line["Target"]), [whole(one.get(name)) for name in ("x", "e")]
        assert [of_points(sheet[name]) for name in ("Done", "Agreed", "Target")] == [*shown, target]
        assert [of_cell(line[name]) for name in ("Done", "Agreed")] == shown
        done, agreed = shown
        gap = gap_of(done, target)
        numbers = f"{done} {target} {gap} {agreed} {one['raters']}"
        row = words_of(self.page.split(f'<tr id="practice-{key}">')[1].split("</tr>")[0])
        mix = [one["mix"][part] for part in PARTS] if "mix" in one else []
        parts = " · ".join(map(str, whole_mix(mix))) if mix else sheet["State"]
        assert (numbers in row, f"{parts} {numbers}" in self.report) == (True, True), f"{parts} {numbers}"
        assert sheet["Gap"] == (None if gap == "–" else int(gap.replace("−", "-")))
        assert [sheet[part.capitalize()] for part in PARTS] == [exactly(share) for share in mix] or [None] * 4
        assert [line[part.capitalize()] for part in PARTS] == ([str(share) for share in mix] or [""] * 4)

    def agree_on_the_roadmap(self) -> None:
        steps = sheet_of(self.workbook, "Roadmap")
        for key, one in self.scores["practices"].items():
            if "place" in one:
                step, gain = steps[one["place"]], one["gain_explicit"]
                assert step["Gain, explicit"] == pytest.approx(gain)
                said = f"{one['place']} {step['Practice']} {step['Action']}, {step['Effort']}"
                assert said in self.report, key
                if one["action"] not in ("discuss", "find-out"):
                    assert f"+{gain:.1f}" in self.page

    def agree_on_what_was_verified(self, verified: dict[str, float], review: str) -> None:
        sheet = sheet_of(self.workbook, "Review")
        assert {key: row["Verified"] for key, row in sheet.items()} == {
            key: exactly(share) for key, share in verified.items()
        }
        for key, share in verified.items():
            done, seen = whole(self.scores["practices"][key].get("x")), whole(share)
            word = WORDS[_sign(done, seen)]
            said = f"{seen}, {word}" if word else seen
            overview, page = (text.split(f'<tr id="practice-{key}">')[1] for text in (self.page, review))
            assert f"verified {said}" in words_of(overview.split("</tr>")[0])
            assert said.replace(",", " ,") in words_of(page.split("</tr>")[0])
            assert f"{self.scores['practices'][key]['raters']} {said} " in self.report
            assert of_points(sheet[key]["Verified"]) == seen
            assert of_points(sheet[key]["Done"]) == done
        rows = self.page.count('<tr id="practice-')
        assert words_of(self.page).count("verified ") == len(verified)
        assert rows > len(verified)


def _sign(done: str, seen: str) -> int | None:
    """Whether what was seen is lower or higher; None where nobody rated it."""
    return None if done == "–" else (int(seen) > int(done)) - (int(seen) < int(done))


def test_what_was_verified_is_the_same_on_page_report_and_spreadsheet(client: Client) -> None:
    assessment = make_round(*SEVERAL)
    verified = {"d0-p0": 0.25, "d0-p1": 0.5, "d1-p1": 0.75, "d2-p0": 0.75}
    for key, x in verified.items():
        make_rating(assessment, key, x=x)
    taken = Taken.of(client, assessment)
    taken.agree_on_what_was_verified(verified, took(client, assessment, "review/").decode())
    for key in taken.scores["practices"]:
        taken.agree_on_a_practice(key)


def test_page_report_spreadsheet_csv_and_bundle_agree_number_by_number(client: Client) -> None:
    """Every number of every practice and dimension, of the whole and of the roadmap, in five places."""
    fourth = everywhere("2", "nobody", d0_p2=("4", "guideline"), d1_p1=("unknown", ""))
    taken = Taken.of(client, make_round(*SEVERAL, fourth))
    taken.agree_on_the_whole()
    assert set(taken.scores["practices"]) == set(KEYS)
    for key in taken.scores["dimensions"]:
        taken.agree_on_a_dimension(key)
    for key in taken.scores["practices"]:
        taken.agree_on_a_practice(key)
    taken.agree_on_the_roadmap()
