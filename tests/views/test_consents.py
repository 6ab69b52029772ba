"""A lead consents to the benchmark and to research, each apart, and is told what is in the way."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from assessment.models import Consent, Organization, Person, SnapshotMember, User, Version
from assessment.services.consents import consents_of, give_consent
from assessment.services.organizations import create_organization
from assessment.services.snapshots import take_snapshot
from tests.benchmarks import make_contributors
from tests.factories import make_organization, make_user, make_version
from tests.views.test_results import words_of

pytestmark = pytest.mark.django_db
BENCHMARK, RESEARCH = Consent.Purpose.BENCHMARK, Consent.Purpose.RESEARCH


@pytest.fixture
def lead(client: Client) -> User:
    user = make_user("Ada Lead")
    client.force_login(user)
    return user


@pytest.fixture
def organization(lead: User) -> Organization:
    return make_organization("Sorvholt", lead=lead)


def page(client: Client, organization: Organization) -> str:
    answer = client.get(f"/organizations/{organization.uid}/consent/")
    assert answer.status_code == 200
    return words_of(answer.content.decode())


def send(client: Client, organization: Organization, verb: str, **data: str) -> str:
    answer = client.post(f"/organizations/{organization.uid}/consent/{verb}/", data, follow=True)
    assert answer.redirect_chain == [(f"/organizations/{organization.uid}/consent/", 302)]
    return words_of(answer.content.decode())


def test_each_purpose_is_given_and_withdrawn_apart(client: Client, organization: Organization) -> None:
    assert "You consented to the benchmark." in send(client, organization, "give", purpose="benchmark")
    assert (consents_of(organization).benchmark is None, consents_of(organization).research is None) == (False, True)
    assert "You consented to research." in send(client, organization, "give", purpose="research")
    words = send(client, organization, "withdraw", purpose="benchmark")
    assert "Withdrawn. The next numbers are made without this organization." in words
    assert (consents_of(organization).benchmark is None, consents_of(organization).research is None) == (True, False)
    assert (
        "Withdrawn. What is published for research stays until it is made anew, then without this organization."
        in send(client, organization, "withdraw", purpose="research", at_once="yes")
    )
    words = page(client, organization)
    assert words.count("Ada Lead; withdrawn on") == 2


def test_numbers_are_taken_away_at_once_only_where_that_was_chosen(client: Client) -> None:
    version = make_version()
    first, second, *_ = make_contributors(version, 6)
    snapshot = take_snapshot(version.questionnaire)
    assert snapshot is not None
    for organization, choice, left in ((first, "", True), (second, "yes", False)):
        client.force_login(organization.memberships.get().user or make_user())
        send(client, organization, "withdraw", purpose="benchmark", at_once=choice)
        assert not SnapshotMember.objects.filter(organization=organization).exists()
        assert snapshot.values.published().exists() is left


def test_a_purpose_that_there_is_not_changes_nothing(client: Client, organization: Organization) -> None:
    for verb in ("give", "withdraw"):
        for data in ({}, {"purpose": "advertising"}, {"purpose": "\x00"}):
            answer = client.post(f"/organizations/{organization.uid}/consent/{verb}/", data)
            assert answer.status_code == 422
            assert "Choose the benchmark or research; nothing was changed." in words_of(answer.content.decode())
    assert not Consent.objects.exists()


def test_what_is_in_the_way_is_named(client: Client, organization: Organization) -> None:
    make_version()
    words = page(client, organization)
    for sentence in (
        "Questionnaire: nothing would enter, because",
        "No lead has consented, or the consent was withdrawn.",
        "Nobody vouches for the organization yet",
        "The organization is too new here. From ",
        "No round on this questionnaire is closed yet.",
    ):
        assert sentence in words


def test_with_nothing_in_the_way_the_round_is_named(client: Client) -> None:
    organization, *_ = make_contributors(make_version(), 1)
    client.force_login(organization.memberships.get().user or make_user())
    title = organization.assessments.get().title
    assert f"Questionnaire: the result of {title} would enter." in page(client, organization)


def test_the_domain_of_a_lead_vouches(client: Client, organization: Organization, lead: User) -> None:
    assert "Your address can't vouch: it is not confirmed yet" in page(client, organization)
    EmailAddress.objects.create(user=lead, email=lead.email, verified=True)
    assert "Let example.org vouch" in page(client, organization)
    words = send(client, organization, "vouch")
    assert "The domain of your address vouches for the organization." in words
    assert "The domain example.org does, at which a lead has a confirmed address." in words


def test_a_domain_that_is_taken_is_refused_on_the_page(client: Client, organization: Organization, lead: User) -> None:
    make_organization(email_domain="example.org")
    EmailAddress.objects.create(user=lead, email=lead.email, verified=True)
    answer = client.post(f"/organizations/{organization.uid}/consent/vouch/")
    assert answer.status_code == 409
    assert "example.org vouches for another organization already." in words_of(answer.content.decode())
    organization.refresh_from_db()
    assert organization.email_domain == ""


def test_members_may_know_of_a_consent_and_leads_alone_give_it(client: Client, organization: Organization) -> None:
    give_consent(Person(), organization, RESEARCH)
    practitioner = make_user()
    organization.memberships.create(user=practitioner, role="practitioner")
    client.force_login(practitioner)
    answer = client.get(f"/organizations/{organization.uid}/benchmark/")
    assert "A lead consented to research." in words_of(answer.content.decode())
    assert client.post(f"/organizations/{organization.uid}/consent/give/", {"purpose": "benchmark"}).status_code == 403
    assert consents_of(organization).benchmark is None


def test_the_version_that_nobody_published_is_no_questionnaire(client: Client, organization: Organization) -> None:
    Version.objects.all().delete()
    assert "No questionnaire is published yet" in page(client, organization)


def test_whoever_set_an_organization_up_for_a_client_does_not_consent_for_it(client: Client, lead: User) -> None:
    """The client's own lead decides, once there is one."""
    organization = create_organization(Person(lead), name="A client", in_handover=True, sector="health", size="1-9")
    assert "/consent/" not in client.get(f"/organizations/{organization.uid}/").content.decode()
    assert client.get(f"/organizations/{organization.uid}/consent/").status_code == 403
    assert client.post(f"/organizations/{organization.uid}/consent/give/", {"purpose": "benchmark"}).status_code == 403
    assert not Consent.objects.exists()
