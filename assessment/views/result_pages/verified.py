"""The mark of a verified rating beside a practice: a number and a word, so that it never looks like a score."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_points
from assessment.services.result_views import PracticeView
from assessment.services.reviews import Review, Said, Verified


@dataclass(frozen=True)
class VerifiedMark:
    """What was verified, in whole points, and how that compares with the self-rating, "" where there is none."""

    points: int
    compared: str
    is_older: bool

    @property
    def cell(self) -> str:
        """What a table with a column for it says."""
        said = f"{self.points}, {self.compared}" if self.compared else str(self.points)
        return f"{said} ({_('older')})" if self.is_older else said

    @property
    def words(self) -> str:
        """What stands beside the name of the practice."""
        said = _("verified %(cell)s") % {"cell": f"{self.points}, {self.compared}".rstrip(", ")}
        return f"{said}, {_('before answers changed')}" if self.is_older else said


def mark_of(practice: PracticeView, review: Review) -> VerifiedMark | None:
    """Return the mark of the practice, None where it is not verified."""
    verified = review.ratings.get(practice.key)
    if verified is None:
        return None
    return VerifiedMark(whole_points(verified.x), compared(practice, verified), verified.is_older)


def compared(practice: PracticeView, verified: Verified) -> str:
    """Return which of the two whole numbers shown is higher, in words; empty where people did not rate it."""
    if practice.x is None:
        return ""
    seen, said = whole_points(verified.x), whole_points(practice.x)
    return _("lower") if seen < said else _("higher") if seen > said else _("the same")


def by_line(said: Said | Verified) -> str:
    """Return who said this and when."""
    day = date_format(timezone.localtime(said.made_at))
    return f"{said.by or _('somebody whose account is gone')}, {day}"
