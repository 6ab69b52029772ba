"""Places in an organization, offered by a secret link."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.organization import Organization
from assessment.models.secret import SecretLink


class Offer(SecretLink):
    """A place in or above an organization, taken up by whoever signs in with the link."""

    class Place(models.TextChoices):
        PRACTITIONER = "practitioner", _("practitioner")
        LEAD = "lead", _("lead")
        READ = "read", _("consultant: read results")
        RUN = "run", _("consultant: read results and run assessments")
        # Whoever takes it up says which of the organizations they lead this one is a part of.
        PARENT = "parent", _("the organization that this one is a part of")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="offers", verbose_name=_("organization")
    )
    place = models.CharField(_("place"), max_length=16, choices=Place.choices)
    email = models.EmailField(_("e-mail address"))
    # Whoever offers it stops being lead when it is taken up.
    hands_over = models.BooleanField(_("hands the organization over"), default=False, db_default=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hands_over=False) | Q(place="lead"), name="offer_that_hands_over_makes_a_lead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_place_display()}"
