"""A real mail server on this machine, for as long as a test lasts."""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

HOST = "127.0.0.1"


@dataclass
class MailServer:
    """Keeps what it takes; refuses the addresses it is told to, hangs up once after so many mails."""

    received: list[EmailMessage] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    connections: set[object] = field(default_factory=set)
    hangs_up_after: int = 0

    async def handle_RCPT(  # noqa: N802 the name the server calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 nobody of this name"
        if self.hangs_up_after and len(self.received) == self.hangs_up_after:
            self.hangs_up_after = 0
            return "421 enough for now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 as above
        self.connections.add(session.peer)
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def clear(self) -> None:
        self.received.clear()

    def to(self, address: str) -> list[EmailMessage]:
        """What came for an address, in order."""
        return [message for message in self.received if message["To"] == address]

    def recipients(self) -> list[str]:
        """To whom something came, sorted; twice where two came."""
        return sorted(str(message["To"]) for message in self.received)


def text_of(message: EmailMessage) -> str:
    """The text of a mail, its lines as they were written."""
    return str(message.get_content()).replace("\r\n", "\n")


def link_in(message: EmailMessage, path: str) -> str:
    """The path of the link in a mail that begins with this path."""
    found = re.search(rf"^https?://[^/\s]+({re.escape(path)}\S*)$", text_of(message), flags=re.MULTILINE)
    assert found is not None, text_of(message)
    return found[1]


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """Mail goes through SMTP to this server, on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    server = MailServer()
    controller = Controller(server, hostname=HOST, port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, port
    try:
        yield server
    finally:
        controller.stop()
