"""Where a target comes from, and how far away it is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_points
from assessment.measurement.comparison import settled
from assessment.measurement.targets import default_target
from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.views.derivation_pages.blocks import Block, Conditions, Entry, Equation, Figure, Note
from assessment.views.derivation_pages.numbers import MINUS, compared, score_figure
from assessment.views.result_pages.practice_rows import gap_of
from assessment.wording import exact_points


def dimension_target_entry(view: ResultView, dimension: DimensionView) -> Entry:
    """Return where the target of a dimension comes from, and whether it is reached."""
    blocks: tuple[Block, ...] = (Note(origin(view, dimension)),)
    if dimension.score is not None:
        comparison = compared(_("Score"), dimension.score, dimension.target)
        blocks = (*blocks, Conditions(_("Reached where it holds"), (comparison,)))
    return Entry(
        key="target",
        title=_("Target"),
        figures=(score_figure("target", _("Target"), dimension.target),),
        words=_("How far this organization wants to go here. Not everybody should reach the top."),
        method="targets",
        blocks=blocks,
    )


def origin(view: ResultView, dimension: DimensionView) -> str:
    """Return in a sentence where the target of a dimension comes from."""
    usual = default_target(view.assessment.criticality, view.version.thresholds)
    words = {
        "usual": exact_points(usual),
        "target": exact_points(dimension.target),
        "criticality": view.assessment.get_criticality_display().lower(),
    }
    if settled(dimension.target) == settled(usual):
        return _("%(target)s is the usual target where models are of this kind: %(criticality)s.") % words
    return (
        _("The lead set it to %(target)s. Usual where models are of this kind (%(criticality)s) is %(usual)s.") % words
    )


def practice_target_entries(view: ResultView, dimension: DimensionView, practice: PracticeView) -> Iterator[Entry]:
    """Yield where the target of a practice comes from, and how far away the practice is."""
    own, least = exact_points(dimension.target), exact_points(view.version.thresholds.essential_target)
    raised = Equation(
        _("An essential practice has at least a target of its own: the higher of the two counts"),
        f"max({own}, {least})",
        exact_points(practice.target),
        gives="target",
    )
    note = Note(_("It is the target of the dimension. %(origin)s") % {"origin": origin(view, dimension)})
    yield Entry(
        key="target",
        title=_("Target"),
        figures=(Figure("target", _("Target"), str(whole_points(practice.target)), exact_points(practice.target)),),
        words=_("How far this organization wants to go here. Not everybody should reach the top."),
        method="targets",
        blocks=(note, raised) if practice.gates else (note,),
    )
    if practice.x is not None:
        shown = gap_of(practice)
        numbers = f"{whole_points(practice.x)}{MINUS}{whole_points(practice.target)}"
        yield Entry(
            key="gap",
            title=_("Gap"),
            figures=(Figure("gap", _("Gap"), shown),),
            words=_("How far it is done, above the target or, negative, below it."),
            method="targets",
            blocks=(Equation(_("Gap = done − target, in whole points"), numbers, shown, gives="gap"),),
        )
