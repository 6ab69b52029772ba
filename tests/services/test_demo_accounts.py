"""The sign-ins of the demonstration work, each with its rights."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse

from assessment.models import User
from assessment.models.user import ADMINISTRATORS, EDITORS
from assessment.services.demo.accounts import create_accounts, create_colleagues, demo_accounts, taken_addresses

pytestmark = pytest.mark.django_db
ROLES = ["practitioner", "lead", "consultant", "editor", "administrator"]


def test_there_is_one_sign_in_per_role() -> None:
    accounts = demo_accounts()
    assert [account.role for account in accounts] == ROLES
    assert [account.email for account in accounts] == [f"{role}@example.org" for role in ROLES]
    assert {account.password for account in accounts} == {"tacit-demo"}
    assert all(account.sentence for account in accounts)


def test_each_can_sign_in_with_a_verified_address() -> None:
    users = create_accounts()
    for account in demo_accounts():
        assert authenticate(username=account.email, password=account.password) == users[account.email]
    verified = EmailAddress.objects.filter(verified=True, primary=True).values_list("email", flat=True)
    assert set(verified) == set(users)


def test_each_can_sign_in_on_the_page(client: Client) -> None:
    create_accounts()
    account = demo_accounts()[0]
    response = client.post(reverse("account_login"), {"login": account.email, "password": account.password})
    assert (response.status_code, client.session.get("_auth_user_id")) == (
        302,
        str(User.objects.get(email=account.email).pk),
    )


def test_only_editor_and_administrator_open_the_admin() -> None:
    users = create_accounts()
    groups = {
        email: (user.is_staff, user.is_superuser, [group.name for group in user.groups.all()])
        for email, user in users.items()
    }
    assert groups == {
        "practitioner@example.org": (False, False, []),
        "lead@example.org": (False, False, []),
        "consultant@example.org": (False, False, []),
        "editor@example.org": (True, False, [EDITORS]),
        "administrator@example.org": (True, False, [ADMINISTRATORS]),
    }


def test_colleagues_cannot_sign_in() -> None:
    colleagues = create_colleagues({"noor@haldenfreight.example": "Noor Eklund"})
    assert not colleagues["noor@haldenfreight.example"].has_usable_password()


def test_taken_addresses_are_told() -> None:
    assert taken_addresses() == []
    create_accounts()
    assert taken_addresses() == sorted(f"{role}@example.org" for role in ROLES)
