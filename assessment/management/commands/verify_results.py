"""Recompute every stored result and report any that is not what the answers give."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessment.services.verification import Outcome, Verdict, verdicts


class Command(BaseCommand):
    help = "Recomputes all results, reports every difference from what is stored, and fails when there is one."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        outcomes: Counter[Outcome] = Counter()
        for verdict in verdicts():
            outcomes[verdict.outcome] += 1
            self.report(verdict)
        self.stdout.write(
            _("%(agree)d agree, %(drifted)d drifted, %(missing)d missing, %(other)d of another scale not verified.")
            % {
                "agree": outcomes[Outcome.AGREES],
                "drifted": outcomes[Outcome.DRIFTED],
                "missing": outcomes[Outcome.MISSING],
                "other": outcomes[Outcome.OTHER_SCALE],
            }
        )  # fmt: skip
        if outcomes[Outcome.DRIFTED] or outcomes[Outcome.MISSING]:
            raise CommandError(_("Some results are not what the answers give."))

    def report(self, verdict: Verdict) -> None:
        """Say what is wrong with one result, if anything is."""
        if verdict.outcome is Outcome.MISSING:
            self.stdout.write(_("%s: there are submitted responses, and no result.") % verdict.assessment)
        if verdict.outcome is Outcome.OTHER_SCALE:
            self.stdout.write(_("%s: scored with another version of the scale, not verified.") % verdict.assessment)
        for drift in verdict.drifts:
            self.stdout.write(
                f"{verdict.assessment}: {drift.where}, {drift.field}: {drift.stored!r} → {drift.computed!r}"
            )
