"""What to try on a result, as the address asks for it: short, readable, and never trusted."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.rounding import whole_points
from assessment.measurement.practices import PracticeState
from assessment.measurement.roadmap import Placement
from assessment.services.frozen import FrozenQuestion
from assessment.services.stored_results import PracticeView, ResultView
from assessment.services.what_if import Attempt, Attempts, attempts_for

TRY, DO = "try", "do"
HIGHEST = 100
# One practice: its key, how far it is done and how far it is agreed, in whole points; either may be left out.
ENTRY = re.compile(r"(?P<key>[\w-]+):(?P<done>[0-9]{0,3})(?:,(?P<agreed>[0-9]{0,3}))?", re.ASCII)
DOINGS: Mapping[str, Collection[Placement]] = {
    "now": {Placement.NOW},
    "next": {Placement.NOW, Placement.NEXT},
}
MOST_REMARKS = 5


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the attempts in the order of the questionnaire, and what could not be followed."""

    attempts: Attempts
    address: str
    remarks: tuple[str, ...] = ()
    is_long: bool = False


def asked_of(address: QueryDict, view: ResultView) -> Asked:
    """Return what the address tries on this result; whatever does not exist there is left out, with a remark.

    `is_long`: a form sent its empty fields, too; `address` says the same without them. Where nobody answered
    there is nobody whose answers could be lifted, so nothing is tried.
    """
    if not view.result.respondents:
        return Asked({}, "")
    reader = _Reader(view)
    reader.read_doing(address.get(DO, ""))
    for text in address.getlist(TRY):
        reader.read(text)
    in_order = {key: reader.attempts[key] for key in reader.practices if key in reader.attempts}
    remarks = tuple(_few(reader.remarks))
    return Asked(in_order, address_of(view, in_order), remarks, is_long="" in address.getlist(TRY))


def address_of(view: ResultView, attempts: Attempts) -> str:
    """Return the shortest query string that asks for these attempts; empty where there are none."""
    if not attempts:
        return ""
    for doing, placements in DOINGS.items():
        if attempts == attempts_for(view, placements):
            return "?" + urlencode({DO: doing})
    entries = [(TRY, f"{key}:{value_of(attempt)}") for key, attempt in attempts.items()]
    return "?" + urlencode(entries, safe=":,")


def value_of(attempt: Attempt) -> str:
    """Return an attempt as the address has it: "75,67", "75" or ",67"."""
    done = "" if attempt.done is None else str(whole_points(attempt.done))
    return done if attempt.agreed is None else f"{done},{whole_points(attempt.agreed)}"


class _Reader:
    """Reads one entry after the other; a later one adds to what an earlier one said of the same practice."""

    def __init__(self, view: ResultView) -> None:
        self.view = view
        self.practices = {practice.key: practice for each in view.dimensions for practice in each.practices}
        self.attempts: dict[str, Attempt] = {}
        self.remarks: list[str] = []

    def read_doing(self, doing: str) -> None:
        if doing in DOINGS:
            self.attempts.update(attempts_for(self.view, DOINGS[doing]))
        elif doing:
            self._remark(_("The address asked for “%(value)s”, which does not exist here; it was left out."), doing)

    def read(self, text: str) -> None:
        found = ENTRY.fullmatch(text)
        if found is None:
            if text:
                self._remark(_("“%(value)s” could not be read; it was left out."), text)
            return
        practice = self._practice(found["key"])
        if practice is not None:
            self._add(practice, found["done"], found["agreed"] or "")

    def _practice(self, key: str) -> PracticeView | None:
        practice = self.practices.get(key)
        if practice is None:
            self._remark(_("“%(value)s” is no practice of this result; it was left out."), key)
        elif practice.state is PracticeState.NOT_APPLICABLE:
            self._remark(_("“%(value)s” does not apply here; it was left out."), practice.practice.name)
            return None
        return practice

    def _add(self, practice: PracticeView, done: str, agreed: str) -> None:
        outside = [points for points in (done, agreed) if points and int(points) > HIGHEST]
        for points in outside:
            value = f"{practice.key}: {points}"
            self._remark(_("“%(value)s” is outside the scale of 0 to 100; it was left out."), value)
        before = self.attempts.get(practice.key, Attempt())
        asked = practice.practice
        attempt = Attempt(
            before.done if done in ("", *outside) else exact(asked.question, int(done)),
            before.agreed if agreed in ("", *outside) else exact(asked.recognition, int(agreed)),
        )
        if attempt != Attempt():
            self.attempts[practice.key] = attempt

    def _remark(self, sentence: str, value: str) -> None:
        self.remarks.append(sentence % {"value": Truncator(value).chars(40)})


def exact(question: FrozenQuestion, points: int) -> float:
    """Return whole points as a share of 0..1: that of the option they stand for, such as 2/3 for 67."""
    shares = [option.points for option in question.options if option.points is not None]
    return next((share for share in shares if whole_points(share) == points), points / 100)


def _few(remarks: Iterable[str]) -> list[str]:
    """Return each remark once, and of many only the first."""
    found = list(dict.fromkeys(remarks))
    more = len(found) - MOST_REMARKS
    if more <= 0:
        return found
    rest = ngettext("And %(number)d more could not be followed.", "And %(number)d more could not be followed.", more)
    return [*found[:MOST_REMARKS], rest % {"number": more}]
