"""Imports the bundle of an assessment; docs/exports.md describes it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessment, Person
from assessment.services.bundle_documents import Data
from assessment.services.bundle_files import read_bundle
from assessment.services.bundle_homes import home_of
from assessment.services.bundles import import_bundle
from assessment.services.errors import Refused


class Command(BaseCommand):
    help = _("Adds the assessment of a bundle to an organization, with the same scores, or changes nothing.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help=_("the bundle"))
        parser.add_argument(
            "--organization",
            required=True,
            metavar="NAME|UID",
            help=_("whose assessment it is; where no organization has the name, it is created"),
        )
        parser.add_argument(
            "--lead", default="", metavar="EMAIL", help=_("needed to create one: the account that leads it")
        )
        parser.add_argument("--title", default="", help=_("another title than that in the bundle"))

    def handle(self, *args: Any, file: Path, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        try:
            assessment = self.add(read_bundle(file.read_bytes()), **options)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except Refused as refused:
            raise CommandError(f"{file}: {refused.sentence}\n{_('Nothing was changed.')}") from refused
        said = {"title": assessment.title, "organization": assessment.organization.name, "uid": assessment.uid}
        self.stdout.write(_("Imported “%(title)s” of %(organization)s as %(uid)s.") % said)

    @transaction.atomic
    def add(self, document: Data, *, organization: str, lead: str, title: str, **options: Any) -> Assessment:  # noqa: ANN401 the command's other options
        home = home_of(Person(), document, organization, lead=lead)
        if home.created:
            self.stdout.write(_("Created the organization %(name)s.") % {"name": home.organization.name})
        return import_bundle(Person(), home.organization, document, title=title, usable=True)
