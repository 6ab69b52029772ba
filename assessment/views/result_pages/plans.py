"""What the pages of the action plan show, and its table as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.rounding import whole_mix, whole_points
from assessment.measurement.advice import Action
from assessment.measurement.roadmap import Placement
from assessment.models import ActionItem
from assessment.reports.csv_files import Cell
from assessment.services.plan_progress import Plan, Planned, Standing, moved, score_change
from assessment.services.result_views import ResultView
from assessment.services.versions import frozen
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.result_pages.practice_rows import ACTIONS, Badge, badge_of
from assessment.views.result_pages.roadmaps import RoadmapPanel, first_steps, roadmap_panel
from assessment.wording import points


@dataclass(frozen=True)
class PlanRow:
    """One action of the plan; `begin` says how to begin, empty where its questionnaire no longer does."""

    uid: UUID
    name: str
    badge: Badge | None
    source: str
    owner: str
    due_on: date | None
    is_overdue: bool
    status: str
    status_name: str
    note: str
    begin: str
    finished_at: datetime | None


@dataclass(frozen=True)
class Move:
    """What happened to one planned practice: done and agreed in whole points then and now, and the advice."""

    name: str
    status_name: str
    done: tuple[int | str, int | str]
    agreed: tuple[int | str, int | str]
    advice: tuple[Badge | None, Badge | None]
    has_moved: bool
    is_asked: bool


@dataclass(frozen=True)
class Since:
    """What was done since the previous round, and what it moved."""

    finding: str
    score: str
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class PlanPage:
    """Everything the templates of the plan show; `view` and `roadmap` are None beside no result."""

    plan: Plan
    view: ResultView | None
    heading: str
    unfinished: tuple[PlanRow, ...]
    finished: tuple[PlanRow, ...]
    since: Since | None
    steps: RoadmapPanel | None
    overlays: tuple[tuple[str, RoadmapPanel], ...]
    runs: bool

    @property
    def keys(self) -> frozenset[str]:
        return self.plan.keys

    @property
    def is_now_planned(self) -> bool:
        """Whether everything in Now is in the plan."""
        return self.steps is None or all(step.key in self.keys for step in self.steps.columns[0].steps)


def plan_page(plan: Plan, view: ResultView | None = None, *, runs: bool) -> PlanPage:
    """Return what a page of the plan shows; beside a result its roadmap, too. `runs`: whoever asks may change it."""
    return PlanPage(
        plan=plan,
        view=view,
        heading=heading_of(plan),
        unfinished=tuple(_row(planned) for planned in plan.unfinished),
        finished=tuple(_row(planned) for planned in plan.finished),
        since=_since(plan),
        steps=roadmap_panel(view.practices, Addresses(view.assessment.uid)) if view else None,
        overlays=tuple(_overlays(view)) if view else (),
        runs=runs,
    )


def _overlays(view: ResultView) -> Iterator[tuple[str, RoadmapPanel]]:
    for dimension in view.overlays:
        panel = roadmap_panel(dimension.practices, Addresses(view.assessment.uid), view.practices)
        if panel is not None:
            yield dimension.section.title, panel


def heading_of(plan: Plan) -> str:
    """Return how much there is to do, and how much of it is overdue."""
    count, overdue = len(plan.unfinished), sum(each.is_overdue for each in plan.unfinished)
    if not count:
        return _("Nothing is left to do") if plan.finished else _("Nothing is planned yet")
    to_do = ngettext("One action to do", "%(count)d actions to do", count) % {"count": count}
    if not overdue:
        return to_do
    late = ngettext("one is overdue", "%(count)d are overdue", overdue) % {"count": overdue}
    return _("%(to_do)s, %(late)s") % {"to_do": to_do, "late": late}


def _row(planned: Planned) -> PlanRow:
    item = planned.item
    return PlanRow(
        uid=item.uid,
        name=item.name,
        badge=badge_of_item(item),
        source=item.planned_from.title if item.planned_from else "",
        owner=item.owner,
        due_on=item.due_on,
        is_overdue=planned.is_overdue,
        status=item.status,
        status_name=item.get_status_display(),
        note=item.note,
        begin=begin_of(item),
        finished_at=item.finished_at,
    )


def badge_of_item(item: ActionItem) -> Badge | None:
    """Return the advice an action came from, None where it is none that is given any more."""
    return _badge(item.action)


def _badge(action: str) -> Badge | None:
    return badge_of(Action(action)) if action in ACTIONS else None


def begin_of(item: ActionItem) -> str:
    """Return how to begin with an action, in the words of the questionnaire it was planned from."""
    practices = frozen(item.planned_from.version).practices if item.planned_from else {}
    practice = practices.get(item.practice_key)
    return first_steps(practice, Action(item.action)) if practice and item.action in ACTIONS else ""


def on_roadmap(view: ResultView) -> list[tuple[str, Placement | None]]:
    """Return every step that can be put into the plan with its placement; None for those of overlays."""
    steps: list[tuple[str, Placement | None]] = [
        (each.key, each.advised.placement) for each in view.practices if each.advised and each.advised.placement
    ]
    beside = [each for dimension in view.overlays for each in dimension.practices]
    return steps + [(each.key, None) for each in beside if each.advised and each.advised.placement]


# --- Since last time --------------------------------------------------------------------------------


def _since(plan: Plan) -> Since | None:
    if plan.previous is None or not plan.since:
        return None
    finding = _moved_finding(moved(plan.since), len(plan.since))
    return Since(finding, _score_sentence(plan), tuple(_moves(plan.since)))


def _moved_finding(up: int, count: int) -> str:
    if count > 1:
        sentence = ngettext(
            "%(up)d of %(count)d planned practices is done or agreed further than when it was planned",
            "%(up)d of %(count)d planned practices are done or agreed further than when they were planned",
            up,
        )
        return sentence % {"up": up, "count": count}
    if up:
        return _("The one planned practice is done or agreed further than when it was planned")
    return _("The one planned practice is neither done nor agreed further than when it was planned")


def _score_sentence(plan: Plan) -> str:
    """What the whole result did in the same time; empty where the two rounds cannot be compared as they are."""
    change = score_change(plan)
    if change is None or plan.previous is None:
        return ""
    before, after = (whole_points(mix.practice) for mix in change)
    then, now = (whole_mix(mix.parts)[0] for mix in change)
    words = {"round": plan.previous.title, "before": before, "after": after, "then": then, "now": now}
    return _score_words(same_score=before == after, same_explicit=then == now) % words


def _score_words(*, same_score: bool, same_explicit: bool) -> str:
    """What stayed is not told as if it had changed."""
    if same_score and same_explicit:
        return _("The score is %(after)d as in %(round)s, and what is done on purpose %(now)d as it was.")
    if same_score:
        return _("The score is %(after)d as in %(round)s, and what is done on purpose went from %(then)d to %(now)d.")
    if same_explicit:
        return _(
            "Since %(round)s the score went from %(before)d to %(after)d; what is done on purpose is %(now)d as it was."
        )
    return _(
        "Since %(round)s the score went from %(before)d to %(after)d, and what is done on purpose from %(then)d to"
        " %(now)d."
    )


def _moves(planned: Sequence[Planned]) -> Iterator[Move]:
    for each in planned:
        then, now = each.then or Standing(None, None, ""), each.now or Standing(None, None, "")
        yield Move(
            name=each.item.name,
            status_name=each.item.get_status_display(),
            done=(points(then.done), points(now.done)),
            agreed=(points(then.agreed), points(now.agreed)),
            advice=(_badge(then.action), _badge(now.action)),
            has_moved=each.has_moved,
            is_asked=each.now is not None,
        )


# --- The table as a file ----------------------------------------------------------------------------


def plan_columns() -> tuple[str, ...]:
    """Return the headings of the plan's file."""
    return (
        _("Key"), _("Practice"), _("Advice"), _("Status"), _("Owner"), _("Due on"), _("Overdue"), _("Note"),
        _("Planned from"), _("Planned on"), _("Finished on"), _("Done then"), _("Agreed then"), _("Round shown"),
        _("Done now"), _("Agreed now"),
    )  # fmt: skip


def plan_rows(plan: Plan) -> list[tuple[Cell, ...]]:
    """Return the rows of the plan's file, as they stand on its page; values 0..1, unrounded, days as 2026-12-31."""
    return [_cells(planned, plan) for planned in plan.all]


def _cells(planned: Planned, plan: Plan) -> tuple[Cell, ...]:
    item, then, now = planned.item, planned.then, planned.now
    return (
        item.practice_key,
        item.name,
        str(ACTIONS[Action(item.action)]) if item.action in ACTIONS else item.action,
        str(item.get_status_display()),
        item.owner,
        item.due_on.isoformat() if item.due_on else None,
        _("yes") if planned.is_overdue else _("no"),
        item.note,
        item.planned_from.title if item.planned_from else None,
        _day(item.created_at),
        _day(item.finished_at),
        then.done if then else None,
        then.agreed if then else None,
        plan.shown.title if plan.shown else None,
        now.done if now else None,
        now.agreed if now else None,
    )


def _day(moment: datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None
