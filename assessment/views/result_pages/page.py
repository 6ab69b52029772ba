"""The whole page of a result."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.measurement.dimensions import Bounds
from assessment.measurement.mix import Mix
from assessment.measurement.stages import Stage
from assessment.services.explanations import Rung, ladder, next_rung
from assessment.services.notes import Notes
from assessment.services.reviews import NO_REVIEW, Review, Said
from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.views.charts import Chart
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.derivation_pages.blocks import Entry
from assessment.views.derivation_pages.overall import score_entry
from assessment.views.result_pages.actions import EVERYTHING, ActionLink, Chosen, action_links, narrowed
from assessment.views.result_pages.agreement import comparable_practices
from assessment.views.result_pages.benchmarks import benchmark_key
from assessment.views.result_pages.charts import map_chart, profile_chart
from assessment.views.result_pages.practice_rows import (
    SHOWN_APART,
    Disagreement,
    PracticeTable,
    disagreements,
    practice_table,
    split,
)
from assessment.views.result_pages.radar import RadarChart, radar_chart
from assessment.views.result_pages.roadmaps import RoadmapPanel, roadmap_panel
from assessment.views.result_pages.sentences import (
    actions_sentence,
    agreement_finding,
    contested_sentence,
    possible_sentence,
    stage_sentence,
    ungated_sentence,
)
from assessment.views.result_pages.targets import good_enough


@dataclass(frozen=True)
class StagePanel:
    """The stage with its sentence, the ladder, and what has to be said beside it; texts empty where nothing is."""

    stage: Stage
    mix: Mix
    sentence: str
    rungs: tuple[Rung, ...]
    following: Stage | None
    possible: str
    ungated: str
    contested: str
    declared: bool
    outside_bounds: bool


@dataclass(frozen=True)
class MissingPanel:
    """Why there is no overall result: the dimensions with too few answers."""

    sentence: str
    dimensions: tuple[DimensionView, ...]


@dataclass(frozen=True)
class Agreement:
    """On how many practices people are far apart, and which."""

    finding: str
    first: tuple[Disagreement, ...]
    rest: tuple[Disagreement, ...]


@dataclass(frozen=True)
class OverlayPanel:
    """A dimension beside the overall result, with its own practices and roadmap; `why` leads to its derivation."""

    dimension: DimensionView
    why: str
    table: PracticeTable
    roadmap: RoadmapPanel | None


@dataclass(frozen=True)
class ProfileLine:
    """A dimension in the table of the profile; `why` leads to its derivation."""

    dimension: DimensionView
    why: str
    has_previous: bool
    has_benchmarks: bool


@dataclass(frozen=True)
class ResultPage:
    """What the templates of a result show; `practices_url` is empty where there is no file.

    `addresses` are those of the derivations of its numbers.
    """

    view: ResultView
    stage: StagePanel | None
    missing: MissingPanel | None
    score: Entry | None
    profile: Chart | None
    profile_table: tuple[ProfileLine, ...]
    radar: RadarChart | None
    map: Chart | None
    good_enough: tuple[DimensionView, ...]
    roadmap: RoadmapPanel | None
    table: PracticeTable
    chosen: Chosen
    action_links: tuple[ActionLink, ...]
    actions: str
    agreement: Agreement | None
    overlays: tuple[OverlayPanel, ...]
    comments: tuple[tuple[DimensionView, Said], ...]
    practices_url: str
    addresses: Addresses

    @property
    def benchmark_key(self) -> str:
        """What the benchmark marks of the profile are; empty without any."""
        return benchmark_key(self.view)

    @property
    def bounds(self) -> Bounds | None:
        return self.view.bounds

    @property
    def limiting(self) -> DimensionView | None:
        return self.view.limiting

    @property
    def holding(self) -> tuple[PracticeView, ...]:
        return self.view.holding

    @property
    def limiting_why(self) -> str:
        """Where the derivation of the limiting dimension is."""
        return self.addresses.dimension(self.limiting.section.key) if self.limiting else ""


def result_page(
    view: ResultView,
    notes: Notes,
    chosen: Chosen = EVERYTHING,
    addresses: Addresses | None = None,
    review: Review = NO_REVIEW,
) -> ResultPage:
    """Return everything the page of this result shows, prepared for its templates.

    `notes` are those that whoever asks may see, by practice; `chosen` is the advice that the table of practices
    is narrowed down to; `addresses` are those of its derivations, by default the ones for whoever may see the result,
    for whom alone its tables exist as files; `review` is what reviewers said.
    """
    addresses = addresses or Addresses(view.assessment.uid)
    practices_url, dimensions_url = (
        reverse(f"result-{name}", args=[addresses.uid]) if addresses.uid else "" for name in ("practices", "dimensions")
    )
    return ResultPage(
        view=view,
        stage=stage_panel(view),
        missing=missing_panel(view),
        score=score_entry(view, addresses),
        profile=profile_chart(view, dimensions_url) if view.core else None,
        profile_table=tuple(_profile_table(view, addresses)),
        radar=radar_chart(view, dimensions_url),
        map=map_chart(view, practices_url),
        good_enough=good_enough(view.core),
        roadmap=roadmap_panel(view.practices, addresses),
        table=narrowed(practice_table(view.core, notes, addresses, review), chosen),
        chosen=chosen,
        action_links=action_links(view.practices, chosen) if addresses.overall else (),
        actions=actions_sentence(view.practices),
        agreement=agreement(view.dimensions, addresses),
        overlays=tuple(overlay_panel(dimension, view, notes, addresses, review) for dimension in view.overlays),
        comments=tuple(_comments(view, review)),
        practices_url=practices_url,
        addresses=addresses,
    )


def _comments(view: ResultView, review: Review) -> Iterator[tuple[DimensionView, Said]]:
    for dimension in view.dimensions:
        if dimension.section.key in review.comments:
            yield dimension, review.comments[dimension.section.key]


def _profile_table(view: ResultView, addresses: Addresses) -> Iterator[ProfileLine]:
    for dimension in view.core:
        why = addresses.dimension(dimension.section.key)
        yield ProfileLine(dimension, why, bool(view.previous_title), view.has_benchmarks)


def stage_panel(view: ResultView) -> StagePanel | None:
    """Return the stage and what belongs to it, None where the overall is not reportable."""
    if view.result.stage is None or view.mix is None:
        return None
    rungs = ladder(view)
    following = next_rung(rungs)
    return StagePanel(
        stage=Stage(view.result.stage),
        mix=view.mix,
        sentence=stage_sentence(view.mix, following),
        rungs=rungs,
        following=following.stage if following else None,
        possible=possible_sentence(view),
        ungated=ungated_sentence(view),
        contested=contested_sentence(view),
        declared=view.result.is_declared,
        outside_bounds=view.outside_bounds,
    )


def missing_panel(view: ResultView) -> MissingPanel | None:
    """Return what is missing for an overall result, None where there is one."""
    if view.result.reportable:
        return None
    insufficient = tuple(dimension for dimension in view.core if not dimension.is_reportable)
    return MissingPanel(_missing_sentence(view, insufficient), insufficient)


def _missing_sentence(view: ResultView, insufficient: Sequence[DimensionView]) -> str:
    if not view.result.respondents:
        return _("Nobody has submitted answers, so there is nothing to score.")
    if not view.core:
        return _("Every practice was said not to apply, so there is nothing to score.")
    if len(insufficient) == len(view.core):
        return _("No dimension has enough answers.")
    return ngettext(
        "One of %(all)d dimensions has too few answers, and together the others carry too little weight.",
        "%(count)d of %(all)d dimensions have too few answers, and the others carry too little weight.",
        len(insufficient),
    ) % {"count": len(insufficient), "all": len(view.core)}


def agreement(dimensions: Sequence[DimensionView], addresses: Addresses) -> Agreement | None:
    """Return how far people agree, None where no practice was rated by two."""
    comparable = comparable_practices(dimensions)
    if not comparable:
        return None
    apart = disagreements(dimensions, addresses)
    return Agreement(agreement_finding(len(apart), comparable), *split(apart, SHOWN_APART))


def overlay_panel(
    dimension: DimensionView, view: ResultView, notes: Notes, addresses: Addresses, review: Review
) -> OverlayPanel:
    """Return an overlay with its own table and roadmap; `view` has the practices it may build on."""
    return OverlayPanel(
        dimension,
        addresses.dimension(dimension.section.key),
        practice_table([dimension], notes, addresses, review),
        roadmap_panel(dimension.practices, addresses, view.practices),
    )
