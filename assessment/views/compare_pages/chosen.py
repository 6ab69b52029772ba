"""What a file of the comparison stands on, in words: what was chosen, when, of how many, on which versions."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.reports.csv_files import Cell
from assessment.services.comparison_choices import Names
from assessment.services.versions import frozen
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.shared import left_out_sentences


def about(comparison: Comparison, filters: list[tuple[str, str]]) -> Iterator[tuple[str, Cell]]:
    """Return what the files say of themselves: `filters` are those chosen, as labels and words."""
    totals, choice = comparison.totals, comparison.choice
    yield _("Organizations shown"), totals.number
    yield _("With an overall result"), totals.scored
    if totals.synthetic:
        yield _("Synthetic (invented for demonstration)"), totals.synthetic
    yield from filters
    if choice.organizations:
        yield _("Picked one by one"), len(choice.organizations)
    # SECURITY: what the highlighted are called here, and nothing else.
    highlighted = [row.name for _place, row in comparison.highlighted]
    if highlighted and choice.names is not Names.HIDDEN:
        yield _("Highlighted"), ", ".join(highlighted)
    for version in comparison.selection.versions:
        title, number = frozen(version).title, version.number
        yield _("Questionnaire"), _("%(title)s, version %(number)s") % {"title": title, "number": number}
    yield from ((_("Scores"), sentence) for sentence in standing(comparison))
    yield _("Made"), date_format(timezone.localdate())


def standing(comparison: Comparison) -> Iterator[str]:
    """Return what the scores stand on where several versions were answered."""
    core = comparison.selection.core
    if core is not None:
        yield _("Scored anew on the practices that all versions have in common, as the newest measures them.")
        yield from left_out_sentences(core)
    elif comparison.selection.mixed:
        yield _("Different versions: each score stands on the practices of its own version.")
