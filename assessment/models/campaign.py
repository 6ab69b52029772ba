"""One round opened for several organizations at once."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.person import Person
from assessment.models.questionnaire import Version


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, person: Person) -> Self:
        """One's own: those the person opened."""
        return self.none() if person.user is None else self.filter(created_by=person.user)


class Campaign(models.Model):
    """What its rounds began with; each is an assessment of its own from then on. Moving all due dates moves it, too."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=80)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("version"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("created by"),
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="campaign_has_a_title")]

    def __str__(self) -> str:
        return self.title
