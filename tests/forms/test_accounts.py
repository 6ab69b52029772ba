"""Signing up, confirming, signing in and out, with the pages of the account in our look."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings
from pytest_django.asserts import assertContains, assertRedirects

from assessment.models import User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SIGN_UP = {"name": "Ana Ahonen", "email": "Ana@Example.org", "password1": PASSWORD}


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/accounts/\S+)", text)
    assert found is not None
    return found[1]


class TestSigningUp:
    def test_confirms_the_address_where_mail_is_sent(self, client: Client) -> None:
        assertRedirects(client.post("/accounts/signup/", SIGN_UP), "/accounts/confirm-email/")
        assert list(User.objects.values_list("email", "name")) == [("ana@example.org", "Ana Ahonen")]
        link = link_in(str(mail.outbox[0].body))
        assertContains(client.get(link), "ana@example.org")
        client.post(link)
        signed_in = client.post("/accounts/login/", {"login": "ana@example.org", "password": PASSWORD})
        assertRedirects(signed_in, "/organizations/")

    def test_leads_to_the_organizations_at_once_where_none_is_sent(self, client: Client, settings: Settings) -> None:
        settings.ACCOUNT_EMAIL_VERIFICATION = "none"
        assertRedirects(client.post("/accounts/signup/", SIGN_UP), "/organizations/")

    def test_says_what_is_missing_and_keeps_what_was_typed(self, client: Client) -> None:
        page = client.post("/accounts/signup/", {"name": "Ana Ahonen", "email": "no address", "password1": "short"})
        assert set(page.context["form"].errors) == {"email", "password1"}
        assertContains(page, 'href="#id_email"')
        assertContains(page, 'value="Ana Ahonen"')
        assert User.objects.count() == 0

    def test_never_tells_that_an_address_is_taken(self, client: Client) -> None:
        taken = make_user().email
        answer = client.post("/accounts/signup/", SIGN_UP | {"email": taken})
        assertRedirects(answer, "/accounts/confirm-email/")
        assert User.objects.count() == 1

    def test_asks_the_name_first(self, client: Client) -> None:
        form = client.get("/accounts/signup/").context["form"]
        assert list(form.fields) == ["name", "email", "password1"]


class TestPages:
    @pytest.mark.parametrize(
        "path", ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "inactive/"]
    )
    def test_stand_in_our_page_for_visitors(self, client: Client, path: str) -> None:
        page = client.get(f"/accounts/{path}")
        assertContains(page, 'class="topbar"')
        assertContains(page, "<h1")
        assert b"style=" not in page.content

    @pytest.mark.parametrize("path", ["email/", "password/change/", "logout/", "reauthenticate/"])
    def test_stand_in_our_page_for_accounts(self, client: Client, path: str) -> None:
        client.force_login(make_user())
        page = client.get(f"/accounts/{path}")
        assertContains(page, 'class="topbar"')
        assertContains(page, "<h1")
        assert b"style=" not in page.content

    def test_signing_out_forgets_unsent_answers(self, client: Client) -> None:
        client.force_login(make_user())
        assertContains(client.get("/accounts/logout/"), "data-signs-out>", count=2)
        assertRedirects(client.post("/accounts/logout/"), "/")
        assert client.get("/organizations/").status_code == 302

    def test_resetting_a_password_works_by_mail(self, client: Client) -> None:
        user = make_user()
        assertRedirects(
            client.post("/accounts/password/reset/", {"email": user.email}), "/accounts/password/reset/done/"
        )
        page = client.get(link_in(str(mail.outbox[0].body)), follow=True)
        client.post(page.request["PATH_INFO"], {"password1": "another long secret", "password2": "another long secret"})
        user.refresh_from_db()
        assert user.check_password("another long secret")

    def test_resetting_says_where_no_mail_is_sent(self, client: Client, settings: Settings) -> None:
        settings.EMAIL_URL = ""
        assertContains(client.get("/accounts/password/reset/"), "This installation sends no mail.")
