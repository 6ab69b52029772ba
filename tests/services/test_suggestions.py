"""Which sections are suggested to whom."""

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from assessment.models import Answer, Practice, Response, Version
from assessment.services.answers import answers_of
from assessment.services.suggestions import roles_of, suggested_sections
from assessment.services.versions import frozen
from tests.factories import make_answer, make_assessment, make_mixed_version, make_response, make_version

pytestmark = pytest.mark.django_db

LIBRARY = Path(__file__).parents[2] / "assessment" / "library"


@pytest.fixture
def full() -> Version:
    call_command("load_questionnaire", LIBRARY / "mlops-adoption.yaml", verbosity=0)
    return Version.objects.get()


def chosen(response: Response, key: str, *options: str) -> None:
    """Answer a question of the profile, with several options where there are several."""
    question = response.assessment.version.questions.get(key=key)
    answer = make_answer(response, question, options[0])
    assert answer is not None
    if question.multiple:
        Answer.objects.filter(pk=answer.pk).update(option=None, text=" ".join(options))


def suggested(response: Response, invited_as: str = "") -> set[str]:
    version = frozen(response.assessment.version)
    asked = version.asked(response.assessment.facts())
    return set(suggested_sections(version, asked, answers_of(response), invited_as))


def test_the_roles_are_those_of_the_profile_in_its_words(full: Version) -> None:
    roles = roles_of(frozen(full))
    assert (len(roles), next(iter(roles.items()))) == (7, ("data-science", "Data science or analysis"))
    assert roles_of(frozen(make_version())) == {}


def test_a_role_suggests_what_it_usually_knows_most_of(full: Version) -> None:
    response = make_response(make_assessment(version=full))
    assert suggested(response) == set()
    chosen(response, "role", "operations")
    assert suggested(response) == {"release", "risk"}


def test_something_else_is_suggested_nothing(full: Version) -> None:
    response = make_response(make_assessment(version=full))
    chosen(response, "role", "other")
    assert suggested(response) == set()


def test_what_is_known_first_hand_is_suggested_too(full: Version) -> None:
    response = make_response(make_assessment(version=full))
    chosen(response, "role", "operations")
    chosen(response, "first-hand", "data", "generative")
    # Generative models are not asked about here.
    assert suggested(response) == {"data", "release", "risk"}


def test_the_role_of_the_invitation_counts_until_the_profile_is_answered(full: Version) -> None:
    response = make_response(make_assessment(version=full))
    assert suggested(response, "product") == {"purpose", "people", "release", "risk", "explanation"}
    chosen(response, "role", "operations")
    assert suggested(response, "product") == {"release", "risk"}


def test_half_of_the_practices_is_not_most() -> None:
    version = make_version(dimensions=2, practices=2, publish=False)
    Practice.objects.filter(key__in=["d0-p0", "d1-p0", "d1-p1"]).update(roles=["operations"])
    assert suggested(make_response(make_assessment(version=version)), "operations") == {"d1"}


def test_suggesting_takes_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    response = make_response(make_assessment(version=make_mixed_version()))
    version, answers = frozen(response.assessment.version), answers_of(response)
    with django_assert_num_queries(0):
        suggested_sections(version, version.sections, answers, "operations")
