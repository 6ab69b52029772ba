"""Addresses that want no mail about assessments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.secret import hash_of


def address_hash_of(address: str) -> str:
    """The fingerprint of an e-mail address, the same however it is written; 64 hexadecimal digits."""
    return hash_of(address.strip().lower())


class MailOptOut(models.Model):
    # SECURITY: a fingerprint is enough to recognize an address by. It is no secret, since addresses can be guessed.
    address_hash = models.CharField(_("fingerprint of the address"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("address without mail")
        verbose_name_plural = _("addresses without mail")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.address_hash
