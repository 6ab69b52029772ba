"""The three levels of a derivation: the whole, a dimension, a practice."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.derivation_pages.advice import advice_entries
from assessment.views.derivation_pages.answers import answer_entries
from assessment.views.derivation_pages.blocks import DerivationPage, Entry, Figure
from assessment.views.derivation_pages.dimensions import dimension_entries
from assessment.views.derivation_pages.overall import (
    coverage_entry,
    enough_entry,
    mix_entry,
    range_entry,
    score_entry,
    share_entry,
)
from assessment.views.derivation_pages.stages import (
    contested_entry,
    declared_entry,
    held_back_entry,
    limiting_entry,
    stage_entries,
)
from assessment.views.derivation_pages.states import agreement_entries, essential_entries, state_entry
from assessment.views.derivation_pages.survey import survey_notes
from assessment.views.derivation_pages.targets import practice_target_entries


def overall_page(view: ResultView, addresses: Addresses) -> DerivationPage:
    """Return how every number of the whole came about; the levels below are at these addresses."""
    entries = (
        score_entry(view, addresses),
        mix_entry(view, addresses),
        share_entry(view),
        coverage_entry(view, addresses),
        range_entry(view, addresses),
        *stage_entries(view, addresses),
        held_back_entry(view, addresses),
        limiting_entry(view, addresses),
        declared_entry(view),
        contested_entry(view, addresses),
        enough_entry(view, addresses),
        people_entry(view),
    )
    return DerivationPage(
        title=_("Why these numbers"),
        lede=_(
            "Every number of the result, with the rule that gives it and the numbers put in. From here you can follow "
            "each one to its dimension, its practice and the answers. It is calculated unrounded and shown rounded: "
            "the last digit of a product can differ from what the rounded numbers beside it give."
        ),
        entries=tuple(entry for entry in entries if entry is not None),
    )


def people_entry(view: ResultView) -> Entry:
    """Return how many people answered."""
    submitted = view.result.respondents
    words = ngettext(
        "%d response was submitted. One left blank counts too.",
        "%d responses were submitted. Those left blank count too.",
        submitted,
    )
    together = _("A workshop is of several people, and counts as one of them in the scores.")
    return Entry(
        key="people",
        title=_("People"),
        figures=(Figure("people", _("People"), str(view.result.people)),),
        words=(words % submitted) + (f" {together}" if view.result.people != submitted else ""),
        method="people",
    )


def dimension_page(view: ResultView, dimension: DimensionView, addresses: Addresses) -> DerivationPage:
    """Return how every number of a dimension came about; the other levels are at these addresses."""
    return DerivationPage(
        title=_("Why these numbers: %(title)s") % {"title": dimension.section.title},
        lede=_("Every number of this dimension, from its practices. Each practice leads on to what people answered."),
        entries=dimension_entries(view, dimension, addresses),
        up=((_("The whole result"), addresses.overall),),
    )


def practice_page(
    view: ResultView, dimension: DimensionView, practice: PracticeView, addresses: Addresses
) -> DerivationPage:
    """Return how every number of a practice came about; the levels above are at these addresses."""
    limits = view.version.thresholds
    return DerivationPage(
        title=_("Why these numbers: %(name)s") % {"name": practice.practice.name},
        lede=_("Every number of this practice, from what people answered. Who answered what is never shown."),
        entries=(
            *answer_entries(practice),
            state_entry(practice, limits),
            *agreement_entries(practice, limits),
            *practice_target_entries(view, dimension, practice),
            *essential_entries(practice, limits),
            *advice_entries(view, dimension, practice),
        ),
        up=(
            (_("The whole result"), addresses.overall),
            (dimension.section.title, addresses.dimension(dimension.section.key)),
        ),
        beside=survey_notes(practice.practice),
    )
