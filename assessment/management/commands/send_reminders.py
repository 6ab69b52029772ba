"""manage.py send_reminders: remind of rounds that are due soon, and tell their leads how far they are."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessment.services.errors import Refused
from assessment.services.reminders import remind, send_reminders


class Command(BaseCommand):
    help = "Sends the reminders of rounds due in 7 days, in one day or today, each once. Run it once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--enqueue", action="store_true", help="hand the work to the task worker instead of doing it here"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        if options["enqueue"]:
            remind.enqueue()
            self.stdout.write(_("Handed to the task worker."))
            return
        try:
            tally = send_reminders()
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        # SECURITY: counts alone; whom they went to would say who has not submitted.
        counts = _("Reminders: %(reminders)d. Summaries for leads: %(summaries)d. Not taken: %(failed)d.")
        self.stdout.write(counts % asdict(tally))
