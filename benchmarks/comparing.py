"""How long each view of the comparison takes with 1,000 and with 10,000 organizations: made anew, and kept.

Run it as `python -m benchmarks.comparing`: it makes a test database of its own beside that of DATABASE_URL (SQLite
without one), and prints a line for each view and size. In the same run it measures a bare view, which only looks who
asks, and the plain SQL of each view: its statements, asked again one after the other, with their rows fetched.
"""

# ruff: noqa: E402 models can be imported only after Django is set up

import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

if "DATABASE_URL" in os.environ:
    os.environ["TEST_DATABASE_URL"] = os.environ["DATABASE_URL"]
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.core.cache import caches
from django.db import connection
from django.test import Client

from assessment.models import User
from assessment.views.compare_pages.comparison import path_of
from assessment.views.compare_pages.kept import KEPT
from assessment.views.compare_pages.views import VIEWS
from tests.factories import make_user
from tests.portfolios import make_portfolio

SIZES = (1000, 10000)
TURNS, QUICK_TURNS = 7, 40
COLD_SQL, COLD_BARE = 3, 15
WARM_BARE, WARM_LARGE = 15, 40  # the second for the map and the heatmap
Statement = tuple[str, Any]


def timed(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def in_turns(turns: int, *calls: Callable[[], float]) -> list[float]:
    """The median of what each call measures; they take turns, so that they meet the same machine."""
    times = [[call() for call in calls] for _turn in range(turns + 1)]
    return [median(each) for each in zip(*times[1:], strict=True)]


def statements_of(call: Callable[[], object]) -> list[Statement]:
    """The statements that a call sends, with their parameters."""
    sent: list[Statement] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401 Django's own signature
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        call()
    return sent


def ask(statements: list[Statement]) -> None:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def measure(user: User, number: int) -> list[str]:
    client = Client()
    client.force_login(user)
    return [f"{connection.vendor}, {number} organizations", *(_measured(client, view.key) for view in VIEWS)]


def _measured(client: Client, view: str) -> str:
    def look() -> float:
        return timed(lambda: client.get("/look/"))

    def show() -> float:
        return timed(lambda: client.get(path_of(view)))

    def show_anew() -> float:
        caches[KEPT].clear()
        return show()

    statements = statements_of(show_anew)
    cold, sql = in_turns(TURNS, show_anew, lambda: timed(lambda: ask(statements)))
    warm, bare = in_turns(QUICK_TURNS, show, look)
    allowed = COLD_SQL * sql + COLD_BARE * bare
    most = WARM_LARGE if view in ("map", "heatmap") else WARM_BARE
    return (
        f"{view:10} cold {cold * 1000:6.0f} ms of {allowed * 1000:6.0f} allowed "
        f"(SQL {sql * 1000:5.0f} ms, {len(statements)} statements); "
        f"warm {warm * 1000:5.1f} ms, {warm / bare:4.1f} times a bare view of {bare * 1000:.1f} ms, {most} allowed"
    )


def main() -> None:
    own = connection.settings_dict["NAME"]
    for number in SIZES:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            user = make_user()
            make_portfolio(user, number)
            sys.stdout.write("\n".join(measure(user, number)) + "\n")
            sys.stdout.flush()
        finally:
            connection.creation.destroy_test_db(own, verbosity=0)


if __name__ == "__main__":
    main()
