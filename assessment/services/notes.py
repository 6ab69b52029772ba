"""What people added in words to their answers: without an author, and only where several rated the practice."""

from collections.abc import Iterable

from assessment.models import Answer, Assessment, Response
from assessment.services.stored_results import PracticeView, ResultView

Notes = dict[str, tuple[str, ...]]


def notes_of(assessment: Assessment, view: ResultView) -> Notes:
    """Return the notes on each practice by its key, in one query; nothing where fewer than three rated it.

    For members alone. Source: docs/measurement.md, thresholds; the number is the version's `spread_raters`.
    """
    shown = {practice.key for practice in _practices(view) if practice.raters >= view.version.thresholds.spread_raters}
    answers = Answer.objects.filter(
        response__assessment=assessment,
        response__state=Response.State.SUBMITTED,
        question__practice__key__in=shown,
    ).exclude(note="")
    notes: dict[str, list[str]] = {}
    for key, note in answers.values_list("question__practice__key", "note"):
        notes.setdefault(key, []).append(note)
    # SECURITY: by their letters. In the order they were written, one author could be followed down the page.
    return {key: tuple(sorted(found, key=str.casefold)) for key, found in notes.items()}


def _practices(view: ResultView) -> Iterable[PracticeView]:
    return (practice for dimension in view.dimensions for practice in dimension.practices)
