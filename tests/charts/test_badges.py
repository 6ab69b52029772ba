"""A dot carries its stage as four squares, wherever that covers nothing else."""

from assessment.charts.adoption_map import Dot, MapWords, adoption_map
from assessment.charts.badges import HIGH, WIDTH, Badge, badge_shape, place_badges
from assessment.charts.looks import Emphasis
from assessment.charts.placement import Box, Frame, box_around

FRAME = Frame(width=100, height=100, letters=10)
MIDDLE = (50.0, 50.0)
# A badge is 19 wide and 6 high; 1.5 pixels are between it and a dot of a radius of 5.
BELOW = Badge(2, MIDDLE, -9.5, -12.5)
ABOVE = Badge(2, MIDDLE, -9.5, 6.5)
RIGHT = Badge(2, MIDDLE, 6.5, -3)
LEFT = Badge(2, MIDDLE, -25.5, -3)


def test_it_stands_below_its_dot_or_at_the_next_side_that_is_free() -> None:
    assert (WIDTH, HIGH) == (19, 6)
    for number, expected in enumerate(([BELOW], [ABOVE], [RIGHT], [LEFT], [])):
        taken = [badge.box for badge in (BELOW, ABOVE, RIGHT, LEFT)[:number]]
        assert place_badges([(MIDDLE, 5, 2)], taken, FRAME) == expected


def test_it_stays_within_the_frame() -> None:
    corner = (10.0, 0.0)
    assert place_badges([(corner, 5, 0)], [], FRAME) == [Badge(0, corner, -9.5, 6.5)]


def test_who_has_no_stage_has_no_badge() -> None:
    assert place_badges([(MIDDLE, 5, None)], [], FRAME) == []


def test_no_badge_covers_another_or_a_dot() -> None:
    dots = [((20.0 + 7 * number, 50.0), 5.0, number % 5) for number in range(8)]
    taken = [box_around(point, radius) for point, radius, _stage in dots]
    boxes = [badge.box for badge in place_badges(dots, taken, FRAME)]
    assert len(boxes) > 2
    places = [*taken, *boxes]
    assert not any(box.overlaps(other) for box in boxes for other in places if other is not box)


def test_squares_are_full_up_to_the_stage_and_hollow_from_there_on() -> None:
    shape = badge_shape(Badge(1, MIDDLE, 0, 0), (25.0, 75.0))
    assert shape["path"] == (
        "M0,0H4V6H0ZM5,0H9V6H5ZM6,1H8V5H6ZM10,0H14V6H10ZM11,1H13V5H11ZM15,0H19V6H15ZM16,1H18V5H16Z"
    )
    assert (shape["xanchor"], shape["yanchor"], shape["xsizemode"], shape["fillrule"]) == (
        25.0,
        75.0,
        "pixel",
        "evenodd",
    )


def test_the_map_draws_those_of_the_dots_that_have_a_stage() -> None:
    words = MapWords("Agreed", "Done", "Explicit", "Implicit", "Declared", "Absent")
    dots = [Dot("a", "Alpha", 0.25, 0.5, stage=3), Dot("b", "Beta", 0.75, 0.5, emphasis=Emphasis.HIGHLIGHT_1)]
    badges = [shape for shape in adoption_map(dots, words)["layout"]["shapes"] if shape["type"] == "path"]
    assert [(badge["xanchor"], badge["yanchor"]) for badge in badges] == [(25.0, 50.0)]
    assert badges[0]["path"].count("M") == 5


def test_a_box_is_where_the_squares_are() -> None:
    assert BELOW.box == Box(40.5, 37.5, 59.5, 43.5)


def test_a_small_screen_shows_those_of_20_dots_at_most() -> None:
    words = MapWords("Agreed", "Done", "Explicit", "Implicit", "Declared", "Absent")
    dots = [Dot(str(place), "", 0.1 + 0.16 * (place % 5), 0.1 + 0.16 * (place // 5), stage=1) for place in range(21)]
    for number, narrow, expected in ((21, False, 21), (20, True, 20), (21, True, 0)):
        shapes = adoption_map(dots[:number], words, narrow=narrow)["layout"]["shapes"]
        assert len([shape for shape in shapes if shape["type"] == "path"]) == expected
