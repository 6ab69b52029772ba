"""What an address tries: read, never trusted, and written as short as it can be."""

import pytest
from django.http import QueryDict

from assessment.forms.what_if import Asked, address_of, asked_of
from assessment.services.stored_results import ResultView, read_result
from assessment.services.what_if import Attempt, attempts_for
from tests.factories import THIRD, make_version
from tests.views.test_results import everywhere, make_closed

pytestmark = pytest.mark.django_db


@pytest.fixture
def view() -> ResultView:
    return read_result(make_closed(everywhere("2", "habit", d2_p2=("not-applicable", ""))))


def asked(view: ResultView, query: str) -> Asked:
    return asked_of(QueryDict(query), view)


@pytest.mark.parametrize(
    ("query", "attempt"),
    [
        ("try=d0-p0:75,67", Attempt(0.75, 2 * THIRD)),
        ("try=d0-p0:75", Attempt(0.75, None)),
        ("try=d0-p0:75,", Attempt(0.75, None)),
        ("try=d0-p0:,67", Attempt(None, 2 * THIRD)),
        ("try=d0-p0:60,50", Attempt(0.6, 0.5)),
        ("try=d0-p0:0,0", Attempt(0.0, 0.0)),
        ("try=d0-p0:75&try=d0-p0:,67", Attempt(0.75, 2 * THIRD)),
        ("try=d0-p0:25&try=d0-p0:100", Attempt(1.0, None)),
    ],
)
def test_an_entry_is_a_practice_with_whole_points(view: ResultView, query: str, attempt: Attempt) -> None:
    """Points that an option stands for are taken as the option has them, such as two thirds for 67."""
    assert (asked(view, query).attempts, asked(view, query).remarks) == ({"d0-p0": attempt}, ())


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("try=nothing:50", "“nothing” is no practice of this result; it was left out."),
        ("try=d0-p0:101", "“d0-p0: 101” is outside the scale of 0 to 100; it was left out."),
        ("try=d0-p0:0.75", "“d0-p0:0.75” could not be read; it was left out."),
        ("try=d0-p0:-5", "“d0-p0:-5” could not be read; it was left out."),
        ("try=d0-p0:nan", "“d0-p0:nan” could not be read; it was left out."),
        ("try=d0-p0:٧٥", "“d0-p0:٧٥” could not be read; it was left out."),
        ("try=d0-p0", "“d0-p0” could not be read; it was left out."),
        ("try=:50", "“:50” could not be read; it was left out."),
        ("try=d0-p0:50,50,50", "“d0-p0:50,50,50” could not be read; it was left out."),
        ("try=" + "x" * 500, f"“{'x' * 39}…” could not be read; it was left out."),
        ("try=%00%0A<script>", "“\x00\n<script>” could not be read; it was left out."),
        ("try=d2-p2:50", "“Practice d2-p2” does not apply here; it was left out."),
        ("do=everything", "The address asked for “everything”, which does not exist here; it was left out."),
    ],
)
def test_what_does_not_exist_is_left_out_and_said(view: ResultView, query: str, remark: str) -> None:
    found = asked(view, query)
    assert (found.attempts, found.remarks, found.address) == ({}, (remark,), "")


def test_one_side_outside_the_scale_leaves_the_other(view: ResultView) -> None:
    found = asked(view, "try=d0-p0:75,999")
    assert (found.attempts, len(found.remarks)) == ({"d0-p0": Attempt(0.75)}, 1)


def test_of_many_remarks_the_first_are_shown(view: ResultView) -> None:
    found = asked(view, "&".join(f"try=n{number}:1" for number in range(300)))
    assert (len(found.remarks), found.remarks[-1]) == (6, "And 295 more could not be followed.")


def test_an_entry_may_name_what_a_form_leaves_empty(view: ResultView) -> None:
    assert asked(view, "try=&try=d0-p0:75&try=") == Asked(
        {"d0-p0": Attempt(0.75)}, "?try=d0-p0:75", remarks=(), is_long=True
    )
    assert asked(view, "try=d0-p0:") == Asked({}, "")


def test_addresses_are_short_and_in_the_order_of_the_questionnaire(view: ResultView) -> None:
    address = asked(view, "try=d1-p0:,100&try=d0-p0:75%2C67&try=d0-p1:50").address
    assert address == "?try=d0-p0:75,67&try=d0-p1:50&try=d1-p0:,100"
    again = asked(view, address.removeprefix("?"))
    assert again.address == address


def test_a_part_of_the_roadmap_has_a_word_of_its_own(view: ResultView) -> None:
    now, following = asked(view, "do=now"), asked(view, "do=next")
    assert (now.address, following.address) == ("?do=now", "?do=next")
    assert set(now.attempts) < set(following.attempts)
    spelled = "&".join(f"try={key}:50,67" for key in reversed(list(now.attempts)))
    assert asked(view, spelled) == now


def test_something_more_than_the_roadmap_is_spelled_out(view: ResultView) -> None:
    found = asked(view, "do=now&try=d2-p1:100")
    assert found.address.count("try=") == len({*asked(view, "do=now").attempts, "d2-p1"})
    assert found.attempts["d2-p1"].done == 1.0


def test_an_overlay_can_be_tried_and_a_section_that_was_not_asked_can_not() -> None:
    version = make_version(dimensions=3, publish=False)
    version.sections.filter(key="d2").update(overlay=True)
    version.sections.filter(key="d1").update(condition={"fact": "uses_generative_models", "equals": True})
    view = read_result(make_closed(everywhere("2", "habit"), version=version))
    found = asked(view, "try=d2-p0:75&try=d1-p0:75")
    assert (list(found.attempts), found.remarks) == (
        ["d2-p0"],
        ("“d1-p0” is no practice of this result; it was left out.",),
    )


def test_without_attempts_there_is_no_address(view: ResultView) -> None:
    assert address_of(view, {}) == ""
    assert attempts_for(view, set()) == {}
