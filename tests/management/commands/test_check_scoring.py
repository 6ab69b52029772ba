"""check_scoring: agrees with the given cases, and says where it does not."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

CASES = Path(__file__).parents[2] / "data" / "scoring-cases.json"


def run(file: Path) -> str:
    output = StringIO()
    call_command("check_scoring", str(file), stdout=output)
    return output.getvalue()


@pytest.fixture
def case() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CASES.read_text(encoding="utf-8"))["cases"][0]
    return found


def written(tmp_path: Path, content: object) -> Path:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_the_given_cases_agree() -> None:
    number = len(json.loads(CASES.read_text(encoding="utf-8"))["cases"])
    assert run(CASES) == f"{number} of {number} cases agree.\n"


def test_every_difference_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    case["expected"]["overall"] |= {"stage": 0, "colour": "red"}
    del case["expected"]["overall"]["practice"]
    output = StringIO()
    with pytest.raises(CommandError, match="The computation differs") as caught:
        call_command("check_scoring", str(written(tmp_path, {"cases": [case]})), stdout=output)
    assert caught.value.returncode == 1
    *differences, total = output.getvalue().splitlines()
    assert sorted(differences) == [
        f'{case["name"]}: expected.overall.colour: expected "red", computed nothing',
        f"{case['name']}: expected.overall.practice: expected nothing, computed 1.0",
        f"{case['name']}: expected.overall.stage: expected 0, computed 4",
    ]
    assert total == "0 of 1 cases agree."


def test_a_case_that_is_malformed_is_told_with_its_path(case: dict[str, Any], tmp_path: Path) -> None:
    case["version"]["dimensions"][0]["practices"][0]["effort"] = 7
    with pytest.raises(CommandError) as caught:
        run(written(tmp_path, {"cases": [case]}))
    assert f"{case['name']}: version.dimensions[0].practices[0]: " in str(caught.value)


def test_a_case_without_a_name_is_known_by_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cases\.json: 2: "):
        run(written(tmp_path, {"cases": [case, []]}))


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "This is not JSON."), ("[" * 100_000, "This is not JSON."), ("[]", "A list of “cases” is missing."),
     ('{"cases": []}', "A list of “cases” is missing."), ('{"cases": 1}', "A list of “cases” is missing.")],
)  # fmt: skip
def test_what_holds_no_cases_is_refused(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        run(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gone\.json: No such file or directory"):
        run(tmp_path / "gone.json")
