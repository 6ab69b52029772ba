"""Names and titles are one line that can be read."""

import pytest
from django.core.exceptions import ValidationError

from assessment.forms.lines import LinesField, OneLineField


@pytest.mark.parametrize(
    "typed", ["Q4 2026", "  Q4 2026 ", "Q4   2026", "Q4\t2026", "Q4\n2026", "Q4\u00a02026", "Q4\u20032026"]
)
def test_every_run_of_blanks_is_one_space(typed: str) -> None:
    """So that no two titles differ by what nobody sees."""
    assert OneLineField().clean(typed) == "Q4 2026"


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0", "\u200b", "\u202e \u2066", "a\x00b", "x" * 100_000])
def test_what_can_not_be_read_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        OneLineField(max_length=80).clean(typed)


def test_where_it_is_not_required_nothing_is_fine() -> None:
    assert OneLineField(required=False).clean("  ") == ""


def test_a_line_end_is_one_character_however_it_was_sent() -> None:
    field = LinesField(required=False, max_length=5)
    assert [field.clean(typed) for typed in ("ab\r\ncd", "ab\ncd", "", None)] == ["ab\ncd", "ab\ncd", "", ""]
    with pytest.raises(ValidationError):
        field.clean("ab\r\ncde")
