"""Who wants no mail about assessments, and the link with which an address says so."""

from collections.abc import Callable, Iterable

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.models import MailOptOut, address_hash_of
from assessment.services.errors import Refused

# Turns a path of this site into a whole address.
Absolute = Callable[[str], str]

SIGNER = signing.Signer(salt="unsubscribe")


def unsubscribe_link(address: str, absolute: Absolute) -> str:
    """The link that ends mail about assessments to this address; it works for ever."""
    # SECURITY: signed, so that nobody can end the mail of others; without the address, which would be read from logs.
    return absolute(reverse("unsubscribe", args=[SIGNER.sign(address_hash_of(address))]))


def is_opted_out(token: str) -> bool:
    """Whether the address of this link wants no mail. Raises Refused (404) where the link is none of ours."""
    return MailOptOut.objects.filter(address_hash=_address_hash_in(token)).exists()


def opt_out(token: str) -> None:
    """End mail to the address of this link; a second time changes nothing. Raises Refused as `is_opted_out`."""
    MailOptOut.objects.get_or_create(address_hash=_address_hash_in(token))


def opt_in(token: str) -> None:
    """Let mail go to the address of this link again. Raises Refused as `is_opted_out`."""
    MailOptOut.objects.filter(address_hash=_address_hash_in(token)).delete()


def without_mail(addresses: Iterable[str]) -> set[str]:
    """Those of these addresses that want no mail, in one query."""
    by_hash = {address_hash_of(address): address for address in addresses}
    found = MailOptOut.objects.filter(address_hash__in=by_hash).values_list("address_hash", flat=True)
    return {by_hash[each] for each in found}


def _address_hash_in(token: str) -> str:
    try:
        return SIGNER.unsign(token)
    except signing.BadSignature as error:
        raise Refused(_("Please check that the link was copied completely."), status=404) from error
