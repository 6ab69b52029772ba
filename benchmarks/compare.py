"""How long the comparison takes with 10, 120 and 1,000 organizations, as a ratio to a bare view of the same run.

Run it as `python -m benchmarks.compare`: it works in a test database of its own, and prints one line for each size.
"""

# ruff: noqa: E402 models can be imported only after Django is set up

import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("LOG_LEVEL", "WARNING")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.comparisons import make_cohort
from tests.factories import make_user

SIZES = (10, 120, 1000)
ROUNDS = 9


def seconds(call: Callable[[], object]) -> float:
    """The median time of a few calls, after one to warm up."""
    call()
    times = []
    for _round in range(ROUNDS):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return median(times)


def measure(number: int) -> str:
    """One line: the size, the time of the page, its ratio to the bare view, its queries and its weight."""
    user = make_user()
    make_cohort(user, number)
    client = Client()
    client.force_login(user)
    bare = seconds(lambda: client.get("/health/live"))
    page = seconds(lambda: client.get("/compare/"))
    with CaptureQueriesContext(connection) as queries:
        content = client.get("/compare/").content
    return (
        f"{number:5} organizations: {page * 1000:6.0f} ms, {page / bare:5.0f} x a bare view, "
        f"{len(queries)} queries, {len(content) // 1000} kB"
    )


def main() -> None:
    own = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        for number in SIZES:
            sys.stdout.write(measure(number) + "\n")
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


if __name__ == "__main__":
    main()
