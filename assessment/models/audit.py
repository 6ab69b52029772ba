"""Who did what to which object, and when: rows are added, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    # A number, not a foreign key: the row outlives the account.
    actor_number = models.BigIntegerField(_("actor"), null=True)
    verb = models.CharField(_("verb"), max_length=60)
    object_type = models.CharField(_("object type"), max_length=40, blank=True)
    object_uid = models.UUIDField(_("object"), null=True)
    organization_uid = models.UUIDField(_("organization"), null=True, db_index=True)
    address = models.CharField(_("truncated address"), max_length=45, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
