"""What every test stands on."""

from collections.abc import Iterator

import pytest
from django.db import connection

from assessment.models import guards


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
    yield
    guards.remove(connection)
