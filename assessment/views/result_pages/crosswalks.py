"""What the page of crosswalks shows: the level reached on each published model, with the evidence."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.measurement.crosswalk import Check, Crossing, Evidence, LevelCheck
from assessment.services.crosswalks import Crossed, crossed
from assessment.services.result_views import ResultView
from assessment.wording import points, points_against


@dataclass(frozen=True)
class Proof:
    """One requirement of a level in words: the practice, what it takes, and what there is."""

    key: str
    name: str
    met: bool
    words: str


@dataclass(frozen=True)
class Step:
    """One level with its proofs; `here` for the one reached."""

    name: str
    here: bool
    reached: bool
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Panel:
    """One published model: the level reached in words, what is missing for the next, and its levels from the top."""

    key: str
    title: str
    url: str
    level: str
    missing: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class CrosswalksPage:
    """Everything the template of crosswalks shows."""

    view: ResultView
    panels: tuple[Panel, ...]


def crosswalks_page(view: ResultView) -> CrosswalksPage:
    """Return what the page shows of this result."""
    return CrosswalksPage(view, tuple(_panel(each, view) for each in crossed(view)))


def _panel(each: Crossed, view: ResultView) -> Panel:
    crossing = each.crossing
    # Without a single answer about what the model takes, its level would be that of no evidence at all.
    told = any(check.x is not None for level in crossing.levels for check in level.checks)
    return Panel(
        key=crossing.crosswalk.key,
        title=each.title,
        url=each.url,
        level=level_sentence(crossing) if told else _("No level can be told"),
        missing=missing_sentence(crossing) if told else untold_sentence(crossing),
        steps=tuple(_step(level, crossing, view, told=told) for level in reversed(crossing.levels)),
    )


def level_sentence(crossing: Crossing) -> str:
    """Return the level reached, with how high the model goes."""
    highest = crossing.levels[-1].level.number
    if crossing.reached is None:
        return _("Below the lowest level")
    level = crossing.reached.level
    words = {"level": level.number, "highest": highest, "name": level.name}
    return _("About level %(level)d of %(highest)d: %(name)s") % words


def untold_sentence(crossing: Crossing) -> str:
    """Return why no level is told: nothing that the model takes was rated."""
    checks = [check for level in crossing.levels for check in level.checks]
    if checks and all(check.evidence is Evidence.NOT_APPLICABLE for check in checks):
        return _("None of the practices that this model takes applies here.")
    return _("Nobody said anything about the practices that this model takes.")


def missing_sentence(crossing: Crossing) -> str:
    """Return how much is missing for the next level."""
    following = crossing.following
    if following is None:
        return _("There is no higher level.")
    count = len(following.missing)
    return ngettext(
        "One practice is missing for level %(level)d.",
        "%(count)d practices are missing for level %(level)d.",
        count,
    ) % {"level": following.level.number, "count": count}


def _step(level: LevelCheck, crossing: Crossing, view: ResultView, *, told: bool) -> Step:
    name = f"{level.level.number} {level.level.name}"
    here, reached = told and level is crossing.reached, told and level.reached
    return Step(name, here, reached, tuple(_proofs(level, view)))


def _proofs(level: LevelCheck, view: ResultView) -> Iterator[Proof]:
    for check in level.checks:
        key = check.requirement.practice
        yield Proof(key, view.version.practices[key].name, check.passes, proof_words(check))


def proof_words(check: Check) -> str:
    """Return what a requirement takes, and what there is."""
    needed = check.requirement.minimum
    if check.evidence is Evidence.NOT_APPLICABLE:
        return _("does not apply here, so it is passed over")
    if check.x is None:
        return _("needs %(needed)d, and nobody knows") % {"needed": points(needed)}
    return _("needs %(needed)d, yours is %(value)s") % {
        "needed": points(needed),
        "value": points_against(check.x, needed),
    }
