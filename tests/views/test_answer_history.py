"""The history of one's own answers, as a page."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from assessment.models import Response
from assessment.services.answer_values import Values
from assessment.services.answers import save_answer
from tests.factories import make_assessment, make_mixed_version, make_person, make_response, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def response(client: Client) -> Response:
    user = make_user()
    client.force_login(user)
    return make_response(make_assessment(version=make_mixed_version()), user)


def save(response: Response, key: str, number: int, values: Values) -> None:
    save_answer(make_person(response.user), response, key, number=number, values=values)


def path(response: Response, query: str = "") -> str:
    return f"/responses/{response.uid}/history/{query}"


def test_every_change_is_listed_newest_first(client: Client, response: Response) -> None:
    save(response, "d0-p0", 0, Values("3", note="<b>"))
    save(response, "d0-p0", 1, Values("4"))
    page = client.get(path(response))
    words = page.content.decode()
    assert words.index("d0-p0 step 4") < words.index("First answer")
    assertContains(page, "d0-p0 step 3 · &lt;b&gt;", count=2)


def test_the_changes_of_one_question(client: Client, response: Response) -> None:
    save(response, "d0-p0", 0, Values("3"))
    save(response, "d0-p1", 0, Values("2"))
    page = client.get(path(response, "?question=d0-p1"))
    assertContains(page, "d0-p1 step 2")
    assertNotContains(page, "d0-p0 step 3")
    assert client.get(path(response, "?question=nothing")).status_code == 404


def test_an_untouched_response_says_so(client: Client, response: Response) -> None:
    assertContains(client.get(path(response)), "Nothing has been saved yet.")


def test_the_check_page_leads_to_the_changes_of_what_was_changed(client: Client, response: Response) -> None:
    save(response, "d0-p0", 0, Values("3"))
    save(response, "d0-p1", 0, Values("3"))
    save(response, "d0-p0", 1, Values("4"))
    page = client.get(f"/responses/{response.uid}/check/")
    assertContains(page, f'href="{path(response)}"')
    assertContains(page, f'href="{path(response, "?question=d0-p0")}"')
    assertNotContains(page, "?question=d0-p1")


def test_a_hundred_changes_are_a_page_and_take_as_many_queries_as_one(
    client: Client, response: Response, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    save(response, "d0-p0", 0, Values("3"))
    client.get(path(response))
    with django_assert_num_queries(8):
        client.get(path(response))
    for number in range(1, 101):
        save(response, "d0-p0", number, Values("3", note=f"Note {number}"))
    with django_assert_num_queries(8):
        page = client.get(path(response))
    assertContains(page, "Page 1 of 2")
    assertContains(page, '<th scope="row">', count=100)
    assertContains(client.get(path(response, "?page=2")), "First answer")
