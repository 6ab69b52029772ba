"""What every test stands on."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis_settings

from assessment.models import guards

pytest_plugins = ["tests.smtp"]

# The same examples on every run, and none too slow on a busy machine.
hypothesis_settings.register_profile("tacit", derandomize=True, deadline=None)
hypothesis_settings.load_profile("tacit")


@pytest.fixture(autouse=True)
def _guards_let_transactional_tests_clean_up(request: pytest.FixtureRequest) -> Iterator[None]:
    """A transactional test ends by emptying every table, which the guards rightly refuse."""
    transactional = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        (mark := request.node.get_closest_marker("django_db")) and mark.kwargs.get("transaction")
    )
    if not transactional:
        yield
        return
    request.getfixturevalue("transactional_db")
    guards.install(connection)
    # The test before may have emptied what a migration had filled.
    import_module("assessment.migrations.0003_groups").create_groups(apps, None)
    yield
    guards.remove(connection)


@pytest.fixture(autouse=True)
def _nothing_is_counted_from_the_test_before() -> None:
    """The cache outlives the rows of a test, and counts what one network began."""
    cache.clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--chromium", default="", help="the browser for the tests marked browser")


def pytest_report_header() -> str:
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The last lines of a run say what it ran on."""
    terminalreporter.section("ran on")
    terminalreporter.line(f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}")
    terminalreporter.line(f"browser: {config.getoption('chromium') or 'none'}")
