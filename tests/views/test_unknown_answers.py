""" "I don't know" for the rest of a section, on its page."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Answer, Response
from tests.factories import make_answers, make_assessment, make_mixed_version, make_response, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def response(client: Client) -> Response:
    user = make_user()
    client.force_login(user)
    return make_response(make_assessment(version=make_mixed_version()), user)


def path(response: Response, key: str = "d0", page: str = "") -> str:
    return f"/responses/{response.uid}/sections/{key}/{page}"


def fields(**changed: str) -> dict[str, str]:
    """What the form of the section sends with this button; names with underscores for hyphens."""
    keys = [f"d0-p{place}" for place in range(3)]
    numbers = {f"{key}-number": "0" for key in [*keys, *(f"{key}-recognition" for key in keys)]}
    return numbers | {"unknown": "all"} | {name.replace("_", "-"): value for name, value in changed.items()}


def chosen() -> dict[str, str]:
    return dict(Answer.objects.exclude(option=None).values_list("question__key", "option__key"))


def test_only_a_section_of_practices_with_something_open_offers_it(client: Client, response: Response) -> None:
    assertContains(client.get(path(response)), "I don’t know anything in this section")
    assertNotContains(client.get(path(response, "about")), 'name="unknown"')
    make_answers(response, {"d0-p0": ("3", "habit")})
    assertContains(client.get(path(response)), "I don’t know the rest of this section")
    make_answers(response, {"d0-p1": ("3", "habit"), "d0-p2": ("not-applicable", "")})
    assertNotContains(client.get(path(response)), 'name="unknown"')


def test_what_was_chosen_on_the_page_is_saved_and_the_rest_is_unknown(client: Client, response: Response) -> None:
    page = client.post(path(response), fields(d0_p0="4", d0_p0_note="Since May."), follow=True)
    assertContains(page, "5 questions are answered with “I don’t know”, and the section is done.")
    assertContains(page, "Continue with Your view")
    assertNotContains(page, 'value="all"')
    assert (chosen()["d0-p0"], sorted(chosen().values())) == ("4", ["4", *["unknown"] * 5])
    assert Response.objects.get().finished_sections == ["d0"]


def test_it_is_taken_back_by_the_button_beside_it(client: Client, response: Response) -> None:
    page = client.post(path(response), fields(d0_p0="4"), follow=True)
    found = re.search(r'name="unknown" value="([^"]+)">Take that back', page.content.decode())
    assert found is not None
    page = client.post(path(response, page="take-back/"), {"unknown": found[1]}, follow=True)
    assertRedirects(page, path(response))
    assertContains(page, "5 questions are open again.")
    assert (chosen(), Response.objects.get().finished_sections) == ({"d0-p0": "4"}, [])


def test_the_notice_survives_a_reload_and_goes_when_there_is_nothing_to_take_back(
    client: Client, response: Response
) -> None:
    address = client.post(path(response), fields())["Location"]
    for _time in range(2):
        assertContains(client.get(address), "Take that back")
    client.post(path(response, page="take-back/"), {"unknown": step_of(address)})
    assertNotContains(client.get(address), "Take that back")


def step_of(address: str) -> str:
    return address.partition("unknown=")[2].replace("%3A", ":").replace("%2B", "+")


def test_what_can_not_be_saved_is_corrected_first(client: Client, response: Response) -> None:
    page = client.post(path(response), fields(d0_p0="4", d0_p2="not-applicable"))
    assertContains(page, "Say in one sentence why it does not apply.", status_code=422)
    assert (chosen(), Response.objects.get().finished_sections) == ({"d0-p0": "4"}, [])


def test_a_step_that_is_none_is_refused(client: Client, response: Response) -> None:
    page = client.post(path(response, page="take-back/"), {"unknown": "yesterday"})
    assertContains(page, "This form is outdated.", status_code=422)
    assertNotContains(client.get(path(response) + "?unknown=yesterday"), "Take that back")


def test_after_submitting_it_is_refused(client: Client, response: Response) -> None:
    address = client.post(path(response), fields())["Location"]
    Response.objects.update(state="submitted", submitted_at=timezone.now())
    assertContains(client.post(path(response), fields()), "can no longer be changed", status_code=403)
    page = client.post(path(response, page="take-back/"), {"unknown": step_of(address)})
    assertContains(page, "can no longer be changed", status_code=403)
    assert set(chosen().values()) == {"unknown"}
