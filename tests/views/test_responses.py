"""The task list, checking and submitting, as pages."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.access import GUEST_KEYS
from assessment.models import Assessment, Invitation, Practice, Response, hash_of
from assessment.services.reopenings import approve_reopenings, decline_reopenings
from tests.factories import (
    make_answers,
    make_assessment,
    make_mixed_version,
    make_organization,
    make_person,
    make_response,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def response(client: Client) -> Response:
    """That of a member who has signed in."""
    user = make_user()
    organization = make_organization(practitioners=[user])
    client.force_login(user)
    return make_response(make_assessment(organization, make_mixed_version()), user)


def path(response: Response, page: str = "") -> str:
    return f"/responses/{response.uid}/{page}"


def submit(response: Response) -> None:
    Response.objects.filter(pk=response.pk).update(state="submitted", submitted_at=timezone.now())


def close(response: Response) -> None:
    Assessment.objects.filter(pk=response.assessment_id).update(state="closed", closed_at=timezone.now())


def as_guest(client: Client, response: Response) -> None:
    session = client.session
    session[GUEST_KEYS] = [response.guest_hash]
    session.save()


# --- The task list -------------------------------------------------------------------------------


def test_the_task_list_groups_sections_and_says_who_sees_what(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "habit")})
    page = client.get(path(response))
    assertContains(page, "0 of 3 sections done.")
    assertContains(page, "Continue with Dimension 0")
    assertContains(page, "2 of 6 answered")
    assertContains(page, "Only you see your own answers.")
    assertContains(page, "its consultants and whoever a lead gives a link can see the result")
    assertContains(page, "With fewer than three people answering")
    assertContains(page, "Not asked: Generative models.")
    assertContains(page, "no generative models are in use")
    assertContains(page, f'href="/assessments/{response.assessment.uid}/"')
    assert 'class="stage' not in page.content.decode().partition("<main")[2]


def test_the_overlay_is_asked_where_generative_models_are_used(client: Client, response: Response) -> None:
    Assessment.objects.update(uses_generative_models=True)
    page = client.get(path(response))
    assertContains(page, path(response, "sections/generative/"))
    assertNotContains(page, "Not asked:")


def test_a_closed_round_says_that_nothing_was_submitted(client: Client, response: Response) -> None:
    close(response)
    page = client.get(path(response))
    assertContains(page, "closed before you submitted")
    assertNotContains(page, path(response, "sections/"))


def test_a_submitted_response_leads_to_its_page(client: Client, response: Response) -> None:
    submit(response)
    assertRedirects(client.get(path(response)), path(response, "submitted/"))


def test_a_guests_task_list_leads_nowhere_else(client: Client) -> None:
    response = make_response(make_assessment(version=make_mixed_version()), guest_hash=hash_of("secret"))
    as_guest(client, response)
    page = client.get(path(response))
    assertContains(page, response.assessment.organization.name)
    assertNotContains(page, "/organizations/")
    assertNotContains(page, "Add them to my account")


@pytest.mark.parametrize("answered", [1, 3])
def test_the_task_list_takes_few_queries(
    client: Client, response: Response, answered: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_answers(response, {f"d0-p{place}": ("3", "habit") for place in range(answered)})
    client.get(path(response))
    with django_assert_num_queries(10):
        client.get(path(response))


def test_sections_are_suggested_by_the_role_somebody_was_invited_for(client: Client) -> None:
    version = make_version(publish=False)
    Practice.objects.filter(section__key="d1").update(roles=["operations"])
    assessment = make_assessment(version=version)
    invitation = Invitation.objects.create(assessment=assessment, token_hash=hash_of("token"), role="operations")
    response = make_response(assessment, guest_hash=hash_of("secret"), invitation=invitation)
    as_guest(client, response)
    page = client.get(path(response))
    assertContains(page, '<span class="flag">Suggested for you</span>', count=1)
    assertContains(page, "Others usually know the rest; answer what you know.")
    Response.objects.update(finished_sections=["d1"])
    assertNotContains(client.get(path(response)), '<span class="flag">')


# --- Checking ------------------------------------------------------------------------------------


def test_checking_lists_every_answer_and_what_is_open(client: Client, response: Response) -> None:
    make_answers(
        response, {"d0-p0": ("4", "habit"), "d0-p1": ("1", "decided-against"), "d0-p2": ("not-applicable", "")}
    )
    page = client.get(path(response, "check/"))
    assertContains(page, "3 questions are not answered.")
    assertContains(page, '<span class="small muted">2 not answered</span>')
    assertContains(page, 'sections/about/#role">Answer<')
    assertContains(page, 'sections/d0/#d0-p0">Change<')
    assertContains(page, "d0-p0 step 4")
    assertContains(page, "We decided against it")
    assertContains(page, "We have none.")
    assertContains(page, f'href="{path(response, "sections/d0/")}#d0-p1-recognition"')
    assertNotContains(page, "#d0-p2-recognition")
    assertContains(page, "The first without the second. Is that right?")
    assertContains(page, f'action="{path(response, "submit/")}"')


def test_a_submitted_response_can_be_read_and_nothing_else(client: Client, response: Response) -> None:
    make_answers(response, {"d0-p0": ("4", "habit"), "d0-p1": ("1", "habit")})
    submit(response)
    page = client.get(path(response, "check/"))
    assertContains(page, "d0-p0 step 4")
    for absent in ("#d0-p0", "submit/", "Is that right?", "/sections/"):
        assertNotContains(page, absent)


def test_checking_takes_few_queries(
    client: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_answers(response, {"d0-p0": ("4", "habit")})
    client.get(path(response, "check/"))
    with django_assert_num_queries(9):
        client.get(path(response, "check/"))


# --- Submitting ----------------------------------------------------------------------------------


def test_submitting_thanks_and_says_what_happens_next(client: Client, response: Response) -> None:
    page = client.post(path(response, "submit/"), follow=True)
    assertRedirects(page, path(response, "submitted/"))
    assertContains(page, "Thank you. Your answers are submitted.")
    assertContains(page, "When the lead closes the round")
    assert Response.objects.get(pk=response.pk).is_submitted


def test_submitting_twice_says_so(client: Client, response: Response) -> None:
    client.post(path(response, "submit/"))
    page = client.post(path(response, "submit/"), follow=True)
    assertContains(page, "You had submitted these answers before. Nothing was changed.")


def test_a_closed_round_takes_no_submission(client: Client, response: Response) -> None:
    close(response)
    assertContains(client.post(path(response, "submit/")), "closed before you submitted", status_code=403)
    assert not Response.objects.submitted().exists()


def test_just_me_leads_to_the_result(client: Client, response: Response) -> None:
    Assessment.objects.update(kind=Assessment.Kind.JUST_ME)
    page = client.post(path(response, "submit/"), follow=True)
    assertContains(page, f'href="/results/{response.assessment.uid}/"')


def test_a_guest_is_told_what_guests_may_see(client: Client) -> None:
    response = make_response(make_assessment(version=make_mixed_version()), guest_hash=hash_of("secret"))
    as_guest(client, response)
    page = client.post(path(response, "submit/"), follow=True)
    assertContains(page, "You answered without an account")
    assertContains(page, f"/accounts/signup/?next={path(response, 'submitted/')}")


def test_the_submitted_page_waits_for_the_submission(client: Client, response: Response) -> None:
    assertRedirects(client.get(path(response, "submitted/")), path(response))


# --- Changing what was submitted -----------------------------------------------------------------


def test_changing_submitted_answers_is_asked_for_and_waited_for(client: Client, response: Response) -> None:
    client.post(path(response, "submit/"))
    page = client.get(path(response, "submitted/"))
    assertContains(page, "sees that somebody asks, not who")
    assertContains(page, f'href="{path(response, "withdraw/")}"')
    page = client.post(path(response, "reopening/"))
    assertRedirects(page, path(response, "submitted/") + "#change")
    page = client.get(path(response, "submitted/"))
    assertContains(page, "Until then they count as submitted.")
    assertNotContains(page, "Ask to change your answers")
    assertContains(client.get(path(response, "check/")), "They can no longer be changed.")


def test_whether_the_lead_agreed_is_shown(client: Client, response: Response) -> None:
    client.post(path(response, "submit/"))
    lead = make_person(make_user())
    client.post(path(response, "reopening/"))
    decline_reopenings(lead, response.assessment)
    page = client.get(path(response, "submitted/"))
    assertContains(page, "The lead did not agree")
    assertContains(page, "Ask to change your answers")
    client.post(path(response, "reopening/"))
    approve_reopenings(lead, response.assessment)
    page = client.get(path(response, "submitted/"), follow=True)
    assertRedirects(page, path(response))
    assertContains(page, "They count in the result only once you submit them again.")
    client.post(path(response, "submit/"))
    assertNotContains(client.get(path(response, "submitted/")), "The lead did not agree")


def test_after_closing_nothing_is_asked(client: Client, response: Response) -> None:
    submit(response)
    close(response)
    page = client.get(path(response, "submitted/"))
    assertContains(page, "Your answers can no longer be changed.")
    for absent in ("Ask to change", "Withdraw your answers"):
        assertNotContains(page, absent)
    assertContains(client.post(path(response, "reopening/")), "Ask its lead to reopen it first", status_code=403)


# --- Taking over a guest's response --------------------------------------------------------------


def test_a_guest_who_has_signed_up_takes_the_answers_over(client: Client) -> None:
    response = make_response(make_assessment(version=make_mixed_version()), guest_hash=hash_of("secret"))
    user = make_user()
    client.force_login(user)
    as_guest(client, response)
    assertContains(client.get(path(response)), "Add them to my account")
    page = client.post(path(response, "claim/"), follow=True)
    assertContains(page, "These answers now belong to your account.")
    assert list(Response.objects.values_list("user", "guest_hash")) == [(user.pk, "")]


def test_an_account_with_answers_takes_over_none(client: Client, response: Response) -> None:
    guest = make_response(response.assessment, guest_hash=hash_of("secret"))
    as_guest(client, guest)
    assertNotContains(client.get(path(guest)), "Add them to my account")
    assertContains(client.post(path(guest, "claim/")), "already has answers", status_code=409)


# --- Nobody else ---------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "check/", "submitted/", "sections/d0/"])
def test_nobody_but_the_author_sees_a_response(client: Client, page: str) -> None:
    lead = make_user()
    response = make_response(make_assessment(make_organization(lead=lead), make_mixed_version()))
    assert client.get(path(response, page)).status_code == 302
    client.force_login(lead)
    assert client.get(path(response, page)).status_code == 404


@pytest.mark.parametrize("page", ["submit/", "claim/", "sections/d0/", "answers/d0-p0/"])
def test_nobody_but_the_author_changes_a_response(client: Client, page: str) -> None:
    lead = make_user()
    response = make_response(make_assessment(make_organization(lead=lead), make_mixed_version()))
    assert client.post(path(response, page)).status_code == 302
    client.force_login(lead)
    assert client.post(path(response, page)).status_code == 404
