"""Logs name no secret of a link."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.test import Client

from assessment.logs import WithoutSecrets, without_secrets

SECRET = "uJ9_xz-4Qm7bYt2LkR8wPa0sVn3cHd6e"


@pytest.mark.parametrize(
    "address",
    [
        "/try/{}/",
        "/try/{}/answers/goal/",
        "/join/{}/",
        "/return/{}/",
        "/offers/{}/",
        "/shared/{}/",
        "/shared/{}/why/data/versions/",
        "/accounts/confirm-email/{}/",
        "/accounts/password/reset/key/{}/",
        "GET /try/{} HTTP/1.1",
        "https://tacit.example.org/accounts/login/?next=/try/{}/",
        "/accounts/login/?next=%2Foffers%2F{}%2F&x=1",
    ],
)
def test_whatever_follows_such_a_path_is_left_out(address: str) -> None:
    assert without_secrets(address.format(SECRET)) == address.format("…")


@pytest.mark.parametrize("address", ["/try/", "/try/kept/", "/method/", "/organizations/try", "nothing"])
def test_everything_else_stays(address: str) -> None:
    assert without_secrets(address) == address


@pytest.mark.django_db
def test_a_link_that_ended_is_logged_without_its_secret(client: Client) -> None:
    written = StringIO()
    with console_writes_to(written):
        client.get(f"/join/{SECRET}/")
    assert "Not Found: /join/…/" in written.getvalue()
    assert SECRET not in written.getvalue()


@contextmanager
def console_writes_to(stream: StringIO) -> Iterator[None]:
    """What goes to the console by the settings of the product goes there instead."""
    handlers = [each for each in logging.getLogger().handlers if any(type(f) is WithoutSecrets for f in each.filters)]
    assert isinstance(handlers[0], logging.StreamHandler)
    before = handlers[0].setStream(stream)
    yield
    handlers[0].setStream(before)
