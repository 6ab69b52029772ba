"""The command that loads the demonstration."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from assessment.models import Organization, User
from assessment.services.demo.accounts import demo_accounts

pytestmark = pytest.mark.django_db


def test_outside_a_demo_it_refuses_with_a_sentence() -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError, match="Set DEMO=1"):
        call_command("load_demo", stdout=StringIO())
    assert (Organization.objects.count(), User.objects.count()) == (0, 0)


@override_settings(DEMO=True)
def test_what_is_loaded_stays_and_the_sign_ins_are_printed() -> None:
    kept = Organization.objects.create(name="Kept", sector="other", size="1-9", synthetic=True)
    output = StringIO()
    call_command("load_demo", stdout=output)
    assert list(Organization.objects.all()) == [kept]
    first, *lines = output.getvalue().splitlines()
    assert first == "The synthetic organizations are there already and stay as they are."
    assert [line.split()[:3] for line in lines[1:]] == [
        [account.email, account.password, account.role] for account in demo_accounts()
    ]
