"""The worked cases, filled in, closed and read from the pages, have the numbers that are expected of them."""

import csv
from collections.abc import Mapping
from fractions import Fraction
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.test.html import Element

from assessment.wording import stage_name
from tests.derived import classed, entry, exact, having, shown, tagged, text, value
from tests.uneven import Site
from tests.worked import CASES, make_worked_round

pytestmark = pytest.mark.django_db
SHOWN = (
    "half done, half explicit",
    "two people, opposite answers",
    "nobody knows anything",
    "nothing applies",
    "no respondent at all",
    "essential at 0.375 between two people",
    "not essential: two of four say it does not apply, one rates",
    "a dimension at coverage exactly 0.6",
    "seven people, one essential disputed by one",
    "two thirds by weight, not by number",
    "E exactly 0.5 and D above X: declared",
    "discuss carries more than a third by dimension weight",
    "overlay essential: two of three say it does not apply",
    "random 1-0 practice high recognition top",
    "random 1-7 practice low recognition mid",
    "random 1-37 practice mid recognition mid",
)
PARTS = ("explicit", "implicit", "declared", "absent")
BOUNDS = {"low": "p_low", "high": "p_high", "explicit-low": "x_low", "explicit-high": "x_high"}
HUNDREDTH = Fraction(1, 100)  # of a point, as the parts of a mix may be changed by one so that they sum to 100
HALF = HUNDREDTH / 2
NOISE = Fraction(1, 1_000_000)  # to which the expected numbers are written, in points ten thousand times that

Expected = Mapping[str, Any]


@pytest.mark.parametrize("name", SHOWN)
def test_the_pages_show_what_the_case_expects(client: Client, name: str) -> None:
    case = CASES[name]
    site = Site(client, make_worked_round(case))
    expected = case["expected"]
    check_overall(site.page(site.why), expected["overall"])
    for key, dimension in expected["dimensions"].items():
        check_dimension(site, key, dimension)
    check_practices(site, expected["practices"])
    check_roadmaps(site.page(site.result), expected)


def near(section: Element, figure: str, share: float, slack: Fraction = HALF) -> None:
    """A figure is the expected share of 0..1 in points, to its last digit."""
    decimals = exact(section, figure)
    assert abs(value(decimals) - 100 * Fraction(share)) <= slack + 100 * NOISE, (figure, decimals, share)


def check_mix(section: Element, mix: list[float]) -> None:
    for part, share in zip(PARTS, mix, strict=True):
        near(section, part, share, HUNDREDTH)


def check_bounds(page: Element, expected: Expected) -> None:
    near(entry(page, "coverage"), "coverage", expected["coverage"])
    for figure, name in BOUNDS.items():
        near(entry(page, "range"), figure, expected[name])


# --- The whole ------------------------------------------------------------------------------------


def check_overall(page: Element, expected: Expected) -> None:
    if "coverage" in expected:
        check_bounds(page, expected)
        assert shown(entry(page, "enough"), "enough") == ("yes" if expected["reportable"] else "no")
    held = shown(entry(page, "held-back"), "held-back")
    assert held == (", ".join(expected["held_back_by"]) or "nothing")
    if "limiting_dimension" in expected:
        assert shown(entry(page, "limiting"), "limiting") == expected["limiting_dimension"]
    if expected["reportable"]:
        check_reported(page, expected)
    else:
        assert having(page, "id", "score") == having(page, "id", "stage") == []


def check_reported(page: Element, expected: Expected) -> None:
    near(entry(page, "score"), "score", expected["practice"])
    check_mix(entry(page, "mix"), expected["mix"])
    if expected.get("explicit_share") is not None:
        near(entry(page, "share"), "share", expected["explicit_share"])
    stages = {"stage": "stage", "possible-stage": "possible_stage", "stage-without-gates": "stage_without_gates"}
    for key, name in stages.items():
        assert shown(entry(page, key), key) == stage_name(expected[name])
    for key in ("declared", "contested"):
        assert shown(entry(page, key), key) == ("yes" if expected[key] else "no")
    lowest, highest = map(stage_name, expected["stage_range"])
    assert f"The stages lie between {lowest} and {highest}." in text(entry(page, "contested"))


# --- Dimensions -----------------------------------------------------------------------------------


def check_dimension(site: Site, key: str, expected: Expected) -> None:
    if expected["state"] == "not_applicable":
        assert site.client.get(f"{site.why}{key}/").status_code == 404
        return
    page = site.page(f"{site.why}{key}/")
    check_bounds(page, expected)
    reportable = expected["state"] == "reportable"
    assert shown(entry(page, "enough"), "enough") == ("yes" if reportable else "no")
    if reportable:
        check_mix(entry(page, "mix"), expected["mix"])
        near(entry(page, "score"), "score", sum(expected["mix"][:2]))
    else:
        assert having(page, "id", "mix") == []


# --- Practices ------------------------------------------------------------------------------------

STATES = {"rated": "Rated", "unknown": "Unknown", "not_applicable": "Does not apply"}
COLUMNS = {"x": "Done", "e": "Agreed", "median": "Median", "min": "Lowest", "max": "Highest"}


def check_practices(site: Site, expected: Mapping[str, Expected]) -> None:
    """Rows of the table and of its file; the spread from three raters alone."""
    page = site.page(site.result)
    content = site.client.get(f"{site.result}practices.csv").content.decode("utf-8-sig")
    lines = {line["Key"]: line for line in csv.DictReader(StringIO(content))}
    for key, practice in expected.items():
        if key not in lines:  # of a dimension in which nothing applies
            assert practice["state"] == "not_applicable"
            continue
        assert lines[key]["State"] == STATES[practice["state"]]
        if practice["state"] == "rated":
            check_line(lines[key], practice)
            check_row(having(page, "id", f"practice-{key}")[0], practice)


def check_line(line: Mapping[str, str], practice: Expected) -> None:
    told = [name for name in COLUMNS if name in practice and (name in ("x", "e") or practice["raters"] >= 3)]
    assert [float(line[COLUMNS[name]]) for name in told] == pytest.approx([practice[name] for name in told], abs=1e-6)
    assert [float(line[part.capitalize()]) for part in PARTS] == pytest.approx(practice["mix"], abs=1e-6)
    if practice["raters"] < 3:
        assert line["Median"] == line["Lowest"] == line["Highest"] == ""


def check_row(row: Element, practice: Expected) -> None:
    for figure, name in (("done", "x"), ("agreed", "e")):
        (number,) = having(row, "data-number", figure)
        assert abs(value(text(number)) - 100 * Fraction(practice[name])) <= Fraction(1, 2) + 100 * NOISE
    assert text(having(row, "data-number", "raters")[0]) == str(practice["raters"])


# --- Roadmaps -------------------------------------------------------------------------------------


def check_roadmaps(page: Element, expected: Expected) -> None:
    """The steps in their order, with what to do, when, and what it gains."""
    check_steps(having(page, "id", "roadmap"), expected.get("roadmap"))
    for key, roadmap in expected.get("overlay_roadmaps", {}).items():
        check_steps(having(page, "aria-labelledby", f"overlay-{key}"), roadmap)


def check_steps(sections: list[Element], roadmap: Expected | None) -> None:
    steps = [step for section in sections for step in steps_of(section)]
    order = roadmap["order"] if roadmap else []
    assert [step[:3] for step in steps] == [
        (each["practice"], each["action"].replace("_", " "), each["bucket"]) for each in order
    ]
    for (*_told, gain), each in zip(steps, order, strict=True):
        if gain:
            assert abs(value(gain) - Fraction(each["gain_x"])) <= Fraction(1, 20) + 100 * NOISE
        else:
            assert each["gain_x"] == 0


def steps_of(section: Element) -> list[tuple[str, str, str, str]]:
    """Practice, action, when and gain of each step."""
    found = []
    for column in classed(section, "roadmap-col"):
        when = text(tagged(column, "h3")[0]).lower()
        for step in tagged(column, "li"):
            name = text(classed(step, "step-name")[0])
            action = text(classed(step, "action")[0]).lower()
            gains = having(step, "data-number", "gain")
            found.append((name, action, when, text(gains[0]) if gains else ""))
    return found
