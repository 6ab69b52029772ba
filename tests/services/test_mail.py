"""Mail goes out as plain text; where it can't, nothing else fails."""

from django.core import mail as outbox
from pytest_django import Settings

from assessment.services import mail

OFFER = {
    "organization": "Halden & Sons\r\nBcc: all@example.org",
    "place": "lead",
    "link": "https://tacit.example/offers/x/",
    "until": "1 May",
}


def test_sends_plain_text_with_its_first_line_as_subject() -> None:
    assert mail.send("offer", "ana@example.org", **OFFER)
    (sent,) = outbox.outbox
    assert (sent.to, sent.subject) == (
        ["ana@example.org"],
        "Halden & Sons Bcc: all@example.org offers you a place on Tacit",
    )
    assert "\nhttps://tacit.example/offers/x/\n" in str(sent.body)


def test_says_so_where_the_server_does_not_take_it(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert not mail.send("offer", "ana@example.org", **OFFER)


def test_sends_nothing_where_mail_is_not_configured(settings: Settings) -> None:
    settings.EMAIL_URL = ""
    assert not mail.send("offer", "ana@example.org", **OFFER)
    assert outbox.outbox == []
