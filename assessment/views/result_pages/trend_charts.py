"""The charts of the trend: the stages as steps, and the path on the adoption map."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.adoption_map import Dot, adoption_map
from assessment.charts.looks import Emphasis
from assessment.charts.rounding import whole_points
from assessment.charts.stages import Step, stage_steps
from assessment.measurement.mix import Mix
from assessment.reports.csv_files import Cell
from assessment.services.trends import Round, Trend
from assessment.views.charts import Chart, drawn, map_words
from assessment.views.result_pages.trend_sentences import map_finding, stages_finding
from assessment.wording import NO_VALUE, STAGE_NAMES, points, stage_name


def stage_chart(trend: Trend, shown: Round, csv_url: str) -> Chart:
    """Return the stages of all rounds as steps."""
    steps = [_step(trend, each, shown) for each in trend.rounds]
    names = [str(name) for name in STAGE_NAMES]
    figure, narrow = drawn(partial(stage_steps, steps, names, _("No stage yet")))
    return Chart(
        id="trend-stages",
        finding=stages_finding(trend),
        shows=_("The stage of each round, from left to right as they were closed"),
        figure=figure,
        narrow=narrow,
        columns=(_("Round"), _("Stage"), _("Version")),
        rows=[(each.title, stage_words(each), each.version.number) for each in trend.rounds],
        csv_url=csv_url,
    )


def stage_words(one: Round) -> str:
    """Return the name of the stage of a round, or that there is none."""
    return _("No stage yet") if one.result.stage is None else stage_name(one.result.stage)


def _step(trend: Trend, one: Round, shown: Round) -> Step:
    joined = one is not trend.rounds[0] and one.uid not in trend.breaks
    version = _("Questionnaire version %(number)d") % {"number": one.version.number or 0}
    return Step(
        one.title,
        one.result.stage,
        joined,
        strong=one is shown,
        hover=(stage_words(one), people_words(one), version),
    )


def people_words(one: Round) -> str:
    """Return of how many people a round is."""
    count = one.result.people
    return ngettext("One person", "%(count)d people", count) % {"count": count}


# --- The path on the adoption map -------------------------------------------------------------------


def path_chart(trend: Trend, shown: Round, csv_url: str) -> Chart | None:
    """Return the path of the overall result from round to round; None where no round has one."""
    placed = [(each, each.mix) for each in trend.rounds if each.mix is not None]
    if not placed:
        return None
    dots = [_dot(trend, place, placed, shown) for place in range(len(placed))]
    # The round that is looked at comes first, so that its name has the first choice of room.
    dots.sort(key=lambda dot: dot.emphasis is not Emphasis.MOVED)
    figure, narrow = drawn(partial(adoption_map, dots, map_words()))
    return Chart(
        id="trend-path",
        finding=map_finding(trend),
        shows=_("Adoption map, one dot per round; lines lead from each round to the next"),
        figure=figure,
        narrow=narrow,
        columns=(_("Round"), _("Done"), _("Agreed")),
        rows=[_path_row(each) for each in trend.rounds],
        csv_url=csv_url,
    )


def _dot(trend: Trend, place: int, placed: list[tuple[Round, Mix]], shown: Round) -> Dot:
    one, mix = placed[place]
    earlier, before = placed[place - 1] if place else (one, mix)
    words = {"practice": whole_points(mix.practice), "explicitness": whole_points(mix.explicitness)}
    return Dot(
        key=str(one.uid),
        label=one.title,
        explicitness=mix.explicitness,
        practice=mix.practice,
        emphasis=Emphasis.MOVED if one is shown else Emphasis.ESSENTIAL,
        labelled=True,
        hover=(
            _("practice %(practice)d, explicitness %(explicitness)d") % words,
            stage_words(one),
            people_words(one),
        ),
        previous=(before.explicitness, before.practice) if earlier is not one and one.is_like(earlier) else None,
    )


def _path_row(one: Round) -> tuple[Cell, ...]:
    if one.mix is None:
        return one.title, NO_VALUE, NO_VALUE
    return one.title, points(one.mix.practice), points(one.mix.explicitness)
