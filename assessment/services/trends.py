"""The rounds of one organization in the order in which they were closed, with what is stored of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from assessment.measurement.dimensions import DimensionState
from assessment.measurement.instrument import Instrument
from assessment.measurement.mix import Mix
from assessment.models import Assessment, DimensionResult, Organization, Person, Result
from assessment.services.frozen import FrozenSection, FrozenVersion
from assessment.services.results import mix_of
from assessment.services.versions import frozen

# What a version says at length, read from memory (`frozen`) and not once more for each round.
HEAVY = tuple(f"assessment__version__{name}" for name in ("sources", "constructs", "description", "notes"))


@dataclass(frozen=True)
class Round:
    """One closed round with its stored result.

    `scores` holds P by dimension, 0..1: None where too little is known to report it, nothing where the
    dimension was not asked or does not apply.
    """

    assessment: Assessment
    result: Result
    scores: Mapping[str, float | None]

    @property
    def uid(self) -> UUID:
        return self.assessment.uid

    @property
    def title(self) -> str:
        return self.assessment.title

    @cached_property
    def mix(self) -> Mix | None:
        """The mix, None where the overall result is not reportable."""
        return mix_of(self.result) if self.result.reportable else None

    @cached_property
    def version(self) -> FrozenVersion:
        return frozen(self.assessment.version)

    @cached_property
    def instrument(self) -> Instrument:
        """What was measured: the version's dimensions that its facts asked for."""
        return self.version.instrument(self.assessment.facts())

    @property
    def has_workshops(self) -> bool:
        """Whether more people answered than there are raters: a workshop is one rater for the scores."""
        return self.result.people > self.result.respondents

    def is_like(self, other: "Round") -> bool:
        """Whether both were measured alike, so that their stored results compare as they are."""
        return self.is_of_the_questionnaire_of(other) and self.instrument == other.instrument

    def has_the_practices_of(self, other: "Round") -> bool:
        """Whether both were asked the same practices; weights and rules may still differ."""
        same = self.instrument.practice_keys == other.instrument.practice_keys
        return same and self.is_of_the_questionnaire_of(other)

    def is_of_the_questionnaire_of(self, other: "Round") -> bool:
        return self.version.questionnaire_key == other.version.questionnaire_key


@dataclass(frozen=True)
class Trend:
    """All closed rounds of an organization, the one closed first at the front."""

    organization: Organization
    rounds: tuple[Round, ...]

    @cached_property
    def by_uid(self) -> dict[UUID, Round]:
        return {each.uid: each for each in self.rounds}

    @cached_property
    def breaks(self) -> frozenset[UUID]:
        """The rounds that were measured otherwise than the one before them."""
        pairs = zip(self.rounds, self.rounds[1:], strict=False)
        return frozenset(later.uid for earlier, later in pairs if not later.is_like(earlier))

    @cached_property
    def run(self) -> tuple[Round, ...]:
        """The latest rounds that were all measured alike: those whose stored results compare as they are."""
        starts = [place for place, each in enumerate(self.rounds) if each.uid in self.breaks]
        return self.rounds[starts[-1] :] if starts else self.rounds

    @cached_property
    def reported(self) -> tuple[Round, ...]:
        """Those of the `run` with an overall result."""
        return tuple(each for each in self.run if each.mix is not None)

    @cached_property
    def dimensions(self) -> tuple[FrozenSection, ...]:
        """The dimensions that apply to any round, as the latest round that has them says; overlays last."""
        asked = {key for each in self.rounds for key in each.scores}
        found: dict[str, FrozenSection] = {}
        for each in reversed(self.rounds):
            for section in each.version.dimensions:
                if section.key in asked:
                    found.setdefault(section.key, section)
        return tuple(sorted(found.values(), key=lambda section: section.overlay))

    def before(self, shown: Round) -> Round | None:
        """The round closed before this one, None for the first."""
        place = self.rounds.index(shown)
        return self.rounds[place - 1] if place else None


def trend_of(person: Person, organization: Organization) -> Trend:
    """Return the closed rounds of the organization that the person may see, in two queries.

    (The versions come from memory.) Nothing is recomputed: what is read was stored when each round was closed.
    """
    # SECURITY: visible_to leaves out rounds that are open, or open again: they have no result for anybody.
    results = list(
        Result.objects.visible_to(person)
        .filter(assessment__organization=organization)
        .select_related("assessment__version__questionnaire")
        .defer(*HEAVY)
        .order_by("assessment__closed_at", "assessment__pk")
    )
    scores = _scores(results)
    rounds = tuple(Round(result.assessment, result, scores.get(result.pk, {})) for result in results)
    return Trend(organization, rounds)


def _scores(results: list[Result]) -> dict[int, dict[str, float | None]]:
    """P by result and dimension."""
    rows = DimensionResult.objects.filter(result__in=results).exclude(state=DimensionState.NOT_APPLICABLE)
    scores: dict[int, dict[str, float | None]] = {}
    for result, key, state, practice in rows.values_list("result", "key", "state", "practice"):
        scores.setdefault(result, {})[key] = practice if state == DimensionState.REPORTABLE else None
    return scores
