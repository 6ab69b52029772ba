"""Opening a round, inviting to it: days, versions and limits that can be."""

import re
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from assessment.forms.assessments import AssessmentForm, InvitationForm, default_version
from tests.factories import make_assessment, make_mixed_version, make_version

CONSULTANTS = partial(AssessmentForm, may_answer=False)
pytestmark = pytest.mark.django_db


def days(number: int) -> str:
    return (timezone.localdate() + timedelta(days=number)).isoformat()


class TestAssessmentForm:
    def test_offers_what_is_published(self) -> None:
        published = make_version()
        make_version(publish=False)
        offered = str(AssessmentForm()["version"])
        assert re.findall(r">([^<]+)</option>", offered) == ["Questionnaire, version 1 (about 25 minutes)"]
        assert default_version() == published

    def test_is_not_for_the_asker_alone_who_is_no_member(self) -> None:
        offered = [re.findall(r'value="([\w-]+)"', str(form["kind"])) for form in (AssessmentForm(), CONSULTANTS())]
        assert offered == [["team", "just-me", "paper"], ["team", "paper"]]

    @pytest.mark.parametrize(
        ("kind", "sent", "errors", "kept"),
        [
            ("paper", {"held_on": -20}, [], ("held_on", -20)),
            ("paper", {"held_on": 0, "due_on": -5}, [], ("held_on", 0)),
            ("paper", {"held_on": 1}, ["held_on"], None),
            ("paper", {}, ["held_on"], None),
            ("team", {"held_on": 5, "due_on": 5}, [], ("due_on", 5)),
        ],
    )
    def test_asks_for_one_of_two_days(
        self, kind: str, sent: dict[str, int], errors: list[str], kept: tuple[str, int] | None
    ) -> None:
        given = {name: days(number) for name, number in sent.items()}
        form = AssessmentForm({"title": "Q4", "version": make_version().pk, "kind": kind, **given})
        assert list(form.errors) == errors
        if kept is not None:
            found = {name: form.cleaned_data[name] for name in ("due_on", "held_on") if form.cleaned_data[name]}
            assert found == {kept[0]: timezone.localdate() + timedelta(days=kept[1])}

    @pytest.mark.parametrize(("number", "errors"), [(-1, ["due_on"]), (0, []), (400, [])])
    def test_is_due_today_or_later(self, number: int, errors: list[str]) -> None:
        version = make_version()
        form = AssessmentForm({"title": "Q4", "version": version.pk, "kind": "team", "due_on": days(number)})
        assert list(form.errors) == errors

    def test_needs_no_due_date(self) -> None:
        form = AssessmentForm({"title": " Q4 ", "version": make_version().pk, "kind": "just-me"})
        assert form.is_valid()
        assert (form.cleaned_data["title"], form.cleaned_data["due_on"]) == ("Q4", None)

    def test_without_any_version_there_is_no_default(self) -> None:
        assert default_version() is None


class TestInvitationForm:
    @pytest.mark.parametrize(
        ("fields", "errors"),
        [
            ({}, []),
            ({"use_limit": "1"}, []),
            ({"use_limit": "0"}, ["use_limit"]),
            ({"use_limit": "1001"}, ["use_limit"]),
            ({"last_day": days(-1)}, ["last_day"]),
            ({"last_day": days(0)}, []),
            ({"last_day": days(366)}, []),
            ({"last_day": days(367)}, ["last_day"]),
            ({"last_day": "some day"}, ["last_day"]),
        ],
    )
    def test_takes_what_can_be(self, fields: dict[str, str], errors: list[str]) -> None:
        assert list(InvitationForm(make_assessment(), {"last_day": days(30)} | fields).errors) == errors

    def test_suggests_thirty_days(self) -> None:
        assert InvitationForm(make_assessment())["last_day"].initial == timezone.localdate() + timedelta(days=30)

    def test_ends_when_the_day_ends_here(self) -> None:
        here = ZoneInfo("Europe/Helsinki")
        with timezone.override(here):
            tomorrow = date.fromisoformat(days(1))
            form = InvitationForm(make_assessment(), {"last_day": tomorrow.isoformat()})
            assert form.is_valid()
            assert form.expires_at == datetime(tomorrow.year, tomorrow.month, tomorrow.day, 23, 59, 59, 999999, here)

    def test_offers_the_roles_that_the_questionnaire_asks_for(self) -> None:
        form = InvitationForm(
            make_assessment(version=make_mixed_version()), {"last_day": days(30), "role": "operations"}
        )
        assert re.findall(r'<option value="([^"]*)"[^>]*>([^<]+)</option>', str(form["role"])) == [
            ("", "Any role"),
            ("data-science", "role data-science"),
            ("operations", "role operations"),
        ]
        assert form.is_valid()
        assert (form.role_key, form.role_in_words) == ("operations", "role operations")

    def test_without_such_a_question_or_choice_it_is_for_anybody(self) -> None:
        form = InvitationForm(make_assessment(), {"last_day": days(30), "role": "operations"})
        assert (form.is_valid(), list(form.fields)) == (True, ["use_limit", "last_day"])
        assert (form.role_key, form.role_in_words) == ("", "")
        form = InvitationForm(make_assessment(version=make_mixed_version()), {"last_day": days(30)})
        assert (form.is_valid(), form.role_key) == (True, "")
        form = InvitationForm(make_assessment(version=make_mixed_version()), {"last_day": days(30), "role": "queen"})
        assert list(form.errors) == ["role"]
