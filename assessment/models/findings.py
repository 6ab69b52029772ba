"""What organizations that consented to research have together: batches of numbers, and an anonymous data set."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.facts import Sector, Size
from assessment.models.organization import Organization
from assessment.models.questionnaire import Questionnaire, Version


class FindingsSnapshotQuerySet(models.QuerySet["FindingsSnapshot"]):
    def like(self, questionnaire: Questionnaire, *, synthetic: bool) -> Self:
        """Those of this questionnaire over invented organizations, or over real ones; never both."""
        return self.filter(questionnaire=questionnaire, synthetic=synthetic)


class FindingsSnapshot(models.Model):
    """One batch of findings, over real or over invented organizations, never both."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="findings", verbose_name=_("questionnaire")
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="findings", verbose_name=_("version"))
    batch = models.PositiveIntegerField(_("batch"))
    synthetic = models.BooleanField(_("synthetic"), default=False)
    taken_at = models.DateTimeField(_("taken at"), auto_now_add=True)

    objects = FindingsSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("findings")
        verbose_name_plural = _("findings")
        ordering = ["-batch", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "synthetic", "batch"], name="findings_batch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}: {self.batch}"


class Contributed(models.Model):
    """What one organization gave to a batch: never published with its name, kept without it once it withdraws."""

    # SECURITY: emptied when consent is withdrawn; `member` then keeps apart who is who, not who it was.
    organization = models.ForeignKey(
        Organization,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organization"),
    )
    member = models.CharField(_("member"), max_length=64)

    class Meta:
        abstract = True


class FindingsMember(Contributed):
    """The readings of one organization behind the numbers of a batch."""

    snapshot = models.ForeignKey(
        FindingsSnapshot, on_delete=models.CASCADE, related_name="members", verbose_name=_("findings")
    )
    sector = models.CharField(_("sector"), max_length=16, choices=Sector.choices)
    size = models.CharField(_("size"), max_length=8, choices=Size.choices)
    # By subject: [number or null, group or null].
    readings = models.JSONField(_("readings"))

    class Meta:
        verbose_name = _("contribution to findings")
        verbose_name_plural = _("contributions to findings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "member"], name="findings_member_once")]

    def __str__(self) -> str:
        return f"{self.snapshot}: {self.member[:8]}"


class FindingsValue(models.Model):
    """The published numbers of one segment and subject."""

    snapshot = models.ForeignKey(
        FindingsSnapshot, on_delete=models.CASCADE, related_name="values", verbose_name=_("findings")
    )
    family = models.CharField(_("family of segments"), max_length=8)
    segment = models.CharField(_("segment"), max_length=16, blank=True)
    subject = models.SlugField(_("subject"), max_length=80)
    # The batch whose contributions these are: this one, or an earlier one while too few changed.
    made_in = models.ForeignKey(FindingsSnapshot, on_delete=models.PROTECT, related_name="+", verbose_name=_("made in"))
    n = models.PositiveIntegerField(_("organizations"))
    mean = models.PositiveSmallIntegerField(_("mean"), null=True, blank=True)
    # [lower, median, upper], empty where they are few.
    quartiles = models.JSONField(_("quartiles"), default=list, blank=True)
    # [[first group, last group, organizations], …]
    runs = models.JSONField(_("groups"), default=list, blank=True)

    class Meta:
        verbose_name = _("number of findings")
        verbose_name_plural = _("numbers of findings")
        ordering = ["snapshot", "subject", "family", "segment"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "family", "segment", "subject"], name="findings_value_once"),
            models.CheckConstraint(condition=Q(n__gte=5), name="findings_value_has_a_cohort"),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.segment}, {self.subject} ({self.n})"


class FindingsRowQuerySet(models.QuerySet["FindingsRow"]):
    def published(self) -> Self:
        """Those that nobody of their combination withdrew from."""
        return self.filter(withdrawn_at=None)


class FindingsRow(Contributed):
    """The row of one organization in the anonymous data set: made once, never changed, withdrawn with its peers."""

    snapshot = models.ForeignKey(
        FindingsSnapshot, on_delete=models.CASCADE, related_name="rows", verbose_name=_("findings")
    )
    # As shown: empty is any sector.
    sector = models.CharField(_("sector"), max_length=16, choices=Sector.choices, blank=True)
    size = models.CharField(_("size"), max_length=8, choices=Size.choices)
    # By column: coarse numbers; a column without one is missing.
    values = models.JSONField(_("values"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = FindingsRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of the data set")
        verbose_name_plural = _("rows of the data set")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "member"], name="findings_row_once")]

    def __str__(self) -> str:
        return f"{self.snapshot}: {self.member[:8]}"
