"""Verified ratings and comments stand beside a result: stored as they were said, audited, and never in a score."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from assessment.models import (
    Assessment,
    AuditEvent,
    Comment,
    DimensionResult,
    Person,
    PracticeResult,
    Result,
    VerifiedRating,
)
from assessment.services.assessments import close_assessment, reopen_assessment
from assessment.services.bundles import export_bundle
from assessment.services.errors import Refused
from assessment.services.results import inputs_of, recompute
from assessment.services.reviews import (
    NO_REVIEW,
    Given,
    Review,
    Said,
    Verified,
    read_review,
    remove_comment,
    remove_rating,
    review_dimension,
)
from assessment.services.targets import aims_of, set_targets
from tests.bundles import make_round, without_timestamps
from tests.factories import THIRD, make_person, make_user
from tests.reviews import answers_changed, make_closed, make_comment, make_consultant, make_rating, seen_of
from tests.views.test_results import add_response, everywhere, lead_of

pytestmark = pytest.mark.django_db
SEEN = Given(0.75, 2 * THIRD, "Half pages of five models.")


@pytest.fixture
def assessment() -> Assessment:
    return make_closed(everywhere("4", "habit"))


@pytest.fixture
def reviewer(assessment: Assessment) -> Person:
    return make_person(make_consultant(assessment.organization))


def review_of(assessment: Assessment) -> Review:
    return read_review(assessment, assessment.result)


def ratings_of(assessment: Assessment) -> dict[str, tuple[float, float | None, str]]:
    rows = VerifiedRating.objects.filter(assessment=assessment).values_list("practice_key", "x", "e", "note")
    return {key: (x, e, note) for key, x, e, note in rows}


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# --- Saying it -------------------------------------------------------------------------------------


def test_what_a_reviewer_says_is_stored_with_whose_it_is(assessment: Assessment, reviewer: Person) -> None:
    ratings = {"d0-p0": SEEN, "d0-p1": Given(0.0, None, ""), "d0-p2": None}
    seen = seen_of(assessment)
    review_dimension(reviewer, assessment, "d0", comment="Well done.", ratings=ratings, seen=seen)
    rows = {row.practice_key: row for row in VerifiedRating.objects.all()}
    comment = Comment.objects.get()
    assert review_of(assessment) == Review(
        ratings={
            "d0-p0": Verified(0.75, 2 * THIRD, "Half pages of five models.", "Kim", rows["d0-p0"].made_at, False),
            "d0-p1": Verified(0.0, None, "", "Kim", rows["d0-p1"].made_at, False),
        },
        comments={"d0": Said("Well done.", "Kim", comment.made_at)},
        reviewers=frozenset({assessment.organization.grants.get().user}),
    )
    events = AuditEvent.objects.order_by("pk")
    assert [(event.verb, event.object_uid, event.organization_uid) for event in events] == [
        (verb, assessment.uid, assessment.organization.uid) for verb in ("comment written", "verified ratings changed")
    ]
    assert {event.actor_number for event in events} == {reviewer.user.pk if reviewer.user else None}


def test_what_nobody_touched_stays_as_it_was(assessment: Assessment, reviewer: Person) -> None:
    first = make_user("First")
    rating, comment = make_rating(assessment, by=first, x=0.75), make_comment(assessment, by=first)
    same = {"d0-p0": Given(0.75, None, ""), "d0-p1": None}
    review_dimension(reviewer, assessment, "d0", comment="Well done.", ratings=same, seen=seen_of(assessment))
    assert (VerifiedRating.objects.get(), Comment.objects.get()) == (rating, comment)
    assert (VerifiedRating.objects.get().made_by, Comment.objects.get().made_by) == (first, first)
    assert verbs() == []


def test_ratings_and_comments_are_changed_and_taken_back(assessment: Assessment, reviewer: Person) -> None:
    make_rating(assessment)
    make_rating(assessment, "d0-p1")
    make_rating(assessment, "d1-p0")
    make_comment(assessment)
    changed = {"d0-p0": SEEN, "d0-p1": None}
    review_dimension(reviewer, assessment, "d0", comment="Better.", ratings=changed, seen=seen_of(assessment))
    assert ratings_of(assessment) == {"d0-p0": (SEEN.x, SEEN.e, SEEN.note), "d1-p0": (0.5, None, "")}
    assert Comment.objects.get().text == "Better."
    review_dimension(reviewer, assessment, "d0", comment="", ratings=None, seen=seen_of(assessment))
    assert (Comment.objects.count(), len(ratings_of(assessment))) == (0, 2)
    assert verbs() == ["comment changed", "verified ratings changed", "comment removed"]


def test_of_two_reviewers_the_second_is_told(assessment: Assessment, reviewer: Person) -> None:
    seen = seen_of(assessment)
    other = make_person(make_consultant(assessment.organization))
    review_dimension(other, assessment, "d0", comment="Theirs.", ratings={"d0-p0": SEEN}, seen=seen)
    for stale in (seen, ""):
        with pytest.raises(Refused) as refusal:
            review_dimension(reviewer, assessment, "d0", comment="Mine.", ratings={"d0-p0": None}, seen=stale)
        assert refusal.value.status == 409
        assert refusal.value.sentence == "Somebody has changed this review in the meantime."
    assert (Comment.objects.get().text, set(ratings_of(assessment))) == ("Theirs.", {"d0-p0"})
    review_dimension(reviewer, assessment, "d1", comment="Mine.", ratings={}, seen=seen_of(assessment, "d1"))
    assert Comment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_is_told() -> None:
    """One writes first; the other has not seen that, and nothing of theirs is stored."""
    assessment = make_closed(everywhere("4", "habit"))
    people = [make_person(make_consultant(assessment.organization, name)) for name in ("Ada", "Kim")]
    seen, start, told = seen_of(assessment), Barrier(2), {}

    def write(person: Person) -> None:
        name = str(person.user)
        start.wait()
        try:
            given = {"comment": name, "ratings": {"d0-p0": Given(0.5, None, name)}, "seen": seen}
            review_dimension(person, assessment, "d0", **given)  # type: ignore[arg-type]  # each as it is named
            told[name] = 200
        except Refused as refusal:
            told[name] = refusal.status
        finally:
            connection.close()

    threads = [Thread(target=write, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = Comment.objects.get().text
    assert told == {name: 200 if name == winner else 409 for name in ("Ada", "Kim")}
    assert ratings_of(assessment) == {"d0-p0": (0.5, None, winner)}


@pytest.mark.parametrize(
    "ratings",
    [
        {"d0-p0": Given(0.6, None, "")},
        {"d0-p0": Given(0.5, 0.5, "")},
        {"d1-p0": SEEN},
        {"nothing": None},
    ],
)
def test_what_is_no_option_is_refused_whole(
    assessment: Assessment, reviewer: Person, ratings: dict[str, Given | None]
) -> None:
    with pytest.raises(Refused, match=r"Choose one of the options of the practice\."):
        review_dimension(reviewer, assessment, "d0", comment="Text.", ratings=ratings, seen=seen_of(assessment))
    assert (Comment.objects.count(), VerifiedRating.objects.count()) == (0, 0)


def test_a_dimension_that_is_not_asked_has_no_review(assessment: Assessment, reviewer: Person) -> None:
    with pytest.raises(Refused, match="no such dimension") as refusal:
        review_dimension(reviewer, assessment, "d9", comment="Text.", ratings=None, seen=seen_of(assessment))
    assert refusal.value.status == 404


# --- Taking it away --------------------------------------------------------------------------------


def test_a_lead_removes_a_rating_or_a_comment(assessment: Assessment) -> None:
    lead = make_person(lead_of(assessment))
    make_rating(assessment)
    make_rating(assessment, "d0-p1")
    make_comment(assessment)
    for _twice in range(2):
        remove_rating(lead, assessment, "d0-p0")
        remove_comment(lead, assessment, "d0")
    assert (set(ratings_of(assessment)), Comment.objects.count()) == ({"d0-p1"}, 0)
    assert verbs() == ["verified rating removed", "comment removed"]


# --- While open, and after answers changed ---------------------------------------------------------


def test_a_review_is_hidden_while_the_round_is_open_and_kept(assessment: Assessment, reviewer: Person) -> None:
    lead = make_person(lead_of(assessment))
    make_rating(assessment)
    before = review_of(assessment)
    seen = seen_of(assessment)
    reopen_assessment(lead, assessment)
    assessment.refresh_from_db()
    assert read_review(assessment, assessment.result) == NO_REVIEW
    comment = {"comment": "Text.", "ratings": None, "seen": seen}
    verbs: list[tuple[Callable[..., None], Person, str, dict[str, Any]]] = [
        (review_dimension, reviewer, "d0", comment),
        (remove_rating, lead, "d0-p0", {}),
        (remove_comment, lead, "d0", {}),
    ]
    for verb, person, key, more in verbs:
        with pytest.raises(Refused) as refusal:
            verb(person, assessment, key, **more)
        assert refusal.value.status == 404
    close_assessment(lead, assessment)
    assessment.refresh_from_db()
    assert review_of(assessment) == before


def test_a_rating_is_older_once_answers_have_changed(assessment: Assessment, reviewer: Person) -> None:
    lead = make_person(lead_of(assessment))
    make_rating(assessment, x=0.75)
    VerifiedRating.objects.update(made_at=timezone.now() + timedelta(seconds=1))
    reopen_assessment(lead, assessment)
    add_response(assessment, everywhere("2", "habit"))
    recompute(assessment)
    close_assessment(lead, assessment)
    VerifiedRating.objects.update(made_at=timezone.now() - timedelta(minutes=1))
    assessment = Assessment.objects.get(pk=assessment.pk)
    assert review_of(assessment).ratings["d0-p0"].is_older
    again = {"d0-p0": Given(0.75, None, "", again=True)}
    review_dimension(reviewer, assessment, "d0", comment="", ratings=again, seen=seen_of(assessment))
    verified = review_of(assessment).ratings["d0-p0"]
    assert (verified.is_older, verified.by) == (False, "Kim")


def test_other_targets_make_no_rating_older(assessment: Assessment) -> None:
    make_rating(assessment)
    values = dict.fromkeys((aim.key for aim in aims_of(assessment)), 1.0)
    set_targets(make_person(lead_of(assessment)), assessment, values)
    assessment = Assessment.objects.get(pk=assessment.pk)
    assert assessment.result.computed_at > VerifiedRating.objects.get().made_at
    assert not review_of(assessment).ratings["d0-p0"].is_older
    answers_changed(assessment)
    assessment = Assessment.objects.get(pk=assessment.pk)
    assert review_of(assessment).ratings["d0-p0"].is_older


def test_what_was_written_stays_when_its_author_goes(assessment: Assessment) -> None:
    author = make_user("Kim")
    make_rating(assessment, by=author)
    make_comment(assessment, by=author)
    author.delete()
    review = review_of(assessment)
    assert (review.ratings["d0-p0"].by, review.comments["d0"].by, review.reviewers) == ("", "", frozenset())


# --- No part of any score --------------------------------------------------------------------------


def test_no_score_changes_with_a_review() -> None:
    """The stored rows, the hash of the inputs and every exported score are the same before and after."""

    def scores(assessment: Assessment) -> list[object]:
        recompute(assessment)
        rows = [list(model.objects.order_by("pk").values()) for model in (Result, DimensionResult, PracticeResult)]
        return [*rows, inputs_of(assessment).hash, without_timestamps(export_bundle(Person(), assessment))]

    assessment = make_round()
    before = scores(assessment)
    for key in ("d0", "d1", "d2"):
        ratings = {f"{key}-p{place}": Given(0.0, 0.0, "Nothing of it.") for place in range(3)}
        review_dimension(Person(), assessment, key, comment="No.", ratings=ratings, seen=seen_of(assessment, key))
    assert VerifiedRating.objects.count() == 9
    assert scores(assessment) == before
