"""manage.py make_snapshot_key: a key to sign snapshots with."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from assessment.services.signatures import new_key


class Command(BaseCommand):
    help = "Makes a key to sign snapshots with, and the public key that others enter to trust them. Stores neither."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        private, public = new_key()
        self.stdout.write(_("Keep to yourself:   SNAPSHOT_SIGNING_KEY=%s") % private)
        self.stdout.write(_("Give to the others: %s") % public)
