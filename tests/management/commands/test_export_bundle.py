"""The command writes what the page would give, to a file or to the standard output."""

from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from tests.bundles import bundle_of, make_round, without_timestamps
from tests.factories import make_assessment

pytestmark = pytest.mark.django_db


def test_a_bundle_goes_to_a_file_or_to_the_standard_output(tmp_path: Path) -> None:
    assessment, out, file = make_round(), StringIO(), tmp_path / "bundle.json"
    call_command("export_bundle", str(assessment.uid), stdout=out)
    call_command("export_bundle", str(assessment.uid), output=file)
    expected = without_timestamps(bundle_of(assessment))
    assert [without_timestamps(text) for text in (out.getvalue(), file.read_text(encoding="utf-8"))] == [expected] * 2


def test_what_can_not_be_written_is_said(tmp_path: Path) -> None:
    assessment = make_round()
    with pytest.raises(CommandError, match="no assessment with this uid"):
        call_command("export_bundle", str(uuid4()))
    with pytest.raises(CommandError, match="once the assessment has been closed"):
        call_command("export_bundle", str(make_assessment().uid))
    with pytest.raises(CommandError, match="Is a directory"):
        call_command("export_bundle", str(assessment.uid), output=tmp_path)
