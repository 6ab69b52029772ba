"""How long a save takes with 10 clients at once, as a ratio to a bare view that inserts one row, in the same run.

Run it as `python -m benchmarks.saving`: it works in a test database of its own beside that of
DATABASE_URL (SQLite without one), and prints both medians and their ratio.
"""

# ruff: noqa: E402 models can be imported only after Django is set up

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from statistics import median
from time import perf_counter

if "DATABASE_URL" in os.environ:
    os.environ["TEST_DATABASE_URL"] = os.environ["DATABASE_URL"]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from assessment.models import Answer, Assessment, AuditEvent
from assessment.urls import urlpatterns as product
from tests.factories import make_assessment, make_response, make_user, make_version

CLIENTS = 10
SAVES = 60
DIMENSIONS, PRACTICES = 5, 10


@login_not_required
def insert(request: HttpRequest) -> HttpResponse:
    """The bare view: one row and nothing else."""
    AuditEvent.objects.create(verb="inserted")
    return HttpResponse()


urlpatterns = [path("insert/", insert), *product]
Call = Callable[[], float]


def timed(client: Client, address: str, data: dict[str, str]) -> float:
    """The seconds of one request, which has to succeed."""
    start = perf_counter()
    status = client.post(address, data, headers={"HX-Request": "true"}).status_code
    seconds = perf_counter() - start
    if status != 200:
        message = f"{address} answered {status}."
        raise RuntimeError(message)
    return seconds


def at_once(works: list[list[Call]]) -> list[float]:
    """The times of all calls; each list is worked off by a client of its own, all at the same time."""

    def work(calls: list[Call]) -> list[float]:
        try:
            return [call() for call in calls]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [seconds for times in pool.map(work, works) for seconds in times]


def inserts() -> list[Call]:
    """The bare view, as one client calls it."""
    client = Client()
    return [lambda: timed(client, "/insert/", {}) for _save in range(SAVES)]


def saves(assessment: Assessment) -> list[Call]:
    """A respondent who answers question after question, and then changes them, round after round."""
    client, response = Client(), make_response(assessment)
    client.force_login(response.user)  # type: ignore[arg-type]  # made with an account
    keys = [f"d{place}-p{step}" for place in range(DIMENSIONS) for step in range(PRACTICES)]
    return [
        _save(client, f"/responses/{response.uid}/answers/{key}/", key, place // len(keys))
        for place, key in enumerate(islice(cycle(keys), SAVES))
    ]


def _save(client: Client, address: str, key: str, number: int) -> Call:
    data = {key: str(2 + number % 4), f"{key}-number": str(number)}
    return lambda: timed(client, address, data)


def measure() -> str:
    """One line with both medians, taken in turns so that both meet the same machine."""
    version = make_version(dimensions=DIMENSIONS, practices=PRACTICES)
    assessment = make_assessment(version=version, opened_by=make_user())
    at_once([inserts()[:3], saves(assessment)[:3]])
    bare, saved = [], []
    for _turn in range(3):
        bare += at_once([inserts() for _client in range(CLIENTS)])
        saved += at_once([saves(assessment) for _client in range(CLIENTS)])
    lost = 3 * CLIENTS * min(SAVES, DIMENSIONS * PRACTICES) + 3 - Answer.objects.count()
    return (
        f"{connection.vendor}, {CLIENTS} clients: a save {median(saved) * 1000:.1f} ms, "
        f"a bare insert {median(bare) * 1000:.1f} ms, ratio {median(saved) / median(bare):.2f}; {lost} answers lost"
    )


def main() -> None:
    settings.ROOT_URLCONF = __name__
    own = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        sys.stdout.write(measure() + "\n")
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


if __name__ == "__main__":
    main()
