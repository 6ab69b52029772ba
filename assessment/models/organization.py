"""Organizations, who belongs to them and who was let in."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models.facts import OrganizationFacts
from assessment.models.person import Person
from assessment.models.user import User


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, person: Person) -> Self:
        """Those the person belongs to, or has an active grant for."""
        if person.user is None:
            return self.none()
        # SECURITY: two subqueries instead of joins, so that no row comes twice and none slips through an outer join.
        member_of = Membership.objects.filter(user=person.user).values("organization")
        granted = Grant.objects.active().filter(user=person.user).values("organization")
        return self.filter(Q(pk__in=member_of) | Q(pk__in=granted))

    def run_by(self, person: Person) -> Self:
        """Those in which the person may open and close assessments: leads them, or has an active grant to run them."""
        # SECURITY: the rows for which access allows OPEN_ASSESSMENT and RUN_ASSESSMENT; a test keeps the two in step.
        if person.user is None:
            return self.none()
        led = Membership.objects.filter(user=person.user, role=Membership.Role.LEAD).values("organization")
        granted = Grant.objects.active().filter(user=person.user, level=Grant.Level.RUN).values("organization")
        return self.filter(Q(pk__in=led) | Q(pk__in=granted))


class Organization(OrganizationFacts):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    email_domain = models.CharField(_("e-mail domain"), max_length=253, blank=True)
    vouched_at = models.DateTimeField(_("vouched for at"), null=True, blank=True)
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vouched for by"),
    )
    synthetic = models.BooleanField(_("synthetic"), default=False, help_text=_("Invented for demonstration."))
    retention_months = models.PositiveSmallIntegerField(_("keep answers for (months)"), null=True, blank=True)
    mfa_required = models.BooleanField(_("members need a second factor"), default=False)
    deletion_due_on = models.DateField(_("to be deleted on"), null=True, blank=True)
    # Created for a client by `created_by`, who leads it until the client does.
    in_handover = models.BooleanField(_("waits to be handed over"), default=False, db_default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="organization_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="organization_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_interim_lead(self, user: User | None) -> bool:
        """Whether this account leads it only until the client does, for whom it was created."""
        return self.in_handover and user is not None and self.created_by_id == user.pk


class Consent(models.Model):
    class Purpose(models.TextChoices):
        BENCHMARK = "benchmark", _("benchmark")
        RESEARCH = "research", _("research")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="consents", verbose_name=_("organization")
    )
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices)
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "purpose"],
                condition=Q(withdrawn_at=None),
                name="consent_once_per_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_purpose_display()}"


class DefaultTarget(models.Model):
    """What the organization aims at in a dimension, copied into each round at opening."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="default_targets", verbose_name=_("organization")
    )
    dimension_key = models.SlugField(_("dimension"))
    value = models.FloatField(_("target"))

    class Meta:
        verbose_name = _("default target")
        verbose_name_plural = _("default targets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "dimension_key"], name="default_target_once_per_dimension"),
            models.CheckConstraint(condition=Q(value__gte=0, value__lte=1), name="default_target_is_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension_key}: {self.value}"


class Membership(models.Model):
    class Role(models.TextChoices):
        PRACTITIONER = "practitioner", _("practitioner")
        LEAD = "lead", _("lead")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.PRACTITIONER)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organization"], name="membership_once_per_organization"),
            models.CheckConstraint(condition=Q(role__in=["practitioner", "lead"]), name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organization}"


class GrantQuerySet(models.QuerySet["Grant"]):
    def active(self, today: date | None = None) -> Self:
        """Those granted, not revoked and not past their last day."""
        day = today or timezone.localdate()
        return self.filter(state=Grant.State.GRANTED).filter(Q(expires_on=None) | Q(expires_on__gte=day))


class Grant(models.Model):
    class Level(models.TextChoices):
        READ = "read", _("read results")
        RUN = "run", _("read results and run assessments")

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")
        REVOKED = "revoked", _("revoked")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="grants", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="grants",
        verbose_name=_("consultant"),
    )
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, default=Level.READ)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    granted_at = models.DateTimeField(_("granted at"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    # Given to somebody because they lead the organization above; it ends when they no longer do.
    through_parent = models.BooleanField(_("as a lead of the organization above"), default=False, db_default=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=Q(state="granted"),
                name="grant_once_active_per_consultant",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(granted_at__isnull=False), name="grant_granted_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(revoked_at__isnull=False), name="grant_revoked_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organization} ({self.get_state_display()})"

    @property
    def is_active(self) -> bool:
        """Whether it lets somebody in today; in step with `GrantQuerySet.active`."""
        in_time = self.expires_on is None or self.expires_on >= timezone.localdate()
        return self.state == self.State.GRANTED and in_time
