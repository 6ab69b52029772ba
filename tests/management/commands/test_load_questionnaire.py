"""load_questionnaire: says what it did, tells every problem with file and line, changes all or nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessment.models import Version
from tests.services.example import TEXT

pytestmark = pytest.mark.django_db


def run(*files: Path, draft: bool = False) -> tuple[str, str]:
    """What the command wrote to its output and to its errors; raises CommandError as the command does."""
    output, errors = StringIO(), StringIO()
    try:
        call_command("load_questionnaire", *map(str, files), draft=draft, stdout=output, stderr=errors)
    except CommandError as error:
        errors.write(f"{error}\n")
    return output.getvalue(), errors.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "first.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_a_file_is_published_once(file: Path) -> None:
    assert run(file) == (f"{file}: published first-steps as version 1.\n", "")
    assert run(file) == (f"{file}: unchanged.\n", "")
    file.write_text(TEXT.replace("First steps", "Next steps"), encoding="utf-8")
    assert run(file) == (f"{file}: published first-steps as version 2.\n", "")


def test_a_draft_stays_a_draft(file: Path) -> None:
    assert run(file, draft=True) == (f"{file}: first-steps is a draft now.\n", "")
    assert Version.objects.get().is_draft
    assert run(file) == (
        "",
        f"{file}: “first-steps” has a first draft already. Publish or delete it. Nothing was changed.\n",
    )


def test_every_problem_of_every_file_is_told_and_nothing_changes(file: Path, tmp_path: Path) -> None:
    spoilt, broken, gone = tmp_path / "spoilt.yaml", tmp_path / "broken.yaml", tmp_path / "gone.yaml"
    spoilt.write_text(TEXT.replace("weight: 1", "weight: -1").replace("minutes: 2", "minutes: 0"), encoding="utf-8")
    broken.write_text("a: &a 1\nb: *a\n", encoding="utf-8")
    lines = {
        text.strip(): number for number, text in enumerate(spoilt.read_text(encoding="utf-8").split("\n"), start=1)
    }
    output, errors = run(file, spoilt, broken, gone)
    assert output == ""
    assert errors.splitlines() == [
        f"{spoilt}: line 5: minutes: 0 is below 1.",
        f"{spoilt}: line {lines['overlay: false'] - 1}: sections[1].weight: -1 is below 1e-06.",
        f"{spoilt}: line {lines['may_not_apply: false'] - 1}: sections[1].practices[0].weight: -1 is below 1e-06.",
        f"{broken}: line 2: Aliases (*name) are not allowed. Write the entry out.",
        f"{gone}: No such file or directory",
        "Nothing was changed.",
    ]
    assert Version.objects.count() == 0


def test_a_refusal_takes_back_what_came_before(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TEXT.replace("questionnaire: first-steps", "questionnaire: other"), encoding="utf-8")
    run(file, draft=True)
    file.write_text(TEXT.replace("First steps", "Next steps"), encoding="utf-8")
    _output, errors = run(other, file)
    assert errors.endswith("Nothing was changed.\n")
    assert list(Version.objects.values_list("questionnaire__key", "state")) == [("first-steps", "draft")]
