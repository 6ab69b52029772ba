"""A round gets another title or due date; reminders and invitations follow, and nobody overwrites what was not seen."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from assessment.models import Assessment, AuditEvent, Invitation, Person, Reminder, User
from assessment.services.assessment_changes import change_assessment, has_a_due_date, shown_state
from assessment.services.errors import Refused
from assessment.services.invitations import invite
from assessment.services.reminders import Tally, send_reminders
from tests.factories import make_assessment, make_organization, make_person, make_response, make_user
from tests.smtp import MailServer, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def person(lead: User) -> Person:
    return make_person(lead)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


@pytest.fixture
def assessment(lead: User) -> Assessment:
    """A round opened long ago, due in five days."""
    opened = timezone.now() - timedelta(days=40)
    return make_assessment(make_organization(lead=lead), title="Q4 2026", due_on=in_days(5), opened_at=opened)


def change(person: Person, assessment: Assessment, due_on: date | None, title: str = "Q4 2026") -> Assessment:
    return change_assessment(person, assessment, title=title, due_on=due_on)


class TestTitleAndDay:
    @pytest.mark.parametrize("due_on", [in_days(30), in_days(1), in_days(0), None])
    def test_are_changed(self, assessment: Assessment, person: Person, due_on: date | None) -> None:
        changed = change(person, assessment, due_on, title="Q4, again")
        assert (changed.title, changed.due_on) == ("Q4, again", due_on)
        assessment.refresh_from_db()
        assert (assessment.title, assessment.due_on) == ("Q4, again", due_on)
        assert list(AuditEvent.objects.values_list("verb", "object_uid")) == [("assessment changed", assessment.uid)]

    def test_not_into_the_past(self, assessment: Assessment, person: Person) -> None:
        with pytest.raises(Refused, match="in the past") as refusal:
            change(person, assessment, in_days(-1))
        assert (refusal.value.status, Assessment.objects.get().due_on) == (422, in_days(5))

    def test_a_day_that_has_gone_by_stays_with_another_title(self, assessment: Assessment, person: Person) -> None:
        Assessment.objects.update(due_on=in_days(-3))
        assert change(person, assessment, in_days(-3), title="Late").title == "Late"

    def test_a_used_title_is_refused(self, assessment: Assessment, person: Person) -> None:
        make_assessment(assessment.organization, title="Q3 2026")
        with pytest.raises(Refused, match="already an assessment with this title") as refusal:
            change(person, assessment, in_days(30), title="Q3 2026")
        assert refusal.value.status == 422
        assessment.refresh_from_db()
        assert (assessment.title, assessment.due_on) == ("Q4 2026", in_days(5))

    def test_of_a_closed_round_the_title_alone(self, assessment: Assessment, person: Person) -> None:
        Assessment.objects.update(state="closed", closed_at=timezone.now())
        assert change(person, assessment, in_days(5), title="Autumn").title == "Autumn"
        with pytest.raises(Refused, match="Only its title") as refusal:
            change(person, assessment, in_days(9), title="Autumn")
        assert refusal.value.status == 409

    def test_a_round_on_paper_has_no_due_date(self, person: Person, assessment: Assessment) -> None:
        on_paper = make_assessment(assessment.organization, kind="paper", held_on=in_days(-20))
        with pytest.raises(Refused, match="Only its title"):
            change(person, on_paper, in_days(9))
        assert (has_a_due_date(on_paper), has_a_due_date(assessment)) == (False, True)

    def test_one_that_has_been_deleted_is_not_there(self, assessment: Assessment, person: Person) -> None:
        Assessment.objects.all().delete()
        with pytest.raises(Refused, match="has been deleted") as refusal:
            change(person, assessment, None)
        assert refusal.value.status == 404


class TestSeen:
    def test_what_somebody_else_changed_is_told_and_kept(self, assessment: Assessment, person: Person) -> None:
        seen = shown_state(assessment)
        change(person, assessment, in_days(20), title="Theirs")
        with pytest.raises(Refused, match="called “Theirs” and is due on") as refusal:
            change_assessment(person, assessment, title="Mine", due_on=in_days(5), seen=seen)
        assert (refusal.value.status, Assessment.objects.get().title) == (409, "Theirs")

    def test_without_a_due_date(self, assessment: Assessment, person: Person) -> None:
        seen = shown_state(assessment)
        change(person, assessment, None)
        with pytest.raises(Refused, match="has no due date"):
            change_assessment(person, assessment, title="Mine", due_on=in_days(5), seen=seen)

    def test_closed_in_the_meantime(self, assessment: Assessment, person: Person) -> None:
        seen = shown_state(assessment)
        Assessment.objects.update(state="closed", closed_at=timezone.now())
        with pytest.raises(Refused, match="closed in the meantime"):
            change_assessment(person, assessment, title="Mine", due_on=in_days(5), seen=seen)

    def test_what_was_seen_is_what_is_there(self, assessment: Assessment, person: Person) -> None:
        changed = change_assessment(person, assessment, title="Mine", due_on=None, seen=shown_state(assessment))
        assert changed.title == "Mine"


class TestReminders:
    def test_of_the_new_day_are_sent_anew(
        self, assessment: Assessment, person: Person, lead: User, mail_server: MailServer
    ) -> None:
        begun = make_response(assessment)
        assessment.responses.update(started_at=assessment.opened_at)
        assert send_reminders() == Tally(reminders=1, summaries=1)
        assert send_reminders() == Tally()
        change(person, assessment, in_days(6))
        assert send_reminders() == Tally(reminders=1, summaries=1)
        assert send_reminders() == Tally()
        assert begun.user is not None
        first, second = mail_server.to(begun.user.email)
        assert text_of(first) != text_of(second)

    def test_another_title_reminds_nobody_again(self, assessment: Assessment, person: Person) -> None:
        Reminder.objects.create(assessment=assessment, purpose="answer", step=7, address_hash="a")
        change(person, assessment, in_days(5), title="Q4, again")
        assert Reminder.objects.count() == 1

    def test_of_other_rounds_are_left_alone(self, assessment: Assessment, person: Person) -> None:
        Reminder.objects.create(assessment=make_assessment(), purpose="answer", step=7, address_hash="a")
        change(person, assessment, None)
        assert Reminder.objects.count() == 1


class TestInvitations:
    @pytest.fixture
    def invitations(self, assessment: Assessment, person: Person) -> dict[str, Invitation]:
        """By mail: two that end soon, one revoked, one that lasts; and a link to pass on."""
        soon, later = end_of(in_days(5)), end_of(in_days(60))
        made = {
            "soon@x.org": invite(person, assessment, email="soon@x.org", expires_at=soon),
            "ended@x.org": invite(person, assessment, email="ended@x.org", expires_at=soon),
            "revoked@x.org": invite(person, assessment, email="revoked@x.org", expires_at=soon),
            "long@x.org": invite(person, assessment, email="long@x.org", expires_at=later),
            "": invite(person, assessment, expires_at=soon),
        }
        Invitation.objects.filter(email="ended@x.org").update(expires_at=timezone.now() - timedelta(days=1))
        Invitation.objects.filter(email="revoked@x.org").update(revoked_at=timezone.now())
        return {email: invitation for email, (invitation, _token) in made.items()}

    def ends(self) -> dict[str, datetime | None]:
        return dict(Invitation.objects.values_list("email", "expires_at"))

    def test_by_mail_last_until_a_later_day(
        self, assessment: Assessment, person: Person, invitations: dict[str, Invitation]
    ) -> None:
        before = self.ends()
        change(person, assessment, in_days(30))
        new = end_of(in_days(30))
        assert self.ends() == {**before, "soon@x.org": new, "ended@x.org": new}

    @pytest.mark.parametrize("due_on", [in_days(3), None])
    def test_are_left_alone_by_an_earlier_day_or_none(
        self, assessment: Assessment, person: Person, invitations: dict[str, Invitation], due_on: date | None
    ) -> None:
        before = self.ends()
        change(person, assessment, due_on)
        assert self.ends() == before
