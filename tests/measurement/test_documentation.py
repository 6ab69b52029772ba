"""Tests that the measurement model's page and the code name the same thresholds."""

from fractions import Fraction
from pathlib import Path

from assessment.measurement.instrument import THRESHOLD_RANGES, Thresholds

PAGE = Path(__file__).parents[2] / "docs" / "measurement.md"


def documented_rows() -> list[tuple[str, float, tuple[float, ...], bool]]:
    """Return name, default, range and whether it protects, of each row of the page's table."""
    section = PAGE.read_text().split("## Thresholds")[1].split("\n## ")[0]
    cells = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return [
        (
            name.strip(" `"),
            float(Fraction(default)),
            tuple(float(end) for end in span.split("–")),
            decides.rstrip().endswith("protects"),
        )
        for name, default, span, decides in cells
    ]


def test_the_page_lists_every_threshold_as_it_is() -> None:
    defaults = Thresholds()
    protecting = {
        "spread_raters",
        "distribution_respondents",
        "open_text_respondents",
        "benchmark_mean",
        "benchmark_quartiles",
        "benchmark_changes",
        "benchmark_remainder",
        "benchmark_membership_days",
    }
    assert documented_rows() == [
        (name, getattr(defaults, name), span, name in protecting) for name, span in THRESHOLD_RANGES.items()
    ]
