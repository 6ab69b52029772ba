"""Which organizations contribute to a benchmark, and with what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import Concat, RowNumber
from django.utils import timezone

from assessment.measurement.benchmark import OVERALL, Contribution
from assessment.measurement.common_core import CommonCore, common_core, rescored
from assessment.measurement.comparison import settled
from assessment.measurement.dimensions import DimensionState
from assessment.measurement.mix import Mix
from assessment.measurement.scores import Scores
from assessment.models import (
    Assessment,
    Consent,
    DimensionResult,
    Membership,
    Organization,
    PracticeResult,
    Questionnaire,
    Version,
    member_of,
)
from assessment.services.frozen import Facts, FrozenVersion
from assessment.services.results import mix_of
from assessment.services.tally_inputs import tallies_elsewhere
from assessment.services.versions import frozen


@dataclass(frozen=True)
class Contributions:
    """What goes into one snapshot: the organizations by what names them there, on which version and core.

    `organizations` and `rounds` hold the primary keys. `left_out` are the practices, by key, that not all
    versions have.
    """

    version: Version
    each: tuple[Contribution, ...]
    organizations: Mapping[str, int]
    rounds: Mapping[str, int]
    left_out: tuple[str, ...]


def contributions_to(
    questionnaire: Questionnaire,
    *,
    synthetic: bool,
    only: Organization | None = None,
    purpose: Consent.Purpose = Consent.Purpose.BENCHMARK,
) -> Contributions | None:
    """Return what organizations contribute to a questionnaire's benchmark, or to research; None if unpublished.

    Each contributes once: its latest closed assessment made here, if that is uncontested and its overall
    reportable. Where they stand on several versions, all are rescored on the common core of these, as the newest
    measures it. `only`: what this one would contribute beside all the others, without reading theirs. A constant
    number of queries, whatever the number of organizations. Source: docs/measurement.md, "Benchmarks".
    """
    published = list(questionnaire.versions.exclude(number=None).order_by("number"))
    if not published:
        return None
    days = frozen(published[-1]).thresholds.benchmark_membership_days
    rounds = _contributing(questionnaire, contributors(synthetic=synthetic, days=days, purpose=purpose))
    read = rounds if only is None else rounds.filter(organization=only)
    found = list(read.select_related("organization", "result"))
    standing = _standing(rounds, found if only is None else None) or {published[-1].pk}
    versions = [version for version in published if version.pk in standing]
    cores = Cores(tuple(frozen(version) for version in versions))
    each = _rescored(found, read, cores) if len(versions) > 1 else _stored(found, read)
    return Contributions(
        version=versions[-1],
        each=tuple(contribution for contribution in each if OVERALL in contribution.mixes),
        organizations={_member(assessment): assessment.organization_id for assessment in found},
        rounds={_member(assessment): assessment.pk for assessment in found},
        left_out=cores.left_out,
    )


def _standing(rounds: QuerySet[Assessment], all_of_them: Sequence[Assessment] | None) -> set[int]:
    """The versions that the rounds stand on, read anew unless all of them are at hand."""
    if all_of_them is not None:
        return {assessment.version_id for assessment in all_of_them}
    return set(rounds.order_by().values_list("version_id", flat=True).distinct())


@dataclass(frozen=True)
class Cores:
    """The common core of several versions, oldest first, for organizations who were asked different sections."""

    versions: tuple[FrozenVersion, ...]
    _made: dict[tuple[int, ...], CommonCore] = field(default_factory=dict)

    def of(self, facts: Facts) -> CommonCore:
        """Return the common core of what is asked under these facts."""
        # A version hands out one instrument for all who are asked the same.
        instruments = tuple(version.instrument(facts) for version in self.versions)
        key = tuple(id(instrument) for instrument in instruments)
        if key not in self._made:
            self._made[key] = common_core(*instruments)
        return self._made[key]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The practices, by key, that some versions have and others lack."""
        keys = [frozenset(version.practices) for version in self.versions]
        return tuple(sorted(frozenset.union(*keys) - frozenset.intersection(*keys)))


# --- Who contributes ------------------------------------------------------------------------------


def _contributing(questionnaire: Questionnaire, organizations: QuerySet[Organization]) -> QuerySet[Assessment]:
    """The latest closed rounds of these organizations, where the result is one to contribute."""
    latest = Window(RowNumber(), partition_by=F("organization"), order_by=[F("closed_at").desc(), F("pk").desc()])
    closed = Assessment.objects.closed().filter(
        version__questionnaire=questionnaire, imported_at=None, organization__in=organizations
    )
    # In a query of its own: a condition beside the window would be tested first, and fall back on older rounds.
    numbered = closed.order_by().annotate(place=latest).filter(place=1).values("pk")
    latest_rounds = Assessment.objects.filter(pk__in=numbered)
    return latest_rounds.filter(result__contested=False, result__reportable=True).order_by("pk")


def contributors(
    *, synthetic: bool, days: int, purpose: Consent.Purpose = Consent.Purpose.BENCHMARK
) -> QuerySet[Organization]:
    """Organizations with a consent to this purpose, which somebody vouches for, here for so many days."""
    consent = Consent.objects.filter(organization=OuterRef("pk"), purpose=purpose, withdrawn_at=None)
    return Organization.objects.filter(
        vouched_for(synthetic=synthetic),
        Exists(consent),
        synthetic=synthetic,
        created_at__lte=timezone.now() - timedelta(days=days),
        deletion_due_on=None,
    )


def vouched_for(*, synthetic: bool) -> Q:
    """The condition on an organization that an administrator vouches for it, or the domain of a lead's address."""
    # SECURITY: else whoever makes up organizations could fill a cohort, and read off the one real member of it.
    # So a domain vouches for one organization, too: further ones take an administrator.
    same_domain = Organization.objects.filter(email_domain__iexact=OuterRef("email_domain"), synthetic=synthetic)
    by_domain = Exists(_leads_at_its_domain()) & ~Exists(same_domain.filter(pk__lt=OuterRef("pk")))
    return Q(vouched_at__isnull=False) | by_domain


def _leads_at_its_domain() -> QuerySet[Membership]:
    """Leads with a verified address at the e-mail domain of the organization."""
    at_domain = Concat(Value("@"), OuterRef("organization__email_domain"))
    verified = EmailAddress.objects.filter(user=OuterRef("user"), verified=True, email__iendswith=at_domain)
    leads = Membership.objects.filter(organization=OuterRef("pk"), role=Membership.Role.LEAD)
    return leads.exclude(organization__email_domain="").filter(Exists(verified))


# --- What they contribute -------------------------------------------------------------------------


def _member(assessment: Assessment) -> str:
    return member_of(assessment.organization.uid)


def _contribution(assessment: Assessment, mixes: Mapping[str, Mix | None]) -> Contribution:
    """The contribution of a round, with the facts of the organization as they were at its opening."""
    known = {subject: _settled(mix) for subject, mix in mixes.items() if mix is not None}
    return Contribution(_member(assessment), assessment.sector, assessment.size, known)


def _settled(mix: Mix) -> Mix:
    """The mix as it is compared with that of another batch."""
    explicit, implicit, declared, absent = (settled(part) for part in mix.parts)
    return Mix(explicit, implicit, declared, absent)


def _stored(found: Sequence[Assessment], rounds: QuerySet[Assessment]) -> Iterator[Contribution]:
    """What the rounds have as it was stored; one query."""
    rows = DimensionResult.objects.filter(result__assessment__in=rounds.values("pk"), state=DimensionState.REPORTABLE)
    mixes: dict[int, dict[str, Mix | None]] = {}
    for row in rows.order_by("result", "position"):
        mixes.setdefault(row.result_id, {})[row.key] = mix_of(row)
    for assessment in found:
        result = assessment.result
        yield _contribution(assessment, {OVERALL: mix_of(result), **mixes.get(result.pk, {})})


def _rescored(found: Sequence[Assessment], rounds: QuerySet[Assessment], cores: Cores) -> Iterator[Contribution]:
    """What the rounds have on the common core, from their stored tallies; one query."""
    tallies: dict[int, list[PracticeResult]] = {}
    for row in PracticeResult.objects.filter(result__assessment__in=rounds.values("pk")).order_by("result", "position"):
        tallies.setdefault(row.result_id, []).append(row)
    for assessment in found:
        core, result = cores.of(assessment.facts()), assessment.result
        by_practice = tallies_elsewhere(tallies.get(result.pk, []), result.respondents)
        scores = rescored(core, by_practice, result.respondents, _targets(core))
        yield _contribution(assessment, {OVERALL: scores.overall.mix, **_reported(scores)})


def _targets(core: CommonCore) -> dict[str, float]:
    """Any targets: no mix depends on them."""
    return dict.fromkeys((dimension.key for dimension in core.instrument.dimensions), 0.5)


def _reported(scores: Scores) -> dict[str, Mix | None]:
    """The mixes of the dimensions that are reportable."""
    return {key: each.mix for key, each in scores.dimensions.items() if each.state is DimensionState.REPORTABLE}
