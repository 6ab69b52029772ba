"""The command that keeps the promise of thirty days."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessment.models import Trial
from tests.factories import make_trial

pytestmark = pytest.mark.django_db


def said() -> str:
    out = StringIO()
    call_command("remove_expired", stdout=out)
    return out.getvalue()


def test_it_says_how_many_it_deleted() -> None:
    stays = make_trial("stays")
    make_trial("gone", version=stays.version, expires_at=timezone.now())
    assert (said(), said()) == ("1 expired quick check deleted.\n", "0 expired quick checks deleted.\n")
    assert Trial.objects.get() == stays
