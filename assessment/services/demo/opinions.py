"""Invented opinions: what respondents agree with, and what they write in their own words."""

from collections.abc import Iterator
from random import Random

from assessment.models import Option
from assessment.services.demo.rounds import AnswerDraft
from assessment.services.versions import FrozenQuestion, FrozenSection

# By construct: the usual agreement (1 to 5), and how far it moves with being advanced and being explicit.
LEANINGS: dict[str, tuple[float, float, float]] = {
    "benefits": (3.6, 0.35, 0.15),
    "tool-cost": (3.4, -0.25, 0.0),
    "learning": (3.5, -0.3, -0.1),
    "scepticism": (2.6, -0.35, -0.1),
    "awareness": (2.8, 0.25, 0.55),
    "generative-promise": (3.3, 0.05, 0.0),
    "explainable-promise": (3.2, 0.0, 0.1),
}
NO_LEANING = (3.0, 0.0, 0.0)
NO_OPINION = 0.05
WRITES = 0.3

IN_OWN_WORDS: dict[str, tuple[str, ...]] = {
    "helped-most": (
        "One colleague who had done it before and took the time to show us.",
        "Deciding on one way of releasing and dropping the other three.",
        "A bad week after a silent change in the input data. Since then we check it.",
        "Writing the goal down before starting. It ended two projects early, for good reasons.",
        "Sitting in one room with the people who run the servers.",
    ),
    "should-improve": (
        "Say what a team of four should do first. Most advice is written for hundreds of people.",
        "Show the smallest version that is still worth having.",
        "Tools should work together without a week of glue code.",
        "More examples that are not about web shops.",
        "Prices that can be understood before the first invoice.",
    ),
    "got-in-the-way": (
        "Every tool has its own words for the same thing.",
        "No time. The next model always comes first.",
        "Access to the data takes weeks to get.",
        "The people who build the models and the people who run them report to different managers.",
        "It took me half a year to understand what belongs together.",
    ),
    "next-three-years": (
        "Less code of our own, more checking of what others made.",
        "The rules will ask for proof of what we do today from habit.",
        "Watching models will be as normal as watching servers.",
        "Language models will write the boring parts, and we will review them.",
        "Not much. We will still be looking for the right data.",
    ),
}


def perception_answers(rng: Random, section: FrozenSection, advanced: float, explicit: float) -> Iterator[AnswerDraft]:
    """Yield a respondent's agreement with each item; the factors are standard normal."""
    for question in section.questions:
        if question.construct:
            usual, with_advanced, with_explicit = LEANINGS.get(question.construct, NO_LEANING)
            yield _agreement(rng, question, usual + with_advanced * advanced + with_explicit * explicit)


def _agreement(rng: Random, question: FrozenQuestion, construct: float) -> AnswerDraft:
    leaning = 6 - construct if question.reversed else construct
    wished = rng.gauss(leaning, 0.8)
    if rng.random() < NO_OPINION:
        return AnswerDraft(question, next(option for option in question.options if option.code == Option.Code.UNKNOWN))
    values = [option for option in question.options if option.value is not None]
    return AnswerDraft(question, min(values, key=lambda option: abs((option.value or 0) - wished)))


def open_answers(rng: Random, section: FrozenSection) -> Iterator[AnswerDraft]:
    """Yield what a respondent writes, where anything."""
    for question in section.questions:
        if question.is_open and question.key in IN_OWN_WORDS and rng.random() < WRITES:
            yield AnswerDraft(question, text=rng.choice(IN_OWN_WORDS[question.key]))
