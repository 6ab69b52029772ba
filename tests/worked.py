"""A worked case of tests/data/scoring-cases.json as a round: its questionnaire, responses, targets, closed."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.utils import timezone

from assessment.models import (
    Answer,
    Assessment,
    Option,
    OptionSet,
    Person,
    Practice,
    Prerequisite,
    Question,
    Questionnaire,
    Response,
    Section,
    Target,
    Version,
)
from assessment.services.assessments import close_assessment
from assessment.services.results import recompute
from tests.factories import make_assessment, make_organization, make_response, make_user, numbers, publish_version

Case = Mapping[str, Any]
CASES: dict[str, Case] = {
    case["name"]: case
    for case in json.loads((Path(__file__).parent / "data" / "scoring-cases.json").read_text())["cases"]
}
NOT_APPLICABLE, UNKNOWN = "na", None
PRACTICE_POINTS = ("0", "1/4", "1/2", "3/4", "1")
RECOGNITION_POINTS = ("0", "1/3", "1/2", "2/3", "1")


def make_worked_round(case: Case) -> Assessment:
    """The round of a case, closed by its lead."""
    lead = make_user()
    assessment = make_assessment(make_organization(lead=lead), make_worked_version(case))
    Target.objects.bulk_create(
        Target(assessment=assessment, dimension_key=key, value=value) for key, value in case["targets"].items()
    )
    questions = {question.key: question for question in Question.objects.filter(version=assessment.version)}
    options = {
        (option.option_set.key, option.key): option
        for option in Option.objects.filter(option_set__version=assessment.version).select_related("option_set")
    }
    for answers in case["responses"]:
        response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        Answer.objects.bulk_create(
            answer for key, given in answers.items() for answer in answers_to(response, key, given, questions, options)
        )
    if case["responses"]:
        close_assessment(Person(lead), assessment)
    else:
        close_unanswered(assessment)
    return assessment


def close_unanswered(assessment: Assessment) -> None:
    """Close a round that nobody answered, which the service refuses to do."""
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED, closed_at=timezone.now())
    recompute(assessment)


def answers_to(
    response: Response,
    key: str,
    given: Mapping[str, Any],
    questions: Mapping[str, Question],
    options: Mapping[tuple[str, str], Option],
) -> list[Answer]:
    """The answers to both questions of a practice; what is None is left blank."""
    chosen = [(questions[key], "practice", given["x"]), (questions[f"{key}-recognition"], "recognition", given["e"])]
    return [
        Answer(
            response=response,
            question=question,
            option=options[facet, option_key(points)],
            does_not_apply=points == NOT_APPLICABLE,
            reason="We have none." if points == NOT_APPLICABLE else "",
            saved_at=timezone.now(),
        )
        for question, facet, points in chosen
        if points is not UNKNOWN
    ]


def option_key(points: object) -> str:
    """The key of the option worth these points, which a case spells as a number or as a fraction."""
    return "not-applicable" if points == NOT_APPLICABLE else str(Fraction(str(points))).replace("/", "-of-")


def make_worked_version(case: Case) -> Version:
    """A published version with the case's dimensions and practices; names and titles are the keys."""
    version = Version.objects.create(
        questionnaire=Questionnaire.objects.create(key=f"worked-{next(numbers)}"), title="Worked case"
    )
    practice_options = make_options(version, "practice", PRACTICE_POINTS)
    Option.objects.create(
        option_set=practice_options, key="not-applicable", position=9, text="Does not apply", code="not-applicable"
    )
    recognition_options = make_options(version, "recognition", RECOGNITION_POINTS)
    for position, dimension in enumerate(case["version"]["dimensions"]):
        section = Section.objects.create(
            version=version,
            key=dimension["key"],
            kind=Section.Kind.DIMENSION,
            title=dimension["key"],
            weight=dimension["weight"],
            overlay=dimension["overlay"],
            position=position,
        )
        add_practices(section, dimension["practices"], practice_options, recognition_options)
    add_prerequisites(version, case)
    publish_version(version)
    return version


def make_options(version: Version, key: str, points: tuple[str, ...]) -> OptionSet:
    options = OptionSet.objects.create(version=version, key=key)
    Option.objects.bulk_create(
        Option(
            option_set=options,
            key=option_key(each),
            position=position,
            text=f"{key} {each}",
            absent_text=f"{key} {each}" if key == "recognition" else "",
            points=float(Fraction(each)),
        )
        for position, each in enumerate(points)
    )
    return options


def add_practices(
    section: Section, practices: list[Mapping[str, Any]], practice_options: OptionSet, recognition_options: OptionSet
) -> None:
    rows = Practice.objects.bulk_create(
        Practice(
            version=section.version,
            section=section,
            key=each["key"],
            name=each["key"],
            position=position,
            weight=each["weight"],
            essential=each["essential"],
            effort=each["effort"],
            may_not_apply=True,
            why="It matters.",
            advice_adopt="Start.",
            advice_execute="Do it.",
            advice_formalise="Write it down.",
            advice_sustain="Keep it up.",
        )
        for position, each in enumerate(practices)
    )
    facets = (
        (Question.Facet.PRACTICE, practice_options, "", 0),
        (Question.Facet.RECOGNITION, recognition_options, "-recognition", 100),
    )
    for facet, options, ending, start in facets:
        for practice in rows:
            Question.objects.create(
                section=section,
                practice=practice,
                facet=facet,
                option_set=options,
                key=f"{practice.key}{ending}",
                position=start + practice.position,
                text=f"{practice.key}?",
            )


def add_prerequisites(version: Version, case: Case) -> None:
    """Those of the case that are there: one cut out of a larger version may name others."""
    rows = {practice.key: practice for practice in Practice.objects.filter(version=version)}
    Prerequisite.objects.bulk_create(
        Prerequisite(practice=rows[each["key"]], needs=rows[key])
        for dimension in case["version"]["dimensions"]
        for each in dimension["practices"]
        for key in dict.fromkeys(each["prerequisites"])
        if key in rows
    )
