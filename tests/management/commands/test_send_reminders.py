"""The command for cron says counts, and nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from assessment.models import Response
from tests.factories import make_assessment, make_response, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _due() -> None:
    """A round due in a week, which its lead and somebody who has begun are told of."""
    a_while_ago = timezone.now() - timedelta(days=20)
    assessment = make_assessment(due_on=timezone.localdate() + timedelta(days=7), opened_at=a_while_ago)
    make_response(assessment, make_user())
    Response.objects.update(started_at=a_while_ago)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue()


def test_says_how_many_went_out() -> None:
    assert run() == "Reminders: 1. Summaries for leads: 1. Not taken: 0.\n"
    assert run() == "Reminders: 0. Summaries for leads: 0. Not taken: 0.\n"
    assert len(mail.outbox) == 2


def test_hands_the_work_to_a_worker() -> None:
    assert run("--enqueue") == "Handed to the task worker.\n"
    assert len(mail.outbox) == 2


def test_fails_where_no_mail_is_sent(settings: Settings) -> None:
    settings.EMAIL_URL = ""
    with pytest.raises(CommandError, match="This installation sends no mail"):
        run()
