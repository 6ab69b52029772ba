"""Whoever has an account and a link is told before answering by both, and afterwards; strangers learn nothing."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.access import GUEST_KEYS
from assessment.models import Assessment, Invitation, Membership, Response
from assessment.services.invitations import invite
from tests.factories import (
    PASSWORD,
    make_assessment,
    make_mixed_version,
    make_organization,
    make_person,
    make_response,
    make_user,
)
from tests.views.joining import start

pytestmark = pytest.mark.django_db


@pytest.fixture
def token() -> str:
    return invite(make_person(make_user()), make_assessment(version=make_mixed_version()), use_limit=2)[1]


def test_a_visitor_is_told_to_sign_in_first_whether_or_not_there_is_an_account(client: Client) -> None:
    known = make_user()
    pages = []
    for email in (known.email, "nobody@example.org"):
        assessment = make_assessment(make_organization("Halden"), make_mixed_version(), title="Q4")
        Membership.objects.create(organization=assessment.organization, user=known)
        token = invite(make_person(), assessment, email=email, use_limit=1)[1]
        page = client.get(f"/join/{token}/")
        assertContains(page, f'href="/accounts/login/?next=/join/{token}/"')
        secrets = re.compile(r'name="(?:start|csrfmiddlewaretoken)" value="[^"]+"')
        pages.append(secrets.sub("", page.content.decode()).replace(token, "TOKEN"))
    assert pages[0] == pages[1]


def test_signing_in_first_leads_to_ones_own_response(client: Client, token: str) -> None:
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    own = make_response(Assessment.objects.get(), user)
    signed_in = {"login": user.email, "password": PASSWORD, "next": f"/join/{token}/"}
    page = client.post("/accounts/login/", signed_in, follow=True)
    assertContains(page, f'href="/responses/{own.uid}/"')
    assertRedirects(client.post(f"/join/{token}/"), f"/responses/{own.uid}/")
    assert (Response.objects.count(), Invitation.objects.get().uses) == (1, 0)


def test_an_account_whose_invitation_was_used_is_asked_before_it_begins(client: Client, token: str) -> None:
    user, assessment = make_user(), Assessment.objects.get()
    Membership.objects.create(organization=assessment.organization, user=user)
    _, mailed = invite(make_person(), assessment, email=user.email, use_limit=1)
    start(Client(), mailed)
    client.force_login(user)
    for path in (f"/join/{token}/", f"/assessments/{assessment.uid}/answer/"):
        page = client.post(path)
        assertContains(page, f"by the invitation that was sent to {user.email}")
        assert Response.objects.filter(user=user).count() == 0
    answer = client.post(f"/assessments/{assessment.uid}/answer/", {"anyway": "yes"})
    response = Response.objects.get(user=user)
    assertRedirects(answer, f"/responses/{response.uid}/")


def test_whoever_answers_twice_in_one_browser_is_told_on_both(client: Client, token: str) -> None:
    guests, user = start(client, token), make_user()
    own = make_response(guests.assessment, user)
    client.force_login(user)
    session = client.session
    session[GUEST_KEYS] = [guests.guest_hash]
    session.save()
    for shown, other in ((guests, own), (own, guests)):
        page = client.get(f"/responses/{shown.uid}/")
        assertContains(page, "You answer this round twice")
        assertContains(page, f'href="/responses/{other.uid}/withdraw/"')
    client.post(f"/responses/{guests.uid}/submit/")
    assertContains(client.get(f"/responses/{guests.uid}/submitted/"), "You answer this round twice")
    client.post(f"/responses/{own.uid}/withdraw/")
    assertNotContains(client.get(f"/responses/{guests.uid}/submitted/"), "You answer this round twice")
