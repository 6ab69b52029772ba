"""Who has been reminded of what, so that nobody is twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.assessment import Assessment


class Reminder(models.Model):
    class Purpose(models.TextChoices):
        ANSWER = "answer", _("to answer")
        SUMMARY = "summary", _("summary for a lead")

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("assessment")
    )
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices)
    # How many days before the due date it is meant for: 7, 1 or 0.
    step = models.PositiveSmallIntegerField(_("days before the due date"))
    # SECURITY: it says who has not submitted, so it is shown nowhere, not in the admin either.
    address_hash = models.CharField(_("fingerprint of the address"), max_length=64)
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "purpose", "step", "address_hash"], name="reminder_once_per_step_and_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.purpose} {self.step}"
