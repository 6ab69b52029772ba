"""The published SE4ML survey on the five options of Tacit: how many teams follow a practice how far."""

from collections.abc import Iterable

from assessment.services.frozen import FrozenPractice
from assessment.services.survey import Shares, mean_shares, survey, survey_numbers

# The survey's own categories, by the numbers of their practices.
CATEGORIES: dict[str, range] = {
    "data": range(1, 9),
    "training": range(9, 24),
    "coding": range(24, 28),
    "deployment": range(28, 35),
    "team": range(35, 38),
    "governance": range(38, 46),
}
# Practices that the survey did not ask about borrow the figures of the category nearest to them.
NEAREST_CATEGORY: dict[str, str] = {
    "baseline": "training",
    "value-check": "training",
    "cost": "coding",
    "inventory": "governance",
    "bus-factor": "team",
    "onboarding": "team",
    "retrospective": "team",
    "data-record": "data",
    "same-transform": "data",
    "trial-record": "training",
    "reproduce": "training",
    "environments": "coding",
    "catalogue": "training",
    "workflow": "coding",
    "infra-files": "coding",
    "quality-gate": "deployment",
    "service-needs": "deployment",
    "health": "deployment",
    "alerts": "deployment",
    "retraining": "deployment",
    "documentation": "governance",
    "access": "governance",
    "override": "governance",
    "faithful": "governance",
    "explain-live": "governance",
    "prompt-versions": "training",
    "fixed-evaluation": "training",
    "output-screening": "governance",
    "grounding-data": "data",
    "usage-cost": "coding",
}


def shares_of(practice: FrozenPractice) -> Shares:
    """Return the shares (sum 1) of teams at each of the five steps of a practice, lowest first.

    The mean over the survey's practices that its sources name, else over its nearest category.
    """
    return five_steps(mean_shares(survey()[number] for number in _numbers(practice)))


def five_steps(levels: Shares) -> Shares:
    """Spread the shares of four levels, worth 0, 1/3, 2/3 and 1, onto five steps, worth 0 to 1 by quarters.

    Each level goes to the two steps next to it, the nearer one twice as often, so that the mean stays what it was.
    """
    none, partially, mostly, completely = levels
    return none, partially * 2 / 3, (partially + mostly) / 3, mostly * 2 / 3, completely


def _numbers(practice: FrozenPractice) -> Iterable[int]:
    # A practice of a later version that nobody has placed yet stands for the whole survey.
    category = CATEGORIES.get(NEAREST_CATEGORY.get(practice.key, ""), survey().keys())
    return survey_numbers(practice) or category
