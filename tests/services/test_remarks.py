"""That a question is unclear: said once per response, read by editors without learning whose it is, settled."""

from dataclasses import fields

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import AuditEvent, Remark, Response, Version
from assessment.services.answer_values import Invalid
from assessment.services.errors import Refused
from assessment.services.remarks import (
    MOST_SHOWN,
    ReadRemark,
    UnclearQuestion,
    said_in,
    say_unclear,
    settle,
    take_back,
    unclear_questions,
    unsettle,
)
from assessment.services.responses import withdraw_response
from tests.factories import make_assessment, make_editor, make_mixed_version, make_person, make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    return make_mixed_version()


@pytest.fixture
def response(version: Version) -> Response:
    return make_response(make_assessment(version=version))


def another(response: Response) -> Response:
    """One of another organization, on the same version."""
    return make_response(make_assessment(version=response.assessment.version))


def seen(version: Version, *, settled: bool = False) -> dict[str, tuple[int, list[str]]]:
    """By question: how often it was called unclear, and the texts."""
    found = unclear_questions(version, settled=settled)
    return {each.question.key: (each.count, [remark.text for remark in each.worded]) for each in found}


def numbers() -> list[int]:
    return list(Remark.objects.values_list("pk", flat=True))


# --- Respondents ---------------------------------------------------------------------------------


def test_it_is_said_once_and_replaced_when_said_again(response: Response) -> None:
    say_unclear(response, "d0-p0")
    say_unclear(response, "d0-p0", "Which model?")
    assert said_in(response) == {"d0-p0": "Which model?"}
    assert Remark.objects.count() == 1


def test_it_is_taken_back(response: Response) -> None:
    say_unclear(response, "d0-p0", "Which model?")
    say_unclear(response, "role")
    for _time in range(2):
        take_back(response, "d0-p0")
    assert said_in(response) == {"role": ""}


def test_only_what_is_asked_can_be_unclear(response: Response) -> None:
    for key in ("generative-p0", "nothing"):
        with pytest.raises(Invalid):
            say_unclear(response, key)
    assert not Remark.objects.exists()


def test_it_goes_with_a_withdrawn_response_and_cannot_come_after_it(response: Response) -> None:
    say_unclear(response, "d0-p0", "Which model?")
    withdraw_response(make_person(response.user), response)
    with pytest.raises(Refused, match="have been deleted"):
        say_unclear(response, "d0-p0")
    assert not Remark.objects.exists()


def test_the_audit_log_does_not_tell_who_said_it(response: Response) -> None:
    say_unclear(response, "d0-p0", "Which model?")
    take_back(response, "d0-p0")
    assert not AuditEvent.objects.exists()


# --- Editors -------------------------------------------------------------------------------------


def test_editors_see_counts_and_texts_the_most_unclear_first(version: Version, response: Response) -> None:
    say_unclear(response, "role", "Which role?")
    say_unclear(response, "d0-p0", "first")
    say_unclear(another(response), "d0-p0")
    say_unclear(another(response), "d0-p0", "last")
    assert seen(version) == {"d0-p0": (3, ["last", "first"]), "role": (1, ["Which role?"])}
    assert [each.question.key for each in unclear_questions(version)] == ["d0-p0", "role"]
    assert seen(make_mixed_version()) == {}


def test_an_editor_gets_the_text_and_the_day_and_nothing_else(version: Version, response: Response) -> None:
    remark = say_unclear(response, "d0-p0", "Which model?")
    (unclear,) = unclear_questions(version)
    assert unclear.remarks == (ReadRemark(remark.pk, "Which model?", timezone.localdate()),)
    assert [each.name for each in fields(ReadRemark)] == ["number", "text", "on"]
    assert [each.name for each in fields(UnclearQuestion)] == ["question", "count", "remarks"]


def test_the_latest_are_shown_and_all_are_counted(version: Version, response: Response) -> None:
    responses = [another(response) for _place in range(MOST_SHOWN + 2)]
    for place, each in enumerate(responses):
        say_unclear(each, "d0-p0", str(place))
    (unclear,) = unclear_questions(version)
    assert (unclear.count, len(unclear.remarks), unclear.remarks[0].text) == (MOST_SHOWN + 2, MOST_SHOWN, "21")


def test_what_is_settled_leaves_the_list_and_comes_back_when_opened_or_said_again(
    version: Version, response: Response
) -> None:
    editor = make_person(make_editor())
    say_unclear(response, "d0-p0", "Which model?")
    assert settle(editor, version, numbers()) == 1
    assert settle(editor, version, numbers()) == 0
    assert (seen(version), seen(version, settled=True)) == ({}, {"d0-p0": (1, ["Which model?"])})
    assert unsettle(editor, version, numbers()) == 1
    assert settle(editor, version, numbers()) == 1
    say_unclear(response, "d0-p0", "Still which?")
    assert (seen(version), seen(version, settled=True)) == ({"d0-p0": (1, ["Still which?"])}, {})
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["remarks settled", "remarks opened again", "remarks settled"]


def test_remarks_on_another_version_are_not_settled_along(response: Response) -> None:
    say_unclear(response, "d0-p0")
    assert settle(make_person(make_editor()), make_mixed_version(), numbers()) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_editors_lists_take_few_queries(
    version: Version, response: Response, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(count):
        say_unclear(response, f"d0-p{place}", "Which model?")
    unclear_questions(version)
    with django_assert_num_queries(2):
        unclear_questions(version)
