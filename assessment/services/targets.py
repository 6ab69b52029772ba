"""How far an organization wants to go, by dimension: its targets for one round, and for the next ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessment, DefaultTarget, Organization, Person, Target
from assessment.services import audit, results
from assessment.services.assessments import locked
from assessment.services.errors import Refused
from assessment.services.frozen import FrozenSection
from assessment.services.seen import refuse_changed
from assessment.services.versions import frozen


@dataclass(frozen=True)
class Aim:
    """The target of one dimension, and the one that goes with how critical the models are; each 0..1."""

    section: FrozenSection
    value: float
    default: float

    @property
    def key(self) -> str:
        return self.section.key


def aims_of(assessment: Assessment) -> tuple[Aim, ...]:
    """Return the targets of the dimensions that the round asks, overlays too, in one query."""
    version = frozen(assessment.version)
    instrument = version.instrument(assessment.facts())
    values = results.targets_of(assessment, instrument)
    defaults = results.default_targets(assessment, instrument)
    return tuple(
        Aim(section, values[section.key], defaults[section.key])
        for section in version.dimensions
        if section.key in values
    )


def shown_targets(aims: Sequence[Aim]) -> str:
    """What a page shows of the targets, as one text, to notice later that somebody else changed them."""
    return " ".join(f"{aim.key}:{aim.value:.6f}" for aim in aims)


def set_targets(
    person: Person, assessment: Assessment, values: Mapping[str, float], *, for_next: bool = False, seen: str = ""
) -> None:
    """Give the round these targets of 0..1 by dimension, and with `for_next` the rounds after it, too.

    The result is computed anew, whether the round is open or closed. `seen` is what `shown_targets`
    said when they were thought of. Raises Refused: 409 where they have changed since, 422 unless
    there is one of 0..1 for every dimension that the round asks.
    """
    with transaction.atomic():
        held = _held(assessment, seen)
        _refuse_impossible(held, values)
        _replace(held, values)
        if for_next:
            DefaultTarget.objects.filter(organization=held.organization, dimension_key__in=values).delete()
            DefaultTarget.objects.bulk_create(
                DefaultTarget(organization=held.organization, dimension_key=key, value=value)
                for key, value in values.items()
            )
        _finish(person, held, "targets changed", for_next=for_next)


def reset_targets(person: Person, assessment: Assessment, *, for_next: bool = False, seen: str = "") -> None:
    """Give the round the targets that go with how critical its models are, and with `for_next` the rounds after it.

    Raises Refused as `set_targets` does (409).
    """
    with transaction.atomic():
        held = _held(assessment, seen)
        _replace(held, {aim.key: aim.default for aim in aims_of(held)})
        if for_next:
            DefaultTarget.objects.filter(organization=held.organization).delete()
        _finish(person, held, "targets reset", for_next=for_next)


def has_targets_of_its_own(organization: Organization) -> bool:
    """Whether the organization's next round begins with targets that a lead chose."""
    return organization.default_targets.exists()


def _held(assessment: Assessment, seen: str) -> Assessment:
    """The round, held until the transaction ends, with its targets as they were seen."""
    held = locked(assessment)
    if seen:
        refuse_changed(seen, shown_targets(aims_of(held)), _("Somebody has changed the targets in the meantime."))
    return held


def _refuse_impossible(assessment: Assessment, values: Mapping[str, float]) -> None:
    asked = {aim.key for aim in aims_of(assessment)}
    if set(values) != asked or not all(0 <= value <= 1 for value in values.values()):
        raise Refused(_("Every dimension needs a target from 0 to 100."))


def _replace(assessment: Assessment, values: Mapping[str, float]) -> None:
    Target.objects.filter(assessment=assessment, dimension_key__in=values).delete()
    Target.objects.bulk_create(
        Target(assessment=assessment, dimension_key=key, value=value) for key, value in values.items()
    )


def _finish(person: Person, assessment: Assessment, verb: str, *, for_next: bool) -> None:
    results.recompute(assessment)
    audit.record(person, f"{verb}, next rounds too" if for_next else verb, assessment, assessment.organization)
