"""Mail: plain text from a template, sent by a background task, never in the way of what it tells about."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django_tasks import TaskResultStatus, task


def send(template: str, recipient: str, **context: str) -> bool:
    """Send the mail `templates/mail/<template>.txt` (its first line is the subject); say whether that worked.

    False where this installation sends no mail or the mail server did not take it: then the person
    has to be told to pass the message on by hand.
    """
    if not settings.EMAIL_URL:
        return False
    outcome = deliver.enqueue(template, recipient, context, translation.get_language())
    return outcome.status != TaskResultStatus.FAILED


def day_of(moment: datetime | None) -> str:
    """A moment as mail names it: its day, where this installation is; nothing for none."""
    return "" if moment is None else date_format(timezone.localtime(moment), "DATE_FORMAT")


@task()
def deliver(template: str, recipient: str, context: dict[str, str], language: str | None) -> None:
    """The task: writes the mail in the language of the page it came from, and sends it."""
    # SECURITY: people typed the names in here; a line break in one would end the subject and start another header.
    safe = {name: " ".join(value.split()) for name, value in context.items()}
    with translation.override(language):
        text = render_to_string(f"mail/{template}.txt", safe)
    subject, _, body = text.lstrip().partition("\n")
    send_mail(subject.strip(), body.lstrip(), None, [recipient])
