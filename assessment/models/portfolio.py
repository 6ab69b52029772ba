"""What a person keeps for comparing organizations: views, tags and notes of their own; and asking to be let in."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.organization import Grant, Organization
from assessment.models.person import Person


class OwnQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, person: Person) -> Self:
        """The person's own."""
        return self.none() if person.user is None else self.filter(user=person.user)


class SavedView(models.Model):
    """A comparison kept under a name: its address, which is all of its state."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views", verbose_name=_("user")
    )
    name = models.CharField(_("name"), max_length=80)
    # SECURITY: what it shows is asked for anew at every request; a view gives no access.
    address = models.CharField(_("address"), max_length=4000, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_once_per_name"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A word that a person puts on an organization to find it again; nobody else sees it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tags", verbose_name=_("user")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="tags", verbose_name=_("organization")
    )
    word = models.CharField(_("tag"), max_length=40)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["word", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organization", "word"], name="tag_once_per_organization"),
            models.CheckConstraint(condition=~Q(word=""), name="tag_has_a_word"),
        ]

    def __str__(self) -> str:
        return self.word


class PortfolioNote(models.Model):
    """What a person writes down about an organization for themselves; nobody else sees it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portfolio_notes", verbose_name=_("user")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="portfolio_notes", verbose_name=_("organization")
    )
    text = models.TextField(_("note"), max_length=3000)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("note of a portfolio")
        verbose_name_plural = _("notes of portfolios")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organization"], name="portfolio_note_once_per_organization"),
            models.CheckConstraint(condition=~Q(text=""), name="portfolio_note_has_a_text"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def visible_to(self, person: Person) -> Self:
        """Those the person made, and those made to the person's address."""
        if person.user is None:
            return self.none()
        return self.filter(Q(consultant=person.user) | Q(email=person.user.email))

    def waiting(self) -> Self:
        """Those that nobody answered."""
        return self.filter(state=AccessRequest.State.WAITING)


class AccessRequest(models.Model):
    """A consultant asks a lead, by address, to be let in; the lead chooses the organizations, or declines."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken-back", _("taken back")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_requests", verbose_name=_("consultant")
    )
    # SECURITY: kept whether or not somebody has this address, so that asking tells nothing.
    email = models.EmailField(_("the lead's e-mail address"))
    level = models.CharField(_("level"), max_length=8, choices=Grant.Level.choices, default=Grant.Level.READ)
    message = models.CharField(_("message"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultant", "email"],
                condition=Q(state="waiting"),
                name="access_request_once_waiting_per_address",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None) | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="access_request_answered_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultant}: {self.email}"
