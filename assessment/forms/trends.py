"""Which two rounds to compare, as the address asks for them."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from assessment.services.trends import Round, Trend

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class Pair:
    """The two rounds to compare, the one closed first as `before`; a sentence for what could not be followed."""

    before: Round
    after: Round
    remarks: tuple[str, ...]

    @property
    def address(self) -> str:
        """The query string that asks for these two."""
        return "?" + urlencode({BEFORE: self.before.uid, AFTER: self.after.uid})


def asked_pair(address: QueryDict, trend: Trend, shown: Round) -> Pair | None:
    """Return the rounds that the address asks for; what it does not say is the round shown and the one before it.

    None where the organization has only one closed round. A round asked for that is not among those of the
    trend, whatever it is, is left out with a remark, and so is a pair of one round with itself.
    """
    if len(trend.rounds) < 2:
        return None
    wanted = {name: _round(address, name, trend) for name in (BEFORE, AFTER)}
    # SECURITY: the same sentence for a round of another organization, an open one and one that does not exist.
    strange = any(address.get(name) and found is None for name, found in wanted.items())
    sentence = _("The address asked for a round that is not among the closed rounds here; it was left out.")
    remarks = [sentence] if strange else []
    after = wanted[AFTER] or _last(trend, shown, wanted[BEFORE])
    before = wanted[BEFORE] or _other(trend, after)
    if before is after:
        remarks.append(_("A round can’t be compared with itself; it is compared with the one next to it."))
        before = _other(trend, after)
    first, last = sorted((before, after), key=trend.rounds.index)
    return Pair(first, last, tuple(remarks))


def _round(address: QueryDict, name: str, trend: Trend) -> Round | None:
    try:
        return trend.by_uid.get(UUID(address.get(name, "")))
    except ValueError:
        return None


def _last(trend: Trend, shown: Round, before: Round | None) -> Round:
    """The round to end with where none is asked for: the one shown, unless it is where the pair begins."""
    return _other(trend, shown) if shown is before else shown


def _other(trend: Trend, one: Round) -> Round:
    """The round before this one; for the first, the one after it."""
    return trend.before(one) or trend.rounds[1]
