"""The picture an organization or a consultant puts on pages and reports."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.organization import Organization


class Logo(models.Model):
    """A small picture, kept in the database so that an installation has nothing else to back up."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.OneToOneField(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="logo",
        verbose_name=_("organization"),
    )
    # That of the consultancy, put on what this consultant hands over.
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="logo",
        verbose_name=_("consultant"),
    )
    image = models.BinaryField(_("image"))
    media_type = models.CharField(_("media type"), max_length=32)
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization=None, user__isnull=False) | Q(organization__isnull=False, user=None),
                name="logo_has_one_owner",
            ),
            models.CheckConstraint(condition=Q(media_type__in=["image/png", "image/jpeg"]), name="logo_is_a_picture"),
        ]

    def __str__(self) -> str:
        return str(self.uid)
