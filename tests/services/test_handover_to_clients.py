"""An organization created for a client: led by its maker until the client leads it, who says what the maker may see."""

from typing import Any

import pytest

from assessment.access import Action, Role, may, roles_in
from assessment.models import Consent, Grant, Membership, Organization, User
from assessment.services.consents import give_consent
from assessment.services.errors import Refused
from assessment.services.grants import accept_offer, asks_who_keeps_access, find_offer, offer_place
from assessment.services.memberships import change_role, leave, remove_member
from assessment.services.organizations import create_organization
from tests.factories import make_organization, make_person, make_user

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {"sector": "health", "size": "10-49"}


@pytest.fixture
def consultant() -> User:
    return make_user("Carl Consultant")


@pytest.fixture
def organization(consultant: User) -> Organization:
    return create_organization(make_person(consultant), name="Client", in_handover=True, **FACTS)


def handing_over(consultant: User, organization: Organization, client: User) -> str:
    return offer_place(make_person(consultant), organization, email=client.email, place="lead", hands_over=True)[1]


def in_handover(organization: Organization) -> bool:
    return Organization.objects.values_list("in_handover", flat=True).get(pk=organization.pk)


class TestUntilThen:
    def test_its_maker_does_what_leads_do_and_reads_nobody_s_words(
        self, consultant: User, organization: Organization
    ) -> None:
        person = make_person(consultant)
        assert roles_in(person, organization) == {Role.INTERIM_LEAD}
        as_lead = make_person(make_organization(lead=consultant).memberships.get().user)
        own = consultant.memberships.exclude(organization=organization).get().organization
        differing = {each for each in Action if may(person, each, organization) != may(as_lead, each, own)}
        assert differing == {Action.SEE_NOTES, Action.SHARE_RESULT, Action.MANAGE_CONSENT}
        assert set(Organization.objects.run_by(person)) == {organization, own}

    def test_its_maker_consents_to_nothing_for_the_client(self, consultant: User, organization: Organization) -> None:
        with pytest.raises(Refused, match="The client decides") as refusal:
            give_consent(make_person(consultant), organization, Consent.Purpose.BENCHMARK)
        assert (refusal.value.status, Consent.objects.count()) == (403, 0)

    def test_other_leads_lead_it_as_ever(self, consultant: User, organization: Organization) -> None:
        other = make_user()
        Membership.objects.create(organization=organization, user=other, role="lead")
        assert roles_in(make_person(other), organization) == {Role.LEAD}
        give_consent(make_person(other), organization, Consent.Purpose.BENCHMARK)
        assert Consent.objects.count() == 1

    @pytest.mark.parametrize("how", ["made practitioner", "removed", "left"])
    def test_it_is_over_when_its_maker_leads_no_more(
        self, how: str, consultant: User, organization: Organization
    ) -> None:
        other = make_user()
        Membership.objects.create(organization=organization, user=other, role="lead")
        own = organization.memberships.get(user=consultant)
        if how == "made practitioner":
            change_role(make_person(other), own, "practitioner")
        elif how == "removed":
            remove_member(make_person(other), own)
        else:
            leave(make_person(consultant), organization)
        assert in_handover(organization) is False


class TestHandingOver:
    @pytest.mark.parametrize("keeps", ["run", "read", ""])
    def test_the_client_leads_it_and_its_maker_keeps_what_the_client_says(
        self, keeps: str, consultant: User, organization: Organization
    ) -> None:
        client = make_user("Cleo Client")
        token = handing_over(consultant, organization, client)
        assert asks_who_keeps_access(find_offer(token)) is True
        accept_offer(make_person(client), token, keeps=keeps)
        assert list(organization.memberships.values_list("user__name", "role")) == [("Cleo Client", "lead")]
        kept = list(Grant.objects.active().values_list("user", "level", "granted_by"))
        assert kept == ([(consultant.pk, keeps, client.pk)] if keeps else [])
        assert in_handover(organization) is False
        seen = Organization.objects.visible_to(make_person(consultant)).exists()
        assert seen is bool(keeps)

    def test_of_one_s_own_organization_nobody_is_asked(self, consultant: User) -> None:
        organization, client = make_organization(lead=consultant), make_user()
        token = handing_over(consultant, organization, client)
        assert asks_who_keeps_access(find_offer(token)) is False
        accept_offer(make_person(client), token, keeps="run")
        assert (organization.memberships.get(user=consultant).role, Grant.objects.count()) == ("practitioner", 0)

    def test_by_another_lead_it_is_as_ever_and_waits_for_its_maker(
        self, consultant: User, organization: Organization
    ) -> None:
        other, client = make_user(), make_user()
        Membership.objects.create(organization=organization, user=other, role="lead")
        token = handing_over(other, organization, client)
        assert asks_who_keeps_access(find_offer(token)) is False
        accept_offer(make_person(client), token)
        assert organization.memberships.get(user=other).role == "practitioner"
        assert in_handover(organization) is True
