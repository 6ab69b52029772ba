"""What people think of it, as diverging bars by group and against explicitness; beside the scores, never in them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessment.charts.opinions import OpinionRow, opinions
from assessment.forms.comparisons import address_of
from assessment.measurement.comparison import settled
from assessment.measurement.stages import Stage
from assessment.models.facts import Sector, Size
from assessment.reports.csv_files import Cell
from assessment.services.comparison_choices import NO_STAGE, Bars, By, Choice
from assessment.services.comparison_perception import Asked, Group, bars_of, constructs_of
from assessment.services.spreads import MEDIAN_FROM
from assessment.views.charts import Chart, drawn
from assessment.views.compare_pages import relations
from assessment.views.compare_pages.comparison import Comparison, Switch
from assessment.views.result_pages.opinions import MIDDLE, value_words
from assessment.wording import stage_name

Constructs = Mapping[str, Asked]


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the opinions takes."""
    constructs = constructs_of(comparison.selection.versions)
    shown = shown_construct(comparison, constructs)
    title = constructs[shown].title if shown else ""
    return {
        "construct_title": title,
        "bars_chart": _chart(comparison, constructs),
        "relation_chart": relations.relation_chart(comparison, shown, title),
        "construct_switches": _constructs(comparison, constructs, shown),
        "by_switches": _groups(comparison.choice),
        "bar_switches": _bars(comparison.choice),
    }


def shown_construct(comparison: Comparison, constructs: Constructs) -> str:
    """Return the construct asked for, else the first; empty where none is asked."""
    asked = comparison.choice.construct
    return asked if asked in constructs else next(iter(constructs), "")


def _constructs(comparison: Comparison, constructs: Constructs, shown: str) -> list[Switch]:
    return [
        Switch(address_of(comparison.choice, construct=key), asked.title, key == shown)
        for key, asked in constructs.items()
    ]


def _groups(choice: Choice) -> list[Switch]:
    words = {By.ALL: _("All opinions"), By.SECTOR: _("By sector"), By.SIZE: _("By size"), By.STAGE: _("By stage")}
    return [
        Switch(address_of(choice, by="" if by is By.ALL else by.value), word, choice.by is by)
        for by, word in words.items()
    ]


def _bars(choice: Choice) -> list[Switch]:
    words = {Bars.ORGANIZATIONS: _("Organizations"), Bars.ANSWERS: _("Answers")}
    return [
        Switch(address_of(choice, bars="" if bars is Bars.ORGANIZATIONS else bars.value), word, choice.bars is bars)
        for bars, word in words.items()
    ]


# --- The bars -------------------------------------------------------------------------------------


def groups_of(comparison: Comparison, constructs: Constructs) -> list[Group]:
    """Return the bars as they are shown: every construct over all, or the groups of the construct that is looked at."""
    choice, selection = comparison.choice, comparison.selection
    stages = _stages(comparison) if selection.core and choice.by is By.STAGE else None
    found = bars_of(comparison.results, constructs, choice.bars, choice.by, stages)
    if choice.by is By.ALL:
        return sorted(found, key=lambda each: list(constructs).index(each.construct))
    own = [each for each in found if each.construct == shown_construct(comparison, constructs)]
    names = list(_names(choice.by))
    return sorted(own, key=lambda each: names.index(each.group))


def _stages(comparison: Comparison) -> dict[int, list[int]]:
    """The results by the stage that their organizations have on the common core."""
    stages: defaultdict[int, list[int]] = defaultdict(list)
    for row in comparison.every():
        if row.latest.stage is not None:
            stages[row.latest.stage].append(row.latest.result)
    return stages


def _names(by: By) -> dict[str, str]:
    if by is By.SECTOR:
        return {value: str(label) for value, label in Sector.choices}
    if by is By.SIZE:
        return {value: str(label) for value, label in Size.choices}
    return {**{str(stage.value): stage_name(stage) for stage in Stage}, NO_STAGE: _("No stage yet")}


def _name(comparison: Comparison, constructs: Constructs, group: Group) -> str:
    if comparison.choice.by is By.ALL:
        return constructs[group.construct].title
    return _names(comparison.choice.by)[group.group]


def _chart(comparison: Comparison, constructs: Constructs) -> Chart | None:
    groups = groups_of(comparison, constructs)
    if not groups:
        return None
    bars = [
        OpinionRow(_said(comparison, constructs, each), number_format(each.mean, 1), _shares(each)) for each in groups
    ]
    figure, narrow = drawn(partial(opinions, bars, value_words()))
    return Chart(
        id="perception-bars",
        finding=_finding(comparison, constructs, groups),
        shows=_shows(comparison.choice),
        figure=figure,
        narrow=narrow,
        columns=columns(comparison),
        rows=[_line(comparison, constructs, each) for each in groups],
        csv_url=comparison.csv_url,
    )


def _said(comparison: Comparison, constructs: Constructs, group: Group) -> str:
    return _("%(name)s (n %(n)d)") % {"name": _name(comparison, constructs, group), "n": group.organizations}


def _shares(group: Group) -> tuple[float, ...]:
    return tuple(count / sum(group.counts) for count in group.counts)


def _shows(choice: Choice) -> str:
    if choice.bars is Bars.ANSWERS:
        return _("Share of the answers to its statements, disagreeing to the left; at the right the mean of 1 to 5")
    return _("Share of the organizations by their mean, disagreeing to the left; at the right the mean of 1 to 5")


def _finding(comparison: Comparison, constructs: Constructs, groups: Sequence[Group]) -> str:
    """What finds the most agreement, or where a construct is highest: among groups of enough organizations."""
    known = [each for each in groups if each.organizations >= MEDIAN_FROM] or groups
    low = min(known, key=lambda each: settled(each.mean))
    high = max(known, key=lambda each: settled(each.mean))
    words = {"high": _name(comparison, constructs, high), "low": _name(comparison, constructs, low)}
    if comparison.choice.by is not By.ALL:
        return _finding_by_group(constructs[high.construct].title, words, settled(high.mean - low.mean))
    if high.mean <= MIDDLE:
        return _("Nothing here finds more agreement than disagreement")
    if low is high:
        return _("“%(high)s” finds agreement") % words
    return _("“%(high)s” finds the most agreement, “%(low)s” the least") % words


def _finding_by_group(construct: str, words: dict[str, str], apart: float) -> str:
    if not apart:
        return _("“%(construct)s” by group") % {"construct": construct}
    return _("“%(construct)s”: highest mean %(high)s, lowest %(low)s") % {"construct": construct, **words}


# --- The files ------------------------------------------------------------------------------------


def columns(comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    first = _("Opinion") if comparison.choice.by is By.ALL else _("Group")
    return [first, _("Mean, 1 to 5"), _("Organizations"), _("Respondents"), *value_words()]


def rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Return the lines of the file: one per bar, with how many organizations or answers have each value."""
    constructs = constructs_of(comparison.selection.versions)
    return (_line(comparison, constructs, each) for each in groups_of(comparison, constructs))


def _line(comparison: Comparison, constructs: Constructs, group: Group) -> list[Cell]:
    start: list[Cell] = [
        _name(comparison, constructs, group),
        round(group.mean, 2),
        group.organizations,
        group.respondents,
    ]
    return [*start, *group.counts]


def relation_rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Return the lines of the file of the opinion that is looked at, against explicitness."""
    return relations.rows_of(
        relations.points_shown(comparison, shown_construct(comparison, constructs_of(comparison.selection.versions)))
    )
