"""One click ends the mail, from the page or from the mail program itself; looking changes nothing."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from assessment.models import MailOptOut
from assessment.services.mail_opt_outs import unsubscribe_link

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def link() -> str:
    return unsubscribe_link("ana@x.org", str)


def test_asks_first(client: Client, link: str) -> None:
    page = client.get(link)
    assertContains(page, "Stop mail about assessments?")
    assert MailOptOut.objects.count() == 0
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("strict-origin", "noindex, nofollow")


def test_ends_it_and_lets_it_come_again(client: Client, link: str) -> None:
    assertContains(client.post(link), "No more mail about assessments")
    assert MailOptOut.objects.count() == 1
    assertContains(client.get(link), "Send mail again")
    assertContains(client.post(link, {"again": "yes"}), "Mail comes again")
    assert MailOptOut.objects.count() == 0


def test_a_mail_program_needs_no_page_before() -> None:
    link = unsubscribe_link("ana@x.org", str)
    strict = Client(enforce_csrf_checks=True)
    assert [strict.post(link, ONE_CLICK).status_code for _ in range(2)] == [200, 200]
    assert MailOptOut.objects.count() == 1


def test_a_link_that_was_cut_off_says_so(client: Client, link: str) -> None:
    assertContains(client.post(f"{link[:-5]}/"), "copied completely", status_code=404)
    assert MailOptOut.objects.count() == 0
