"""Loads questionnaires from YAML files; docs/questionnaire-format.md describes them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Person
from assessment.services.errors import Refused
from assessment.services.questionnaire_export import Data
from assessment.services.questionnaire_problems import FileRefused
from assessment.services.questionnaires import Loaded, Outcome, load_questionnaire, read_questionnaire


class Command(BaseCommand):
    help = _("Makes each file a published version of its questionnaire, unless the newest one says the same.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help=_("YAML files"))
        parser.add_argument("--draft", action="store_true", help=_("leave new versions as drafts"))

    def handle(self, *args: Any, files: list[Path], draft: bool, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        read = [(file, self.read(file)) for file in files]
        if any(document is None for _file, document in read):
            raise CommandError(_("Nothing was changed."))
        with transaction.atomic():
            for file, document in read:
                self.load(file, document or {}, publish=not draft)

    def read(self, file: Path) -> Data | None:
        """The document of a file; None after saying what is wrong with it."""
        try:
            return read_questionnaire(file.read_bytes())
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror}")
        except FileRefused as refused:
            for complaint in refused.complaints:
                self.stderr.write(f"{file}: {complaint}")
        return None

    def load(self, file: Path, document: Data, *, publish: bool) -> None:
        try:
            loaded = load_questionnaire(Person(), document, publish=publish)
        except Refused as refused:
            raise CommandError(f"{file}: {refused.sentence} {_('Nothing was changed.')}") from refused
        self.stdout.write(f"{file}: {sentence(loaded)}")


def sentence(loaded: Loaded) -> str:
    """What loading came to, in words."""
    said = {"key": loaded.version.questionnaire.key, "number": loaded.version.number}
    match loaded.outcome:
        case Outcome.PUBLISHED:
            return _("published %(key)s as version %(number)d.") % said
        case Outcome.DRAFT:
            return _("%(key)s is a draft now.") % said
    return _("unchanged.")
