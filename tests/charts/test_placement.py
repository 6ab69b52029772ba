"""Dots that lie on each other are moved apart, and labels cover nothing."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from assessment.charts.figures import lines_of
from assessment.charts.placement import (
    Box,
    Frame,
    apart,
    box_around,
    candidates,
    crowded_label,
    label_box,
    label_size,
    place_label,
)

FRAME = Frame(width=400, height=300, letters=24)


def test_points_at_different_places_stay() -> None:
    points = [(10.0, 10.0), (20.0, 10.0), (10.0, 20.0)]
    assert apart(points, FRAME, 12) == points


def test_points_at_one_place_go_round_the_first() -> None:
    moved = apart([(200.0, 150.0)] * 7, FRAME, 12)
    assert moved[0] == (200.0, 150.0)
    assert sorted(round(((x - 200) ** 2 + (y - 150) ** 2) ** 0.5, 6) for x, y in moved[1:]) == [12.0] * 6


@given(
    corner=st.sampled_from([(0.0, 0.0), (400.0, 300.0), (0.0, 300.0), (200.0, 0.0)]),
    count=st.integers(min_value=1, max_value=60),
)
def test_no_two_are_nearer_than_the_spacing_and_none_leaves_the_frame(corner: tuple[float, float], count: int) -> None:
    moved = apart([corner] * count, FRAME, 12)
    assert len(moved) == count
    assert all(0 <= x <= 400 and 0 <= y <= 300 for x, y in moved)
    assert all((a - c) ** 2 + (b - d) ** 2 > 11.99**2 for (a, b), (c, d) in combinations(moved, 2))


def test_boxes_that_share_an_edge_do_not_overlap() -> None:
    box = Box(0, 0, 10, 10)
    assert not box.overlaps(Box(10, 0, 20, 10))
    assert not box.overlaps(Box(0, 10, 10, 20))
    assert box.overlaps(Box(9, 9, 20, 20))


def test_a_label_stands_to_the_right_where_there_is_room() -> None:
    found = place_label("Short", (100, 100), 5, [box_around((100, 100), 5)], FRAME)
    assert found is not None
    label, box = found
    assert (label.lines, label.far, label.up) == (["Short"], False, 0)
    assert box.left == 111


def test_a_label_at_the_right_edge_goes_to_the_left() -> None:
    found = place_label("Short", (398, 100), 5, [], FRAME)
    assert found is not None
    assert found[0].right < 0


def test_a_label_in_a_crowd_goes_farther_away_with_a_line() -> None:
    crowd = [box_around((200 + 9 * x, 150 + 9 * y), 5) for x in range(-3, 4) for y in range(-3, 4)]
    found = place_label("Short", (200, 150), 5, crowd, FRAME)
    assert found is not None
    label, box = found
    assert label.far
    assert not any(box.overlaps(other) for other in crowd)


def test_a_label_without_any_room_is_left_out() -> None:
    assert place_label("Short", (200, 150), 5, [Box(0, 0, 400, 300)], FRAME) is None


def test_a_label_that_must_stand_covers_what_does_the_least_harm() -> None:
    everything, left = Box(0, 0, 400, 300), Box(0, 0, 200, 300)
    label, box = crowded_label("Short", (200, 150), 5, [(everything, 1), (left, 1000)], FRAME)
    assert (label.lines, label.far, box.left) == (["Short"], False, 211)


@given(
    text=st.text(alphabet="abcdefgh ", min_size=1, max_size=24),
    point=st.tuples(st.floats(0, 200), st.floats(0, 280)),
)
def test_a_label_that_must_stand_stays_in_the_frame(text: str, point: tuple[float, float]) -> None:
    frame = Frame(width=200, height=280, letters=20)
    label, box = crowded_label(text, point, 8, [(Box(0, 0, 200, 280), 1)], frame)
    assert box.inside(200, 280)
    assert box == label_box(label, point)


@given(text=st.text(alphabet="abcdefgh ", min_size=1, max_size=60))
def test_every_candidate_is_as_large_as_its_text(text: str) -> None:
    for label in candidates(text, 5, 24):
        width, height = label_size(label.lines)
        box = label_box(label, (0, 0))
        assert (round(box.right - box.left, 6), round(box.top - box.bottom, 6)) == (
            round(width, 6),
            round(height, 6),
        )


def test_lines_are_of_much_the_same_length() -> None:
    assert lines_of("Changes pass automatic checks before merging", 40) == [
        "Changes pass automatic",
        "checks before merging",
    ]
    assert lines_of("Unbreakableasitisoneword", 10) == ["Unbreakableasitisoneword"]
    assert lines_of("", 10) == [""]
