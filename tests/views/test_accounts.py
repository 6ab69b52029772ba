"""Name and mail: shown as they are, changed in one form; mail that was stopped comes again by one button."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import MailOptOut, User, address_hash_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAGE = "/accounts/change/"
AGAIN = "/accounts/mail/again/"


@pytest.fixture
def user(client: Client) -> User:
    user = make_user("Ana")
    client.force_login(user)
    return user


def test_is_led_to_from_the_menu_of_the_account(client: Client, user: User) -> None:
    assertContains(client.get("/organizations/"), f'href="{PAGE}"')


def test_changes_name_and_reminders(client: Client, user: User) -> None:
    page = client.get(PAGE)
    assertContains(page, 'value="Ana"')
    assertContains(page, "checked", count=1)
    page = client.post(PAGE, {"name": " Ana  Ahonen "}, follow=True)
    assertRedirects(page, PAGE)
    assertContains(page, "Saved.")
    assertNotContains(page, "checked")
    user.refresh_from_db()
    assert (user.name, user.wants_reminders) == ("Ana Ahonen", False)
    client.post(PAGE, {"name": "", "wants_reminders": "on"})
    user.refresh_from_db()
    assert (user.name, str(user), user.wants_reminders) == ("", user.email, True)


@pytest.mark.parametrize("name", ["x" * 121, "\x00", "\u202e"])
def test_a_name_that_cannot_be_read_is_said_at_the_field(client: Client, user: User, name: str) -> None:
    page = client.post(PAGE, {"name": name})
    assertContains(page, 'href="#id_name"', status_code=422)
    user.refresh_from_db()
    assert (user.name, user.wants_reminders) == ("Ana", True)


def test_a_language_is_asked_for_only_where_there_are_several(client: Client, user: User, settings: Settings) -> None:
    assertNotContains(client.get(PAGE), 'name="language"')
    settings.LANGUAGES = [("en", "English"), ("fi", "suomi")]
    assertContains(client.get(PAGE), "suomi")
    client.post(PAGE, {"name": "Ana", "language": "fi"})
    user.refresh_from_db()
    assert user.language == "fi"
    assert client.post(PAGE, {"name": "Ana", "language": "xx"}).status_code == 422


def test_says_whether_mail_was_stopped_and_lets_it_come_again(client: Client, user: User) -> None:
    assertContains(client.get(PAGE), f"come to {user.email}.")
    MailOptOut.objects.create(address_hash=address_hash_of(user.email))
    page = client.get(PAGE)
    assertContains(page, f"Nothing comes to {user.email}")
    assertContains(page, f'action="{AGAIN}"')
    page = client.post(AGAIN, follow=True)
    assertContains(page, "Mail about assessments comes again.")
    assertContains(page, f"come to {user.email}.")
    assert MailOptOut.objects.count() == 0


def test_says_where_no_mail_is_sent_at_all(client: Client, user: User, settings: Settings) -> None:
    settings.EMAIL_URL = ""
    MailOptOut.objects.create(address_hash=address_hash_of(user.email))
    page = client.get(PAGE)
    assertContains(page, "This installation sends no mail.")
    assertNotContains(page, AGAIN)


def test_costs_few_queries(client: Client, user: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    # Session, account; whether the address was unsubscribed.
    with django_assert_num_queries(3):
        client.get(PAGE)


def test_is_for_those_who_signed_in(client: Client) -> None:
    assertRedirects(client.get(PAGE), f"/accounts/login/?next={PAGE}")
    assertRedirects(client.post(AGAIN), f"/accounts/login/?next={AGAIN}")
