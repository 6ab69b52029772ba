"""A result shown to whoever has its link."""

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.assessment import Assessment
from assessment.models.person import Person
from assessment.models.secret import SecretLink


class ShareQuerySet(models.QuerySet["Share"]):
    def visible_to(self, person: Person) -> Self:
        """Those of the assessments visible to the person."""
        return self.filter(assessment__in=Assessment.objects.visible_to(person))


class Share(SecretLink):
    class Scope(models.TextChoices):
        SUMMARY = "summary", _("the summary")
        ALL = "all", _("the whole result")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="shares", verbose_name=_("assessment")
    )
    scope = models.CharField(_("shows"), max_length=8, choices=Scope.choices, default=Scope.SUMMARY)
    label = models.CharField(_("for whom"), max_length=120, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.label or str(self.uid)

    @property
    def shows_all(self) -> bool:
        return self.scope == self.Scope.ALL
