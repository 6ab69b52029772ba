"""One round of one organization, and its targets."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.campaign import Campaign
from assessment.models.facts import OrganizationFacts
from assessment.models.organization import Organization
from assessment.models.person import Person
from assessment.models.questionnaire import Version


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, person: Person) -> Self:
        """Those of the organizations visible to the person."""
        return self.filter(organization__in=Organization.objects.visible_to(person))

    def open(self) -> Self:
        return self.filter(state=Assessment.State.OPEN)

    def closed(self) -> Self:
        return self.filter(state=Assessment.State.CLOSED)


class Assessment(OrganizationFacts):
    """The facts are the organization's as they were at opening."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    class Kind(models.TextChoices):
        TEAM = "team", _("a team")
        JUST_ME = "just-me", _("just me")
        PAPER = "paper", _("on paper")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("organization")
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("version")
    )
    title = models.CharField(_("title"), max_length=80)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    kind = models.CharField(_("who answers"), max_length=8, choices=Kind.choices, default=Kind.TEAM)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    # A past round that is entered from paper: the day on which people answered.
    held_on = models.DateField(_("held on"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("opened by"),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )

    # Set where it came as a bundle from another installation: there are tallies, but no responses.
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("campaign"),
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["organization", "state", "-closed_at"], name="assessment_latest_closed")]
        constraints = [
            models.UniqueConstraint(fields=["organization", "title"], name="assessment_title_once_per_organization"),
            models.CheckConstraint(condition=~Q(title=""), name="assessment_has_a_title"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | Q(state="closed", closed_at__isnull=False),
                name="assessment_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind="paper", held_on__isnull=False) | (~Q(kind="paper") & Q(held_on=None)),
                name="assessment_on_paper_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Target(models.Model):
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="targets", verbose_name=_("assessment")
    )
    dimension_key = models.SlugField(_("dimension"))
    value = models.FloatField(_("target"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "dimension_key"], name="target_once_per_dimension"),
            models.CheckConstraint(condition=Q(value__gte=0, value__lte=1), name="target_is_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension_key}: {self.value}"
