"""Opinions are counted over submitted responses, turned round where a statement is, and stored beside the result."""

import pytest
from django.utils import timezone

from assessment.measurement.perception import Construct, ConstructScore, Item
from assessment.models import Answer, Assessment, ConstructResult, Response, Section, Version
from assessment.services.opinions import constructs_of, opinions_of
from assessment.services.results import recompute
from assessment.services.stored_opinions import opinions_shown
from assessment.services.versions import frozen
from tests.factories import make_assessment, make_question, make_response, make_version, publish_version

pytestmark = pytest.mark.django_db


def make_opinions_version() -> Version:
    """One construct of two statements, the second turned round; values as in the bundled questionnaire."""
    version = make_version(dimensions=1, publish=False)
    views = Section.objects.create(
        version=version, key="views", kind=Section.Kind.PERCEPTION, title="Your view", position=3
    )
    for key, turned in (("worth-it", False), ("no-use", True)):
        question = make_question(views, key, ["1", "2", "3", "4", "5", "none"], construct="benefits", reversed=turned)
        assert question.option_set is not None
        for option in question.option_set.options.exclude(key="none"):
            option.value = int(option.key)
            option.save()
    Version.objects.filter(pk=version.pk).update(constructs={"benefits": {"title": "Benefits seen"}})
    publish_version(version)
    return version


def add_opinions(assessment: Assessment, said: dict[str, str], *, submitted: bool = True) -> None:
    response = make_response(assessment)
    if submitted:
        Response.objects.filter(pk=response.pk).update(state=Response.State.SUBMITTED, submitted_at=timezone.now())
    for key, option in said.items():
        question = assessment.version.questions.get(key=key)
        assert question.option_set is not None
        chosen = question.option_set.options.get(key=option)
        Answer.objects.create(response=response, question=question, option=chosen, saved_at=timezone.now())


def submitted_of(assessment: Assessment) -> list[int]:
    return list(assessment.responses.submitted().values_list("pk", flat=True))


def test_the_constructs_of_a_version_are_those_its_statements_name() -> None:
    version = make_opinions_version()
    expected = Construct("benefits", (Item("worth-it"), Item("no-use", reversed=True)))
    assert constructs_of(frozen(version)) == (expected,)
    assert constructs_of(frozen(make_version())) == ()


def test_submitted_responses_count_and_no_opinion_does_not() -> None:
    assessment = make_assessment(version=make_opinions_version())
    add_opinions(assessment, {"worth-it": "5", "no-use": "1"})
    add_opinions(assessment, {"worth-it": "4", "no-use": "none"})
    add_opinions(assessment, {"worth-it": "1", "no-use": "5"}, submitted=False)
    found = opinions_of(assessment, frozen(assessment.version), submitted_of(assessment))
    counts = {"worth-it": (0, 0, 0, 1, 1), "no-use": (0, 0, 0, 0, 1)}
    assert found == (ConstructScore("benefits", respondents=2, mean=4.5, counts=counts),)


def test_they_are_stored_with_the_result_and_follow_every_change() -> None:
    assessment = make_assessment(version=make_opinions_version())
    add_opinions(assessment, {"worth-it": "5"})
    first = recompute(assessment)
    assert list(first.constructs.values_list("key", "respondents", "mean")) == [("benefits", 1, 5.0)]
    Answer.objects.update(option=Answer.objects.get().question.option_set.options.get(key="2"))  # type: ignore[union-attr]  # it has options
    assert list(recompute(assessment).constructs.values_list("mean", "counts")) == [
        (2.0, {"worth-it": [0, 1, 0, 0, 0], "no-use": [0, 0, 0, 0, 0]})
    ]


@pytest.mark.parametrize(
    ("people", "mean", "shares"),
    [(2, None, ()), (3, 4.0, ()), (4, 4.0, ()), (5, 4.0, (0.0, 0.0, 0.0, 1.0, 0.0))],
)
def test_a_mean_is_shown_from_three_people_and_the_distribution_from_five(
    people: int, mean: float | None, shares: tuple[float, ...]
) -> None:
    assessment = make_assessment(version=make_opinions_version())
    for _person in range(people):
        add_opinions(assessment, {"worth-it": "4"})
    recompute(assessment)
    (shown,) = opinions_shown(assessment)
    assert (shown.title, shown.respondents, shown.mean, shown.shares) == ("Benefits seen", people, mean, shares)
    assert [each.question.key for each in shown.statements] == (["worth-it", "no-use"] if shares else [])
    assert ConstructResult.objects.get().mean == 4.0
