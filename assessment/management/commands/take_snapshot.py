"""manage.py take_snapshot: compute the benchmark and the findings anew and publish them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Questionnaire
from assessment.services.findings_snapshots import take_findings
from assessment.services.snapshots import take_snapshot


class Command(BaseCommand):
    help = (
        "Takes a snapshot of the benchmark of each questionnaire, and of the findings. "
        "Run it once a month, or as often as wanted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--questionnaire", metavar="KEY", help="of this questionnaire alone")
        parser.add_argument(
            "--synthetic", action="store_true", help="over invented organizations, as the demo has them, not real ones"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        for questionnaire in self._questionnaires(options["questionnaire"]):
            snapshot = take_snapshot(questionnaire, synthetic=options["synthetic"])
            take_findings(questionnaire, synthetic=options["synthetic"])
            # SECURITY: what is published alone; how many contribute below the limit is told to nobody.
            count = snapshot.values.count() if snapshot else 0
            said = ngettext("%(key)s: %(count)d cohort published.", "%(key)s: %(count)d cohorts published.", count)
            self.stdout.write(said % {"key": questionnaire.key, "count": count})

    def _questionnaires(self, key: str | None) -> list[Questionnaire]:
        found = Questionnaire.objects.order_by("key")
        chosen = list(found.filter(key=key) if key else found)
        if key and not chosen:
            raise CommandError(_("There is no questionnaire “%(key)s”.") % {"key": key})
        return chosen
