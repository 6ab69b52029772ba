"""Carrying a kept quick check over into a response: nothing overwritten, all of it or nothing."""

from collections.abc import Iterator, Mapping
from itertools import takewhile

from django.db import transaction
from django.db.models import Q

from assessment.models import Answer, Assessment, Person, Response, Trial
from assessment.services import audit
from assessment.services.answer_values import Invalid, Values, checked, values_of
from assessment.services.answers import answers_of as answers_of_response
from assessment.services.answers import save_answer
from assessment.services.responses import questions_asked, start_as_member
from assessment.services.trial_answers import answers_of
from assessment.services.versions import FrozenQuestion, FrozenVersion, frozen

Pair = tuple[FrozenQuestion, Values]


def receivers(person: Person) -> list[Assessment]:
    """The open rounds in which the account can still answer, latest first, in one query."""
    own = Q(responses__user=person.user)
    rounds = Assessment.objects.open().filter(organization__memberships__user=person.user)
    rounds = rounds.exclude(kind=Assessment.Kind.PAPER)
    submitted = rounds.filter(own, responses__state=Response.State.SUBMITTED)
    others = rounds.filter(kind=Assessment.Kind.JUST_ME, responses__isnull=False).exclude(own)
    return list(rounds.exclude(pk__in=submitted).exclude(pk__in=others).select_related("organization").distinct())


def carry(person: Person, trial: Trial, assessment: Assessment) -> tuple[Response, int]:
    """Carry the answers over into the account's response in this round, begun now unless there is one.

    Returns the response, and how many answers were carried: those to questions that the round asks,
    whose option it has, and that are still open in the response. The two facets of a practice go
    together. Raises Refused (403) where the round is closed, for somebody else alone, or submitted.
    """
    with transaction.atomic():
        response = start_as_member(person, assessment)
        carried = list(_fitting(trial, response))
        for question, values in carried:
            save_answer(person, response, question.key, number=0, values=values, carries_over=True)
        audit.record(person, "quick check carried over", response, assessment.organization)
        return response, len(carried)


def _fitting(trial: Trial, response: Response) -> Iterator[Pair]:
    """What can be carried over, each practice before how it came about."""
    version, facts = frozen(response.assessment.version), response.assessment.facts()
    asked = {each.key for section in version.asked(facts) for each in questions_asked(section, facts)}
    answers = answers_of_response(response)
    for group in _groups(trial, version):
        keys = [question.key for question, _values in group]
        if asked.issuperset(keys) and not any(_is_answered(version, key, answers) for key in keys):
            # Without its practice nobody could tell what came about so.
            yield from takewhile(_is_offered, (pair for pair in group if pair[1].is_answered))


def _groups(trial: Trial, version: FrozenVersion) -> Iterator[list[Pair]]:
    """The answers by question of the other version: a practice's two together, the rest alone."""
    taken, answers = frozen(trial.version), answers_of(trial)
    for key, practice in taken.practices.items():
        if key in version.practices:
            there = version.practices[key]
            pairs = ((there.question, practice.question), (there.recognition, practice.recognition))
            yield [(question, values_of(here, answers.get(here.key))) for question, here in pairs]
    for here in (question for section in taken.sections for question in section.questions):
        if here.key in version.questions:
            yield [(version.questions[here.key], values_of(here, answers.get(here.key)))]


def _is_answered(version: FrozenVersion, key: str, answers: Mapping[str, Answer]) -> bool:
    return values_of(version.questions[key], answers.get(key)).is_answered


def _is_offered(pair: Pair) -> bool:
    question, values = pair
    try:
        checked(question, values)
    except Invalid:
        return False
    return True
