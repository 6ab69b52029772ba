"""manage.py export_snapshot: the latest published benchmark as a signed file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessment.management.commands.export_bundle import write
from assessment.models import Snapshot
from assessment.services.errors import Refused
from assessment.services.snapshot_files import export_snapshot


class Command(BaseCommand):
    help = "Writes the latest snapshot of a questionnaire's benchmark as a signed file, for other installations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("questionnaire", metavar="KEY", help="of this questionnaire")
        parser.add_argument("--synthetic", action="store_true", help="over invented organizations, not real ones")
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to; else to the standard output")

    def handle(self, *args: Any, questionnaire: str, output: Path | None, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        kind = Snapshot.objects.of_kind(synthetic=options["synthetic"])
        snapshot = kind.filter(questionnaire__key=questionnaire).order_by("-batch").first()
        if snapshot is None:
            raise CommandError(_("No snapshot of “%(key)s” was taken yet.") % {"key": questionnaire})
        try:
            text = export_snapshot(snapshot)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        if output is None:
            self.stdout.write(text, ending="")
        else:
            write(output, text)
