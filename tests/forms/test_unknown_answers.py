"""Which step a page means."""

from datetime import UTC, datetime

import pytest

from assessment.forms.unknown_answers import step_in

MOMENT = datetime(2026, 11, 25, 14, 2, 3, 456, tzinfo=UTC)


def test_a_moment_is_read_as_it_was_written() -> None:
    assert step_in({"unknown": MOMENT.isoformat()}) == MOMENT


@pytest.mark.parametrize("text", ["", "all", "2026-11-25", "2026-11-25T14:02:03", "2026-13-45T99:00:00+00:00", "\x00"])
def test_anything_else_is_none(text: str) -> None:
    assert step_in({"unknown": text}) is None
    assert step_in({}) is None
