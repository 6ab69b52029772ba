"""What reviewers say beside a closed result: verified ratings and comments, never mixed into a score."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Assessment, Comment, Person, Result, User, VerifiedRating
from assessment.services import audit
from assessment.services.assessments import locked
from assessment.services.errors import Refused
from assessment.services.frozen import FrozenPractice, FrozenSection
from assessment.services.seen import digest_of, refuse_changed
from assessment.services.versions import frozen


@dataclass(frozen=True)
class Given:
    """What a reviewer says of a practice: x and e are 0..1, e None where only what is done was verified.

    `again`: it was looked at again since the result changed, though it may say the same.
    """

    x: float
    e: float | None
    note: str
    again: bool = False


@dataclass(frozen=True)
class Verified:
    """One verified rating as it is stored, 0..1, with whose it is ("" where the account is gone).

    `is_older` where answers have changed since it was made.
    """

    x: float
    e: float | None
    note: str
    by: str
    made_at: datetime
    is_older: bool


@dataclass(frozen=True)
class Said:
    """One comment with who wrote it last ("" where the account is gone)."""

    text: str
    by: str
    made_at: datetime


@dataclass(frozen=True)
class Review:
    """All that reviewers said of a result: ratings by practice, comments by dimension, and the accounts they are of."""

    ratings: Mapping[str, Verified] = field(default_factory=dict)
    comments: Mapping[str, Said] = field(default_factory=dict)
    reviewers: frozenset[User] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ratings or self.comments)

    def seen(self, section: FrozenSection) -> str:
        """What is stored of a dimension, as a short text, to notice later that somebody else changed it."""
        comment = self.comments.get(section.key)
        ratings = (self.ratings.get(practice.key) for practice in section.practices)
        return digest_of(
            comment.text if comment else "", [(each.x, each.e, each.note) if each else None for each in ratings]
        )


NO_REVIEW = Review()


def read_review(assessment: Assessment, result: Result) -> Review:
    """Return what reviewers said of the result of the assessment, in two queries; nothing while the round is open."""
    # SECURITY: what was verified stands beside self-ratings, and it waits for closing as they do.
    if assessment.is_open:
        return NO_REVIEW
    ratings = list(VerifiedRating.objects.filter(assessment=assessment).select_related("made_by"))
    comments = list(Comment.objects.filter(assessment=assessment).select_related("made_by"))
    users = [*(row.made_by for row in ratings), *(row.made_by for row in comments)]
    return Review(
        ratings={row.practice_key: _verified(row, assessment, result) for row in ratings},
        comments={row.dimension_key: Said(row.text, _name(row.made_by), row.made_at) for row in comments},
        reviewers=frozenset(user for user in users if user is not None),
    )


def _verified(row: VerifiedRating, assessment: Assessment, result: Result) -> Verified:
    # Setting targets computes a result anew, too, and closing a round again may change nothing: it takes both.
    changed = [time for time in (assessment.closed_at, result.computed_at) if time is not None]
    return Verified(row.x, row.e, row.note, _name(row.made_by), row.made_at, is_older=row.made_at < min(changed))


def _name(user: User | None) -> str:
    """What a reviewer is called."""
    # SECURITY: never their address, since a review goes along with reports and with results that are shared by a link.
    return (user.name or _("a reviewer without a name")) if user else ""


# --- Saying it -----------------------------------------------------------------------------------


@transaction.atomic
def review_dimension(
    person: Person,
    assessment: Assessment,
    key: str,
    *,
    comment: str,
    ratings: Mapping[str, Given | None] | None,
    seen: str,
) -> None:
    """Store a comment on a dimension ("" for none) and, unless `ratings` is None, ratings of its practices by key.

    A practice whose rating is None is not verified (any more); one that is left out stays as it is.
    `seen` is what `Review.seen` said when this was thought of. Raises Refused: 404 while the round is
    open or where the dimension is not asked, 409 where somebody has changed it since, 422 for a rating
    that is worth what no option of its practice is worth.
    """
    held = _held(assessment)
    section = _section(held, key)
    stored = read_review(held, held.result)
    refuse_changed(seen, stored.seen(section), _("Somebody has changed this review in the meantime."))
    _refuse_impossible(section, ratings or {})
    _save_comment(person, held, key, comment)
    changed = [_save_rating(person, held, *each) for each in (ratings or {}).items()]
    if any(changed):
        audit.record(person, "verified ratings changed", held, held.organization)


def _held(assessment: Assessment) -> Assessment:
    """The round, held until the transaction ends, with its result."""
    held = locked(assessment)
    if held.is_open:
        raise Refused(_("The result is there once the assessment has been closed."), status=404)
    return held


def _section(assessment: Assessment, key: str) -> FrozenSection:
    for section in frozen(assessment.version).asked(assessment.facts()):
        if section.is_dimension and section.key == key:
            return section
    raise Refused(_("This result has no such dimension."), status=404)


def _refuse_impossible(section: FrozenSection, ratings: Mapping[str, Given | None]) -> None:
    practices = {practice.key: practice for practice in section.practices}
    for key, given in ratings.items():
        practice = practices.get(key)
        if practice is None or (given is not None and not _is_possible(practice, given)):
            raise Refused(_("Choose one of the options of the practice."))


def _is_possible(practice: FrozenPractice, given: Given) -> bool:
    worth = {option.points for option in practice.question.options} - {None}
    agreed = {option.points for option in practice.recognition.options if option.wording(absent=given.x == 0)}
    return given.x in worth and (given.e is None or given.e in agreed)


def _save_comment(person: Person, assessment: Assessment, key: str, text: str) -> None:
    there = Comment.objects.filter(assessment=assessment, dimension_key=key)
    stored = there.first()
    if text == (stored.text if stored else ""):
        return
    if text:
        Comment.objects.update_or_create(
            assessment=assessment, dimension_key=key, defaults={"text": text, "made_by": person.user}
        )
    else:
        there.delete()
    verb = "comment changed" if stored and text else "comment written" if text else "comment removed"
    audit.record(person, verb, assessment, assessment.organization)


def _save_rating(person: Person, assessment: Assessment, key: str, given: Given | None) -> bool:
    """Store, change or remove one rating; return whether that changed anything."""
    there = VerifiedRating.objects.filter(assessment=assessment, practice_key=key)
    stored = there.first()
    if given is None:
        return bool(there.delete()[0])
    same = stored is not None and (stored.x, stored.e, stored.note) == (given.x, given.e, given.note)
    # Who made it, and when, stays with a rating that nobody touched.
    if same and not given.again:
        return False
    said = {"x": given.x, "e": given.e, "note": given.note, "made_by": person.user}
    VerifiedRating.objects.update_or_create(assessment=assessment, practice_key=key, defaults=said)
    return True


# --- Taking it away ------------------------------------------------------------------------------


@transaction.atomic
def remove_rating(person: Person, assessment: Assessment, practice: str) -> None:
    """Remove the verified rating of a practice; where there is none, nothing changes.

    Raises Refused (404) while the round is open.
    """
    held = _held(assessment)
    if VerifiedRating.objects.filter(assessment=held, practice_key=practice).delete()[0]:
        audit.record(person, "verified rating removed", held, held.organization)


@transaction.atomic
def remove_comment(person: Person, assessment: Assessment, dimension: str) -> None:
    """Remove the comment on a dimension; where there is none, nothing changes.

    Raises Refused (404) while the round is open.
    """
    held = _held(assessment)
    if Comment.objects.filter(assessment=held, dimension_key=dimension).delete()[0]:
        audit.record(person, "comment removed", held, held.organization)
