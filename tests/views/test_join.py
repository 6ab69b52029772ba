"""Invitation links and guests' return links, as pages."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.access import GUEST_KEYS
from assessment.models import Assessment, Invitation, Response, hash_of
from assessment.services.invitations import invite
from tests.factories import (
    make_assessment,
    make_mixed_version,
    make_person,
    make_response,
    make_user,
)
from tests.views.joining import start, start_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def token() -> str:
    assessment = make_assessment(version=make_mixed_version(), due_on=timezone.localdate() + timedelta(days=9))
    return invite(make_person(make_user()), assessment, use_limit=2)[1]


def test_the_invitation_says_who_asks_and_who_sees_what_and_changes_nothing(client: Client, token: str) -> None:
    page = client.get(f"/join/{token}/")
    assessment = Assessment.objects.get()
    assertContains(page, assessment.organization.name)
    assertContains(page, assessment.title)
    assertContains(page, f"{assessment.due_on:%Y}")
    assertContains(page, "its consultants and whoever a lead gives a link can see the result")
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


# --- A guest's personal link ----------------------------------------------------------------------


@pytest.fixture
def guest(client: Client, token: str) -> Response:
    """A guest's response; its link has been shown."""
    response = start(client, token)
    client.get(f"/responses/{response.uid}/")
    return response


def link_on(page: object) -> str:
    """The secret of the link that the page shows."""
    assert isinstance(page, HttpResponse)
    found = re.search(r'value="http://testserver/return/([^/]+)/"', page.content.decode())
    assert found is not None
    return found[1]


def test_a_guest_who_lost_the_link_makes_another_and_stays(client: Client, guest: Response) -> None:
    path = f"/responses/{guest.uid}/link/"
    assertContains(client.get(f"/responses/{guest.uid}/"), f'href="{path}"')
    assertContains(client.get(path), "A new link ends the one you had")
    token = link_on(client.post(path))
    guest.refresh_from_db()
    assert (hash_of(token), client.session[GUEST_KEYS]) == (guest.guest_hash, [guest.guest_hash])
    assert client.get(f"/responses/{guest.uid}/").status_code == 200
    assert token not in str(dict(client.session))


def test_the_link_on_the_page_is_mailed_as_it_is(client: Client, token: str) -> None:
    response = start(client, token)
    shown = link_on(client.get(f"/responses/{response.uid}/"))
    page = client.post(f"/responses/{response.uid}/link/", {"token": shown, "email": "ana@example.org"})
    assertContains(page, "It was also sent to ana@example.org.")
    assert link_on(page) == shown
    assert shown in str(outbox.outbox[0].body)
    assert Response.objects.get().guest_hash == hash_of(shown)


def test_a_secret_that_is_not_the_links_gets_another_one(client: Client, guest: Response) -> None:
    for secret in ("guessable", "\x00", "x" * 100_000):
        page = client.post(f"/responses/{guest.uid}/link/", {"token": secret})
        assert page.status_code in (200, 422)
    assert Response.objects.get().guest_hash not in {hash_of("guessable"), hash_of("x" * 100_000)}


def test_an_address_that_is_none_changes_nothing(client: Client, guest: Response) -> None:
    page = client.post(f"/responses/{guest.uid}/link/", {"email": "ana"})
    assertContains(page, "Enter a valid email address.", status_code=422)
    assert (Response.objects.get().guest_hash, outbox.outbox) == (guest.guest_hash, [])


def test_where_no_mail_is_sent_no_address_is_asked_for(client: Client, token: str, settings: Settings) -> None:
    settings.EMAIL_URL = ""
    response = start(client, token)
    assertNotContains(client.get(f"/responses/{response.uid}/"), 'type="email"')
    assertNotContains(client.get(f"/responses/{response.uid}/link/"), 'type="email"')


def test_an_accounts_answers_need_no_link(client: Client, token: str) -> None:
    client.force_login(make_user())
    response = start(client, token)
    assert client.post(f"/responses/{response.uid}/link/").status_code == 404
    assertNotContains(client.get(f"/responses/{response.uid}/"), "personal link")


# --- Secrets of every shape ------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["%00", "a%00b", "%ff%fe", "%F0%9F%94%91", "x" * 20_000, "%2e%2e", "-1"])
@pytest.mark.parametrize("place", ["join", "return"])
def test_a_secret_of_any_shape_is_not_found(client: Client, place: str, secret: str) -> None:
    assert client.get(f"/{place}/{secret}/").status_code == 404
    assert client.post(f"/{place}/{secret}/", {"start": "\x00"}).status_code == 404


@pytest.mark.parametrize("start", ["\x00", "a:b:c", "é" * 5_000, "x" * 100_000, ""])
def test_a_start_of_any_shape_begins_with_a_secret_of_ours(client: Client, token: str, start: str) -> None:
    page = client.post(f"/join/{token}/", {"start": start})
    response = Response.objects.get()
    assertRedirects(page, f"/responses/{response.uid}/")
    assert (response.guest_hash != hash_of(start), Invitation.objects.get().uses) == (True, 1)
