"""A quick check taken without an account: on a secret link, until it expires or an account keeps it."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.person import Person
from assessment.models.questionnaire import Version
from assessment.models.secret import SecretLink


class TrialQuerySet(models.QuerySet["Trial"]):
    def visible_to(self, person: Person) -> Self:
        """Those the account has kept; before that a trial is nobody's but the link's."""
        return self.filter(claimed_by=person.user) if person.user else self.none()


class Trial(SecretLink):
    """The answers are kept in here, outside Response and Answer, so that no result can ever count them.

    By key of the question: option, text and reason as in an answer, number, saved_at, to_confirm, and
    `before`: digests of what the answer was under earlier numbers.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="trials", verbose_name=_("version"))
    answers = models.JSONField(_("answers"), default=dict)
    # It is nobody else's, so it goes with the account.
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="trials",
        verbose_name=_("kept by"),
    )

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = _("quick check")
        verbose_name_plural = _("quick checks")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed_by=None, expires_at__isnull=False) | Q(claimed_by__isnull=False, expires_at=None),
                name="trial_expires_until_it_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)
