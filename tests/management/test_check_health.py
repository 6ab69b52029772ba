"""The command a container's health check runs, against a real server."""

import socket

import pytest
from django.core.management import CommandError, call_command
from pytest_django.live_server_helper import LiveServer


def test_a_serving_process_is_ready(live_server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_health", address=live_server.url)
    assert capsys.readouterr().out == '{"ready": true}\n'


def test_nothing_there_is_not_ready() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(CommandError, match="Not ready"):
        call_command("check_health", address=f"http://127.0.0.1:{port}")
