"""The mix bar: order, whole numbers, edges, words."""

from types import SimpleNamespace

from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from assessment.templatetags.mix import MixBar, MixPart, mix_bar

HALDEN = SimpleNamespace(explicit=0.2617, implicit=0.2894, declared=0.1699, absent=0.2790)
HABIT = SimpleNamespace(explicit=0.0, implicit=0.5, declared=0.0, absent=0.5)
SLIVER = SimpleNamespace(explicit=0.03, implicit=0.0, declared=0.0, absent=0.97)


def test_parts_stand_side_by_side_and_sum_to_100() -> None:
    """The order never changes; every part starts where the one before ends."""
    assert mix_bar(HALDEN) == MixBar(
        parts=(
            MixPart("explicit", "Explicit", "done, on purpose", 26, 0),
            MixPart("implicit", "Implicit", "done, by habit", 29, 26),
            MixPart("declared", "Declared", "agreed, not done", 17, 55),
            MixPart("absent", "Absent", "neither", 28, 72),
        ),
        label="Explicit 26, implicit 29, declared 17, absent 28",
    )


def test_gaps_lie_between_shown_parts_only() -> None:
    """A part without width leaves no gap behind."""
    bar = mix_bar(HABIT)
    assert [part.key for part in bar.shown] == ["implicit", "absent"]
    assert bar.gaps == (50,)


def test_narrow_parts_have_no_number() -> None:
    """Below six points a number would not fit."""
    assert [part.numbered for part in mix_bar(SLIVER).parts] == [False, False, False, True]


def test_coordinates_keep_their_point_in_every_language() -> None:
    """SVG does not know the decimal comma."""
    source = "{% load mix %}{% with bar=mix|mix_bar %}{% for part in bar.parts %}{{ part.centre }} "
    source += "{% endfor %}{% endwith %}"
    with translation.override("de"):
        drawn = Template(source).render(Context({"mix": HALDEN}))
    assert drawn == "13 40.5 63.5 86 "


def test_the_bar_draws_every_part_with_its_word() -> None:
    """The partial puts the label, four widths and the numbers of the wide parts on the page."""
    html = render_to_string("components/_mix_bar.html", {"mix": HALDEN, "size": "large"})
    assert 'aria-label="Explicit 26, implicit 29, declared 17, absent 28"' in html
    assert [f'width="{width}%"' in html for width in (26, 29, 17, 28)] == [True] * 4
    assert html.count("<text") == 4
    assert html.count('class="mix-gap"') == 3


def test_small_bars_carry_no_numbers() -> None:
    """Only the large bar has room for figures."""
    assert "<text" not in render_to_string("components/_mix_bar.html", {"mix": HALDEN, "size": "small"})


def test_a_missing_mix_is_said_in_words() -> None:
    """Where the overall result is not reportable there is nothing to draw."""
    html = render_to_string("components/_mix_bar.html", {"mix": None})
    assert "<svg" not in html
    assert "Not enough answers" in html
