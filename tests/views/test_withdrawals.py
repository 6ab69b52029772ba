"""Withdrawing one's response, as pages."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.access import GUEST_KEYS
from assessment.models import Assessment, Response, hash_of
from assessment.services.invitations import invite
from assessment.views.responses import RETURN_LINKS
from tests.factories import make_assessment, make_mixed_version, make_person, make_response, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def response(client: Client) -> Response:
    user = make_user()
    client.force_login(user)
    return make_response(make_assessment(version=make_mixed_version()), user)


def path(response: Response) -> str:
    return f"/responses/{response.uid}/withdraw/"


def test_the_page_says_what_goes_and_deletes_nothing(client: Client, response: Response) -> None:
    page = client.get(path(response))
    assertContains(page, "deleted at once, with their notes, links and history")
    assertContains(page, "While the round is open you can begin again.")
    assertContains(page, f'data-forgets="{response.uid}"')
    for absent in ("no longer count", "personal link", "invitation"):
        assertNotContains(page, absent)
    assert Response.objects.count() == 1


def test_of_submitted_answers_it_says_that_they_no_longer_count(client: Client, response: Response) -> None:
    Response.objects.update(state="submitted", submitted_at=timezone.now())
    assertContains(client.get(path(response)), "They no longer count in the result of the round.")


def test_withdrawing_says_so_on_the_list(client: Client, response: Response) -> None:
    page = client.post(path(response), follow=True)
    assertRedirects(page, "/responses/")
    assertContains(page, "Withdrawn. Your answers are deleted.")
    assertContains(page, "You have answered nothing yet")
    assert not Response.objects.exists()


def test_a_guest_withdraws_and_begins_again_in_the_same_browser(client: Client) -> None:
    assessment = make_assessment(version=make_mixed_version())
    token = invite(make_person(make_user()), assessment, use_limit=1)[1]
    client.post(f"/join/{token}/")
    response = Response.objects.get()
    other = make_response(assessment, guest_hash=hash_of("another one"))
    session = client.session
    session[GUEST_KEYS] = [*session[GUEST_KEYS], other.guest_hash]
    session.save()
    page = client.get(path(response))
    assertContains(page, "Your personal link ends.")
    assertContains(page, "begin again by the invitation you came with")
    client.post(path(response))
    assert (client.session[GUEST_KEYS], client.session[RETURN_LINKS]) == ([other.guest_hash], {})
    assert list(Response.objects.all()) == [other]
    Response.objects.all().delete()
    client.post(f"/join/{token}/")
    assert Response.objects.count() == 1


def test_after_closing_it_is_refused_with_a_sentence(client: Client, response: Response) -> None:
    Assessment.objects.update(state="closed", closed_at=timezone.now())
    for page in (client.get(path(response)), client.post(path(response))):
        assertContains(page, "Your answers can no longer be withdrawn.", status_code=403)
    assert Response.objects.count() == 1


def test_nobody_withdraws_somebody_elses(client: Client, response: Response) -> None:
    client.force_login(make_user())
    assert client.post(path(response)).status_code == 404
    assert Response.objects.count() == 1
