"""The plan read back with what has happened since: each action beside what the rounds before and after it say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from assessment.measurement.comparison import settled
from assessment.measurement.mix import Mix
from assessment.models import ActionItem, Assessment, Organization, PracticeResult
from assessment.services.trends import Round


@dataclass(frozen=True, slots=True)
class Standing:
    """A practice in one round: done and agreed, each 0..1 or None, and the advice, empty where there is none."""

    done: float | None
    agreed: float | None
    action: str


@dataclass(frozen=True)
class Planned:
    """One action; `then` is the round it was planned from, `now` the one shown, None unless that is a later one."""

    item: ActionItem
    is_overdue: bool
    then: Standing | None = None
    now: Standing | None = None

    @property
    def has_moved(self) -> bool:
        """Whether the practice is done or agreed further now than when it was planned."""
        if self.then is None or self.now is None:
            return False
        return _above(self.now.done, self.then.done) or _above(self.now.agreed, self.then.agreed)


@dataclass(frozen=True)
class Plan:
    """The plan of an organization as one of its closed rounds shows it; `shown` is None where none is closed.

    `since` holds what was planned from earlier rounds and was not finished when the `previous` one closed.
    """

    organization: Organization
    shown: Assessment | None
    previous: Assessment | None
    unfinished: tuple[Planned, ...]
    finished: tuple[Planned, ...]
    since: tuple[Planned, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The practices that are planned and not finished."""
        return frozenset(planned.item.practice_key for planned in self.unfinished)

    @property
    def all(self) -> tuple[Planned, ...]:
        return self.unfinished + self.finished


def plan_of(organization: Organization, shown: Assessment | None = None) -> Plan:
    """Return the plan as the round `shown` has it (the one closed last, unless given), in three queries.

    Unfinished first, what is due soonest at the top; then the finished, the latest at the top.
    """
    rounds = _closed_rounds(organization, shown)
    current, previous = (*rounds, None, None)[:2]
    items = list(organization.action_items.select_related("planned_from__version__questionnaire").order_by("pk"))
    standings = _standings(items, current)
    today = timezone.localdate()
    planned = [_planned(item, current, standings, today) for item in items]
    return Plan(
        organization=organization,
        shown=current,
        previous=previous,
        unfinished=tuple(sorted((each for each in planned if not each.item.finished_at), key=_by_due_date)),
        finished=tuple(sorted((each for each in planned if each.item.finished_at), key=_by_end)),
        since=tuple(each for each in planned if _counts(each, previous)),
    )


def _closed_rounds(organization: Organization, shown: Assessment | None) -> list[Assessment]:
    """The round shown and the one closed before it."""
    # SECURITY: a round that is open, or open again, has no result for anybody.
    closed = organization.assessments.closed().select_related("version__questionnaire", "result")
    if shown is not None and shown.closed_at is not None:
        # Imported twice, a round was closed at the same moment twice; the later row counts as the later round.
        at_once = Q(closed_at=shown.closed_at, pk__lte=shown.pk)
        closed = closed.filter(Q(closed_at__lt=shown.closed_at) | at_once)
    return list(closed.order_by("-closed_at", "-pk")[:2])


Standings = Mapping[tuple[int, str], Standing]


def _standings(items: Sequence[ActionItem], shown: Assessment | None) -> Standings:
    """What the rounds planned from and the one shown say of the planned practices, by round and practice."""
    rounds = {item.planned_from_id for item in items} | ({shown.pk} if shown else set())
    rows = PracticeResult.objects.filter(
        result__assessment__in=[pk for pk in rounds if pk is not None],
        result__assessment__state=Assessment.State.CLOSED,
        key__in={item.practice_key for item in items},
    )
    found = rows.annotate(round=F("result__assessment")).values_list("round", "key", "x", "e", "action")
    return {(pk, key): Standing(x, e, action) for pk, key, x, e, action in found}


def _planned(item: ActionItem, shown: Assessment | None, standings: Standings, today: date) -> Planned:
    overdue = item.finished_at is None and item.due_on is not None and item.due_on < today
    if shown is None or not _is_before(item.planned_from, shown):
        return Planned(item, overdue)
    then = standings.get((item.planned_from_id or 0, item.practice_key))
    return Planned(item, overdue, then, standings.get((shown.pk, item.practice_key)))


def _is_before(earlier: Assessment | None, later: Assessment) -> bool:
    if earlier is None or earlier.closed_at is None or later.closed_at is None:
        return False
    return earlier.closed_at < later.closed_at


def _counts(planned: Planned, previous: Assessment | None) -> bool:
    """Whether it was being worked on since the previous round, and there is something to compare."""
    if planned.then is None or previous is None or previous.closed_at is None:
        return False
    return planned.item.finished_at is None or planned.item.finished_at >= previous.closed_at


def _above(now: float | None, then: float | None) -> bool:
    return settled(now or 0.0) > settled(then or 0.0)


def _by_due_date(planned: Planned) -> tuple[bool, date, int]:
    due_on = planned.item.due_on
    return due_on is None, due_on or date.max, planned.item.pk


def _by_end(planned: Planned) -> tuple[float, int]:
    ended = planned.item.finished_at
    return -(ended.timestamp() if ended else 0.0), planned.item.pk


def moved(planned: Iterable[Planned]) -> int:
    """Return how many of these have moved."""
    return sum(each.has_moved for each in planned)


def score_change(plan: Plan) -> tuple[Mix, Mix] | None:
    """Return the mix of the previous round and of the one shown, where both are reportable and were measured alike."""
    if plan.shown is None or plan.previous is None:
        return None
    before, after = (Round(each, each.result, {}) for each in (plan.previous, plan.shown))
    if before.mix is None or after.mix is None or not after.is_like(before):
        return None
    return before.mix, after.mix
