"""A word about an unclear question, and which remarks a button means."""

import pytest
from django.http import QueryDict

from assessment.forms.remarks import LONGEST, MOST, RemarkForm, numbers_in


def sent(text: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data["unclear-goal-text"] = text
    return data


@pytest.mark.parametrize("text", ["", "Which model?", "x" * LONGEST, "a\r\n" * (LONGEST // 2)])
def test_a_word_is_optional_and_its_line_ends_count_once(text: str) -> None:
    form = RemarkForm("goal", sent(text))
    assert form.is_valid()
    assert form.cleaned_data["text"] == text.strip().replace("\r\n", "\n")


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "a\x00b"])
def test_what_is_too_long_or_no_text_is_refused(text: str) -> None:
    assert list(RemarkForm("goal", sent(text)).errors) == ["text"]


def test_what_is_no_number_means_no_remark() -> None:
    data = QueryDict(mutable=True)
    data.setlist("remark", ["3", "x", "-1", "١", "", "9" * 40, "4"])
    assert numbers_in(data) == [3, 4]
    data.setlist("remark", ["1"] * (MOST + 1))
    assert len(numbers_in(data)) == MOST
