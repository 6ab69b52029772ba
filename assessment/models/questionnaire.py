"""Questionnaires and their versions."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.organization import Organization
from assessment.models.person import Person
from assessment.models.thresholds import ThresholdColumns


class Questionnaire(models.Model):
    key = models.SlugField(_("key"), unique=True)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class VersionQuerySet(models.QuerySet["Version"]):
    def published(self) -> Self:
        return self.filter(state=Version.State.PUBLISHED)

    def visible_to(self, person: Person) -> Self:
        """Every version for editors; for everybody else who signed in what was published here.

        One that somebody's bundle brought is for those alone who see a round on it.
        """
        if person.user is None:
            return self.none()
        if person.user.has_perm("assessment.change_version"):
            return self.all()
        # SECURITY: what one organization uploads is not put before the others; a subquery, so that no row comes twice.
        seen = Organization.objects.visible_to(person)
        brought = Version.objects.filter(assessments__organization__in=seen).values("pk")
        return self.exclude(state=Version.State.DRAFT).filter(Q(imported_at=None) | Q(pk__in=brought))


class Version(ThresholdColumns):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions", verbose_name=_("questionnaire")
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT, editable=False)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    language = models.CharField(_("language"), max_length=16, default="en")
    minutes = models.PositiveSmallIntegerField(_("minutes to answer"), default=25)
    notes = models.TextField(_("release notes"), blank=True)
    sources = models.JSONField(_("sources"), default=dict, blank=True, help_text=_("Tag to title and address."))
    constructs = models.JSONField(
        _("perception constructs"), default=dict, blank=True, help_text=_("Key to title and description.")
    )
    based_on = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("based on"),
        editable=False,
    )
    content_hash = models.CharField(_("content hash"), max_length=64, blank=True, editable=False)
    edit_number = models.PositiveIntegerField(_("edit number"), default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    # Set where it came with somebody's bundle: nobody has published it here, and no new round asks it.
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta(ThresholdColumns.Meta):
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["questionnaire", "-number", "-pk"]
        constraints = [
            *ThresholdColumns.Meta.constraints,
            models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number_once_per_questionnaire"),
            models.UniqueConstraint(fields=["based_on"], condition=Q(state="draft"), name="version_one_draft_per_base"),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(state="draft", based_on=None),
                name="version_one_first_draft",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, published_at=None)
                | (~Q(state="draft") & Q(number__isnull=False, published_at__isnull=False)),
                name="version_is_numbered_once_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}" if self.number else f"{self.title} ({self.get_state_display()})"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT
