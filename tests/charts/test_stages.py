"""Stages over time are steps that break where two rounds don't compare."""

from assessment.charts.stages import Step, stage_steps

NAMES = ("Manual", "Exploring", "Implicit", "Explicit", "Institutional")
STEPS = (
    Step("Q1", 1, joined=False, hover=("Exploring",)),
    Step("Q2", 3, joined=True),
    Step("<Q3>", 2, joined=False, strong=True),
)


def test_a_stage_holds_until_the_next_round_and_the_line_breaks_where_they_differ() -> None:
    line, marks = stage_steps(STEPS, NAMES, "No stage yet")["data"]
    assert (line["x"], line["y"]) == ([None, 0, 1, None, 2], [None, 1, 3, None, 2])
    assert (line["line"]["shape"], line["connectgaps"]) == ("hv", False)
    assert (marks["x"], marks["y"]) == ([0, 1, 2], [1, 3, 2])
    assert marks["text"] == ["Q1<br>Exploring", "Q2", "&lt;Q3&gt;"]
    assert marks["marker"]["size"] == [10, 10, 14]


def test_a_round_without_a_stage_stands_below_and_interrupts_the_line() -> None:
    steps = (Step("Q1", 1, joined=False), Step("Q2", None, joined=True), Step("Q3", 2, joined=True))
    figure = stage_steps(steps, NAMES, "No stage yet")
    line, marks = figure["data"]
    assert line["y"] == [None, 1, None, 2]
    assert marks["y"] == [1, -1, 2]
    assert marks["marker"]["symbol"] == ["circle", "circle-open", "circle"]
    assert figure["layout"]["yaxis"]["ticktext"] == ["No stage yet", *NAMES]
    assert figure["layout"]["yaxis"]["tickvals"] == [-1, 0, 1, 2, 3, 4]


def test_the_levels_are_the_stages_and_the_rounds_are_named() -> None:
    layout = stage_steps(STEPS, NAMES, "No stage yet")["layout"]
    assert (layout["yaxis"]["ticktext"], layout["yaxis"]["range"]) == (list(NAMES), [-0.5, 4.5])
    assert (layout["xaxis"]["tickvals"], layout["xaxis"]["ticktext"]) == ([0, 1, 2], ["Q1", "Q2", "&lt;Q3&gt;"])


def test_of_many_rounds_the_first_and_the_last_are_named() -> None:
    many = [Step(f"Round {place}", 1, joined=place > 0) for place in range(6)]
    wide = stage_steps(many, NAMES, "No stage yet")["layout"]
    assert (wide["xaxis"]["tickvals"], wide["xaxis"]["ticktext"]) == ([0, 5], ["Round 0", "Round 5"])
    narrow = stage_steps(STEPS, NAMES, "No stage yet", narrow=True)["layout"]
    assert narrow["xaxis"]["tickvals"] == [0, 2]


def test_a_long_name_takes_two_lines_and_the_room_for_them() -> None:
    short = stage_steps(STEPS, NAMES, "No stage yet")["layout"]
    long = stage_steps((Step("After the migration", 1, joined=False), *STEPS[1:]), NAMES, "No stage yet")["layout"]
    assert long["xaxis"]["ticktext"][0] == "After the<br>migration"
    assert long["margin"]["b"] - short["margin"]["b"] == long["height"] - short["height"] == 16
