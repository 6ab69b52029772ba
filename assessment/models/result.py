"""The stored scores of an assessment: overall, per dimension, per practice."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.assessment import Assessment
from assessment.models.person import Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _share(name: "StrOrPromise") -> "models.FloatField[float | None, float | None]":
    """A number from 0 to 1, empty where it is undefined."""
    return models.FloatField(name, null=True, blank=True)


class MixColumns(models.Model):
    """The four parts of the adoption mix; all empty where there is none."""

    mix_explicit = _share(_("explicit"))
    mix_implicit = _share(_("implicit"))
    mix_declared = _share(_("declared"))
    mix_absent = _share(_("absent"))

    class Meta:
        abstract = True


class BoundColumns(models.Model):
    """Coverage, and what the unknown practices leave open; all empty where nothing applies."""

    coverage = _share(_("coverage"))
    practice_low = _share(_("practice, low"))
    practice_high = _share(_("practice, high"))
    explicit_low = _share(_("explicit, low"))
    explicit_high = _share(_("explicit, high"))

    class Meta:
        abstract = True


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, person: Person) -> Self:
        """Results of closed assessments of the organizations visible to the person."""
        # SECURITY: before closing nobody but the services reads a result.
        return self.filter(assessment__in=Assessment.objects.visible_to(person).closed())


class Result(MixColumns, BoundColumns):
    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="result", verbose_name=_("assessment")
    )
    scale_version = models.CharField(_("version of the scale"), max_length=16)
    inputs_hash = models.CharField(_("hash of the inputs"), max_length=64)
    computed_at = models.DateTimeField(_("computed at"))
    respondents = models.PositiveIntegerField(_("respondents"))
    # The n shown: a workshop counts as the people it says, though it is one respondent for the scores.
    people = models.PositiveIntegerField(_("people"))
    reportable = models.BooleanField(_("reportable"))
    # P and E of the mix, kept so that the database can sort and filter by them.
    practice = _share(_("practice"))
    explicitness = _share(_("explicitness"))
    stage = models.PositiveSmallIntegerField(_("stage"), null=True, blank=True, db_index=True)
    possible_stage = models.PositiveSmallIntegerField(_("possible stage"), null=True, blank=True)
    stage_without_gates = models.PositiveSmallIntegerField(_("stage without gates"), null=True, blank=True)
    stage_lowest = models.PositiveSmallIntegerField(_("lowest stage"), null=True, blank=True)
    stage_highest = models.PositiveSmallIntegerField(_("highest stage"), null=True, blank=True)
    is_declared = models.BooleanField(_("declared"), default=False)
    contested = models.BooleanField(_("contested"), default=False)
    held_back_by = models.JSONField(_("held back by"), default=list)
    limiting_dimension = models.SlugField(_("limiting dimension"), blank=True)
    unknown = models.PositiveIntegerField(_("unknown practices"), default=0)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reportable=False, stage=None, practice=None)
                | Q(reportable=True, stage__isnull=False, practice__isnull=False),
                name="result_reportable_has_a_stage",
            ),
            models.CheckConstraint(condition=Q(stage=None) | Q(stage__lte=4), name="result_stage_is_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.stage}"


class DimensionResult(MixColumns, BoundColumns):
    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="dimensions", verbose_name=_("result"))
    key = models.SlugField(_("key"))
    position = models.PositiveSmallIntegerField(_("position"))
    overlay = models.BooleanField(_("overlay"), default=False)
    state = models.CharField(_("state"), max_length=16)
    practice = _share(_("practice"))
    explicitness = _share(_("explicitness"))

    class Meta:
        verbose_name = _("result of a dimension")
        verbose_name_plural = _("results of dimensions")
        ordering = ["result", "position"]
        constraints = [models.UniqueConstraint(fields=["result", "key"], name="dimension_result_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.practice}"


class PracticeResult(MixColumns):
    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="practices", verbose_name=_("result"))
    key = models.SlugField(_("key"))
    dimension_key = models.SlugField(_("dimension"))
    position = models.PositiveSmallIntegerField(_("position"))
    state = models.CharField(_("state"), max_length=16)
    raters = models.PositiveIntegerField(_("raters"))
    not_applicable = models.PositiveIntegerField(_("said it does not apply"))
    # How many gave each pair of answers: [[x, e, count], …] in ascending order.
    tally = models.JSONField(_("joint tally"), default=list)
    x = _share(_("practice"))
    e = _share(_("recognition"))
    median = _share(_("median"))
    minimum = _share(_("minimum"))
    maximum = _share(_("maximum"))
    discuss = models.BooleanField(_("discuss"), default=False)
    action = models.CharField(_("action"), max_length=16, blank=True)
    gain_explicit = models.FloatField(_("gain in explicit points"), null=True, blank=True)
    gain_practice = models.FloatField(_("gain in practice points"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(_("place on the roadmap"), null=True, blank=True)
    placement = models.CharField(_("now, next or later"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("result of a practice")
        verbose_name_plural = _("results of practices")
        ordering = ["result", "position"]
        constraints = [models.UniqueConstraint(fields=["result", "key"], name="practice_result_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"


class ConstructResult(models.Model):
    """One construct of perception over all respondents; beside the score, never in it."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="constructs", verbose_name=_("result"))
    key = models.SlugField(_("key"))
    position = models.PositiveSmallIntegerField(_("position"))
    respondents = models.PositiveIntegerField(_("respondents"))
    mean = models.FloatField(_("mean"), null=True, blank=True)
    # For each item by key, how many gave each value of 1..5, turned round where it is reversed.
    # SECURITY: shown only from `distribution_respondents` of the version on.
    counts = models.JSONField(_("counts"), default=dict)

    class Meta:
        verbose_name = _("result of a construct")
        verbose_name_plural = _("results of constructs")
        ordering = ["result", "position"]
        constraints = [
            models.UniqueConstraint(fields=["result", "key"], name="construct_result_once"),
            models.CheckConstraint(
                condition=Q(mean=None) | Q(mean__gte=1, mean__lte=5), name="construct_result_mean_is_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.mean}"
