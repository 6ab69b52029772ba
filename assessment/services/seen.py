"""Two people who change the same thing at once: nothing is overwritten silently, the second sees both and decides."""

from hashlib import sha256

from assessment.services.errors import Refused


def refuse_changed(seen: object, stored: object, sentence: str) -> None:
    """Raise Refused (409) with this sentence unless what is stored is what was seen when the change was thought of.

    Both are whatever tells one state from another: a number that each change raises, or a text of what was shown.
    """
    if seen != stored:
        raise Refused(sentence, status=409)


def digest_of(*parts: object) -> str:
    """Return a short text that tells this state from any other: SHA-256 over its parts, as 64 hexadecimal digits."""
    return sha256(repr(parts).encode()).hexdigest()
