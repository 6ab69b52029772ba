"""Whoever on a list might be counted twice is told before anything is sent, and the lead decides."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from assessment.models import Assessment, Invitation, User
from tests.factories import make_assessment, make_organization, make_response, make_user

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

pytestmark = pytest.mark.django_db

LIST = "ana@example.org\nMia <MIA@example.org>\nnoah@example.org\nana+work@example.org"
DOUBTS = ("mia@example.org", "noah@example.org", "ana+work@example.org")


@pytest.fixture
def assessment(client: Client) -> Assessment:
    """A round of the lead who has signed in, and of Mia and Noah."""
    lead = make_user()
    client.force_login(lead)
    members = [User.objects.create_user(f"{name.lower()}@example.org", name=name) for name in ("Mia", "Noah")]
    return make_assessment(make_organization(lead=lead, practitioners=members))


def paste(client: Client, assessment: Assessment, **fields: object) -> "Page":
    """The page after sending the list."""
    in_ten_days = timezone.localdate() + timedelta(days=10)
    asked = {"addresses": LIST, "last_day": in_ten_days.isoformat(), **fields}
    return client.post(f"/assessments/{assessment.uid}/invitations/send/", asked, follow=True)


def test_is_asked_about_and_nothing_is_sent(client: Client, assessment: Assessment) -> None:
    page = paste(client, assessment)
    assert page.status_code == 200
    assertContains(page, "Nothing has been sent yet")
    assertContains(page, "Mia is a member, and finds the round without a link after signing in.")
    assertContains(page, "Looks like ana@example.org, further up in the list.")
    assert [each.address for each in page.context["form"].doubts] == list(DOUBTS)
    # What was typed stays, and nobody is ticked beforehand.
    assertContains(page, "Mia &lt;MIA@example.org&gt;")
    assertNotContains(page, "checked")
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


def test_only_those_ticked_are_invited(client: Client, assessment: Assessment) -> None:
    page = paste(client, assessment, shown=DOUBTS, ticked=["noah@example.org"])
    assertContains(page, "2 invitations were sent.")
    assertContains(page, "Left out, because you did not tick them: mia@example.org and ana+work@example.org.")
    assert [message.to for message in mail.outbox] == [["ana@example.org"], ["noah@example.org"]]


def test_all_are_invited_by_one_tick(client: Client, assessment: Assessment) -> None:
    page = paste(client, assessment, shown=DOUBTS, all_the_same="on")
    assertContains(page, "4 invitations were sent.")
    assertNotContains(page, "Left out")


def test_a_list_that_was_changed_is_asked_about_anew_and_keeps_the_ticks(
    client: Client, assessment: Assessment
) -> None:
    page = paste(client, assessment, shown=DOUBTS[1:], ticked=["noah@example.org"])
    assertContains(page, "Nothing has been sent yet")
    assertContains(page, 'value="noah@example.org" id="doubt-2" checked')
    assert Invitation.objects.count() == 0


def test_says_the_same_whoever_has_answered(client: Client, assessment: Assessment) -> None:
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    before = token.sub("", paste(client, assessment).content.decode())
    make_response(assessment, User.objects.get(email="mia@example.org"))
    assert token.sub("", paste(client, assessment).content.decode()) == before
