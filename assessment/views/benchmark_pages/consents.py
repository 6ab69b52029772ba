"""Whether an organization would contribute, and what is in the way, in words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.services.contribution_states import ContributionState, Obstacle


@dataclass(frozen=True)
class StateLine:
    """One questionnaire: its title, whether the organization would contribute now, and what is in the way."""

    title: str
    contributes: bool
    round: str
    obstacles: tuple[str, ...]


def state_line(state: ContributionState) -> StateLine:
    """Return the state of one questionnaire in words."""
    return StateLine(
        title=state.version.title,
        contributes=state.contributes,
        round=state.round.title if state.round else "",
        obstacles=tuple(SENTENCES[obstacle](state) for obstacle in state.obstacles),
    )


def _round(state: ContributionState) -> dict[str, str]:
    return {"round": state.round.title if state.round else "", "day": date_format(state.from_day)}


SENTENCES: dict[Obstacle, Callable[[ContributionState], str]] = {
    Obstacle.NO_CONSENT: lambda state: _("No lead has consented, or the consent was withdrawn."),
    Obstacle.NOT_VOUCHED: lambda state: _("Nobody vouches for the organization yet; see “Who vouches for it”."),
    Obstacle.TOO_YOUNG: lambda state: (
        _("The organization is too new here. From %(day)s on it has been here long enough.") % _round(state)
    ),
    Obstacle.LEAVING: lambda state: _("The organization is about to be deleted."),
    Obstacle.NO_ROUND: lambda state: _("No round on this questionnaire is closed yet."),
    Obstacle.IMPORTED: lambda state: _(
        "All closed rounds were imported. Only answers that were given here count, so that nobody can make up a file."
    ),
    Obstacle.CONTESTED: lambda state: (
        _("The result of %(round)s is contested: people see it too differently for it to stand for the organization.")
        % _round(state)
    ),
    Obstacle.NOT_REPORTABLE: lambda state: (
        _("The result of %(round)s has no stage, since too little was answered.") % _round(state)
    ),
    Obstacle.NOT_SHARED: lambda state: (
        _("In %(round)s too little was answered of what all versions of the questionnaire in use ask about.")
        % _round(state)
    ),
}
