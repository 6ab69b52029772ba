"""Production refuses to start without what it needs, says in a sentence what that is, and is safe once it has it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "k7-Zq_3mX9vLw2RtYb8NcJ4hFgD6sPaE1uQoKiVxTzBnMyWrHeUlCfGjSd05",
    "ALLOWED_HOSTS": "tacit.example.org",
    "DATABASE_URL": "sqlite:////nowhere/tacit.sqlite3",
}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this Python with these variables and no others of the product."""
    inherited = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(  # noqa: S603 our own command line
        [sys.executable, *arguments], cwd=ROOT, env=inherited | environment, capture_output=True, text=True, check=False
    )


def refusal(**environment: str) -> str:
    """What the command line says when it refuses to start, on one line."""
    outcome = run("manage.py", "check", **environment)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    return outcome.stderr.strip()


def test_production_settings_pass_every_check_of_deployment() -> None:
    outcome = run("manage.py", "check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "no issues" in outcome.stdout


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("SECRET_KEY", "Set SECRET_KEY: a long random text that signs sessions and links"),
        ("ALLOWED_HOSTS", "Set ALLOWED_HOSTS: the host names this installation answers to, separated by commas"),
        (
            "DATABASE_URL",
            "Set DATABASE_URL: where the data is kept, such as postgres://user:password@host/name or sqlite:////path",
        ),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(name: str, sentence: str) -> None:
    remaining = {key: value for key, value in PRODUCTION.items() if key != name}
    expected = f"Tacit cannot start. {sentence} (or set DEMO=1 to look around without it)."
    assert refusal(**remaining) == refusal(**remaining | {name: ""}) == expected


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_CONNECTION_SECONDS", "a minute", "Set DATABASE_CONNECTION_SECONDS to a whole number, such as 60."),
        ("HSTS_SECONDS", "1.5", "Set HSTS_SECONDS to a whole number, such as 31536000."),
        *(
            ("DATABASE_URL", value, "Set DATABASE_URL to an address that begins with postgres:// or sqlite:///.")
            for value in ("nowhere", "mysql://tacit:secret@host/name", "carrierpigeon://host/name")
        ),
    ],
)
def test_what_can_not_be_is_said_in_a_sentence(name: str, value: str, sentence: str) -> None:
    assert refusal(**PRODUCTION | {name: value}) == f"Tacit cannot start. {sentence}"


def test_a_server_refuses_as_well() -> None:
    outcome = run("-c", "import assessment.wsgi")
    assert outcome.returncode == 1
    assert "Set SECRET_KEY: " in outcome.stderr.splitlines()[-1]


@pytest.mark.parametrize("switch", ["DEBUG", "DEMO"])
def test_looking_around_needs_nothing(switch: str) -> None:
    outcome = run("manage.py", "check", **{switch: "1"})
    assert (outcome.returncode, outcome.stderr) == (0, "")


@pytest.mark.parametrize("value", ["", "0", "off", "no", "perhaps"])
def test_what_is_not_switched_on_clearly_is_production(value: str) -> None:
    assert "Set SECRET_KEY: " in refusal(DEBUG=value, DEMO=value)


def test_production_says_safe_things_and_a_demo_works_without_tls() -> None:
    names = ("DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    shown = f"from assessment import settings; print([getattr(settings, name) for name in {names}])"
    assert run("-c", shown, **PRODUCTION).stdout.strip() == "[False, True, True, True, 31536000]"
    assert run("-c", shown, DEMO="1").stdout.strip() == "[False, False, False, False, 0]"
