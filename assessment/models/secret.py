"""Links that open something to whoever holds them."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """A secret of 192 random bits, fit for a URL."""
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    """The SHA-256 of a token, as 64 hexadecimal digits: all that is ever stored of it."""
    # SECURITY: tokens are random and long, so that a plain hash cannot be turned back by guessing.
    return hashlib.sha256(token.encode()).hexdigest()


class SecretLink(models.Model):
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        abstract = True

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    def is_usable(self, now: datetime) -> bool:
        return self.revoked_at is None and not self.has_expired(now)
