"""A bundle on its way from a preview to its confirmation."""

from django.core import signing
from django.utils.translation import gettext as _

from assessment.models import Organization
from assessment.services.bundle_documents import Data
from assessment.services.errors import Refused

SALT = "assessment.bundle"
LASTS_SECONDS = 3600


def keep(organization: Organization, document: Data, title: str) -> str:
    """Return a read bundle as a text that goes with its preview and comes back with the confirmation."""
    # SECURITY: signed for this organization, so that what is confirmed is what was read and shown.
    held = {"organization": str(organization.uid), "document": document, "title": title}
    return signing.dumps(held, salt=SALT, compress=True)


def kept_bundle(organization: Organization, kept: str) -> tuple[Data, str]:
    """Return the bundle that `keep` made a text of, and its title.

    Raises Refused (422) where it was not made for this organization, or too long ago.
    """
    try:
        found = signing.loads(kept, salt=SALT, max_age=LASTS_SECONDS)
    except signing.BadSignature:
        found = {}
    if found.get("organization") != str(organization.uid):
        raise Refused(_("This preview is too old. Upload the bundle again."))
    return found["document"], found["title"]
