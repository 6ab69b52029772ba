"""manage.py make_snapshot_key, export_snapshot and import_snapshot: from one installation to another."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from assessment.models import ForeignSnapshot
from assessment.services.snapshots import take_snapshot
from tests.benchmarks import make_contributors, make_known_version

pytestmark = pytest.mark.django_db


def said(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def _keys(settings: Settings) -> None:
    private, public = (line.partition(":")[2].strip() for line in said("make_snapshot_key").splitlines())
    settings.SNAPSHOT_SIGNING_KEY = private.removeprefix("SNAPSHOT_SIGNING_KEY=")
    settings.TRUSTED_SNAPSHOT_KEYS = {"Chamber": public}


@pytest.mark.usefixtures("_keys")
def test_there_and_back(tmp_path: Path) -> None:
    version = make_known_version("adoption")
    make_contributors(version, 5)
    snapshot = take_snapshot(version.questionnaire)
    assert snapshot is not None
    file = tmp_path / "ours.json"
    said("export_snapshot", "adoption", "--output", str(file))
    assert file.read_text() == said("export_snapshot", "adoption")
    day = snapshot.taken_at.date().isoformat()
    assert said("import_snapshot", str(file)) == f"Imported the snapshot of Chamber of {day}.\n"
    with pytest.raises(CommandError, match="imported already"):
        said("import_snapshot", str(file))
    assert ForeignSnapshot.objects.count() == 1


@pytest.mark.usefixtures("_keys")
def test_nothing_was_taken_yet() -> None:
    make_known_version("adoption")
    with pytest.raises(CommandError, match="No snapshot of “adoption” was taken yet"):
        said("export_snapshot", "adoption")


def test_without_a_key() -> None:
    version = make_known_version("adoption")
    make_contributors(version, 5)
    take_snapshot(version.questionnaire)
    with pytest.raises(CommandError, match="SNAPSHOT_SIGNING_KEY"):
        said("export_snapshot", "adoption")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        said("import_snapshot", str(tmp_path / "nothing.json"))
