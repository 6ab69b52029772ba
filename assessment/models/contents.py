"""What a version holds: sections, practices, questions with their options, rules."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.measurement.instrument import WEIGHT_RANGE
from assessment.models.questionnaire import Version


class Section(models.Model):
    class Kind(models.TextChoices):
        PROFILE = "profile", _("profile")
        DIMENSION = "dimension", _("dimension")
        PERCEPTION = "perception", _("perception")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sections", verbose_name=_("version"))
    key = models.SlugField(_("key"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    weight = models.FloatField(_("weight"), default=1.0)
    overlay = models.BooleanField(
        _("overlay"), default=False, help_text=_("Scored and shown, but left out of the overall result.")
    )
    condition = models.JSONField(
        _("condition"),
        null=True,
        blank=True,
        help_text=_('Asked only where it holds, such as {"fact": "regulated", "equals": true}.'),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["version", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="section_key_once_per_version"),
            models.CheckConstraint(condition=Q(weight__range=WEIGHT_RANGE), name="section_weight_is_positive"),
            models.CheckConstraint(
                condition=Q(overlay=False) | Q(kind="dimension"), name="section_overlay_is_a_dimension"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Practice(models.Model):
    # The version is kept here too, so that the database can keep keys unique within it;
    # `save` takes it from the section.
    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, related_name="practices", verbose_name=_("version"), editable=False
    )
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="practices", verbose_name=_("section"))
    key = models.SlugField(_("key"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=80)
    weight = models.FloatField(_("weight"), default=1.0)
    essential = models.BooleanField(_("essential"), default=False)
    effort = models.PositiveSmallIntegerField(
        _("effort"), default=2, choices=[(1, _("small")), (2, _("medium")), (3, _("large"))]
    )
    may_not_apply = models.BooleanField(_("may not apply"), default=False)
    why = models.TextField(_("why it matters"))
    advice_adopt = models.TextField(_("advice: adopt"))
    advice_execute = models.TextField(_("advice: execute"))
    advice_formalise = models.TextField(_("advice: formalise"))
    advice_sustain = models.TextField(_("advice: sustain"))
    sources = models.JSONField(_("sources"), default=list, blank=True)
    roles = models.JSONField(_("roles that usually know"), default=list, blank=True)
    prerequisites = models.ManyToManyField(
        "self",
        through="Prerequisite",
        symmetrical=False,
        related_name="needed_by",
        verbose_name=_("prerequisites"),
    )

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ["section__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="practice_key_once_per_version"),
            models.CheckConstraint(condition=Q(weight__range=WEIGHT_RANGE), name="practice_weight_is_positive"),
            models.CheckConstraint(condition=Q(effort__gte=1, effort__lte=3), name="practice_effort_is_1_to_3"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        self.version = self.section.version
        super().save(*args, **kwargs)


class Prerequisite(models.Model):
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="needs", verbose_name=_("practice"))
    needs = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+", verbose_name=_("needs"))

    class Meta:
        verbose_name = _("prerequisite")
        verbose_name_plural = _("prerequisites")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "needs"], name="prerequisite_once"),
            models.CheckConstraint(condition=~Q(practice=models.F("needs")), name="prerequisite_is_another_practice"),
        ]

    def __str__(self) -> str:
        return f"{self.practice} ← {self.needs}"


class OptionSet(models.Model):
    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, related_name="option_sets", verbose_name=_("version")
    )
    key = models.SlugField(_("key"))

    class Meta:
        verbose_name = _("option set")
        verbose_name_plural = _("option sets")
        ordering = ["version", "key"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="option_set_key_once_per_version")]

    def __str__(self) -> str:
        return self.key


class Option(models.Model):
    class Code(models.TextChoices):
        UNKNOWN = "unknown", _("I don't know")
        NOT_APPLICABLE = "not-applicable", _("does not apply")
        DECIDED_AGAINST = "decided-against", _("decided against")

    option_set = models.ForeignKey(
        OptionSet, on_delete=models.CASCADE, related_name="options", verbose_name=_("option set")
    )
    key = models.SlugField(_("key"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("text"), max_length=300, blank=True)
    absent_text = models.CharField(
        _("text where the practice does not happen"),
        max_length=300,
        blank=True,
        help_text=_("Only for how something came about."),
    )
    points = models.FloatField(
        _("points"), null=True, blank=True, help_text=_("0 to 1; none where the option rates nothing.")
    )
    value = models.SmallIntegerField(_("value on the scale of agreement"), null=True, blank=True)
    code = models.CharField(_("code"), max_length=16, choices=Code.choices, blank=True)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["option_set", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["option_set", "key"], name="option_key_once_per_set"),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0, points__lte=1), name="option_points_are_0_to_1"
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=1, value__lte=5), name="option_value_is_1_to_5"
            ),
            models.CheckConstraint(condition=~Q(text="") | ~Q(absent_text=""), name="option_has_a_text"),
        ]

    def __str__(self) -> str:
        return self.text or self.absent_text


class Question(models.Model):
    class Facet(models.TextChoices):
        PRACTICE = "practice", _("practice")
        RECOGNITION = "recognition", _("recognition")
        NONE = "", _("none")

    class ResearchQuestion(models.TextChoices):
        RQ1 = "RQ1", _("RQ1 understanding and adoption")
        RQ2 = "RQ2", _("RQ2 improvements")
        RQ3 = "RQ3", _("RQ3 learning curve")
        RQ4 = "RQ4", _("RQ4 trends")

    # As in Practice: taken from the section by `save`.
    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, related_name="questions", verbose_name=_("version"), editable=False
    )
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions", verbose_name=_("section"))
    practice = models.ForeignKey(
        Practice,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("practice"),
    )
    facet = models.CharField(_("facet"), max_length=16, choices=Facet.choices, blank=True, default="")
    option_set = models.ForeignKey(
        OptionSet,
        # Not PROTECT, so that a draft can be deleted whole.
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("option set"),
        help_text=_("None for an open question."),
    )
    multiple = models.BooleanField(_("several options may be chosen"), default=False)
    key = models.SlugField(_("key"), max_length=70)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.TextField(_("text"))
    construct = models.SlugField(_("construct"), blank=True)
    reversed = models.BooleanField(_("reversed"), default=False)
    research_question = models.CharField(
        _("research question"), max_length=8, choices=ResearchQuestion.choices, blank=True
    )
    condition = models.JSONField(_("condition"), null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["section__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="question_key_once_per_version"),
            models.UniqueConstraint(fields=["practice", "facet"], name="question_once_per_practice_and_facet"),
            models.CheckConstraint(
                condition=Q(practice=None, facet="") | (Q(practice__isnull=False) & ~Q(facet="")),
                name="question_facet_goes_with_practice",
            ),
            models.CheckConstraint(
                condition=Q(facet="") | Q(option_set__isnull=False), name="question_facet_has_options"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        self.version = self.section.version
        super().save(*args, **kwargs)


class Rule(models.Model):
    class Kind(models.TextChoices):
        CONSISTENCY = "consistency", _("consistency")
        CROSSWALK = "crosswalk", _("crosswalk")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="rules", verbose_name=_("version"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    key = models.SlugField(_("key"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    data = models.JSONField(_("data"))

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["version", "kind", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="rule_key_once_per_version")]

    def __str__(self) -> str:
        return self.key
