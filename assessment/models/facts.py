"""The facts of an organization that give its numbers a context."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    EDUCATION = "education", _("Education and research")
    ENERGY = "energy", _("Energy and utilities")
    FINANCE = "finance", _("Finance and insurance")
    HEALTH = "health", _("Health")
    MANUFACTURING = "manufacturing", _("Manufacturing")
    MEDIA = "media", _("Media and telecommunications")
    PUBLIC = "public", _("Public administration")
    RETAIL = "retail", _("Retail and consumer goods")
    SOFTWARE = "software", _("Software and IT services")
    TRANSPORT = "transport", _("Transport and logistics")
    OTHER = "other", _("Other")


class Size(models.TextChoices):
    MICRO = "1-9", _("1–9 people")
    SMALL = "10-49", _("10–49 people")
    MEDIUM = "50-249", _("50–249 people")
    LARGE = "250-999", _("250–999 people")
    HUGE = "1000+", _("1000 people or more")


class Serving(models.TextChoices):
    BATCH = "batch", _("in batches, offline")
    ONLINE = "online", _("online, on request")
    DEVICES = "devices", _("on devices")
    MIXED = "mixed", _("a mixture of these")


class Criticality(models.TextChoices):
    PROOF_OF_CONCEPT = "proof-of-concept", _("proof of concept")
    NOT_CRITICAL = "not-critical", _("in production, not critical")
    CRITICAL = "critical", _("in production, critical")


class Use(models.TextChoices):
    PRODUCT = "product", _("inside a product")
    INTERNAL = "internal", _("internal")
    BOTH = "both", _("both")


class OrganizationFacts(models.Model):
    """Kept by the lead on the organization; copied to an assessment when it opens."""

    sector = models.CharField(_("sector"), max_length=16, choices=Sector.choices)
    size = models.CharField(_("size"), max_length=8, choices=Size.choices)
    country = models.CharField(_("country"), max_length=2, blank=True)
    number_of_models = models.PositiveIntegerField(_("number of models in use"), null=True, blank=True)
    serving = models.CharField(_("how models serve"), max_length=8, choices=Serving.choices, blank=True)
    criticality = models.CharField(
        _("how critical the models are"),
        max_length=16,
        choices=Criticality.choices,
        default=Criticality.NOT_CRITICAL,
    )
    regulated = models.BooleanField(_("the use of models is regulated"), default=False)
    use = models.CharField(_("where models are used"), max_length=8, choices=Use.choices, blank=True)
    uses_generative_models = models.BooleanField(_("generative models are used"), default=False)

    class Meta:
        abstract = True

    def facts(self) -> dict[str, object]:
        """All facts by name, to be copied or to test a condition on."""
        return {field.name: getattr(self, field.name) for field in OrganizationFacts._meta.local_fields}
