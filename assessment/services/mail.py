"""Mail: plain text from a template, sent by a background task, never in the way of what it tells about."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django_tasks import TaskResultStatus, task

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: `templates/mail/<template>.txt` (its first line is the subject), to whom, with what filled in.

    `unsubscribe` is the address that ends such mail ("" for none). Without a language it is written in
    that of the page it comes from.
    """

    template: str
    recipient: str
    context: dict[str, str]
    unsubscribe: str = ""
    language: str = ""


def send(template: str, recipient: str, *, unsubscribe: str = "", **context: str) -> bool:
    """Send one mail (see `Letter`); say whether that worked.

    False where this installation sends no mail or the mail server did not take it: then the person
    has to be told to pass the message on by hand.
    """
    return send_each([Letter(template, recipient, context, unsubscribe)])[0]


def send_each(letters: Sequence[Letter]) -> list[bool]:
    """Send one mail per letter over one connection; say of each, in this order, whether it was taken.

    A mail that waits for a worker counts as taken: nobody knows better yet.
    """
    if not (settings.EMAIL_URL and letters):
        return [False] * len(letters)
    outcome = deliver.enqueue([asdict(letter) for letter in letters], translation.get_language())
    if outcome.status == TaskResultStatus.SUCCESSFUL:
        return list(outcome.return_value or ())
    return [outcome.status != TaskResultStatus.FAILED] * len(letters)


def day_of(moment: date | None) -> str:
    """A day as mail names it, or the day of a moment, where this installation is; nothing for none."""
    if moment is None:
        return ""
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, "DATE_FORMAT")


def site_address(path: str) -> str:
    """The whole address of a path, for mail that no page asked for and so has no request to take it from."""
    return f"{settings.SITE_URL}{path}"


# --- The task ------------------------------------------------------------------------------------


@task()
def deliver(letters: list[dict[str, object]], language: str | None) -> list[bool]:
    """The task: writes the mails, each in its language, and sends them; says of each whether it was taken."""
    messages = [_written(Letter(**letter), language) for letter in letters]  # type: ignore[arg-type]  # as asdict made it
    connection = get_connection()
    try:
        connection.open()
        return _all_taken(connection, messages)
    except OSError as error:
        # No server, a silent one, or one that does not let us in.
        _note(error)
        return [False] * len(messages)
    finally:
        connection.close()


def _written(letter: Letter, language: str | None) -> EmailMessage:
    # SECURITY: people typed the names in here; a line break in one would end the subject and start another header.
    safe = {name: " ".join(value.split()) for name, value in letter.context.items()}
    with translation.override(letter.language or language):
        text = render_to_string(f"mail/{letter.template}.txt", {**safe, "unsubscribe": letter.unsubscribe})
    subject, _, body = text.lstrip().partition("\n")
    headers = _unsubscribing(letter.unsubscribe) if letter.unsubscribe else {}
    return EmailMessage(subject.strip(), body.lstrip(), None, [letter.recipient], headers=headers)


def _unsubscribing(address: str) -> dict[str, str]:
    """The headers of RFC 8058, with which a mail program offers to unsubscribe by one click."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _all_taken(connection: BaseEmailBackend, messages: Sequence[EmailMessage]) -> list[bool]:
    taken: list[bool] = []
    for message in messages:
        try:
            taken.append(_is_taken(connection, message))
        except OSError as error:
            # The server is gone: the rest would only wait as long again.
            _note(error)
            break
    return taken + [False] * (len(messages) - len(taken))


def _is_taken(connection: BaseEmailBackend, message: EmailMessage) -> bool:
    """Whether the server took a mail; raises OSError where none answers."""
    try:
        return bool(connection.send_messages([message]))
    except SMTPException as error:
        # Some servers hang up with it, or after so many mails; the next one gets a new connection.
        connection.close()
        _note(error)
        return False


def _note(error: Exception) -> None:
    # SECURITY: the error's own words would carry the address into the log.
    logger.warning("A mail was not taken: %s.", type(error).__name__)
