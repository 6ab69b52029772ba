"""The findings of a result, as sentences computed from its data."""

from collections.abc import Sequence
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessment.measurement.advice import Action
from assessment.measurement.comparison import at_least, settled
from assessment.measurement.mix import Mix
from assessment.measurement.stages import Stage
from assessment.services.explanations import Measure, Rung
from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.wording import stage_name

# Upper ends of shares and how people say them. Translators: they go into "You do … of what we asked about".
AMOUNTS: tuple[tuple[float, Promise], ...] = (
    (0.20, gettext_lazy("a small part")),
    (0.29, gettext_lazy("about a quarter")),
    (0.40, gettext_lazy("about a third")),
    (0.47, gettext_lazy("a little under half")),
    (0.53, gettext_lazy("about half")),
    (0.60, gettext_lazy("a little over half")),
    (0.70, gettext_lazy("about two thirds")),
    (0.80, gettext_lazy("about three quarters")),
    (0.95, gettext_lazy("most")),
    (1.01, gettext_lazy("almost all")),
)
LITTLE, HARDLY_ANY = 0.20, 0.05
MIDDLE = 0.5  # the guide lines of the adoption map


def amount(share: float) -> str:
    """Return a share of 0..1 as people say it."""
    return str(next(words for end, words in AMOUNTS if share < end))


def stage_sentence(mix: Mix, following: Rung | None) -> str:
    """Return what is done, how much of it on purpose, and what keeps from the next stage."""
    return f"{done_sentence(mix)} {next_sentence(following)}"


def done_sentence(mix: Mix) -> str:
    """Return how much is done and how much of that is nobody's decision."""
    words = {"done": amount(mix.practice), "habit": amount(1 - (mix.explicit_share or 0.0))}
    habit = 1 - (mix.explicit_share or 0.0)
    if mix.practice < HARDLY_ANY:
        return _("You do almost nothing of what we asked about.")
    if habit < HARDLY_ANY:
        return _("You do %(done)s of what we asked about, almost all of it on purpose.") % words
    if habit < LITTLE:
        return _("You do %(done)s of what we asked about, most of it on purpose.") % words
    return _("You do %(done)s of what we asked about, and %(habit)s of that is nobody’s decision.") % words


def next_sentence(following: Rung | None) -> str:
    """Return what keeps from the next stage, as short as it can be said."""
    if following is None:
        return _("There is no higher stage: keep it up where it matters to you.")
    stage = stage_name(following.stage)
    if len(following.unmet) > 1:
        count = len(following.unmet)
        return _("%(count)d conditions separate you from %(stage)s.") % {"count": count, "stage": stage}
    (condition,) = following.unmet
    if condition.measure is Measure.ESSENTIAL:
        count = len(condition.missing)
        return ngettext(
            "One essential practice keeps you from %(stage)s.",
            "%(count)d essential practices keep you from %(stage)s.",
            count,
        ) % {"count": count, "stage": stage}
    points = ceil(settled(100 * condition.short))
    if condition.measure is Measure.EXPLICIT:
        return ngettext(
            "One more point done on purpose would make it %(stage)s.",
            "%(points)d more points done on purpose would make it %(stage)s.",
            points,
        ) % {"points": points, "stage": stage}
    return ngettext(
        "One more point of practice would make it %(stage)s.",
        "%(points)d more points of practice would make it %(stage)s.",
        points,
    ) % {"points": points, "stage": stage}


def possible_sentence(view: ResultView) -> str:
    """Return where the unknown could lead; empty where it leads no higher."""
    stage, possible = view.result.stage, view.result.possible_stage
    if stage is None or possible is None or possible <= stage:
        return ""
    return ngettext(
        "%(stage)s, up to %(possible)s once the unknown practice is answered.",
        "%(stage)s, up to %(possible)s once the %(count)d unknown practices are answered.",
        view.result.unknown,
    ) % {"stage": stage_name(stage), "possible": stage_name(possible), "count": view.result.unknown}


def ungated_sentence(view: ResultView) -> str:
    """Return the stage without gates; empty where it is no higher."""
    stage, ungated = view.result.stage, view.result.stage_without_gates
    if stage is None or ungated is None or ungated <= stage:
        return ""
    limit = view.version.thresholds.institutional_essential
    below = [p for p in view.essentials if p.x is None or not at_least(p.x, limit)]
    stopping = view.holding if stage < Stage.EXPLICIT else below
    return ngettext(
        "It would be %(stage)s without the essential practice that holds it back.",
        "It would be %(stage)s without the %(count)d essential practices that hold it back.",
        len(stopping),
    ) % {"stage": stage_name(ungated), "count": len(stopping)}


def contested_sentence(view: ResultView) -> str:
    """Return between which stages the result is contested; empty where it is not."""
    lowest, highest = view.result.stage_lowest, view.result.stage_highest
    if not view.result.contested or lowest is None or highest is None:
        return ""
    if lowest == highest:
        return _("Contested: the answers differ.")
    between = {"lowest": stage_name(lowest), "highest": stage_name(highest)}
    return _("Contested, between %(lowest)s and %(highest)s.") % between


def profile_finding(dimensions: Sequence[DimensionView]) -> str:
    """Return how many of the dimensions with a score reach their target."""
    scores = [(d.score, d.target) for d in dimensions if d.score is not None]
    reached = sum(at_least(score, target) for score, target in scores)
    words = {"reached": reached, "count": len(scores)}
    if not scores:
        return _("No dimension has enough answers to be scored")
    if reached == len(scores) == len(dimensions):
        return _("Every dimension reaches its target")
    if not reached:
        return _("No dimension reaches its target yet")
    if len(scores) < len(dimensions):
        return _among_the_scored(words)
    return _("%(reached)d of %(count)d dimensions reach their target") % words


def _among_the_scored(words: dict[str, int]) -> str:
    """How many reach their target, of those alone that have enough answers."""
    if words["count"] == 1:
        return _("The one dimension with enough answers reaches its target")
    if words["reached"] == words["count"]:
        return _("All %(count)d dimensions with enough answers reach their target") % words
    return _("%(reached)d of the %(count)d dimensions with enough answers reach their target") % words


def map_finding(practices: Sequence[PracticeView]) -> str:
    """Return which corner of the map holds most of the rated practices; there is at least one."""
    corners = [(at_least(p.x, MIDDLE), at_least(p.e, MIDDLE)) for p in practices if p.x is not None and p.e is not None]
    findings: dict[tuple[bool, bool], str] = {
        (True, False): _("Much of what works here is habit: %(count)d practices are done but not agreed"),
        (True, True): _("Much of what you do is on purpose: %(count)d practices are done and agreed"),
        (False, True): _("Much is agreed and waits to be done: %(count)d practices"),
        (False, False): _("Much is still open: %(count)d practices are neither done nor agreed"),
    }
    largest = max(findings, key=corners.count)
    return findings[largest] % {"count": corners.count(largest)}


def actions_sentence(practices: Sequence[PracticeView]) -> str:
    """Return how many practices there are to adopt, execute and so on; empty without advice."""
    actions = [practice.advised.action for practice in practices if practice.advised]
    parts = {
        Action.FIND_OUT: _("%d to find out"),
        Action.ADOPT: _("%d to adopt"),
        Action.EXECUTE: _("%d to execute"),
        Action.FORMALISE: _("%d to formalise"),
        Action.DISCUSS: _("%d to discuss"),
        Action.SUSTAIN: _("%d to sustain"),
    }
    said = [text % actions.count(action) for action, text in parts.items() if action in actions]
    return ", ".join(said) + "." if said else ""


def agreement_finding(apart: int, comparable: int) -> str:
    """Return on how many of the practices that several people rated the answers are far apart."""
    if not apart:
        return _("Nobody is far apart: the answers differ by less than half the scale")
    return ngettext(
        "Talk about this one: the answers to %(apart)d of %(count)d practices are far apart",
        "Talk about these: the answers to %(apart)d of %(count)d practices are far apart",
        apart,
    ) % {"apart": apart, "count": comparable}
