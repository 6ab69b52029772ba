"""Ed25519 signatures over JSON documents, and the keys that the settings trust."""

import json
from base64 import b64decode, b64encode
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.utils.translation import gettext as _

from assessment.services.errors import Refused

Document = dict[str, Any]


def new_key() -> tuple[str, str]:
    """Return a new private key and the public key that goes with it, each as 44 characters of base64."""
    private = Ed25519PrivateKey.generate()
    raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return b64encode(raw).decode(), _public(private)


def signed(document: Document) -> Document:
    """Return the document with a `signature` by this installation's key.

    Raises Refused (409) where the installation has none.
    """
    if not settings.SNAPSHOT_SIGNING_KEY:
        raise Refused(_("This installation has no key to sign with. Set SNAPSHOT_SIGNING_KEY first."), status=409)
    private = Ed25519PrivateKey.from_private_bytes(b64decode(settings.SNAPSHOT_SIGNING_KEY))
    value = b64encode(private.sign(_spelled(document))).decode()
    return {**document, "signature": {"key": _public(private), "value": value}}


def source_of(document: Document) -> str:
    """Return the name under which the settings trust the key that signed a document.

    `document` has a `signature` of a key and a value, both base64. Raises Refused (422) where the key is not
    trusted, or where the document is not what was signed.
    """
    signature = document["signature"]
    # SECURITY: the key is looked up among the trusted ones first; one that came with the file proves nothing.
    source = {key: name for name, key in settings.TRUSTED_SNAPSHOT_KEYS.items()}.get(signature["key"])
    if source is None:
        raise Refused(_("The file is signed with a key that this installation does not trust."))
    unsigned = {key: value for key, value in document.items() if key != "signature"}
    try:
        Ed25519PublicKey.from_public_bytes(b64decode(signature["key"])).verify(
            b64decode(signature["value"]), _spelled(unsigned)
        )
    except (InvalidSignature, ValueError) as error:
        raise Refused(_("The file was altered after it was signed.")) from error
    return source


def _public(private: Ed25519PrivateKey) -> str:
    return b64encode(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def _spelled(document: Document) -> bytes:
    """The document in one canonical spelling: that is what is signed."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
