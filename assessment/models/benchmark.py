"""Published snapshots of what cohorts of organizations have, and the contributions they were made of."""

import uuid
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from assessment.models.facts import Sector, Size
from assessment.models.organization import Organization
from assessment.models.questionnaire import Questionnaire, Version

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NUMBERS = ("practice", "explicitness", "explicit", "lower", "median", "upper")


def member_of(organization_uid: uuid.UUID) -> str:
    """Return what names an organization in every snapshot, whoever withdraws and comes back: 64 hexadecimal digits."""
    # SECURITY: it outlives the organization, and says nothing without the random number that the organization had.
    return sha256(organization_uid.bytes).hexdigest()


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def of_kind(self, *, synthetic: bool) -> Self:
        """Those of invented organizations, or those of real ones; never both."""
        return self.filter(synthetic=synthetic)

    def newest(self) -> Self:
        """The last one of each questionnaire, over real and over invented organizations."""
        later = Snapshot.objects.filter(
            questionnaire=OuterRef("questionnaire"), synthetic=OuterRef("synthetic"), batch__gt=OuterRef("batch")
        )
        return self.filter(~Exists(later))


class Snapshot(models.Model):
    """One batch of the benchmark of a questionnaire, over real or over invented organizations, never both."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="snapshots", verbose_name=_("questionnaire")
    )
    # The newest version that somebody contributed on: its weights and thresholds count.
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="snapshots", verbose_name=_("version"))
    batch = models.PositiveIntegerField(_("batch"))
    synthetic = models.BooleanField(_("synthetic"), default=False)
    taken_at = models.DateTimeField(_("taken at"), auto_now_add=True)
    contributions = models.PositiveIntegerField(_("contributing organizations"))
    # Practices that not every version has, and so were left out; their keys.
    left_out = models.JSONField(_("practices left out"), default=list, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["-batch", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "synthetic", "batch"], name="snapshot_batch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}: {self.batch}"


class SnapshotMember(models.Model):
    """What one organization contributed to one snapshot: never published, kept without its name once it withdraws."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="members", verbose_name=_("snapshot"))
    # SECURITY: emptied when consent is withdrawn; `member` then keeps apart who is who, not who it was.
    organization = models.ForeignKey(
        Organization,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("organization"),
    )
    member = models.CharField(_("member"), max_length=64)
    sector = models.CharField(_("sector"), max_length=16, choices=Sector.choices)
    size = models.CharField(_("size"), max_length=8, choices=Size.choices)
    # By subject ("overall" or the key of a dimension): explicit, implicit, declared and absent, 0..1.
    mixes = models.JSONField(_("mixes"))

    class Meta:
        verbose_name = _("contribution to a snapshot")
        verbose_name_plural = _("contributions to snapshots")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "member"], name="snapshot_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot}: {self.member[:8]}"


def _points(name: "StrOrPromise") -> "models.PositiveSmallIntegerField[int | None, int | None]":
    """Whole points of 0..100, empty where nothing is published."""
    return models.PositiveSmallIntegerField(name, null=True, blank=True)


class SnapshotValueQuerySet(models.QuerySet["SnapshotValue"]):
    def published(self) -> Self:
        """Those that nobody had withdrawn."""
        return self.filter(withdrawn_at=None)


class SnapshotValue(models.Model):
    """The published numbers of one segment and subject: means and, from enough organizations, quartiles."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="values", verbose_name=_("snapshot"))
    family = models.CharField(_("family of segments"), max_length=8)
    segment = models.CharField(_("segment"), max_length=16, blank=True)
    subject = models.SlugField(_("subject"))
    # The snapshot whose contributions these are: this one, or an earlier one while too few changed.
    made_in = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+", verbose_name=_("made in"))
    n = models.PositiveIntegerField(_("organizations"))
    practice = models.PositiveSmallIntegerField(_("practice"))
    explicitness = models.PositiveSmallIntegerField(_("explicitness"))
    explicit = models.PositiveSmallIntegerField(_("explicit"))
    lower = _points(_("lower quartile"))
    median = _points(_("median"))
    upper = _points(_("upper quartile"))
    # Set where a lead who withdrew consent had the segment withdrawn at once. The row stays: it has been seen.
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = SnapshotValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a snapshot")
        verbose_name_plural = _("values of snapshots")
        ordering = ["snapshot", "subject", "family", "segment"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "family", "segment", "subject"], name="snapshot_value_once"),
            models.CheckConstraint(condition=Q(n__gte=5), name="snapshot_value_has_a_cohort"),
            models.CheckConstraint(
                condition=Q(lower=None, median=None, upper=None)
                | Q(lower__lte=F("median"), median__lte=F("upper"), n__gte=20),
                name="snapshot_value_quartiles_in_order",
            ),
            models.CheckConstraint(
                condition=Q(practice__lte=100, explicitness__lte=100)
                & Q(explicit__lte=F("practice"))
                & Q(explicit__lte=F("explicitness")),
                name="snapshot_value_is_a_mix",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.segment}, {self.subject}: {self.practice} ({self.n})"


class ForeignSnapshot(models.Model):
    """A snapshot of another installation, imported from a file with its signature checked."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # As the settings name the key that signed it.
    source = models.CharField(_("source"), max_length=120)
    content_hash = models.CharField(_("hash of the file"), max_length=64, unique=True)
    document = models.JSONField(_("document"))
    taken_at = models.DateTimeField(_("taken at"))
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("imported by")
    )

    class Meta:
        verbose_name = _("snapshot of another installation")
        verbose_name_plural = _("snapshots of other installations")
        ordering = ["source", "-taken_at", "pk"]

    def __str__(self) -> str:
        return f"{self.source}: {self.taken_at:%Y-%m-%d}"
