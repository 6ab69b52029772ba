"""What a public survey says of a practice, beside its derivation."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_points
from assessment.services.frozen import FrozenPractice
from assessment.services.survey import is_asked_about, levels_of
from assessment.views.derivation_pages.blocks import Note


def survey_notes(practice: FrozenPractice) -> tuple[Note, ...]:
    """Return how many teams of the survey do this, with where more of it is; none where it did not ask about it."""
    if not is_asked_about(practice):
        return ()
    *_less, mostly, completely = levels_of(practice)
    said = _(
        "In a public survey, %(percent)d\N{NO-BREAK SPACE}%% of teams do this mostly or completely. "
        "It is another instrument, so the numbers are not to be compared."
    ) % {"percent": whole_points(mostly + completely)}
    return (Note(said, ((_("The survey’s figures"), reverse("findings-reference")),)),)
