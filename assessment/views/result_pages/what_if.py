"""What the page of what-if shows: today beside what would be, and what can be tried."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.rounding import whole_points
from assessment.forms.what_if import DO, DOINGS, Asked, address_of
from assessment.measurement.mix import Mix
from assessment.measurement.practices import PracticeState
from assessment.measurement.stages import Stage
from assessment.models import Option
from assessment.services.explanations import ladder, next_rung
from assessment.services.frozen import FrozenOption
from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.services.what_if import Attempt, Attempts, attempts_for
from assessment.views.charts import Chart
from assessment.views.result_pages.sentences import contested_sentence, next_sentence
from assessment.views.result_pages.what_if_charts import map_chart, profile_chart
from assessment.wording import fraction_percent, points, points_above, stage_name


@dataclass(frozen=True)
class Side:
    """Today, or what would be; stage and mix None and the sentence empty where the overall is not reportable."""

    title: str
    stage: Stage | None
    sentence: str
    mix: Mix | None
    holding: tuple[PracticeView, ...]
    limiting: str


@dataclass(frozen=True)
class Line:
    """One figure: as shown today, as it would be, and the difference of the two where there is one."""

    name: str
    today: str
    projected: str
    change: str = ""


@dataclass(frozen=True)
class Chip:
    """One practice that is tried, in words, and the address without it."""

    name: str
    words: str
    removed: str


@dataclass(frozen=True)
class Choice:
    """One option of a select."""

    value: str
    text: str
    selected: bool


@dataclass(frozen=True)
class Row:
    """One practice that can be tried, with where it is today."""

    practice: PracticeView
    done: tuple[Choice, ...]
    agreed: tuple[Choice, ...]


@dataclass(frozen=True)
class Group:
    """A dimension with its practices, and how many of them are tried."""

    dimension: DimensionView
    rows: tuple[Row, ...]
    tried: int


@dataclass(frozen=True)
class Shortcut:
    """A link that tries several practices at once; `here` for what is shown."""

    label: str
    address: str
    here: bool


@dataclass(frozen=True)
class WhatIfPage:
    """Everything the templates of what-if show."""

    view: ResultView
    finding: str
    sides: tuple[Side, Side]
    lines: tuple[Line, ...]
    overlays: tuple[Line, ...]
    contested: str
    chips: tuple[Chip, ...]
    left_out: str
    remarks: tuple[str, ...]
    shortcuts: tuple[Shortcut, ...]
    groups: tuple[Group, ...]
    profile: Chart | None
    map: Chart | None


def what_if_page(view: ResultView, projected: ResultView, asked: Asked) -> WhatIfPage:
    """Return what the page shows of today's result and of the one projected from what was asked."""
    uid, has_answers = view.assessment.uid, view.result.respondents > 0
    dimensions_url, practices_url = (
        reverse(f"result-what-if-{name}", args=[uid]) + asked.address for name in ("dimensions", "practices")
    )
    return WhatIfPage(
        view=view,
        finding=finding(view, projected, asked.attempts),
        sides=(_side(_("Today"), view), _side(_("With what you try"), projected)),
        lines=tuple(_lines(view, projected)),
        overlays=tuple(_overlay_lines(view, projected)),
        contested=contested_sentence(view),
        chips=tuple(_chips(view, asked.attempts)),
        left_out=_left_out(view, asked.attempts),
        remarks=asked.remarks,
        shortcuts=tuple(_shortcuts(view, asked)),
        groups=tuple(_group(dimension, asked.attempts) for dimension in view.dimensions) if has_answers else (),
        profile=profile_chart(view, projected, dimensions_url) if view.core else None,
        map=map_chart(view, projected, practices_url),
    )


def finding(today: ResultView, projected: ResultView, attempts: Attempts) -> str:
    """Return in one sentence what the attempts would change."""
    stage = projected.result.stage
    if not attempts:
        return _("Nothing is tried yet, so both sides are the same")
    if stage is None or projected.mix is None:
        return _("Too few answers for an overall result, even with what you try")
    words: dict[str, str | int] = {"stage": stage_name(stage), "score": whole_points(projected.mix.practice)}
    if today.result.stage is None or today.mix is None:
        return _("%(stage)s, with a score of %(score)d") % words
    words |= {"today": stage_name(today.result.stage), "before": whole_points(today.mix.practice)}
    if words["score"] == words["before"]:
        return _same_score(words)
    if stage == today.result.stage:
        return _("Still %(stage)s, with a score of %(score)d instead of %(before)d") % words
    return _("%(stage)s instead of %(today)s, with a score of %(score)d instead of %(before)d") % words


def _same_score(words: Mapping[str, str | int]) -> str:
    if words["stage"] == words["today"]:
        return _("Still %(stage)s, with the same score of %(score)d") % words
    return _("%(stage)s instead of %(today)s, with the same score of %(score)d") % words


def _side(title: str, view: ResultView) -> Side:
    limiting = view.limiting.section.title if view.limiting else ""
    if view.result.stage is None:
        return Side(title, None, "", None, view.holding, limiting)
    sentence = next_sentence(next_rung(ladder(view)))
    return Side(title, Stage(view.result.stage), sentence, view.mix, view.holding, limiting)


# --- Figures --------------------------------------------------------------------------------------


def _lines(today: ResultView, projected: ResultView) -> Iterator[Line]:
    both = (today, projected)
    yield _points_line(_("Score"), *(view.mix.practice if view.mix else None for view in both))
    yield _points_line(_("Done on purpose"), *(view.mix.explicit if view.mix else None for view in both))
    yield _share_line(_("Explicit share"), *(view.mix.explicit_share if view.mix else None for view in both))
    yield _share_line(_("Coverage"), *(view.result.coverage for view in both))
    yield Line(_("Range of the score"), *(_range(view) for view in both))


def _points_line(name: str, today: float | None, projected: float | None) -> Line:
    return Line(name, str(points(today)), str(points(projected)), change_of(today, projected))


def _share_line(name: str, today: float | None, projected: float | None) -> Line:
    return Line(name, fraction_percent(today), fraction_percent(projected), change_of(today, projected))


def change_of(today: float | None, projected: float | None) -> str:
    """Return the difference of two shares as they are shown, with its sign; empty where there is none."""
    if today is None or projected is None or whole_points(today) == whole_points(projected):
        return ""
    return points_above(projected, today)


def _range(view: ResultView) -> str:
    if view.bounds is None:
        return "–"
    low, high = whole_points(view.bounds.practice_low), whole_points(view.bounds.practice_high)
    return _("%(low)d to %(high)d") % {"low": low, "high": high}


def _overlay_lines(today: ResultView, projected: ResultView) -> Iterator[Line]:
    for before, after in zip(today.overlays, projected.overlays, strict=True):
        yield _points_line(before.section.title, before.score, after.score)


# --- What is tried, and what can be -----------------------------------------------------------------


def _chips(view: ResultView, attempts: Attempts) -> Iterator[Chip]:
    practices = {practice.key: practice for dimension in view.dimensions for practice in dimension.practices}
    here = reverse("result-what-if", args=[view.assessment.uid])
    for key, attempt in attempts.items():
        others = {other: kept for other, kept in attempts.items() if other != key}
        yield Chip(practices[key].practice.name, _words(attempt), here + address_of(view, others))


def _words(attempt: Attempt) -> str:
    said = []
    if attempt.done is not None:
        said.append(_("done %(points)d") % {"points": whole_points(attempt.done)})
    if attempt.agreed is not None:
        said.append(_("agreed %(points)d") % {"points": whole_points(attempt.agreed)})
    return ", ".join(said)


def _shortcuts(view: ResultView, asked: Asked) -> Iterator[Shortcut]:
    here = reverse("result-what-if", args=[view.assessment.uid])
    labels = {"now": _("Do everything in Now"), "next": _("Do everything in Now and Next")}
    shown: list[Attempts] = []
    for doing, label in labels.items():
        attempts = attempts_for(view, DOINGS[doing])
        if attempts and attempts not in shown:
            yield Shortcut(label, f"{here}?{DO}={doing}", attempts == asked.attempts)
        shown.append(attempts)


def _left_out(view: ResultView, attempts: Attempts) -> str:
    """What of the roadmap's shortcut that is shown cannot be tried; empty where all of it is."""
    for placements in DOINGS.values():
        if attempts and attempts == attempts_for(view, placements):
            steps = [each for each in view.practices if each.advised and each.advised.placement in placements]
            count = len(steps) - len(attempts)
            sentence = ngettext(
                "One step is left out: how discussing it or finding out will end, nobody knows.",
                "%(count)d steps are left out: how discussing them or finding out will end, nobody knows.",
                count,
            )
            return sentence % {"count": count} if count else ""
    return ""


def _group(dimension: DimensionView, attempts: Attempts) -> Group:
    applicable = [each for each in dimension.practices if each.state is not PracticeState.NOT_APPLICABLE]
    rows = tuple(_row(practice, attempts.get(practice.key, Attempt())) for practice in applicable)
    return Group(dimension, rows, sum(practice.key in attempts for practice in applicable))


def _row(practice: PracticeView, attempt: Attempt) -> Row:
    asked = practice.practice
    done = [option for option in asked.question.options if option.points is not None]
    agreed = [option for option in asked.recognition.options if option.text and option.code != Option.Code.UNKNOWN]
    return Row(
        practice,
        tuple(_choices(done, attempt.done, f"{practice.key}:%s")),
        tuple(_choices(agreed, attempt.agreed, f"{practice.key}:,%s")),
    )


def _choices(options: Sequence[FrozenOption], chosen: float | None, value: str) -> Iterator[Choice]:
    """As today, the options, and a value between them where one is tried."""
    yield Choice("", _("As today"), selected=False)
    shares = [option.points or 0.0 for option in options]
    if chosen is not None and chosen not in shares:
        number = whole_points(chosen)
        text = ngettext("%(number)d point", "%(number)d points", number) % {"number": number}
        yield Choice(value % number, text, selected=True)
    for option, share in zip(options, shares, strict=True):
        number = whole_points(share)
        yield Choice(value % number, f"{number} · {option.text}", selected=share == chosen)
