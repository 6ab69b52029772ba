"""The survey's levels as stacked bars in colours of their own, and two means below them."""

from assessment.charts.survey_bars import SurveyBar, survey_bars

WORDS = ("Not at all", "Partially", "Mostly", "Completely")
HOVER = ("Survey 63", "Here 56")
BOTH = SurveyBar("Data arrives by repeatable jobs", "63", (0.07, 0.26, 0.39, 0.28), 0.63, 0.56, HOVER)
ALONE = SurveyBar("A named team answers for every single model in use", "28", (0.4, 0.4, 0.1, 0.1), 0.28, None)


def test_the_levels_are_stacked_in_their_own_colours() -> None:
    figure = survey_bars([BOTH, ALONE], WORDS)
    levels = figure["data"][:4]
    assert [level["x"] for level in levels] == [[7, 40], [26, 40], [39, 10], [28, 10]]
    assert [level["marker"]["color"] for level in levels] == [f"var(--survey-{number})" for number in (1, 2, 3, 4)]
    assert levels[0]["text"][0] == "Data arrives by repeatable jobs<br>Not at all: 7 %"
    assert figure["layout"]["barmode"] == "stack"


def test_the_survey_has_a_mean_in_each_row_and_this_installation_where_it_is_known() -> None:
    survey, here = survey_bars([BOTH, ALONE], WORDS)["data"][4:]
    assert (survey["x"], survey["y"], survey["marker"]["symbol"]) == ([63, 28], [0.31, 1.31], "circle")
    assert (here["x"], here["y"], here["marker"]["symbol"]) == ([56], [0.31], "triangle-up")
    assert here["text"] == ["Data arrives by repeatable jobs<br>Here 56"]


def test_a_long_name_is_cut_on_a_small_screen_alone() -> None:
    wide, narrow = survey_bars([ALONE], WORDS), survey_bars([ALONE], WORDS, narrow=True)
    labels = [figure["layout"]["annotations"][0]["text"] for figure in (wide, narrow)]
    assert labels == ["A named team<br>answers for every<br>single model in use", "A named team answers for every…"]
    assert len(wide["data"]) == len(narrow["data"])
