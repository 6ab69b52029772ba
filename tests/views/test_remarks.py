"""Saying that a question is unclear, and what editors read of it, as pages."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Remark, Response
from assessment.services.remarks import say_unclear
from tests.factories import (
    make_assessment,
    make_editor,
    make_mixed_version,
    make_organization,
    make_response,
    make_user,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
HOSTILE = '<script>alert(1)</script> & "it"'


@pytest.fixture
def response(client: Client) -> Response:
    user = make_user("Ana Ruiz")
    client.force_login(user)
    organization = make_organization("Halden Freight", practitioners=[user])
    return make_response(make_assessment(organization, make_mixed_version()), user)


def path(response: Response, key: str = "d0-p0") -> str:
    return f"/responses/{response.uid}/questions/{key}/unclear/"


def say(client: Client, response: Response, text: str = "Which model?", **more: str) -> HttpResponse:
    answer = client.post(path(response), {"unclear-d0-p0-text": text, **more}, follow=True)
    assert isinstance(answer, HttpResponse)
    return answer


def said() -> list[tuple[str, str]]:
    return list(Remark.objects.values_list("question__key", "text"))


# --- Without a script ----------------------------------------------------------------------------


def test_every_card_leads_to_a_page_that_says_who_reads_it(client: Client, response: Response) -> None:
    for section, key in (("d0", "d0-p0"), ("about", "role"), ("views", "helped-most")):
        page = client.get(f"/responses/{response.uid}/sections/{section}/")
        assertContains(page, f'<a href="{path(response, key)}" hx-get="{path(response, key)}"')
    page = client.get(path(response))
    assertContains(page, "d0-p0?")
    assertContains(page, "read it without learning who you are")
    assertNotContains(page, "Take it back")
    assertNotContains(page, "hx-post")


def test_it_is_said_with_a_word_and_one_is_back_at_the_question(client: Client, response: Response) -> None:
    page = say(client, response)
    assertRedirects(page, f"/responses/{response.uid}/sections/d0/#d0-p0")
    assertContains(page, "Thank you. The editors read it without learning who you are.")
    assertContains(page, "You said that this is unclear")
    assert said() == [("d0-p0", "Which model?")]


def test_the_word_is_optional(client: Client, response: Response) -> None:
    say(client, response, "")
    assert said() == [("d0-p0", "")]


def test_it_is_changed_or_taken_back(client: Client, response: Response) -> None:
    say(client, response)
    assertContains(client.get(path(response)), ">Which model?</textarea>")
    assertContains(say(client, response, **{"take-back": "yes"}), "Taken back.")
    assert said() == []


def test_a_word_that_is_too_long_is_kept_on_the_page(client: Client, response: Response) -> None:
    page = say(client, response, "x" * 1001)
    assertContains(page, "Ensure this value has at most 1000 characters", status_code=422)
    assertContains(page, "x" * 1001, status_code=422)
    assert said() == []


def test_what_is_not_asked_is_not_found(client: Client, response: Response) -> None:
    for key in ("generative-p0", "nothing"):
        assert client.get(path(response, key)).status_code == 404
        assert client.post(path(response, key)).status_code == 404


def test_after_submitting_it_can_still_be_taken_back(client: Client, response: Response) -> None:
    say(client, response)
    Response.objects.update(state="submitted", submitted_at=timezone.now())
    assertContains(client.get(f"/responses/{response.uid}/check/"), f'href="{path(response)}"')
    say(client, response, **{"take-back": "yes"})
    assert said() == []


def test_nobody_says_it_for_somebody_else(client: Client, response: Response) -> None:
    client.force_login(make_user())
    assert client.post(path(response)).status_code == 404
    assert said() == []


# --- Beside the question -------------------------------------------------------------------------


def test_a_script_gets_the_form_for_its_place(client: Client, response: Response) -> None:
    page = client.get(path(response), headers=HTMX)
    assertNotContains(page, "<html")
    assertContains(page, 'id="unclear-d0-p0"')
    assertContains(page, f'form="remark-form" formaction="{path(response)}" hx-post="{path(response)}"')
    assertContains(client.get(f"/responses/{response.uid}/sections/d0/"), '<form id="remark-form" method="post"')


def test_a_script_gets_the_link_back_with_what_happened(client: Client, response: Response) -> None:
    page = client.post(path(response), {"unclear-d0-p0-text": HOSTILE}, headers=HTMX)
    assertContains(page, 'role="status" tabindex="-1" autofocus>Thank you.')
    assertContains(page, "You said that this is unclear")
    assertNotContains(page, "<html")
    page = client.post(path(response), {"take-back": "yes"}, headers=HTMX)
    assertContains(page, "Taken back.")
    assertContains(page, "This question is unclear")
    page = client.post(path(response), {"unclear-d0-p0-text": "x" * 1001}, headers=HTMX)
    assertContains(page, "at most 1000 characters", status_code=422)


# --- Editors -------------------------------------------------------------------------------------


def as_editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def test_editors_read_the_text_and_nothing_of_whose_it_is(client: Client, response: Response) -> None:
    say_unclear(response, "d0-p0", HOSTILE)
    version = response.assessment.version
    for address in (f"/questionnaires/{version.uid}/", f"/questionnaires/{version.uid}/remarks/"):
        page = as_editor(client).get(address)
        assertContains(page, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;it&quot;")
        assertContains(page, "1 person")
        for secret in ("Halden Freight", "Ana Ruiz", response.assessment.title, str(response.uid), "<script>alert"):
            assertNotContains(page, secret)


def test_others_read_none_of_it(client: Client, response: Response) -> None:
    say_unclear(response, "d0-p0", "Which model?")
    address = f"/questionnaires/{response.assessment.version.uid}/"
    assertNotContains(client.get(address), "Which model?")
    assert client.get(f"{address}remarks/").status_code == 403
    assert client.post(f"{address}remarks/").status_code == 403


def test_remarks_are_settled_and_opened_again(client: Client, response: Response) -> None:
    remark = say_unclear(response, "d0-p0", "Which model?")
    address = f"/questionnaires/{response.assessment.version.uid}/remarks/"
    page = as_editor(client).post(address, {"remark": remark.pk}, follow=True)
    assertContains(page, "1 remark is settled.")
    assertContains(page, "Nobody finds a question of this version unclear.")
    assertContains(client.get(address + "?settled"), "Which model?")
    page = client.post(address, {"remark": remark.pk, "open": "yes"}, follow=True)
    assertRedirects(page, address + "?settled")
    assertContains(page, "1 remark is open again.")
    assertContains(page, "Nothing is settled yet.")
    assertContains(client.post(address, {"remark": "x"}, follow=True), "0 remarks are settled.")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_few_queries(
    client: Client, response: Response, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(count):
        say_unclear(response, f"d0-p{place}", "Which model?")
    address = f"/questionnaires/{response.assessment.version.uid}/remarks/"
    as_editor(client).get(address)
    with django_assert_num_queries(8):
        client.get(address)
