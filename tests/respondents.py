"""People who fill in at the same time, each through a connection of their own to a real server."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from threading import Barrier
from typing import TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from django.utils.crypto import get_random_string

from assessment.models import AnswerChange, Assessment, Response
from tests.factories import make_response
from tests.server import HOST, Server

CHOICES = ("3", "1", "4", "5", "2")
# Offered both where the practice happens and where it does not, so that no save rewrites another answer.
RECOGNITIONS = ("habit", "agreed", "guideline")
T = TypeVar("T")


@dataclass
class Respondent:
    """Answers one question after the other, then changes them, round after round; remembers what was acknowledged."""

    response: Response
    connection: HTTPConnection
    headers: dict[str, str]
    answers: Iterator[tuple[str, str, int]]
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def save(self) -> None:
        """Send the next answer the way static/js/answers.js does."""
        key, value, number = next(self.answers)
        data = {key: value, f"{key}-number": str(number)}
        status, saved_as = self.post(f"/responses/{self.response.uid}/answers/{key}/", data)
        if (status, saved_as) == (200, str(number + 1)):
            self.acknowledged.setdefault(key, []).append(value)
        else:
            self.failures.append(f"{key} {number}: {status} {saved_as}")

    def post(self, path: str, data: dict[str, str], *, signed_in: bool = True) -> tuple[int, str]:
        """The status, and the number the answer was stored under."""
        headers = self.headers if signed_in else {**self.headers, "Cookie": _csrf_cookie(self.headers["X-CSRFToken"])}
        self.connection.request("POST", path, urlencode(data), headers)
        response = self.connection.getresponse()
        response.read()
        return response.status, response.headers.get("X-Answer-Number", "")

    @property
    def lost(self) -> list[str]:
        """The questions of which an acknowledged answer, or a line of its history, is not in the database."""
        kept: dict[str, list[str]] = {}
        changes = AnswerChange.objects.filter(answer__response=self.response).order_by("number")
        for key, new in changes.values_list("answer__question__key", "new"):
            kept.setdefault(key, []).append(new["option"])
        stored = self.response.answers.values_list("question__key", "option__key", "number")
        last = {key: (option, number) for key, option, number in stored}
        return [
            key
            for key, values in self.acknowledged.items()
            if kept.get(key) != values or last.get(key) != (values[-1], len(values))
        ]


def make_respondent(assessment: Assessment, server: Server) -> Respondent:
    """Somebody with an account who has signed in and begun to answer."""
    client, response = Client(), make_response(assessment)
    client.force_login(response.user)  # type: ignore[arg-type]  # made with an account
    session, secret = client.cookies[settings.SESSION_COOKIE_NAME].value, get_random_string(CSRF_SECRET_LENGTH)
    headers = {
        "Accept-Encoding": "gzip",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {_csrf_cookie(secret)}",
        "HX-Request": "true",
        "X-CSRFToken": secret,
    }
    keys = assessment.version.questions.order_by("section__position", "position").values_list("key", flat=True)
    return Respondent(response, HTTPConnection(HOST, server.port, timeout=60), headers, _answers(list(keys)))


def at_once(respondents: Iterable[Respondent], work: Callable[[Respondent], T]) -> list[T]:
    """What each did, all begun at the same moment on a connection that is open."""
    everybody = list(respondents)
    gate = Barrier(len(everybody))

    def begin(respondent: Respondent) -> T:
        respondent.connection.close()
        respondent.connection.connect()
        gate.wait()
        try:
            return work(respondent)
        finally:
            respondent.connection.close()

    with ThreadPoolExecutor(len(everybody)) as pool:
        return list(pool.map(begin, everybody))


def _answers(keys: list[str]) -> Iterator[tuple[str, str, int]]:
    for number in count():
        for place, key in enumerate(keys):
            values = RECOGNITIONS if key.endswith("-recognition") else CHOICES
            yield key, values[(place + number) % len(values)], number


def _csrf_cookie(secret: str) -> str:
    return f"{settings.CSRF_COOKIE_NAME}={secret}"
