"""Responses: begun once, worked through, submitted once."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Answer, AnswerChange, Assessment, AuditEvent, Person, Response, Result, new_token
from assessment.services.answer_values import Invalid, Values
from assessment.services.answers import save_answer
from assessment.services.assessments import close_assessment
from assessment.services.errors import Refused
from assessment.services.guests import start_as_guest
from assessment.services.invitations import invite
from assessment.services.responses import (
    finish_section,
    outline,
    start_as_member,
    submit_response,
    withdraw_response,
)
from tests.factories import (
    make_answer,
    make_answers,
    make_assessment,
    make_mixed_version,
    make_person,
    make_response,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_round(kind: str = Assessment.Kind.TEAM) -> Assessment:
    return make_assessment(version=make_mixed_version(), kind=kind)


def close(assessment: Assessment) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state="closed", closed_at=timezone.now())
    assessment.refresh_from_db()


# --- Starting ------------------------------------------------------------------------------------


def test_a_member_starts_once_and_then_goes_on() -> None:
    assessment, person = make_round(), make_person(make_user())
    first = start_as_member(person, assessment)
    assert (first.user, first.assessment, first.state) == (person.user, assessment, "in-progress")
    assert start_as_member(person, assessment) == first


def test_a_closed_assessment_takes_nobody_new_but_shows_own_answers() -> None:
    assessment, person = make_round(), make_person(make_user())
    own = start_as_member(person, assessment)
    close(assessment)
    assert start_as_member(person, assessment) == own
    with pytest.raises(Refused, match="takes no more answers") as refusal:
        start_as_member(make_person(make_user()), assessment)
    assert (refusal.value.status, Response.objects.count()) == (403, 1)


def test_just_me_is_answered_by_one_person() -> None:
    assessment = make_round(kind=Assessment.Kind.JUST_ME)
    start_as_member(make_person(make_user()), assessment)
    with pytest.raises(Refused, match="answered by one person"):
        start_as_member(make_person(make_user()), assessment)


# --- Progress ------------------------------------------------------------------------------------


def states(response: Response) -> list[tuple[str, str, int, int, int]]:
    """Of each section: key, state, answered, asked, minutes."""
    response = Response.objects.get(pk=response.pk)
    return [(s.section.key, s.state, s.answered, len(s.asked), s.minutes) for s in outline(response).sections]


def test_a_new_response() -> None:
    response = make_response(make_round())
    # 25 minutes over 2 + 3 * 3 + 1 units; the open question takes none.
    assert states(response) == [
        ("about", "new", 0, 2, 4),
        ("d0", "new", 0, 6, 19),
        ("views", "new", 0, 2, 2),
    ]
    seen = outline(response)
    assert (seen.done, seen.begun, seen.minutes, seen.last_saved_at) == (0, False, 25, None)
    assert [section.key for section in seen.not_asked] == ["generative"]


def test_a_response_on_its_way() -> None:
    response = make_response(make_round())
    make_answers(response, {"d0-p0": ("3", "habit"), "d0-p2": ("not-applicable", "habit")})
    finish_section(make_person(response.user), response, "about", finished=True)
    assert states(response) == [
        ("about", "done", 0, 2, 0),
        # The recognition of what does not apply is not asked.
        ("d0", "going", 3, 5, 6),
        ("views", "new", 0, 2, 2),
    ]
    following = outline(Response.objects.get(pk=response.pk)).next_after()
    assert following is not None
    assert following.section.key == "d0"


def test_the_next_section_goes_round_and_leaves_out_what_is_finished() -> None:
    response = make_response(make_round())
    person = make_person(response.user)
    finish_section(person, response, "d0", finished=True)
    seen = outline(Response.objects.get(pk=response.pk))
    following = {key: each.section.key for key in ("about", "views") if (each := seen.next_after(key))}
    assert following == {"about": "views", "views": "about"}
    finish_section(person, response, "about", finished=True)
    assert outline(Response.objects.get(pk=response.pk)).next_after("views") is None


def test_an_open_question_alone_is_optional() -> None:
    seen = outline(make_response(make_round()))
    assert [each.is_optional for each in seen.sections] == [False, False, False]


def test_what_is_missing_has_short_names_and_leaves_out_what_is_optional() -> None:
    response = make_response(make_round())
    make_answers(response, {"d0-p0": ("3", "habit"), "d0-p1": ("3", "")})
    missing = {each.section.key: each.first_missing for each in outline(response).sections}
    assert missing == {
        "about": [("role", "role?"), ("parts", "parts?")],
        "d0": [
            ("d0-p2", "d0-p2"),
            ("d0-p1-recognition", "d0-p1 (how it came about)"),
            ("d0-p2-recognition", "d0-p2 (how it came about)"),
        ],
        "views": [("worth-it", "worth-it?")],
    }


def test_an_outline_takes_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    response = make_response(make_round())
    make_answers(response, {"d0-p0": ("3", "habit")})
    outline(response)
    response = Response.objects.select_related("assessment__version").get(pk=response.pk)
    with django_assert_num_queries(1):
        outline(response)


# --- Finishing a section -------------------------------------------------------------------------


def test_sections_are_finished_in_the_order_of_the_version_and_taken_up_again() -> None:
    response = make_response(make_round())
    person = make_person(response.user)
    finish_section(person, response, "views", finished=True)
    assert finish_section(person, response, "about", finished=True).finished_sections == ["about", "views"]
    assert finish_section(person, response, "views", finished=False).finished_sections == ["about"]


def test_a_section_that_is_not_asked_cannot_be_finished() -> None:
    response = make_response(make_round())
    with pytest.raises(Invalid, match="not part of the assessment"):
        finish_section(make_person(response.user), response, "generative", finished=True)


# --- Submitting ----------------------------------------------------------------------------------


def test_submitting_counts_at_once_and_only_once() -> None:
    assessment = make_round()
    response = make_response(assessment)
    make_answers(response, dict.fromkeys(("d0-p0", "d0-p1", "d0-p2"), ("5", "guideline")))
    first = submit_response(make_person(response.user), response)
    assert first.is_submitted
    result = Result.objects.get(assessment=assessment)
    assert (result.respondents, result.stage) == (1, 4)
    again = submit_response(make_person(response.user), response)
    assert again.submitted_at == first.submitted_at
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["response submitted"]


def test_a_closed_assessment_takes_no_submission() -> None:
    response = make_response(make_round())
    close(response.assessment)
    with pytest.raises(Refused, match="closed before you submitted") as refusal:
        submit_response(make_person(response.user), response)
    assert refusal.value.status == 403
    assert not Response.objects.submitted().exists()
    assert not Result.objects.exists()


def test_just_me_closes_with_the_submission() -> None:
    assessment = make_round(kind=Assessment.Kind.JUST_ME)
    response = make_response(assessment)
    question = assessment.version.questions.get(key="d0-p0")
    make_answer(response, question, "3")
    submit_response(make_person(response.user), response)
    assessment.refresh_from_db()
    assert (assessment.is_open, Result.objects.get(assessment=assessment).respondents) == (False, 1)


def test_a_team_goes_on_after_a_submission() -> None:
    assessment = make_round()
    response = make_response(assessment)
    submit_response(make_person(response.user), response)
    assessment.refresh_from_db()
    assert assessment.is_open
    assert not close_assessment(make_person(make_user()), assessment).is_open


# --- Withdrawing ---------------------------------------------------------------------------------


def test_a_withdrawn_response_goes_with_its_answers_and_their_history() -> None:
    response = make_response(make_round())
    save_answer(make_person(response.user), response, "d0-p0", number=0, values=Values("3"))
    withdraw_response(make_person(response.user), response)
    withdraw_response(make_person(response.user), response)
    assert [model.objects.count() for model in (Response, Answer, AnswerChange, Result)] == [0, 0, 0, 0]
    event = AuditEvent.objects.get()
    assert (event.verb, event.object_uid) == ("response withdrawn", response.uid)


def test_a_submitted_response_no_longer_counts_once_withdrawn() -> None:
    assessment = make_round()
    first, second = make_response(assessment), make_response(assessment)
    for response, option in ((first, "5"), (second, "1")):
        make_answers(response, dict.fromkeys(("d0-p0", "d0-p1", "d0-p2"), (option, "guideline")))
        submit_response(make_person(response.user), response)
    withdraw_response(make_person(second.user), second)
    result = Result.objects.get(assessment=assessment)
    assert (result.respondents, result.stage) == (1, 4)
    withdraw_response(make_person(first.user), first)
    result = Result.objects.get(assessment=assessment)
    assert (result.respondents, result.stage) == (0, None)


def test_the_invitation_can_be_used_again_by_a_guest_who_withdrew() -> None:
    invitation, _token = invite(make_person(make_user()), make_round(), use_limit=1)
    guest = start_as_guest(Person(), invitation, new_token())
    withdraw_response(make_person(None, guest.guest_hash), guest)
    invitation.refresh_from_db()
    assert invitation.uses == 0
    again = start_as_guest(Person(), invitation, new_token())
    assert (Response.objects.get(), again.guest_hash != guest.guest_hash) == (again, True)


def test_a_member_begins_anew_after_withdrawing_also_alone() -> None:
    assessment = make_round(kind=Assessment.Kind.JUST_ME)
    first, second = make_person(make_user()), make_person(make_user())
    withdraw_response(first, start_as_member(first, assessment))
    assert start_as_member(second, assessment).user == second.user


def test_nothing_is_withdrawn_from_a_closed_assessment() -> None:
    response = make_response(make_round())
    submit_response(make_person(response.user), response)
    close(response.assessment)
    with pytest.raises(Refused, match="can no longer be withdrawn") as refusal:
        withdraw_response(make_person(response.user), response)
    assert (refusal.value.status, Response.objects.count()) == (403, 1)
