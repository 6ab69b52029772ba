"""The organizations that somebody was let into, with tags and a note of their own that nobody else sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import AccessRequest, Grant, Organization, Person, PortfolioNote, Tag, User
from assessment.services.errors import Refused
from assessment.services.grant_history import EndedGrant, ended_among
from assessment.services.organizations import Overview, account_of, overviews

MOST_TAGS, LONGEST_TAG, LONGEST_NOTE = 20, 40, 3000


@dataclass(frozen=True, slots=True)
class Jotting:
    """A person's own tags and note on one organization."""

    tags: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One organization of a portfolio: the access to it, how it stands, and the person's own words."""

    grant: Grant
    overview: Overview
    jotting: Jotting


# --- Looking -------------------------------------------------------------------------------------


def grants_of(person: Person, tag: str = "") -> QuerySet[Grant]:
    """The person's access to organizations as a consultant, by their names; only where this tag is, if one is given."""
    active = Grant.objects.active().filter(user=person.user).select_related("organization")
    if tag:
        active = active.filter(organization__in=_own_tags(person).filter(word=tag).values("organization"))
    return active.order_by("organization__name", "organization__pk")


def entries_of(person: Person, granted: Sequence[Grant]) -> list[Entry]:
    """What a portfolio shows of these grants, in six queries whatever their number."""
    here = [grant.organization for grant in granted]
    words = jottings(person, here)
    return [
        Entry(grant, overview, words[grant.organization_id])
        for grant, overview in zip(granted, overviews(person, here), strict=True)
    ]


def jottings(person: Person, organizations: Iterable[Organization]) -> dict[int, Jotting]:
    """The person's own tags and notes by the organization's number, in two queries."""
    here = list(organizations)
    found = {organization.pk: Jotting() for organization in here}
    notes = dict(_own_notes(person).filter(organization__in=here).values_list("organization", "text"))
    found |= {pk: Jotting(note=text) for pk, text in notes.items()}
    for pk, word in _own_tags(person).filter(organization__in=here).values_list("organization", "word"):
        found[pk].tags.append(word)
    return found


def jotting_on(person: Person, organization: Organization) -> Jotting:
    """The person's own tags and note on one organization, in two queries."""
    return jottings(person, [organization])[organization.pk]


def tags_of(person: Person) -> list[str]:
    """The person's own tags on organizations that they may see, each once, in order; in one query."""
    # SECURITY: what lies on an organization that is no longer seen is not told either.
    here = Organization.objects.visible_to(person).values("pk")
    return list(_own_tags(person).filter(organization__in=here).values_list("word", flat=True).distinct())


def requests_of(person: Person) -> list[AccessRequest]:
    """The person's own requests for access that wait or were declined, latest first; in one query."""
    shown = (AccessRequest.State.WAITING, AccessRequest.State.DECLINED)
    return list(AccessRequest.objects.filter(consultant=person.user, state__in=shown))


def ended_of(person: Person) -> list[EndedGrant]:
    """The person's access that has ended, latest first; in one query."""
    return ended_among(Grant.objects.filter(user=person.user).select_related("organization", "revoked_by"))


def _own_tags(person: Person) -> QuerySet[Tag]:
    # SECURITY: every look at tags starts here, and at notes below: nobody's but one's own.
    return Tag.objects.filter(user=person.user).order_by("word")


def _own_notes(person: Person) -> QuerySet[PortfolioNote]:
    return PortfolioNote.objects.filter(user=person.user)


# --- Writing -------------------------------------------------------------------------------------


@transaction.atomic
def jot_down(person: Person, organization: Organization, *, tags: Sequence[str], note: str) -> None:
    """Keep these tags and this note ("" for none) on an organization, in place of those the person had.

    A tag twice is one, whatever its capitals. Raises Refused (422) for too many tags, or one without letters or
    too long; then nothing changes.
    """
    words = _tags_in(tags)
    # The account's row is held, so that one form sent twice at once stores its tags once.
    user = User.objects.select_for_update(no_key=True).get(pk=account_of(person).pk)
    _own_tags(person).filter(organization=organization).delete()
    Tag.objects.bulk_create(Tag(user=user, organization=organization, word=word) for word in words)
    if note:
        PortfolioNote.objects.update_or_create(user=user, organization=organization, defaults={"text": note})
    else:
        _own_notes(person).filter(organization=organization).delete()


def _tags_in(tags: Iterable[str]) -> list[str]:
    by_fold = {" ".join(tag.split()).casefold(): " ".join(tag.split()) for tag in tags}
    words = [word for word in by_fold.values() if word]
    if len(words) > MOST_TAGS:
        raise Refused(_("At most %(number)d tags.") % {"number": MOST_TAGS})
    too_long = next((word for word in words if len(word) > LONGEST_TAG), None)
    if too_long is not None:
        sentence = _("“%(tag)s” is too long: a tag has at most %(number)d characters.")
        raise Refused(sentence % {"tag": too_long, "number": LONGEST_TAG})
    return words
