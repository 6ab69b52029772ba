"""Quick checks in an account: listed, looked at, carried over, deleted."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Response, Trial, User, hash_of
from assessment.services.answer_values import Values
from assessment.services.trial_answers import save_answer
from assessment.views.trials import WAITING
from tests.factories import make_assessment, make_grant, make_organization, make_response, make_trial, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client) -> User:
    lead = make_user()
    client.force_login(lead)
    return lead


@pytest.fixture
def trial(lead: User) -> Trial:
    """Kept by the lead, with one practice answered."""
    trial = make_trial("secret")
    save_answer(trial, "d0-p0", number=0, values=Values("4"))
    save_answer(trial, "d0-p0-recognition", number=0, values=Values("habit"))
    Trial.objects.update(claimed_by=lead, expires_at=None)
    return Trial.objects.get()


def test_the_list_says_what_to_do_where_there_is_none(client: Client, lead: User) -> None:
    assertContains(client.get("/try/kept/"), 'href="/try/"')


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    client: Client, trial: Trial, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/try/kept/")
    with django_assert_num_queries(4) as first:
        client.get("/try/kept/")
    for token in ("two", "three"):
        make_trial(token, lead, version=trial.version)
    make_trial("another's", make_user(), version=trial.version)
    with django_assert_num_queries(len(first)):
        page = client.get("/try/kept/")
    assert page.content.count(b"/try/kept/") - page.content.count(b'"/try/kept/"') == 3


def test_one_that_has_expired_meanwhile_is_not_offered_and_forgotten(client: Client, lead: User) -> None:
    make_trial("secret", expires_at=timezone.now())
    session = client.session
    session[WAITING] = hash_of("secret")
    session.save()
    assertContains(client.post("/try/kept/"), "it has expired", status_code=410)
    assertNotContains(client.get("/try/kept/"), "Keep it in my account")
    assert WAITING not in client.session


def test_its_page_shows_the_result_and_where_the_answers_can_go(client: Client, trial: Trial, lead: User) -> None:
    page = client.get(f"/try/kept/{trial.uid}/")
    assertContains(page, "You are in no open assessment that you could still answer.")
    assertContains(page, 'href="/organizations/new/"')
    organization = make_organization("Northwind", lead)
    assessment = make_assessment(organization, trial.version, title="Q4 2026")
    make_assessment(make_organization("Elsewhere"), trial.version)
    page = client.get(f"/try/kept/{trial.uid}/")
    assertContains(page, "Provisional: from 6 practices.")
    assertContains(page, f'value="{assessment.uid}"')
    assertContains(page, f'href="/organizations/{organization.uid}/assessments/new/"')
    assertNotContains(page, "Elsewhere")
    assertNotContains(page, "secret")


def test_carrying_over_says_how_many_and_marks_them(client: Client, trial: Trial, lead: User) -> None:
    assessment = make_assessment(make_organization(lead=lead), trial.version)
    address = f"/try/kept/{trial.uid}/carry/"
    page = client.post(address, {"assessment": assessment.uid}, follow=True)
    response = Response.objects.get(user=lead)
    assertRedirects(page, f"/responses/{response.uid}/")
    assertContains(page, "2 answers were carried over.")
    assertContains(client.get(f"/responses/{response.uid}/sections/d0/"), "carried over from your quick check", count=2)
    assertContains(client.get(f"/responses/{response.uid}/check/"), "Carried over from your quick check", count=2)
    assertContains(client.post(address, {"assessment": assessment.uid}, follow=True), "nothing left to carry over")
    assert response.answers.count() == 2


def test_it_goes_only_where_one_may_answer(client: Client, trial: Trial, lead: User) -> None:
    seen = make_organization()
    make_grant(seen, lead, "run")
    addresses = {make_assessment(seen).uid: 403, make_assessment().uid: 404, "x": 404, "": 404}
    for uid, status in addresses.items():
        answer = client.post(f"/try/kept/{trial.uid}/carry/", {"assessment": uid})
        assert answer.status_code == status
    closed = make_assessment(make_organization(lead=lead), state=Assessment.State.CLOSED, closed_at=timezone.now())
    answer = client.post(f"/try/kept/{trial.uid}/carry/", {"assessment": closed.uid})
    assertContains(answer, "has been closed", status_code=403)
    assert not Response.objects.exists()


def test_somebody_elses_is_not_there(client: Client, trial: Trial) -> None:
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(f"/try/kept/{trial.uid}/").status_code == 404
    assert stranger.post(f"/try/kept/{trial.uid}/delete/").status_code == 404
    assert stranger.post(f"/try/kept/{trial.uid}/carry/", {"assessment": make_assessment().uid}).status_code == 404
    on_its_link = make_trial("open", version=trial.version)
    assert client.get(f"/try/kept/{on_its_link.uid}/").status_code == 404


def test_deleting_is_confirmed_and_leaves_what_was_carried(client: Client, trial: Trial, lead: User) -> None:
    assessment = make_assessment(make_organization(lead=lead), trial.version)
    client.post(f"/try/kept/{trial.uid}/carry/", {"assessment": assessment.uid})
    assertContains(client.get(f"/try/kept/{trial.uid}/delete/"), "stays there")
    assertRedirects(client.post(f"/try/kept/{trial.uid}/delete/"), "/try/kept/")
    assert (Trial.objects.count(), Response.objects.get().answers.count()) == (0, 2)


def test_a_submitted_response_takes_nothing_more(client: Client, trial: Trial, lead: User) -> None:
    assessment = make_assessment(make_organization(lead=lead), trial.version)
    make_response(assessment, lead, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    answer = client.post(f"/try/kept/{trial.uid}/carry/", {"assessment": assessment.uid})
    assertContains(answer, "You have submitted your answers", status_code=403)


def test_a_response_with_nothing_in_it_offers_it(client: Client, trial: Trial, lead: User) -> None:
    response = make_response(make_assessment(make_organization(lead=lead), trial.version), lead)
    address = f"/responses/{response.uid}/"
    assertContains(client.get(address), "You keep a quick check.")
    client.post(f"/try/kept/{trial.uid}/carry/", {"assessment": response.assessment.uid})
    assertNotContains(client.get(address), "You keep a quick check.")
    Trial.objects.all().delete()
    assertNotContains(client.get(address), "You keep a quick check.")
