"""What the trend says in sentences: one above each chart and table."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.rounding import whole_mix, whole_points
from assessment.measurement.comparison import settled
from assessment.services.differences import Change, Difference
from assessment.services.frozen import FrozenSection
from assessment.services.trends import Round, Trend
from assessment.wording import points_above, stage_name


def ends_of(trend: Trend) -> tuple[Round, Round] | None:
    """Return the first and the last round with an overall result that compare as they are; None without two."""
    return (trend.reported[0], trend.reported[-1]) if len(trend.reported) > 1 else None


def _nothing(trend: Trend) -> str:
    """That there is no overall result to tell of; empty where there is one."""
    if trend.reported:
        return ""
    if trend.breaks:
        return _("Since what is measured changed, no round has enough answers for an overall result")
    return _("No round has enough answers for an overall result yet")


def _alone(trend: Trend) -> str:
    """Why the one round with an overall result compares with no other."""
    only = {"title": trend.reported[0].title}
    if trend.breaks:
        return _("“%(title)s” is the first result since what is measured changed") % only
    return _("Only “%(title)s” has enough answers for an overall result") % only


def since(trend: Trend) -> str:
    """Return between which two rounds changes are told; empty where no two compare."""
    ends = ends_of(trend)
    if ends is None:
        return ""
    words = {"first": ends[0].title, "last": ends[1].title}
    return _("Since %(first)s") % words if ends[1] is trend.rounds[-1] else _("%(first)s to %(last)s") % words


def stages_finding(trend: Trend) -> str:
    """Return in one sentence where the stage came from and where it is."""
    ends = ends_of(trend)
    if ends is None:
        return _nothing(trend) or _stage_alone(trend.reported[0])
    first, last = ends
    stages = [each.result.stage or 0 for each in trend.reported]
    words = {
        "first": first.title,
        "last": last.title,
        "from": stage_name(stages[0]),
        "to": stage_name(stages[-1]),
        "count": len(stages),
    }
    if len(set(stages)) == 1:
        return _same_stage(every=len(stages) == len(trend.rounds), count=len(stages)) % words
    if stages[0] == stages[-1]:
        return _("%(to)s in “%(last)s” as in “%(first)s”, with another stage in between") % words
    if stages[0] < stages[-1]:
        return _("Up from %(from)s in “%(first)s” to %(to)s in “%(last)s”") % words
    return _("Down from %(from)s in “%(first)s” to %(to)s in “%(last)s”") % words


def _same_stage(*, every: bool, count: int) -> str:
    """Of how many rounds the stage is told: not of `every` where some have none, or were measured otherwise."""
    if not every:
        return _("%(to)s in each of the %(count)d rounds that compare")
    return _("%(to)s in both rounds") if count == 2 else _("%(to)s in all %(count)d rounds")


def _stage_alone(one: Round) -> str:
    return _("%(stage)s in “%(title)s”") % {"stage": stage_name(one.result.stage or 0), "title": one.title}


def rounds_finding(trend: Trend) -> str:
    """Return in one sentence how the score and what is done on purpose moved."""
    ends = ends_of(trend)
    if ends is None or ends[0].mix is None or ends[1].mix is None:
        return _nothing(trend) or _alone(trend)
    first, last = ends[0].mix, ends[1].mix
    score, before = whole_points(last.practice), whole_points(first.practice)
    explicit, then = whole_mix(last.parts)[0], whole_mix(first.parts)[0]
    words = {"title": ends[0].title, "score": score, "before": before, "explicit": explicit, "then": then}
    return _rounds_words(same_score=score == before, same_explicit=explicit == then) % words


def _rounds_words(*, same_score: bool, same_explicit: bool) -> str:
    """What stayed is not told as if it had changed."""
    if same_score and same_explicit:
        return _("Score %(score)d and on purpose %(explicit)d, both as in “%(title)s”")
    if same_score:
        return _("Score %(score)d as in “%(title)s”, on purpose %(explicit)d instead of %(then)d")
    if same_explicit:
        return _("Score %(score)d instead of %(before)d in “%(title)s”, on purpose %(explicit)d as it was")
    return _("Score %(score)d instead of %(before)d in “%(title)s”, on purpose %(explicit)d instead of %(then)d")


def map_finding(trend: Trend) -> str:
    """Return in one sentence where the path leads."""
    ends = ends_of(trend)
    if ends is None or ends[0].mix is None or ends[1].mix is None:
        return _nothing(trend) or _place_alone(trend.reported[0])
    first, last = ends[0].mix, ends[1].mix
    done = points_above(last.practice, first.practice)
    agreed = points_above(last.explicitness, first.explicitness)
    words = {"title": ends[0].title, "done": done, "agreed": agreed}
    return _path_words(moved=(done != "0", agreed != "0")) % words


def _path_words(*, moved: tuple[bool, bool]) -> str:
    match moved:
        case (True, True):
            return _("Done %(done)s and agreed %(agreed)s points since “%(title)s”")
        case (True, False):
            return _("Done %(done)s since “%(title)s”, agreed as it was")
        case (False, True):
            return _("Agreed %(agreed)s since “%(title)s”, done as it was")
    return _("Done and agreed are where they were in “%(title)s”")


def _place_alone(one: Round) -> str:
    done, agreed = (one.mix.practice, one.mix.explicitness) if one.mix else (0.0, 0.0)
    words = {"done": whole_points(done), "agreed": whole_points(agreed), "title": one.title}
    return _("Done %(done)d and agreed %(agreed)d in “%(title)s”") % words


def profile_finding(trend: Trend, dimensions: Sequence[FrozenSection]) -> str:
    """Return in one sentence which dimension rose most, and which fell, since the first round that compares."""
    ends = ends_of(trend)
    if ends is None:
        return _nothing(trend) or _highest(trend.reported[0], dimensions)
    first, last = ends
    moves = [
        (whole_points(now) - whole_points(then), section.title)
        for section in dimensions
        if (then := first.scores.get(section.key)) is not None and (now := last.scores.get(section.key)) is not None
    ]
    if not moves:
        return _("No dimension has enough answers in both “%(first)s” and “%(last)s”") % {
            "first": first.title,
            "last": last.title,
        }
    (most, best), (least, worst) = max(moves, key=lambda move: move[0]), min(moves, key=lambda move: move[0])
    words = {"best": best, "worst": worst, "most": most, "least": -least, "title": first.title}
    if most > 0 and least < 0:
        return _("Since “%(title)s”, “%(best)s” rose by %(most)d and “%(worst)s” fell by %(least)d") % words
    if most > 0:
        return _("“%(best)s” rose most since “%(title)s”, by %(most)d") % words
    if least < 0:
        return _("“%(worst)s” fell most since “%(title)s”, by %(least)d") % words
    return _("Every dimension is where it was in “%(title)s”") % words


def _highest(one: Round, dimensions: Sequence[FrozenSection]) -> str:
    """The dimension with the highest score in this round, which has an overall result and so at least one."""
    scores = [(score, each.title) for each in dimensions if (score := one.scores.get(each.key)) is not None]
    score, title = max(scores, key=lambda pair: settled(pair[0]))
    words = {"dimension": title, "score": whole_points(score), "title": one.title}
    return _("“%(dimension)s” is highest in “%(title)s”, with %(score)d") % words


# --- Two rounds -------------------------------------------------------------------------------------


def difference_finding(difference: Difference) -> str:
    """Return in one sentence how many practices rose and fell between the two rounds."""
    risen, fallen = len(difference.risen), len(difference.fallen)
    both = sum(change.size > 0 for change in difference.changes) - risen - fallen
    if not (risen or fallen):
        return _balanced(both) if both else _unmoved(len(difference.changed))
    rose = ngettext("%(count)d practice rose", "%(count)d practices rose", risen) if risen else _("No practice rose")
    fell = ngettext("%(count)d fell", "%(count)d fell", fallen) if fallen else _("none fell")
    said = [rose % {"count": risen}, fell % {"count": fallen}]
    if both:
        also = ngettext("%(count)d moved as far up as down", "%(count)d moved as far up as down", both)
        said.append(also % {"count": both})
    return ", ".join(said)


def _balanced(both: int) -> str:
    """That done and agreed moved against each other, by as much."""
    return ngettext(
        "No practice rose or fell, but %(count)d moved in done and in agreed, as far up as down",
        "No practice rose or fell, but %(count)d moved in done and in agreed, as far up as down",
        both,
    ) % {"count": both}


def _unmoved(changed: int) -> str:
    """That nothing moved, and how many practices can't tell."""
    if not changed:
        return _("No practice moved")
    return ngettext(
        "%(count)d practice has an answer in one of the two rounds only",
        "%(count)d practices have an answer in one of the two rounds only",
        changed,
    ) % {"count": changed}


def extremes(difference: Difference) -> tuple[str, ...]:
    """Return what rose and what fell most, in a sentence each."""
    said = []
    if difference.risen:
        said.append(_("Improved most: %(move)s.") % {"move": _move(difference.risen[0])})
    if difference.fallen:
        said.append(_("Fell most: %(move)s.") % {"move": _move(difference.fallen[0])})
    return tuple(said)


def _move(change: Change) -> str:
    words: dict[str, str | int] = {
        "name": change.practice.name,
        "done": whole_points(change.before.x or 0.0),
        "done_now": whole_points(change.after.x or 0.0),
        "agreed": whole_points(change.before.e or 0.0),
        "agreed_now": whole_points(change.after.e or 0.0),
    }
    return _("“%(name)s”, done %(done)d → %(done_now)d, agreed %(agreed)d → %(agreed_now)d") % words


def version_note(trend: Trend) -> str:
    """Return what has to be said where the rounds were not all measured alike; empty where they were."""
    if not trend.breaks:
        return ""
    return _(
        "These rounds were not all measured alike: on other practices, or with other weights or rules. Lines break"
        " there, and the sentences tell of the rounds since then. Each round is shown as it was scored at its time."
    )


def break_words(before: Round, one: Round) -> str:
    """Return in what a round was measured otherwise than the one before it; empty where both were measured alike."""
    if one.is_like(before):
        return ""
    if not one.is_of_the_questionnaire_of(before):
        return _("another questionnaire than before")
    if one.has_the_practices_of(before):
        return _("other weights or rules than before")
    return _("other practices than before")
