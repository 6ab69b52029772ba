"""Mail goes out as plain text; where it can't, nothing else fails."""

import logging

import pytest
from django.core import mail as outbox
from pytest_django import Settings

from assessment.services import mail
from assessment.services.mail import Letter
from tests.smtp import MailServer, text_of

OFFER = {
    "organization": "Halden & Sons\r\nBcc: all@example.org",
    "place": "lead",
    "link": "https://tacit.example/offers/x/",
    "until": "1 May",
}


def letters(*names: str) -> list[Letter]:
    return [Letter("offer", f"{name}@example.org", OFFER) for name in names]


def test_sends_plain_text_with_its_first_line_as_subject() -> None:
    assert mail.send("offer", "ana@example.org", **OFFER)
    (sent,) = outbox.outbox
    assert (sent.to, sent.subject, sent.extra_headers) == (
        ["ana@example.org"],
        "Halden & Sons Bcc: all@example.org offers you a place on Tacit",
        {},
    )
    assert "\nhttps://tacit.example/offers/x/\n" in str(sent.body)


def test_says_so_where_no_server_answers(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert not mail.send("offer", "ana@example.org", **OFFER)
    assert mail.send_each(letters("ana", "ben")) == [False, False]


def test_sends_nothing_where_mail_is_not_configured(settings: Settings) -> None:
    settings.EMAIL_URL = ""
    assert mail.send_each(letters("ana", "ben")) == [False, False]
    assert outbox.outbox == []


def test_a_server_takes_them_over_one_connection(mail_server: MailServer) -> None:
    assert mail.send_each(letters("ana", "ben", "cy")) == [True, True, True]
    assert mail_server.recipients() == ["ana@example.org", "ben@example.org", "cy@example.org"]
    assert len(mail_server.connections) == 1
    assert "https://tacit.example/offers/x/" in text_of(mail_server.received[0])


def test_one_that_is_refused_holds_up_no_other(mail_server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    mail_server.refuses.add("ben@example.org")
    with caplog.at_level(logging.INFO):
        assert mail.send_each(letters("ana", "ben", "cy")) == [True, False, True]
    assert mail_server.recipients() == ["ana@example.org", "cy@example.org"]
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert "A mail was not taken: SMTPRecipientsRefused." in ours
    assert not any("example.org" in line for line in ours)


def test_after_a_server_hung_up_the_next_mail_gets_a_new_connection(mail_server: MailServer) -> None:
    mail_server.hangs_up_after = 1
    assert mail.send_each(letters("ana", "ben", "cy")) == [True, False, True]
    assert mail_server.recipients() == ["ana@example.org", "cy@example.org"]


def test_names_how_to_unsubscribe_by_one_click(mail_server: MailServer) -> None:
    address = "https://tacit.example/unsubscribe/x/"
    assert mail.send("offer", "ana@example.org", unsubscribe=address, **OFFER)
    (sent,) = mail_server.received
    assert (sent["List-Unsubscribe"], sent["List-Unsubscribe-Post"]) == (f"<{address}>", "List-Unsubscribe=One-Click")
