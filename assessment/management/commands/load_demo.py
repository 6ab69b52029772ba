"""Load invented organizations, their rounds and sign-ins, only where DEMO is set; a second run keeps them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.services.demo.accounts import demo_accounts
from assessment.services.demo.loading import load_demo
from assessment.services.errors import Refused


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        try:
            loaded = load_demo()
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        if loaded:
            self.stdout.write(f"Loaded {loaded} synthetic organizations.")
        else:
            self.stdout.write("The synthetic organizations are there already and stay as they are.")
        self.stdout.write("Sign in as one of these:")
        for account in demo_accounts():
            self.stdout.write(f"  {account.email:27}{account.password:13}{account.role:15}{account.sentence}")
