"""What a page says of saved answers and of those that are missing."""

from datetime import UTC, datetime

import time_machine

from assessment.templatetags.saving import links_to, saved_time


@time_machine.travel(datetime(2026, 10, 2, 15, 0, tzinfo=UTC), tick=False)
def test_what_was_saved_today_has_a_time_and_the_rest_a_day() -> None:
    assert saved_time(datetime(2026, 10, 2, 9, 5, tzinfo=UTC)) == "09:05"
    assert saved_time(datetime(2026, 10, 1, 9, 5, tzinfo=UTC)) == "1 October"


def test_links_are_short_and_hold_no_markup() -> None:
    assert links_to([("a", "A <b>"), ("b", "x" * 61)]) == (
        f'<a href="#a">A &lt;b&gt;</a>, <a href="#b">{"x" * 59}…</a>'
    )
