"""What a consultant says beside a result: ratings of their own, and comments; never part of a score."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.assessment import Assessment
from assessment.models.person import Person


class ReviewQuerySet(models.QuerySet["VerifiedRating"]):
    def visible_to(self, person: Person) -> Self:
        """Those of the assessments visible to the person."""
        return self.filter(assessment__in=Assessment.objects.visible_to(person))


class VerifiedRating(models.Model):
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="verified_ratings", verbose_name=_("assessment")
    )
    practice_key = models.SlugField(_("practice"))
    x = models.FloatField(_("practice, verified"))
    # None: only whether it is done was verified.
    e = models.FloatField(_("recognition, verified"), null=True, blank=True)
    note = models.CharField(_("what was seen"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("made at"), auto_now=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("verified rating")
        verbose_name_plural = _("verified ratings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "practice_key"], name="verified_rating_once_per_practice"),
            models.CheckConstraint(
                condition=Q(x__gte=0, x__lte=1) & (Q(e=None) | Q(e__gte=0, e__lte=1)),
                name="verified_rating_is_0_to_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_key}: {self.x}"


class Comment(models.Model):
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="comments", verbose_name=_("assessment")
    )
    dimension_key = models.SlugField(_("dimension"))
    text = models.TextField(_("comment"), max_length=3000)
    made_at = models.DateTimeField(_("made at"), auto_now=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "dimension_key"], name="comment_once_per_dimension"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension_key}: {self.text[:40]}"
