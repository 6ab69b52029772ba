"""Tests of the headings of the comparison's table."""

import pytest

from assessment.services.comparison_choices import Choice
from assessment.services.comparisons import Dimension
from assessment.views.compare_pages.heads import Head, dimension_heads, head, short_titles, with_breaks


def test_headings_order_by_their_column_and_then_the_other_way() -> None:
    choice = Choice(order="-dimension.d0", stage="2")
    assert head(choice, "name", "Organization") == Head(
        "sort-name", "Organi\N{SOFT HYPHEN}zation", "?stage=2&sort=name", ""
    )
    assert head(choice, "coverage", "Coverage") == Head("sort-coverage", "Coverage", "?stage=2&sort=-coverage", "")
    first, second = dimension_heads(choice, [Dimension("d0", "Data"), Dimension("d1", "Risk")])
    assert first == Head("sort-dimension-d0", "Data", "?stage=2&sort=dimension.d0", "descending")
    assert second == Head("sort-dimension-d1", "Risk", "?stage=2&sort=-dimension.d1", "")
    by_name = head(Choice(order="name"), "name", "Organization")
    assert (by_name.direction, by_name.address) == ("ascending", "?sort=-name")


def test_a_cut_title_and_an_overlay_are_explained() -> None:
    heads = dimension_heads(
        Choice(), [Dimension("a", "Build and test"), Dimension("b", "Data"), Dimension("c", "Models", overlay=True)]
    )
    assert [(each.label, each.explanation, each.overlay) for each in heads] == [
        ("Build", "Build and test", False),
        ("Data", "", False),
        ("Models", "Models: left out of the score", True),
    ]


@pytest.mark.parametrize(
    ("titles", "short"),
    [
        (["Release and serving", "Data", "Risk & compliance"], ["Release", "Data", "Risk"]),
        (
            ["Data: lineage", "Models (generative)", "Code/tests", "People – roles"],
            ["Data", "Models", "Code", "People"],
        ),
        (["Data and labels", "Data and models", "Sandboxes"], ["Data and labels", "Data and models", "Sandboxes"]),
        (["(untitled)"], ["(untitled)"]),
    ],
)
def test_titles_lose_what_only_adds_unless_two_would_become_the_same(titles: list[str], short: list[str]) -> None:
    assert short_titles(titles) == short


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Explanation", "Expla|nation"),
        ("Traceable experiments", "Traceable experi|ments"),
        ("Generative", "Genera|tive"),
        ("Respondents", "Respon|dents"),
        ("Documentation", "Documen|tation"),
        ("Päivittäminen", "Päivit|täminen"),
        ("Rhythmically", "Rhythmi|cally"),
        ("Ответственность", "Ответственность"),
        ("Coverage", "Coverage"),
    ],
)
def test_long_words_may_break_near_their_middle(text: str, broken: str) -> None:
    assert with_breaks(text) == broken.replace("|", "\N{SOFT HYPHEN}")
