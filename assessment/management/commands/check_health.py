"""Ask the web process of this machine whether it is ready, as a container's health check does."""

from argparse import ArgumentParser
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SECONDS = 4


class Command(BaseCommand):
    help = __doc__
    # Asked every few seconds: no system checks, no migrations looked at here.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="where the process listens")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 Django's own signature
        request = Request(f"{options['address']}/health/ready", headers={"Host": self._host()})  # noqa: S310 an address given by whoever runs the command
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 as above
                self.stdout.write(answer.read().decode())
        except URLError as error:
            raise CommandError(f"Not ready: {error}") from error

    def _host(self) -> str:
        """A name the process answers to."""
        name: str = settings.ALLOWED_HOSTS[0]
        return "localhost" if name == "*" else name.removeprefix(".")
