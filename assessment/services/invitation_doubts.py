"""Who on a list could be counted twice: told before anything is sent, for whoever invites to decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from assessment.models import Assessment, Membership
from assessment.services.invitations import invited_addresses


class Reason(Enum):
    """Why an invitation to an address may ask one person twice."""

    MEMBER = "member"
    LIKE_MEMBER = "like-member"
    LIKE_INVITED = "like-invited"
    LIKE_LISTED = "like-listed"


@dataclass(frozen=True, slots=True)
class Doubt:
    """An address, why it is in doubt, and the member's name or the other address that it is about."""

    address: str
    reason: Reason
    about: str


def doubts_about(assessment: Assessment, addresses: Sequence[str]) -> list[Doubt]:
    """The doubts about these addresses (lower-cased, each once), in their order; in two queries.

    In doubt is a member of the organization, who finds the round without a link, and an address that
    differs from a member's, an invited or an earlier listed one only by what follows a plus sign.
    Addresses invited already are left out anyway, so nothing is said of them.
    """
    # SECURITY: of accounts that are no members nothing is told, nor of anybody whether they have answered.
    names, invited = _members(assessment), invited_addresses(assessment)
    likes = {
        Reason.LIKE_MEMBER: _by_mailbox(names),
        Reason.LIKE_INVITED: _by_mailbox(invited),
    }
    doubts, listed = [], dict[str, str]()
    for address in addresses:
        if address not in invited:
            doubts += _doubt(address, names, {**likes, Reason.LIKE_LISTED: listed})[:1]
            listed.setdefault(mailbox_of(address), address)
    return doubts


def _doubt(address: str, names: Mapping[str, str], likes: Mapping[Reason, Mapping[str, str]]) -> list[Doubt]:
    if address in names:
        return [Doubt(address, Reason.MEMBER, names[address])]
    mailbox = mailbox_of(address)
    return [Doubt(address, reason, others[mailbox]) for reason, others in likes.items() if mailbox in others]


def _members(assessment: Assessment) -> dict[str, str]:
    """The names of the members who can sign in, by their address."""
    members = Membership.objects.filter(organization=assessment.organization_id, user__is_active=True)
    return {member.user.email: str(member.user) for member in members.select_related("user")}


def _by_mailbox(addresses: Iterable[str]) -> dict[str, str]:
    """The first of these addresses that goes to each mailbox."""
    found: dict[str, str] = {}
    for address in addresses:
        found.setdefault(mailbox_of(address), address)
    return found


def mailbox_of(address: str) -> str:
    """Where mail to an address most likely ends up: most servers take what follows a plus sign for a note."""
    name, _, domain = address.rpartition("@")
    return f"{name.partition('+')[0] or name}@{domain}"
