"""The thresholds of the scale, as checked columns of a version."""

from dataclasses import fields
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.measurement.instrument import THRESHOLD_ORDER, THRESHOLD_RANGES, Thresholds

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DEFAULTS = Thresholds()


def _share(name: str, label: "StrOrPromise") -> "models.FloatField[float, float]":
    return models.FloatField(label, default=getattr(DEFAULTS, name))


def _count(name: str, label: "StrOrPromise") -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(label, default=getattr(DEFAULTS, name))


def threshold_constraints() -> list[models.BaseConstraint]:
    """Ranges and order of the measurement's own thresholds, as constraints of the database."""
    ranges = [
        models.CheckConstraint(
            condition=Q(**{f"{name}__gte": low, f"{name}__lte": high}), name=f"version_{name}_in_range"
        )
        for name, (low, high) in THRESHOLD_RANGES.items()
    ]
    order = [
        models.CheckConstraint(condition=Q(**{f"{low}__lte": F(high)}), name=f"version_{low}_not_above_{high}")
        for low, high in THRESHOLD_ORDER
    ]
    return [*ranges, *order]


class ThresholdColumns(models.Model):
    """Named and defaulted as `measurement.Thresholds`; a test keeps the two in step."""

    dimension_coverage = _share("dimension_coverage", _("coverage that makes a dimension reportable"))
    dimension_practices = _count("dimension_practices", _("rated practices that make a dimension reportable"))
    overall_weight = _share("overall_weight", _("weight of reportable dimensions that makes the overall reportable"))
    not_applicable_share = _share(
        "not_applicable_share", _("share of respondents that makes a practice not applicable")
    )
    hold_back = _share("hold_back", _("an essential practice below this holds back"))
    institutional_practice = _share("institutional_practice", _("Institutional: lowest practice score"))
    institutional_explicit = _share("institutional_explicit", _("Institutional: lowest explicit part"))
    institutional_essential = _share("institutional_essential", _("Institutional: each essential practice"))
    explicit_practice = _share("explicit_practice", _("Explicit: lowest practice score"))
    explicit_explicit = _share("explicit_explicit", _("Explicit: lowest explicit part"))
    implicit_practice = _share("implicit_practice", _("Implicit: lowest practice score"))
    exploring_practice = _share("exploring_practice", _("Exploring: lowest practice score"))
    declared_practice = _share("declared_practice", _("declared: practice below"))
    declared_explicitness = _share("declared_explicitness", _("declared: explicitness from"))
    discuss_range = _share("discuss_range", _("range of answers to discuss"))
    contested_share = _share("contested_share", _("weight of practices to discuss that makes a result contested"))
    recognised = _share("recognised", _("explicitness from which a practice counts as agreed"))
    agreed = _share("agreed", _("explicitness that advice lifts to"))
    essential_target = _share("essential_target", _("lowest target of an essential practice"))
    target_proof_of_concept = _share("target_proof_of_concept", _("target: proof of concept"))
    target_not_critical = _share("target_not_critical", _("target: in production, not critical"))
    target_critical = _share("target_critical", _("target: in production, critical"))
    now = _count("now", _("actions under Now"))
    next = _count("next", _("actions under Next"))
    construct_share = _share("construct_share", _("answered items that give a construct"))
    spread_raters = _count("spread_raters", _("raters from which a spread is shown"))
    distribution_respondents = _count("distribution_respondents", _("respondents from which a distribution is shown"))
    open_text_respondents = _count("open_text_respondents", _("respondents from which open answers are shown"))
    benchmark_mean = _count("benchmark_mean", _("organizations from which a benchmark mean is shown"))
    benchmark_quartiles = _count("benchmark_quartiles", _("organizations from which quartiles are shown"))
    benchmark_changes = _count("benchmark_changes", _("changes that replace a published benchmark"))
    benchmark_remainder = _count("benchmark_remainder", _("smallest remainder a segment may leave"))
    benchmark_membership_days = _count("benchmark_membership_days", _("days of membership before contributing"))

    class Meta:
        abstract = True
        constraints = threshold_constraints()

    def thresholds(self) -> Thresholds:
        """The thresholds as the measurement takes them."""
        return Thresholds(**{field.name: getattr(self, field.name) for field in fields(Thresholds)})
