"""Opinions as bars to both sides of the middle."""

from assessment.charts.opinions import OpinionRow, opinions

WORDS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
ROWS = [
    OpinionRow("Benefits", "3.9", (0.1, 0.1, 0.2, 0.2, 0.4)),
    OpinionRow("<Tools>", "2.0", (0.5, 0.25, 0.25, 0.0, 0.0)),
]


def test_disagreement_lies_to_the_left_agreement_to_the_right_and_the_middle_to_both() -> None:
    bars = opinions(ROWS, WORDS)["data"]
    assert [bar["x"] for bar in bars] == [[-10, -12.5], [-10, -25], [-10, -50], [10, 12.5], [20, 0], [40, 0]]
    assert [bar["marker"]["color"] for bar in bars] == [f"var(--opinion-{place})" for place in (3, 2, 1, 3, 4, 5)]


def test_each_part_says_what_it_is_and_names_stay_text() -> None:
    bars = opinions(ROWS, WORDS)["data"]
    assert bars[5]["text"] == ["Benefits<br>Strongly agree: 40 %", "&lt;Tools&gt;<br>Strongly agree: 0 %"]


def test_labels_stand_beside_the_rows_and_on_small_screens_above_them() -> None:
    wide, narrow = opinions(ROWS, WORDS)["layout"], opinions(ROWS, WORDS, narrow=True)["layout"]
    assert [each["text"] for each in wide["annotations"]] == ["Benefits", "3.9", "&lt;Tools&gt;", "2.0"]
    assert (narrow["annotations"][0]["x"], narrow["annotations"][0]["xref"]) == (-100, "x")
    assert narrow["height"] > wide["height"]
