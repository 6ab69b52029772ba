"""How far people in different roles say that each practice is done: means of at least three people each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from assessment.measurement.answers import Answer, Rating
from assessment.measurement.comparison import settled
from assessment.models import Answer as AnswerRow
from assessment.models import Assessment, Response
from assessment.services.results import answers_by_response
from assessment.services.stored_results import PracticeView, ResultView

ROLE = "role"  # the question of the profile
OTHERS = ""  # everybody whose role has too few people, or is not known


@dataclass(frozen=True)
class Group:
    """People in one role, `key` OTHERS where several are put together; `people` of them responded."""

    key: str
    title: str
    people: int


@dataclass(frozen=True)
class RoleMean:
    """The mean of what a group says is done, 0..1, and of how many raters; None of 0 where nobody rated it."""

    mean: float | None
    raters: int


@dataclass(frozen=True)
class RoleRow:
    """One practice with a mean for each group, in their order."""

    practice: PracticeView
    means: tuple[RoleMean, ...]

    @property
    def difference(self) -> float:
        """How far the groups are apart, 0..1."""
        known = [each.mean for each in self.means if each.mean is not None]
        return max(known) - min(known)


@dataclass(frozen=True)
class RoleCut:
    """The groups, and the practices that can be compared, widest difference first."""

    groups: tuple[Group, ...]
    rows: tuple[RoleRow, ...]


def role_cut(assessment: Assessment, view: ResultView) -> RoleCut | None:
    """Return what each role says of each practice, in three queries; None where no two groups may be shown.

    A practice is there where each group that rated it has at least three raters, so that no answer can be worked
    out, by subtraction from the mean of all neither.
    """
    version = view.version
    question = version.questions.get(ROLE)
    if question is None:
        return None
    roles = _roles(assessment, question.pk)
    least = version.thresholds.spread_raters
    groups = grouped(roles, [option.key for option in question.options], least)
    if len(groups) < 2:
        return None
    titles = {option.key: option.text for option in question.options}
    instrument = version.instrument(assessment.facts())
    answers = answers_by_response(assessment, version, instrument, roles)
    rows = _rows(view, list(groups.values()), answers, least)
    return RoleCut(tuple(Group(key, titles.get(key, ""), len(members)) for key, members in groups.items()), rows)


def _roles(assessment: Assessment, question: int) -> dict[int, str]:
    """The role of each submitted response by its number, OTHERS where it is not known or the response is of several."""
    rows = AnswerRow.objects.filter(
        question=question, response__assessment=assessment, response__kind=Response.Kind.PERSONAL
    )
    said = dict(rows.values_list("response_id", "option__key"))
    submitted = assessment.responses.submitted().order_by("pk").values_list("pk", flat=True)
    return {response: said.get(response) or OTHERS for response in submitted}


def grouped(roles: Mapping[int, str], order: Sequence[str], least: int) -> dict[str, list[int]]:
    """Return the responses by role, in this order and OTHERS last, each group of at least so many.

    Roles with fewer are put together, with those whose role is not known. While these are too few the smallest
    role joins them (of several the last in order): whoever is left out of every group could be worked out, by
    subtracting the groups from all.
    """
    groups = {key: [response for response, role in roles.items() if role == key] for key in order}
    shown = {key: members for key, members in groups.items() if len(members) >= least}
    rest = [response for response, role in roles.items() if role not in shown]
    while shown and 0 < len(rest) < least:
        smallest = min(reversed(shown), key=lambda key: len(shown[key]))
        rest += shown.pop(smallest)
    return {**shown, OTHERS: rest} if rest else shown


def _rows(
    view: ResultView, groups: Sequence[Sequence[int]], answers: Mapping[int, Mapping[str, Answer]], least: int
) -> tuple[RoleRow, ...]:
    practices = (practice for dimension in view.dimensions for practice in dimension.practices)
    found = (
        RoleRow(practice, tuple(_mean(practice.key, (answers[each] for each in group)) for group in groups))
        for practice in practices
        if practice.x is not None
    )
    return tuple(sorted(filter(lambda row: may_be_shown(row, least), found), key=lambda row: -settled(row.difference)))


def _mean(key: str, answers: Iterable[Mapping[str, Answer]]) -> RoleMean:
    values = [answer.x for each in answers if isinstance(answer := each.get(key), Rating)]
    return RoleMean(fsum(values) / len(values) if values else None, len(values))


def may_be_shown(row: RoleRow, least: int) -> bool:
    """Whether at least two groups rated the practice, and each that did has at least so many raters."""
    # SECURITY: one group with fewer would be what remains when the others are taken from the mean of all.
    rated = [each.raters for each in row.means if each.raters]
    return len(rated) > 1 and min(rated) >= least
