"""Each sentence follows from the numbers, in the singular and the plural."""

import pytest

from assessment.measurement.mix import Mix
from assessment.measurement.stages import Stage
from assessment.services.explanations import Condition, Measure, Rung
from assessment.views.result_pages.sentences import agreement_finding, amount, done_sentence, next_sentence


def rung(*conditions: Condition) -> Rung:
    return Rung(Stage.EXPLICIT, conditions, here=False, reached=False)


def short(measure: Measure, value: float) -> Condition:
    return Condition(measure, threshold=0.5, met=False, value=value)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.06, "a small part"),
        (0.25, "about a quarter"),
        (0.5, "about half"),
        (0.55, "a little over half"),
        (0.75, "about three quarters"),
        (0.9, "most"),
        (1.0, "almost all"),
    ],
)
def test_a_share_is_said_as_people_say_it(share: float, words: str) -> None:
    assert amount(share) == words


@pytest.mark.parametrize(
    ("mix", "sentence"),
    [
        (Mix(0, 0, 0, 1), "You do almost nothing of what we asked about."),
        (Mix(0.5, 0, 0.5, 0), "You do about half of what we asked about, almost all of it on purpose."),
        (Mix(0.45, 0.05, 0.5, 0), "You do about half of what we asked about, most of it on purpose."),
        (
            Mix(0.25, 0.25, 0.5, 0),
            "You do about half of what we asked about, and about half of that is nobody’s decision.",
        ),
    ],
)
def test_what_is_done_and_how_much_of_it_on_purpose(mix: Mix, sentence: str) -> None:
    assert done_sentence(mix) == sentence


def test_what_keeps_from_the_next_stage() -> None:
    assert next_sentence(None) == "There is no higher stage: keep it up where it matters to you."
    assert next_sentence(rung(short(Measure.PRACTICE, 0.49))) == "One more point of practice would make it Explicit."
    assert next_sentence(rung(short(Measure.PRACTICE, 0.401))) == "10 more points of practice would make it Explicit."
    assert (
        next_sentence(rung(short(Measure.EXPLICIT, 0.25))) == "25 more points done on purpose would make it Explicit."
    )
    both = rung(short(Measure.PRACTICE, 0.4), short(Measure.EXPLICIT, 0.2))
    assert next_sentence(both) == "2 conditions separate you from Explicit."


def test_agreement_is_said_with_how_many_could_be_compared() -> None:
    assert agreement_finding(0, 9) == "Nobody is far apart: the answers differ by less than half the scale"
    assert agreement_finding(1, 9) == "Talk about this one: the answers to 1 of 9 practices are far apart"
    assert agreement_finding(3, 9) == "Talk about these: the answers to 3 of 9 practices are far apart"
