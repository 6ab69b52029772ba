"""An invitation's link is shown once, mailed where mail goes, and ended at once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Invitation, Membership, User, hash_of
from assessment.services.invitations import invite
from tests.factories import make_assessment, make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def assessment(lead: User) -> Assessment:
    return make_assessment(make_organization("Halden Freight", lead=lead), title="Q4 2026")


def create(client: Client, assessment: Assessment, **fields: object) -> str:
    """The page that answers a filled-in form."""
    in_ten_days = timezone.localdate() + timedelta(days=10)
    asked = {"last_day": in_ten_days.isoformat(), **fields}
    return client.post(f"/assessments/{assessment.uid}/invitations/", asked).content.decode()


def token_in(page: str) -> str:
    found = re.search(r'value="http://testserver/join/([^/"]+)/"', page)
    assert found is not None
    return found[1]


def test_shows_the_link_once_and_mails_it(client: Client, lead: User, assessment: Assessment) -> None:
    client.force_login(lead)
    token = token_in(create(client, assessment, email="guest@example.org", use_limit=3))
    invitation = Invitation.objects.get()
    assert (invitation.token_hash, invitation.use_limit) == (hash_of(token), 3)
    (sent,) = mail.outbox
    assert (sent.to, f"http://testserver/join/{token}/" in sent.body) == (["guest@example.org"], True)
    assertNotContains(client.get(f"/assessments/{assessment.uid}/"), token)


def test_works_to_the_end_of_its_last_day(client: Client, lead: User, assessment: Assessment) -> None:
    client.force_login(lead)
    last_day = timezone.localdate()
    create(client, assessment, last_day=last_day.isoformat())
    ends = Invitation.objects.get().expires_at
    assert ends is not None
    assert timezone.localtime(ends).date() == last_day
    assert ends > timezone.now()


def test_without_address_nothing_is_mailed(client: Client, lead: User, assessment: Assessment) -> None:
    client.force_login(lead)
    page = create(client, assessment)
    assert ("No mail could be sent" in page, mail.outbox) == (False, [])


def test_says_that_it_has_to_be_copied_where_no_mail_goes_out(
    client: Client, lead: User, assessment: Assessment, settings: Settings
) -> None:
    settings.EMAIL_URL = ""
    client.force_login(lead)
    page = create(client, assessment, email="guest@example.org")
    assert "No mail could be sent to guest@example.org." in page
    assert token_in(page)


def test_what_nobody_could_use_is_said_at_the_field(client: Client, lead: User, assessment: Assessment) -> None:
    client.force_login(lead)
    yesterday = timezone.localdate() - timedelta(days=1)
    asked = {"email": "no address", "use_limit": 0, "last_day": yesterday.isoformat()}
    page = client.post(f"/assessments/{assessment.uid}/invitations/", asked)
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"email", "use_limit", "last_day"})
    assert Invitation.objects.count() == 0


def test_nobody_is_invited_to_a_closed_round(client: Client, lead: User, assessment: Assessment) -> None:
    Assessment.objects.update(state="closed", closed_at=timezone.now())
    client.force_login(lead)
    assert "This assessment is closed." in create(client, assessment)
    assert Invitation.objects.count() == 0


def test_ends_one(client: Client, lead: User, assessment: Assessment) -> None:
    invitation, _ = invite(make_person(lead), assessment)
    client.force_login(lead)
    answer = client.post(f"/invitations/{invitation.uid}/revoke/")
    assertRedirects(answer, f"/assessments/{assessment.uid}/")
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    assertContains(client.get(f"/assessments/{assessment.uid}/"), "revoked")


def test_only_lead_and_runner_may(client: Client, lead: User, assessment: Assessment) -> None:
    invitation, _ = invite(make_person(lead), assessment)
    practitioner, reader, runner, stranger = (make_user() for _ in range(4))
    Membership.objects.create(organization=assessment.organization, user=practitioner)
    make_grant(assessment.organization, reader, "read")
    make_grant(assessment.organization, runner, "run")
    paths = [f"/assessments/{assessment.uid}/invitations/", f"/invitations/{invitation.uid}/revoke/"]
    found = {}
    for name, user in (("practitioner", practitioner), ("reader", reader), ("stranger", stranger), ("runner", runner)):
        client.force_login(user)
        found[name] = [client.get(paths[0]).status_code, client.post(paths[1]).status_code]
    assert found == {"practitioner": [403, 403], "reader": [403, 403], "stranger": [404, 404], "runner": [200, 302]}
