"""The pages of one result, as tabs."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The URL name of each page and its word, in the order in which they are shown.
PAGES: tuple[tuple[str, Promise], ...] = (
    ("result-show", _("Overview")),
    ("result-what-if", _("What if")),
    ("result-plan", _("Plan")),
    ("result-crosswalks", _("Crosswalks")),
    ("result-opinions", _("Opinions")),
    ("result-agreement", _("Agreement")),
    ("result-trend", _("Over time")),
    ("result-review", _("Review")),
)


@dataclass(frozen=True)
class Tab:
    """One page of the result; `here` for the one that is shown."""

    address: str
    word: str
    here: bool


def tabs(uid: UUID, here: str) -> list[Tab]:
    """Return the pages of the result of the assessment `uid`; `here` is the URL name of the one that is shown."""
    return [Tab(reverse(name, args=[uid]), str(word), name == here) for name, word in PAGES]
