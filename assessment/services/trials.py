"""The quick check: begun without an account, on a secret link until it expires, or kept by an account."""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Person, Trial, Version, hash_of
from assessment.services.errors import Refused

QUICK_CHECK = "quick-check"
LASTS = timedelta(days=30)
MOST_AN_HOUR = 20
HOUR_SECONDS = 60 * 60


def offered() -> Version:
    """The newest published version of the quick check; raises Refused (404) where there is none."""
    published = Version.objects.published().filter(questionnaire__key=QUICK_CHECK)
    version = published.order_by("-number").first()
    if version is None:
        raise Refused(_("This installation offers no quick check."), status=404)
    return version


@transaction.atomic
def start(person: Person, token: str) -> Trial:
    """Begin a quick check on the link with this secret (from `new_token`), which is kept as a hash only.

    The same secret twice begins once. Raises Refused: 404 where none is offered, 429 after many
    beginnings from one network within an hour.
    """
    begun = Trial.objects.filter(token_hash=hash_of(token)).first()
    if begun is not None:
        return begun
    version = offered()
    _count_beginning(person.address)
    fields = {"version": version, "expires_at": timezone.now() + LASTS}
    # Whoever presses Start twice at the same moment comes second here.
    trial, _is_new = Trial.objects.get_or_create(token_hash=hash_of(token), defaults=fields)
    return trial


def _count_beginning(address: str) -> None:
    # SECURITY: counted by truncated address, which is neither kept with the quick check nor stored for longer.
    # Each web process counts for itself, unless the installation has a cache that they share.
    key = f"trials-{sha256(address.encode()).hexdigest()}"
    with suppress(ValueError):  # the hour ended between the two lines
        if not cache.add(key, 1, HOUR_SECONDS) and cache.incr(key) > MOST_AN_HOUR:
            sentence = _("Many quick checks were started from your network. Please try again in an hour.")
            raise Refused(sentence, status=429)


def trial_by(token: str) -> Trial:
    """The quick check on the link with this secret.

    Raises Refused (410) where it was deleted or has expired (which looks the same as a link that
    never was), or where an account has kept it.
    """
    return usable(_rows().filter(token_hash=hash_of(token)).first())


def _rows() -> QuerySet[Trial]:
    return Trial.objects.select_related("version__questionnaire")


def usable(trial: Trial | None) -> Trial:
    """The quick check, where its link still opens it; raises Refused as `trial_by` does."""
    if trial is None or not trial.is_usable(timezone.now()):
        raise Refused(
            _("There is no quick check behind this link. It was deleted, it has expired, or the link is incomplete."),
            status=410,
        )
    if trial.claimed_by_id is not None:
        raise Refused(_("An account has kept this quick check. Sign in with it to see it."), status=410)
    return trial


def held(trial: Trial) -> Trial:
    """The quick check as the database has it, held until the transaction ends; raises Refused as `trial_by` does."""
    return usable(_rows().select_for_update(of=("self",)).filter(pk=trial.pk).first())


def waiting(token_hash: str) -> Trial | None:
    """The quick check whose link has a secret with this hash, where an account can still keep it."""
    found = _rows().filter(token_hash=token_hash, claimed_by=None).first()
    return found if found and found.is_usable(timezone.now()) else None


@transaction.atomic
def keep(person: Person, token_hash: str) -> Trial:
    """Make the quick check the account's own, for as long as the account wants; its link ends.

    `token_hash` is that of the link's secret: who knows it may. Keeping what the account keeps already
    changes nothing. Raises Refused: 403 without an account, 410 where it is gone or another account
    has kept it.
    """
    if person.user is None:
        raise Refused(_("Sign in to keep this quick check."), status=403)
    found = _rows().select_for_update(of=("self",)).filter(token_hash=token_hash).first()
    if found is not None and found.claimed_by_id == person.user.pk:
        return found
    kept = usable(found)
    kept.claimed_by, kept.expires_at = person.user, None
    kept.save(update_fields=["claimed_by", "expires_at"])
    return kept


def delete(trial: Trial) -> None:
    """Remove the quick check with everything in it; twice changes nothing."""
    Trial.objects.filter(pk=trial.pk).delete()


def remove_expired() -> int:
    """Remove every quick check whose link has expired; return how many there were."""
    removed, _by_model = Trial.objects.filter(expires_at__lte=timezone.now()).delete()
    return removed
