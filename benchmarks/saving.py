"""How long a save takes with 10 and with 30 respondents at once, as a ratio to a bare view that inserts one row.

Run it as `python -m benchmarks.saving`: it makes a test database of its own beside that of
DATABASE_URL (SQLite without one), starts the web server as the container does, and prints a line for
each number of respondents. All do the same at the same time, and the three things take turns, so that they meet
the same machine: the bare view called by the respondents, the bare view called by nobody signed in, and saves.
"""

# ruff: noqa: E402 models can be imported only after Django is set up

import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

if "DATABASE_URL" in os.environ:
    os.environ["TEST_DATABASE_URL"] = os.environ["DATABASE_URL"]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.db import connection

from tests.factories import make_assessment, make_user, make_version
from tests.respondents import Respondent, at_once, make_respondent
from tests.server import Server, running_server

RESPONDENTS = (10, 30)
DIMENSIONS, PRACTICES = 5, 10
TURNS, CALLS = 8, 10
Call = Callable[[Respondent], None]


def insert_signed_in(respondent: Respondent) -> None:
    _insert(respondent, "/insert/signed-in/", signed_in=True)


def insert_anonymous(respondent: Respondent) -> None:
    _insert(respondent, "/insert/anonymous/", signed_in=False)


def _insert(respondent: Respondent, path: str, *, signed_in: bool) -> None:
    status, _number = respondent.post(path, {}, signed_in=signed_in)
    if status != 200:
        respondent.failures.append(f"{path}: {status}")


def timed(respondents: list[Respondent], call: Call) -> list[float]:
    """The seconds of every call, made by all respondents at once."""

    def work(respondent: Respondent) -> list[float]:
        times = []
        for _call in range(CALLS):
            start = perf_counter()
            call(respondent)
            times.append(perf_counter() - start)
        return times

    return [seconds for times in at_once(respondents, work) for seconds in times]


def measure(number: int, server: Server) -> str:
    """One line: the medians, their ratios, and what went wrong."""
    version = make_version(dimensions=DIMENSIONS, practices=PRACTICES)
    assessment = make_assessment(version=version, opened_by=make_user())
    respondents = [make_respondent(assessment, server) for _respondent in range(number)]
    calls: tuple[Call, ...] = (insert_signed_in, insert_anonymous, Respondent.save)
    for call in calls:
        timed(respondents, call)
    times: list[list[float]] = [[], [], []]
    for _turn in range(TURNS):
        for place, call in enumerate(calls):
            times[place] += timed(respondents, call)
    signed_in, anonymous, save = map(median, times)
    failures = sum(len(each.failures) for each in respondents)
    lost = sum(len(each.lost) for each in respondents)
    return (
        f"{connection.vendor}, {number} at once: a save {save * 1000:.1f} ms; a bare insert {signed_in * 1000:.1f} ms, "
        f"ratio {save / signed_in:.2f}; without signing in {anonymous * 1000:.1f} ms, ratio {save / anonymous:.2f}; "
        f"{failures} errors, {lost} answers lost"
    )


def main() -> None:
    own = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with running_server(workers=2, threads=4, application="benchmarks.wsgi") as server:
            for number in RESPONDENTS:
                sys.stdout.write(measure(number, server) + "\n")
                sys.stdout.flush()
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


if __name__ == "__main__":
    main()
