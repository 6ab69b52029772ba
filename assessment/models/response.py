"""What one respondent answered in a round, and what each answer was before."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.assessment import Assessment
from assessment.models.contents import Option, Question
from assessment.models.invitation import Invitation
from assessment.models.organization import Organization
from assessment.models.person import Person


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, person: Person) -> Self:
        """One's own: by account, by a guest key of this browser, or entered for others where one still runs rounds."""
        # SECURITY: an empty hash never matches; every guest response has one of its own.
        own = Q(guest_hash__in=person.guest_hashes - {""})
        if person.user is not None:
            own |= Q(user=person.user)
            # SECURITY: who no longer runs the organization's rounds no longer reads what others told them.
            own |= Q(entered_by=person.user, assessment__organization__in=Organization.objects.run_by(person))
        return self.filter(own)

    def submitted(self) -> Self:
        return self.filter(state=Response.State.SUBMITTED)

    def personal(self) -> Self:
        """Those that somebody gave for themselves."""
        return self.filter(kind=Response.Kind.PERSONAL)

    def entered(self) -> Self:
        """Those that somebody entered for others."""
        return self.exclude(kind=Response.Kind.PERSONAL)


class Response(models.Model):
    class State(models.TextChoices):
        IN_PROGRESS = "in-progress", _("in progress")
        SUBMITTED = "submitted", _("submitted")

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("one person's own")
        WORKSHOP = "workshop", _("a workshop")
        PAPER = "paper", _("entered from paper")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=8, choices=Kind.choices, default=Kind.PERSONAL, db_default=Kind.PERSONAL
    )
    # How many people agreed on these answers: for the n shown. For the scores a workshop is one rater.
    people = models.PositiveSmallIntegerField(_("people"), default=1, db_default=1)
    # Of a workshop or a sheet of paper: what whoever enters it calls it, and who that is.
    label = models.CharField(_("label"), max_length=80, blank=True, default="", db_default="")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="entered_responses",
        verbose_name=_("entered by"),
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="responses", verbose_name=_("assessment")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name=_("user"),
    )
    guest_hash = models.CharField(max_length=64, blank=True, editable=False)
    invitation = models.ForeignKey(
        Invitation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name=_("invitation"),
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.IN_PROGRESS)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    # When its author asked to change it again; none: not asked, or settled.
    reopening_asked_at = models.DateTimeField(_("reopening asked at"), null=True, blank=True)
    finished_sections = models.JSONField(_("finished sections"), default=list)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "assessment"], name="response_once_per_user_and_assessment"),
            models.UniqueConstraint(fields=["guest_hash"], condition=~Q(guest_hash=""), name="response_guest_once"),
            models.CheckConstraint(
                condition=Q(state="in-progress", submitted_at=None) | Q(state="submitted", submitted_at__isnull=False),
                name="response_submitted_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind="personal", entered_by=None)
                | Q(kind__in=["workshop", "paper"], user=None, guest_hash=""),
                name="response_is_entered_or_ones_own",
            ),
            models.CheckConstraint(
                condition=Q(kind="workshop", people__gte=2) | (~Q(kind="workshop") & Q(people=1)),
                name="response_of_a_workshop_is_of_several",
            ),
            models.CheckConstraint(
                condition=Q(reopening_asked_at=None) | Q(state="submitted"),
                name="response_to_reopen_is_submitted",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED


class Answer(models.Model):
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers", verbose_name=_("response"))
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers", verbose_name=_("question"))
    option = models.ForeignKey(
        Option,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("option"),
    )
    # The text of an open question; for a question with several choices their keys, separated by spaces.
    text = models.TextField(_("text"), blank=True)
    # The option's code says it too; kept here so that the database can ask for the reason.
    does_not_apply = models.BooleanField(_("does not apply"), default=False)
    reason = models.CharField(_("why it does not apply"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    evidence = models.URLField(_("link to evidence"), max_length=1000, blank=True)
    # Set when the wording of the recognition was swapped under the answer: "still right?"
    to_confirm = models.BooleanField(_("still right?"), default=False)
    # Set where the answer came from the respondent's quick check and was not touched since.
    carried_over = models.BooleanField(_("carried over from the quick check"), default=False, db_default=False)
    # An open answer that a lead took off the page of the result, such as one that names somebody.
    hidden = models.BooleanField(_("hidden"), default=False, db_default=False)
    number = models.PositiveIntegerField(_("number"), default=1)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once_per_question"),
            models.CheckConstraint(
                condition=Q(does_not_apply=False) | ~Q(reason=""), name="answer_not_applicable_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.option or self.text}"


class AnswerChange(models.Model):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="changes", verbose_name=_("answer"))
    number = models.PositiveIntegerField(_("number"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("actor"),
    )
    at = models.DateTimeField(_("at"))
    old = models.JSONField(_("old"), null=True)
    new = models.JSONField(_("new"))

    class Meta:
        verbose_name = _("change of an answer")
        verbose_name_plural = _("changes of answers")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="answer_change_once_per_number")]

    def __str__(self) -> str:
        return f"{self.answer} {self.number}"
