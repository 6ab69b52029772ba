"""Who is asking: an account, a guest with responses of their own, or both."""

from dataclasses import dataclass, field

from assessment.models.user import User


@dataclass(frozen=True, slots=True)
class Person:
    """The one asking, as `visible_to(person)` wants it.

    `user` is the account (None for somebody not signed in); `guest_hashes` are the hashes of the
    guest keys kept in this browser's session, one for each response begun through an invitation
    without an account; `address` is where they ask from, truncated, for the audit log alone.
    """

    user: User | None = None
    guest_hashes: frozenset[str] = field(default_factory=frozenset)
    address: str = ""

    @property
    def is_anonymous(self) -> bool:
        return self.user is None and not self.guest_hashes
