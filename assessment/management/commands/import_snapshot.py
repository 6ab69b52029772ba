"""manage.py import_snapshot: the benchmark of another installation, to be shown beside one's own."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessment.models import Person
from assessment.services.errors import Refused
from assessment.services.snapshot_files import import_snapshot


class Command(BaseCommand):
    help = "Imports a snapshot that an installation trusted by TRUSTED_SNAPSHOT_KEYS has signed, or changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the signed snapshot")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        try:
            kept = import_snapshot(Person(), file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except Refused as refused:
            raise CommandError(f"{file}: {refused.sentence}\n{_('Nothing was changed.')}") from refused
        said = {"source": kept.source, "date": kept.document["taken_on"]}
        self.stdout.write(_("Imported the snapshot of %(source)s of %(date)s.") % said)
