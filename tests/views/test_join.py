"""Invitation links and guests' return links, as pages."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.access import GUEST_KEYS
from assessment.models import Assessment, Invitation, Response, hash_of
from assessment.services.invitations import invite
from tests.factories import make_assessment, make_mixed_version, make_person, make_response, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def token() -> str:
    assessment = make_assessment(version=make_mixed_version(), due_on=timezone.localdate() + timedelta(days=9))
    return invite(make_person(make_user()), assessment, use_limit=2)[1]


def start_of(page: object) -> str:
    """The guest's signed secret in the form of the page."""
    assert isinstance(page, HttpResponse)
    found = re.search(r'name="start" value="([^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def start(client: Client, token: str) -> Response:
    """Look at the invitation and press Start."""
    page = client.get(f"/join/{token}/")
    client.post(f"/join/{token}/", {"start": start_of(page)})
    return Response.objects.latest("pk")


def test_the_invitation_says_who_asks_and_who_sees_what_and_changes_nothing(client: Client, token: str) -> None:
    page = client.get(f"/join/{token}/")
    assessment = Assessment.objects.get()
    assertContains(page, assessment.organization.name)
    assertContains(page, assessment.title)
    assertContains(page, f"{assessment.due_on:%Y}")
    assertContains(page, "With fewer than three people answering")
    assert (Response.objects.count(), Invitation.objects.get().uses) == (0, 0)
    assert "sessionid" not in client.cookies


def test_secret_pages_are_kept_out_of_searches_caches_and_referrers(client: Client, token: str) -> None:
    response = make_response(Assessment.objects.get(), guest_hash=hash_of("secret"))
    Invitation.objects.update(revoked_at=timezone.now())
    pages = [client.get(f"/join/{token}/"), client.get("/return/secret/")]
    assert [page.status_code for page in pages] == [410, 200]
    for page in pages:
        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page.headers["Cache-Control"]
    assert response.assessment.title in pages[1].content.decode()


def test_starting_leads_to_a_clean_address_and_shows_the_return_link_once(client: Client, token: str) -> None:
    response = start(client, token)
    assert client.session[GUEST_KEYS] == [response.guest_hash]
    first, second = client.get(f"/responses/{response.uid}/"), client.get(f"/responses/{response.uid}/")
    found = re.search(r'value="http://testserver/return/([^/]+)/"', first.content.decode())
    assert found is not None
    assert hash_of(found[1]) == response.guest_hash
    assertNotContains(second, "/return/")
    assert found[1] not in str(dict(client.session))


def test_pressing_start_twice_begins_once(client: Client, token: str) -> None:
    page = client.get(f"/join/{token}/")
    for _ in range(2):
        client.post(f"/join/{token}/", {"start": start_of(page)})
    other_tab = Client()
    other_tab.post(f"/join/{token}/", {"start": start_of(page)})
    response = Response.objects.get()
    assert Invitation.objects.get().uses == 1
    assert other_tab.get(f"/responses/{response.uid}/").status_code == 200


def test_a_secret_that_was_not_given_out_here_is_not_taken(client: Client, token: str) -> None:
    client.post(f"/join/{token}/", {"start": "guessable"})
    assert Response.objects.get().guest_hash != hash_of("guessable")


def test_whoever_has_begun_is_led_back(client: Client, token: str) -> None:
    response = start(client, token)
    Invitation.objects.update(revoked_at=timezone.now())
    page = client.get(f"/join/{token}/")
    assertContains(page, f'href="/responses/{response.uid}/"')
    assertNotContains(page, "start")


def test_an_account_answers_as_itself(client: Client, token: str) -> None:
    user = make_user()
    client.force_login(user)
    assertContains(client.get(f"/join/{token}/"), f"You answer as {user}.")
    response = start(client, token)
    assert (response.user, response.guest_hash) == (user, "")
    assertNotContains(client.get(f"/responses/{response.uid}/"), "/return/")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"revoked_at": timezone.now()}, "was withdrawn"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "has expired"),
        ({"uses": 2}, "as often as it may be"),
    ],
)
def test_an_ended_invitation_says_so(client: Client, token: str, fields: dict[str, object], sentence: str) -> None:
    Invitation.objects.update(**fields)
    assertContains(client.get(f"/join/{token}/"), sentence, status_code=410)
    assertContains(client.post(f"/join/{token}/"), sentence, status_code=410)


def test_a_closed_round_says_so(client: Client, token: str) -> None:
    Assessment.objects.update(state="closed", closed_at=timezone.now())
    assertContains(client.get(f"/join/{token}/"), "has been closed", status_code=403)
    assertContains(client.post(f"/join/{token}/"), "has been closed", status_code=403)


@pytest.mark.parametrize("place", ["join", "return"])
def test_an_unknown_secret_is_not_found(client: Client, place: str) -> None:
    assert client.get(f"/{place}/nothing/").status_code == 404
    assert client.post(f"/{place}/nothing/").status_code == 404


def test_the_return_link_opens_the_response_on_another_device(client: Client) -> None:
    response = make_response(make_assessment(version=make_mixed_version()), guest_hash=hash_of("secret"))
    assertContains(client.get("/return/secret/"), "Whoever has it can see and change your answers")
    assert GUEST_KEYS not in client.session
    assertRedirects(client.post("/return/secret/"), f"/responses/{response.uid}/")


def test_a_session_keeps_every_response_and_gets_a_new_key(client: Client) -> None:
    secrets = ["first", "second"]
    responses = [
        make_response(make_assessment(version=make_mixed_version()), guest_hash=hash_of(secret)) for secret in secrets
    ]
    keys = set()
    for secret in [*secrets, "first"]:
        client.post(f"/return/{secret}/")
        keys.add(client.session.session_key)
    assert client.session[GUEST_KEYS] == [response.guest_hash for response in responses]
    assert len(keys) == 3
