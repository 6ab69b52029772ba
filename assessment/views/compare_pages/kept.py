"""Pages of the comparison that were made already, kept for as long as nothing they show has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import caches
from django.utils.translation import get_language

from assessment.models import Person
from assessment.services.comparison_stamps import stamp_of

KEPT = "comparisons"


@dataclass(frozen=True)
class Rendered:
    """The parts of a page that depend on what is compared, ready to be sent; nothing in them is of a session."""

    body: str
    count: str
    actions: str
    title: str
    visible: int
    with_round: int
    draws: bool


def kept(person: Person, address: str, make: Callable[[], Rendered]) -> Rendered:
    """Return the page at this address for this person: as it was made before, or made anew and kept."""
    # SECURITY: the stamp is taken before the page is made, so that a change in between is never missed.
    spelled = repr((stamp_of(person), address, get_language()))
    key = sha256(spelled.encode()).hexdigest()
    found: Rendered | None = caches[KEPT].get(key)
    if found is None:
        found = make()
        caches[KEPT].set(key, found)
    return found
