"""What reviewers say of a result, for tests."""

from django.utils import timezone

from assessment.models import Assessment, Comment, Logo, Organization, Person, User, VerifiedRating, Version
from assessment.services.logos import set_organization_logo, set_own_logo
from assessment.services.reviews import read_review
from assessment.services.versions import frozen
from tests.factories import make_grant, make_user
from tests.pictures import make_picture
from tests.views.test_results import Ratings
from tests.views.test_results import make_closed as made_closed


def make_closed(
    *responses: Ratings, version: Version | None = None, organization: Organization | None = None
) -> Assessment:
    """A closed round with these responses, as the database has it."""
    return Assessment.objects.get(pk=made_closed(*responses, version=version, organization=organization).pk)


def make_consultant(organization: Organization, name: str = "Kim", level: str = "read") -> User:
    """An account that the organization let in."""
    user = make_user(name)
    make_grant(organization, user, level)
    return user


def make_rating(assessment: Assessment, key: str = "d0-p0", by: User | None = None, **fields: object) -> VerifiedRating:
    fields = {"x": 0.5, "e": None, "note": "", **fields}
    return VerifiedRating.objects.create(assessment=assessment, practice_key=key, made_by=by, **fields)


def make_comment(assessment: Assessment, key: str = "d0", text: str = "Well done.", by: User | None = None) -> Comment:
    return Comment.objects.create(assessment=assessment, dimension_key=key, text=text, made_by=by)


def make_logos(organization: Organization, consultant: User) -> tuple[Logo, Logo]:
    """The logo of the organization, and that of the consultant."""
    return (
        set_organization_logo(Person(), organization, make_picture()),
        set_own_logo(Person(consultant), make_picture(size=(40, 40))),
    )


def seen_of(assessment: Assessment, key: str = "d0") -> str:
    """What a page says of a dimension's review as it is stored."""
    section = frozen(assessment.version).section(key)
    assert section is not None
    return read_review(assessment, assessment.result).seen(section)


def answers_changed(assessment: Assessment) -> None:
    """As if the round had been reopened, answered anew and closed again just now."""
    now = timezone.now()
    Assessment.objects.filter(pk=assessment.pk).update(closed_at=now)
    type(assessment.result).objects.filter(assessment=assessment).update(computed_at=now)
