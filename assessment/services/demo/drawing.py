"""Draws invented answers: as often as the survey says, shifted by how advanced and how explicit an organization is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from math import sqrt
from random import Random
from statistics import NormalDist

from assessment.models import Option
from assessment.services.demo.opinions import open_answers, perception_answers
from assessment.services.demo.rounds import AnswerDraft
from assessment.services.demo.survey import shares_of
from assessment.services.survey import Shares
from assessment.services.versions import FrozenOption, FrozenPractice, FrozenQuestion, FrozenSection

NORMAL = NormalDist()
# How much of an answer's variance comes from the organization; the rest is the practice's and the respondent's.
# More for essential practices, or chance alone would hold back nearly everybody on one of nine.
OF_ADVANCED, OF_ADVANCED_IF_ESSENTIAL = 0.55, 0.85
OF_EXPLICIT = 0.63
# Advanced organizations decide more of what they do, but far from all.
ADVANCED_IN_EXPLICIT = 0.65
# No survey asked how practices come about: nobody decided, habit, agreed, guideline.
RECOGNITION: Shares = (0.22, 0.27, 0.3, 0.21)
# What does not happen is seldom asked for.
ABSENT_SHIFT = -0.4
DECIDED_AGAINST = 0.2
UNKNOWN_TO_KNOWING, UNKNOWN_TO_OTHERS, UNKNOWN_IN_SILENCE = 0.01, 0.06, 0.8
RECOGNITION_UNKNOWN = 0.03
SAYS_NOT_APPLICABLE = 0.9

Habit = tuple[float, float]


@dataclass(frozen=True)
class Temper:
    """What makes the answers of one organization alike; the factors are standard normal.

    `discord` (0 to 1) is how much
    of what is not the organization's differs from colleague to colleague. `habits` holds how
    far each practice stands out, in practice and in recognition, and stays from round to round.
    """

    advanced: float
    explicit: float
    discord: float = 0.05
    habits: Mapping[str, Habit] = field(default_factory=dict)
    # Sections of which nobody knows much.
    silent: frozenset[str] = frozenset()
    # Why a practice does not apply, by its key.
    excluded: Mapping[str, str] = field(default_factory=dict)


def stream(seed: str) -> Random:
    """Return a stream of chance that is the same for the same seed, on every machine."""
    return Random(seed)  # noqa: S311 to be the same each time, not to be secret


def draw_response(rng: Random, sections: tuple[FrozenSection, ...], temper: Temper, role: str) -> list[AnswerDraft]:
    """Return one respondent's answers to these sections; `role` is an option of the profile's role."""
    answers = []
    for section in sections:
        for practice in section.practices:
            answers += draw_practice(rng, practice, temper, role)
        answers += perception_answers(rng, section, temper.advanced, temper.explicit)
        answers += open_answers(rng, section)
        answers += profile_answers(rng, section, role)
    return answers


def draw_practice(rng: Random, practice: FrozenPractice, temper: Temper, role: str) -> list[AnswerDraft]:
    """Return one respondent's answers to the facets of a practice; one alone where it is not rated."""
    reason = temper.excluded.get(practice.key)
    if reason and rng.random() < SAYS_NOT_APPLICABLE:
        return [does_not_apply(practice, reason)]
    if rng.random() < _unknown_share(practice, temper, role):
        return [unknown(practice)]
    in_practice, in_recognition = temper.habits.get(practice.key, (0.0, 0.0))
    share = OF_ADVANCED_IF_ESSENTIAL if practice.essential else OF_ADVANCED
    latent = _latent(rng, share, temper.advanced, in_practice, temper.discord)
    step = step_at(shares_of(practice), latent)
    decided = ADVANCED_IN_EXPLICIT * temper.advanced + sqrt(1 - ADVANCED_IN_EXPLICIT**2) * temper.explicit
    latent = _latent(rng, OF_EXPLICIT, decided, in_recognition, temper.discord)
    return rated(practice, step, _recognition(rng, practice, latent, absent=step == 0))


def _unknown_share(practice: FrozenPractice, temper: Temper, role: str) -> float:
    if practice.section_key in temper.silent:
        return UNKNOWN_IN_SILENCE
    return UNKNOWN_TO_KNOWING if role in practice.roles else UNKNOWN_TO_OTHERS


def _latent(rng: Random, share: float, factor: float, habit: float, discord: float) -> float:
    """A standard normal: of the organization, of the practice there, and of the respondent."""
    own = 1 - share
    return sqrt(share) * factor + sqrt(own * (1 - discord)) * habit + sqrt(own * discord) * rng.gauss(0, 1)


def step_at(shares: Shares, latent: float) -> int:
    """Return the step, from 0, that a standard normal falls on when the steps have these shares."""
    place = NORMAL.cdf(latent)
    return sum(place >= edge for edge in list(accumulate(shares))[:-1])


def _recognition(rng: Random, practice: FrozenPractice, latent: float, *, absent: bool) -> FrozenOption:
    question = practice.recognition
    if rng.random() < RECOGNITION_UNKNOWN:
        return coded(question, Option.Code.UNKNOWN)
    step = step_at(RECOGNITION, latent + (ABSENT_SHIFT if absent else 0))
    if absent and step == 0 and rng.random() < DECIDED_AGAINST:
        return coded(question, Option.Code.DECIDED_AGAINST)
    return ladder(question, absent=absent)[step]


def profile_answers(rng: Random, section: FrozenSection, role: str) -> Iterator[AnswerDraft]:
    """Yield a respondent's answers about themselves."""
    for question in section.questions:
        if question.construct or question.is_open:
            continue
        keys = [option.key for option in question.options]
        if question.multiple:
            known = set(rng.sample(keys, k=min(len(keys), rng.randint(1, 4))))
            yield AnswerDraft(question, text=" ".join(key for key in keys if key in known))
        else:
            yield AnswerDraft(question, question.option(role) or rng.choice(question.options))


# --- Options by what they mean -------------------------------------------------------------------


def ladder(question: FrozenQuestion, *, absent: bool = False) -> list[FrozenOption]:
    """Return the options that are points of the scale and offered in this wording, lowest first."""
    steps = [option for option in question.options if option.points is not None and not option.code]
    return sorted((step for step in steps if step.wording(absent=absent)), key=lambda step: step.points or 0.0)


def coded(question: FrozenQuestion, code: str) -> FrozenOption:
    """Return the option with this code."""
    return next(option for option in question.options if option.code == code)


def rated(practice: FrozenPractice, step: int, recognition: FrozenOption, **extra: str) -> list[AnswerDraft]:
    """Return the answers to both facets; a note or a link to evidence goes with the practice."""
    return [
        AnswerDraft(practice.question, ladder(practice.question)[step], **extra),
        AnswerDraft(practice.recognition, recognition),
    ]


def unknown(practice: FrozenPractice) -> AnswerDraft:
    """Return the answer "I don't know"."""
    return AnswerDraft(practice.question, coded(practice.question, Option.Code.UNKNOWN))


def does_not_apply(practice: FrozenPractice, reason: str) -> AnswerDraft:
    """Return the answer "Does not apply"."""
    return AnswerDraft(practice.question, coded(practice.question, Option.Code.NOT_APPLICABLE), reason=reason)
