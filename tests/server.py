"""A real server process on this test's own database: to be killed, frozen, hurried.

`with running_server() as server:` begins one on a free port; the test needs `transactional_db`.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
LISTENS = "Listening at:"
PATIENCE_SECONDS = 60


def database_url() -> str:
    """The address of the database that this test is connected to."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Server:
    """Gunicorn with the settings of the tests; once killed it may be started again, on the same port."""

    workers: int = 1
    threads: int = 4
    application: str = "tests.wsgi"
    port: int = field(default_factory=free_port)
    log: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Returns once it answers."""
        self.process = subprocess.Popen(  # noqa: S603 our own command line
            self._command(),
            cwd=ROOT,
            env=os.environ | {"TEST_DATABASE_URL": database_url(), "PYTHONUNBUFFERED": "1"},
            stderr=subprocess.PIPE,
            text=True,
            # Its workers are of its group, to be killed with it.
            start_new_session=True,
        )
        assert self.process.stderr is not None
        self._wait_until_it_listens(self.process.stderr)
        # Who comes now waits in line until a worker is there.
        visitor = HTTPConnection(HOST, self.port, timeout=PATIENCE_SECONDS)
        visitor.request("GET", "/health/ready")
        assert visitor.getresponse().status == 200, self.log
        visitor.close()

    def kill(self) -> None:
        """Without a word of warning, workers included, as when a machine fails; a killed one stays so."""
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self._listener.join()

    def freeze(self) -> None:
        """Takes connections and requests from now on, but never answers."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def _command(self) -> list[str]:
        size = ["--workers", str(self.workers), "--threads", str(self.threads)]
        return [
            sys.executable,
            "-m",
            "gunicorn",
            self.application,
            "--bind",
            f"{HOST}:{self.port}",
            *size,
            "--no-control-socket",
        ]

    def _wait_until_it_listens(self, said: IO[str]) -> None:
        listens = any(LISTENS in line for line in map(self._noted, said))
        self._listener = Thread(target=self._listen, args=[said])
        self._listener.start()
        assert listens, self.log

    def _noted(self, line: str) -> str:
        self.log.append(line)
        return line

    def _listen(self, said: IO[str]) -> None:
        with said:
            self.log.extend(said)


@contextmanager
def running_server(workers: int = 1, threads: int = 4, application: str = "tests.wsgi") -> Iterator[Server]:
    """A server for as long as the block lasts."""
    server = Server(workers, threads, application)
    try:
        server.start()
        yield server
    finally:
        server.kill()
