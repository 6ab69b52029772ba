"""The next round takes along what the earlier one was set to, and knows whom it was mailed to."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from assessment.models import Assessment, Invitation, Person, Target, User, Version
from assessment.services.assessments import open_assessment
from assessment.services.errors import Refused
from assessment.services.invitations import invite, revoke
from assessment.services.next_rounds import Repeated, can_invite_again, newest_version, open_next, repeated
from tests.factories import make_assessment, make_organization, make_person, make_user, make_version, publish_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def person(lead: User) -> Person:
    return make_person(lead)


@pytest.fixture
def earlier(person: Person, lead: User) -> Assessment:
    organization = make_organization(lead=lead)
    return open_assessment(person, organization, title="Q3 2026", version=make_version(key="main"))


def next_version(earlier: Assessment, *, publish: bool = True) -> Version:
    """A second version of the same questionnaire, empty."""
    version = Version.objects.create(questionnaire=earlier.version.questionnaire, title="Questionnaire")
    if publish:
        publish_version(version)
    return version


class TestVersion:
    def test_is_the_newest_of_the_same_questionnaire(self, earlier: Assessment) -> None:
        make_version(key="another")
        assert newest_version(earlier) == earlier.version
        newer = next_version(earlier)
        next_version(earlier, publish=False)
        assert newest_version(earlier) == newer

    def test_is_none_where_all_are_retired(self, earlier: Assessment) -> None:
        Version.objects.update(state=Version.State.RETIRED)
        assert newest_version(earlier) is None


class TestTargets:
    def test_are_taken_along_where_both_have_the_dimension(self, earlier: Assessment, person: Person) -> None:
        earlier.targets.filter(dimension_key="d1").update(value=0.9)
        Target.objects.create(assessment=earlier, dimension_key="gone", value=0.1)
        wider = make_version(dimensions=3)
        default = earlier.targets.get(dimension_key="d0").value
        opened = open_next(person, earlier, title="Q4 2026", version=wider)
        assert dict(opened.targets.values_list("dimension_key", "value")) == {"d0": default, "d1": 0.9, "d2": default}
        assert opened.organization == earlier.organization

    def test_what_cannot_be_opened_leaves_nothing(self, earlier: Assessment, person: Person) -> None:
        with pytest.raises(Refused, match="already an assessment with this title"):
            open_next(person, earlier, title="Q3 2026", version=earlier.version)
        assert (Assessment.objects.count(), Target.objects.count()) == (1, 2)


class TestAddresses:
    @pytest.fixture
    def opened(self, earlier: Assessment, person: Person) -> Assessment:
        return open_next(person, earlier, title="Q4 2026", version=earlier.version)

    def test_are_those_it_was_mailed_to_and_not_revoked(
        self, earlier: Assessment, opened: Assessment, person: Person
    ) -> None:
        for email in ("zoe@x.org", "Ana@x.org", "ana@x.org", "revoked@x.org"):
            invitation, _token = invite(person, earlier, email=email, use_limit=1)
        revoke(person, invitation)
        invite(person, earlier)
        # One that has ended was meant all the same.
        Invitation.objects.filter(email="zoe@x.org").update(expires_at=timezone.now() - timedelta(days=1))
        assert repeated(opened, str(earlier.uid)) == Repeated(earlier, ["zoe@x.org", "ana@x.org"], "")
        assert can_invite_again(opened, earlier)

    @pytest.mark.parametrize(("roles", "role"), [(["operations"] * 2, "operations"), (["operations", ""], "")])
    def test_keep_a_role_that_all_have(
        self, earlier: Assessment, opened: Assessment, roles: list[str], role: str
    ) -> None:
        for number, each in enumerate(roles):
            Invitation.objects.create(
                assessment=earlier, email=f"p{number}@x.org", role=each, token_hash=f"{number}" * 64
            )
        found = repeated(opened, str(earlier.uid))
        assert found is not None
        assert found.role == role

    def test_of_another_organization_are_not_told(self, opened: Assessment) -> None:
        elsewhere = make_assessment()
        invite(make_person(), elsewhere, email="secret@x.org")
        asked = [str(elsewhere.uid), str(opened.uid), "", "nonsense"]
        assert [repeated(opened, uid) for uid in asked] == [None, None, None, None]

    def test_are_not_offered_where_nothing_could_be_sent(
        self, earlier: Assessment, opened: Assessment, person: Person, settings: Settings
    ) -> None:
        assert not can_invite_again(opened, earlier)
        invite(person, earlier, email="ana@x.org", use_limit=1)
        alone = open_next(person, earlier, title="Alone", version=earlier.version, kind="just-me")
        assert not can_invite_again(alone, earlier)
        settings.EMAIL_URL = ""
        assert not can_invite_again(opened, earlier)
