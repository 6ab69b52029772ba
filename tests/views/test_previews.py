"""The questions of a round to read before answering: by the invitation, and by the task list."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from assessment.models import Assessment, Invitation, Response
from assessment.services.invitations import invite
from tests.factories import make_assessment, make_mixed_version, make_person, make_response, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def token() -> str:
    return invite(make_person(make_user()), make_assessment(version=make_mixed_version()))[1]


@pytest.fixture
def response(client: Client) -> Response:
    user = make_user()
    client.force_login(user)
    return make_response(make_assessment(version=make_mixed_version()), user)


def test_the_invitation_shows_the_questions_before_anybody_begins(client: Client, token: str) -> None:
    assertContains(client.get(f"/join/{token}/"), f'href="/join/{token}/questions/"')
    page = client.get(f"/join/{token}/questions/")
    assertContains(page, Assessment.objects.get().organization.name)
    for text in ("About you", "role?", "d0-p0?", "d0-p0 step 3", "Part of a guideline", "What helped most?"):
        assertContains(page, text)
    assertContains(page, f'href="/join/{token}/"')
    assert (Response.objects.count(), Invitation.objects.get().uses) == (0, 0)
    assert "sessionid" not in client.cookies


def test_nothing_can_be_filled_in_and_nothing_says_what_an_answer_is_worth(client: Client, response: Response) -> None:
    page = client.get(f"/responses/{response.uid}/questions/")
    main = page.content.decode().partition("<main")[2]
    for absent in ("<input", "<textarea", "Points", "Weight", "Adopt", "Start.", "Part of “"):
        assert absent not in main


def test_sections_are_those_asked_under_the_facts_of_the_organization(client: Client, response: Response) -> None:
    address = f"/responses/{response.uid}/questions/"
    assertNotContains(client.get(address), "Generative models")
    Assessment.objects.update(uses_generative_models=True)
    page = client.get(address)
    assertContains(page, "Generative models")
    assertNotContains(page, "Asked only where")


def test_the_task_list_leads_there_and_back(client: Client, response: Response) -> None:
    address = f"/responses/{response.uid}/"
    assertContains(client.get(address), f'href="{address}questions/"')
    assertContains(client.get(f"{address}questions/"), f'href="{address}"')


def test_it_is_kept_out_of_searches_and_referrers(client: Client, token: str) -> None:
    page = client.get(f"/join/{token}/questions/")
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]


def test_an_invitation_that_has_ended_shows_none_but_to_those_who_have_begun(client: Client, token: str) -> None:
    client.post(f"/join/{token}/")
    Invitation.objects.update(revoked_at=timezone.now())
    assert client.get(f"/join/{token}/questions/").status_code == 200
    assertContains(Client().get(f"/join/{token}/questions/"), "was withdrawn", status_code=410)
    assert Client().get("/join/unknown/questions/").status_code == 404


def test_it_takes_few_queries(
    client: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/responses/{response.uid}/questions/")
    with django_assert_num_queries(6):
        client.get(f"/responses/{response.uid}/questions/")
