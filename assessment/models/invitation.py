"""Who was invited to answer a round: a secret link, passed on or mailed."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.models.assessment import Assessment
from assessment.models.person import Person
from assessment.models.secret import SecretLink


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, person: Person) -> Self:
        """Those of the assessments visible to the person."""
        return self.filter(assessment__in=Assessment.objects.visible_to(person))


class Invitation(SecretLink):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("assessment")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    use_limit = models.PositiveIntegerField(_("how many may use it"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("uses"), default=0)
    # The role (key of an option of the profile question `role`) it is meant for: sections are suggested by it.
    role = models.SlugField(_("for people in this role"), blank=True)
    # When a mail with the link was last taken; none: it never was, or there is no address.
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(use_limit=None) | Q(uses__lte=F("use_limit")), name="invitation_within_its_limit"
            ),
        ]

    def __str__(self) -> str:
        return self.email or str(self.uid)

    @property
    def is_used_up(self) -> bool:
        return self.use_limit is not None and self.uses >= self.use_limit

    def is_usable(self, now: datetime) -> bool:
        return super().is_usable(now) and not self.is_used_up
