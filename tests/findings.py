"""Organizations that consented to research, on a version with what the findings are about."""

from collections.abc import Iterable

from django.utils import timezone

from assessment.models import Answer, Consent, Organization, Practice, Response, Section, Version
from assessment.services.assessments import close_assessment
from assessment.services.consents import give_consent
from assessment.services.findings_readings import QUESTIONNAIRE
from tests.benchmarks import LONG_AGO, NOBODY
from tests.factories import (
    make_answers,
    make_assessment,
    make_organization,
    make_question,
    make_response,
    make_version,
    publish_version,
)

STATEMENT = "takes-long"


def make_studied_version(*, key: str = QUESTIONNAIRE, in_survey: Iterable[str] = ("d0-p0",)) -> Version:
    """Dimensions d0 and release; practices in the survey, too, as number 4; one statement about learning."""
    version = make_version(key=key, publish=False)
    Section.objects.filter(version=version, key="d1").update(key="release")
    Practice.objects.filter(version=version, key__in=in_survey).update(sources=["S4"])
    views = Section.objects.create(
        version=version, key="views", kind=Section.Kind.PERCEPTION, title="Your view", position=9
    )
    question = make_question(views, STATEMENT, ["1", "2", "3", "4", "5"], construct="learning")
    assert question.option_set is not None
    for option in question.option_set.options.all():
        option.value = int(option.key)
        option.save()
    Version.objects.filter(pk=version.pk).update(constructs={"learning": {"title": "Effort of learning"}})
    publish_version(version)
    return version


def make_researched(
    version: Version, step: str = "3", recognition: str = "agreed", opinions: Iterable[str] = (), **facts: object
) -> Organization:
    """A vouched-for organization that consented to research and closed a round.

    Each of its respondents, one per opinion and at least one, answers everything alike.
    """
    organization = make_organization()
    known = {"vouched_at": timezone.now(), "created_at": timezone.now() - LONG_AGO, **facts}
    Organization.objects.filter(pk=organization.pk).update(**known)
    give_consent(NOBODY, organization, Consent.Purpose.RESEARCH)
    make_researched_round(organization, version, step, recognition, opinions)
    return organization


def make_researched_round(
    organization: Organization, version: Version, step: str, recognition: str = "agreed", opinions: Iterable[str] = ()
) -> None:
    """A closed round of the organization."""
    organization.refresh_from_db()
    assessment = make_assessment(organization, version)
    keys = Practice.objects.filter(version=version).values_list("key", flat=True)
    for opinion in tuple(opinions) or ("",):
        response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        make_answers(response, dict.fromkeys(keys, (step, recognition)))
        if opinion:
            question = version.questions.get(key=STATEMENT)
            assert question.option_set is not None
            chosen = question.option_set.options.get(key=opinion)
            Answer.objects.create(response=response, question=question, option=chosen, saved_at=timezone.now())
    close_assessment(NOBODY, assessment)


def make_several(version: Version, count: int, step: str = "3", **facts: object) -> list[Organization]:
    """So many of them, all alike."""
    return [make_researched(version, step, "agreed", (), **facts) for _ in range(count)]
