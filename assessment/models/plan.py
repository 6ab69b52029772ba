"""What an organization has set itself to do: its action plan, kept over rounds."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.assessment import Assessment
from assessment.models.organization import Organization
from assessment.models.person import Person


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, person: Person) -> Self:
        """Those of the organizations visible to the person."""
        return self.filter(organization__in=Organization.objects.visible_to(person))

    def unfinished(self) -> Self:
        return self.filter(status__in=[ActionItem.Status.PLANNED, ActionItem.Status.DOING])


class ActionItem(models.Model):
    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DOING = "doing", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="action_items", verbose_name=_("organization")
    )
    # Keys of practices are stable across versions; the name is that of the version it was planned on.
    practice_key = models.SlugField(_("practice"))
    name = models.CharField(_("name"), max_length=200)
    # The advice it came from, a value of measurement.advice.Action.
    action = models.CharField(_("action"), max_length=16)
    # The round whose roadmap it came from, and in which progress since then is looked up.
    planned_from = models.ForeignKey(
        Assessment, on_delete=models.SET_NULL, null=True, related_name="action_items", verbose_name=_("planned from")
    )
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.PLANNED)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    number = models.PositiveIntegerField(_("number"), default=1)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "practice_key"],
                condition=Q(status__in=["planned", "doing"]),
                name="action_item_once_unfinished_per_practice",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "doing"], finished_at=None)
                | Q(status__in=["done", "dropped"], finished_at__isnull=False),
                name="action_item_finished_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name
