"""Writes a closed assessment as a bundle, for another installation to import; docs/exports.md describes it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessment.models import Assessment, Person
from assessment.services.bundles import export_bundle
from assessment.services.errors import Refused


class Command(BaseCommand):
    help = _("Writes a closed assessment as a bundle: its questionnaire, counts and scores, and nobody's own answers.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("assessment", type=UUID, help=_("its uid, as in the address of its page"))
        parser.add_argument("--output", type=Path, metavar="FILE", help=_("where to; else to the standard output"))

    def handle(self, *args: Any, assessment: UUID, output: Path | None, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        try:
            text = export_bundle(Person(), Assessment.objects.get(uid=assessment))
        except Assessment.DoesNotExist as error:
            raise CommandError(_("There is no assessment with this uid.")) from error
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        if output is None:
            self.stdout.write(text, ending="")
        else:
            write(output, text)


def write(file: Path, text: str) -> None:
    """Write the text; raises CommandError where the file can't be written."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
