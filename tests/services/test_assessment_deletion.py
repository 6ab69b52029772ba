"""A round goes with everything in it, once, and leaves all else as it is."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from assessment.models import (
    ActionItem,
    Answer,
    AnswerChange,
    Assessment,
    AuditEvent,
    Campaign,
    Invitation,
    Person,
    Remark,
    Reminder,
    Response,
    Result,
    Share,
    Target,
    User,
    hash_of,
    new_token,
)
from assessment.services.answers import writable
from assessment.services.assessment_deletion import Contents, contents_of, delete_assessment
from assessment.services.assessments import close_assessment, open_assessment
from assessment.services.campaigns import campaigns_of, rounds_of_campaign
from assessment.services.errors import Refused
from assessment.services.guests import invitation_by, response_by
from assessment.services.invitation_lists import resend
from assessment.services.invitations import invite
from assessment.services.plans import put_into_plan
from assessment.services.responses import start_as_member, submit_response
from tests.factories import make_answers, make_organization, make_person, make_response, make_user, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def person(lead: User) -> Person:
    return make_person(lead)


def opened(person: Person, lead: User, title: str = "Q4 2026") -> Assessment:
    organization = lead.memberships.get().organization if lead.memberships.exists() else make_organization(lead=lead)
    return open_assessment(person, organization, title=title, version=make_version())


@pytest.fixture
def assessment(person: Person, lead: User) -> Assessment:
    return opened(person, lead)


def submitted(assessment: Assessment, guest: str = "") -> Response:
    response = make_response(assessment, guest_hash=guest)
    make_answers(response, {"d0-p0": ("5", "guideline"), "d0-p1": ("4", "habit")})
    return submit_response(make_person(), response)


def fill(person: Person, assessment: Assessment) -> tuple[str, str]:
    """One of everything; returns the secrets of its invitation and of a guest."""
    secret = new_token()
    _invitation, token = invite(person, assessment, email="ana@x.org", use_limit=1)
    guests = submitted(assessment, guest=hash_of(secret))
    begun = make_response(assessment)
    answer = Answer.objects.filter(response=guests).first()
    assert answer is not None
    AnswerChange.objects.create(answer=answer, number=1, at=timezone.now(), new={})
    Remark.objects.create(response=begun, question=answer.question)
    Reminder.objects.create(assessment=assessment, purpose="answer", step=7, address_hash="a")
    Share.objects.create(assessment=assessment, token_hash=hash_of(new_token()))
    return token, secret


EVERYTHING = (Assessment, Target, Invitation, Response, Answer, AnswerChange, Remark, Result, Reminder, Share)


def rows() -> list[int]:
    return [model.objects.count() for model in EVERYTHING]


def test_everything_goes_and_another_round_stays(assessment: Assessment, person: Person, lead: User) -> None:
    fill(person, opened(person, lead, "Q3 2026"))
    before = rows()
    fill(person, assessment)
    delete_assessment(person, assessment, typed_title="Q4 2026")
    # The two targets of the round that is gone had been there before.
    assert rows() == [before[0] - 1, before[1] - 2, *before[2:]]
    assert Assessment.objects.get().title == "Q3 2026"
    event = AuditEvent.objects.order_by("pk").last()
    assert event is not None
    assert (event.verb, event.object_uid) == ("assessment deleted", assessment.uid)
    assert event.organization_uid == assessment.organization.uid


def test_its_links_lead_nowhere(assessment: Assessment, person: Person) -> None:
    invitation, guest = fill(person, assessment)
    delete_assessment(person, assessment, typed_title="Q4 2026")
    assert (invitation_by(invitation), response_by(guest)) == (None, None)


@pytest.mark.parametrize("typed", ["", "q4 2026", "Q4 2025"])
def test_what_people_submitted_goes_only_with_the_title(assessment: Assessment, person: Person, typed: str) -> None:
    fill(person, assessment)
    before = rows()
    with pytest.raises(Refused, match="not the title") as refusal:
        delete_assessment(person, assessment, typed_title=typed)
    assert (refusal.value.status, rows()) == (422, before)


def test_without_a_submission_no_title_is_asked(assessment: Assessment, person: Person) -> None:
    make_response(assessment)
    delete_assessment(person, assessment)
    assert Assessment.objects.count() == 0


def test_a_closed_one_goes_with_its_result(assessment: Assessment, person: Person) -> None:
    submitted(assessment)
    closed = close_assessment(person, assessment)
    # One that came as a bundle has a result without responses.
    closed.responses.all().delete()
    with pytest.raises(Refused, match="not the title"):
        delete_assessment(person, closed)
    delete_assessment(person, closed, typed_title="Q4 2026")
    assert (Assessment.objects.count(), Result.objects.count()) == (0, 0)


def test_twice_is_not_there(assessment: Assessment, person: Person) -> None:
    delete_assessment(person, assessment)
    with pytest.raises(Refused, match="has been deleted") as refusal:
        delete_assessment(person, assessment)
    assert refusal.value.status == 404


def test_counts_what_goes(assessment: Assessment, person: Person) -> None:
    assert contents_of(assessment) == Contents(submitted=0, begun=0, answers=0, links=0, shares=0, has_result=False)
    fill(person, assessment)
    submitted(assessment)
    # While it is open there is no result for anybody.
    assert contents_of(assessment) == Contents(submitted=2, begun=1, answers=8, links=1, shares=1, has_result=False)
    assert contents_of(close_assessment(person, assessment)).has_result


def test_a_campaign_goes_on_without_it(assessment: Assessment, person: Person, lead: User) -> None:
    other = opened(person, lead, "Q3 2026")
    campaign = Campaign.objects.create(title="Both", version=assessment.version, created_by=lead)
    Assessment.objects.update(campaign=campaign)
    delete_assessment(person, assessment)
    assert [each.assessment for each in rounds_of_campaign(person, campaign)] == [other]
    delete_assessment(person, other)
    assert (rounds_of_campaign(person, campaign), campaigns_of(person)[0].organizations) == ([], 0)


def test_whoever_comes_too_late_is_told(assessment: Assessment, person: Person) -> None:
    response = make_response(assessment)
    delete_assessment(person, assessment)
    with pytest.raises(Refused, match="assessment has been deleted"):
        start_as_member(person, assessment)
    with pytest.raises(Refused, match="assessment has been deleted"):
        submit_response(person, response)
    with pytest.raises(Refused, match="answers have been deleted") as refusal:
        writable(response)
    assert refusal.value.status == 404


@pytest.mark.django_db(transaction=True)
def test_submitting_at_the_same_instant_leaves_all_or_nothing(assessment: Assessment, person: Person) -> None:
    response = make_response(assessment)
    make_answers(response, {"d0-p0": ("5", "guideline")})
    together, outcomes = Barrier(2), []

    def do(verb: str) -> None:
        together.wait()
        try:
            delete_assessment(person, assessment) if verb == "delete" else submit_response(person, response)
            outcomes.append(verb)
        except Refused as refusal:
            outcomes.append(f"{verb} {refusal.status}")
        finally:
            connection.close()

    threads = [Thread(target=do, args=[verb]) for verb in ("delete", "submit")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = (Assessment.objects.count(), Response.objects.count(), Answer.objects.count())
    assert (sorted(outcomes), left) in [
        (["delete", "submit 404"], (0, 0, 0)),
        (["delete 422", "submit"], (1, 1, 2)),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["invite", "send again", "plan"])
def test_what_is_made_while_a_round_goes_is_refused(assessment: Assessment, person: Person, verb: str) -> None:
    """Whoever waits for the round to be deleted is told so, and leaves nothing behind that points to it."""
    invitation, _token = invite(person, assessment, email="ana@example.org")
    verbs: dict[str, Callable[[], object]] = {
        "invite": lambda: invite(person, assessment),
        "send again": lambda: resend(person, invitation, str),
        "plan": lambda: put_into_plan(person, assessment, ["d0-p0"]),
    }
    if verb == "plan":
        submit_response(person, answered(assessment))
        close_assessment(person, assessment)
    outcomes: list[object] = []

    def do() -> None:
        try:
            outcomes.append(verbs[verb]())
        except Refused as refusal:
            outcomes.append(refusal.status)
        finally:
            connection.close()

    thread = Thread(target=do)
    with transaction.atomic():
        delete_assessment(person, assessment, typed_title=assessment.title)
        thread.start()
        thread.join(timeout=0.5)
        waited = thread.is_alive()
    thread.join()
    assert (waited, outcomes) == (True, [404])
    assert (Assessment.objects.count(), Invitation.objects.count(), ActionItem.objects.count()) == (0, 0, 0)


def answered(assessment: Assessment) -> Response:
    """A response that leaves something to do."""
    response = make_response(assessment)
    make_answers(response, {f"d{dimension}-p{place}": ("2", "habit") for dimension in range(2) for place in range(3)})
    return response
