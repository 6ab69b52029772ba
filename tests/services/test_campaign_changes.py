"""The due date of a whole campaign is moved where it may be, and where nobody was faster."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from assessment.models import Assessment, AuditEvent, Campaign, Grant, Person, Reminder, Response, User, Version
from assessment.services.assessments import close_assessment
from assessment.services.campaign_changes import Moving, move_due_date
from assessment.services.campaigns import open_campaign, rounds_of_campaign
from assessment.services.errors import Refused
from tests.factories import make_answers, make_grant, make_organization, make_response, make_user, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> User:
    return make_user("Katarina")


@pytest.fixture
def version() -> Version:
    return make_version()


def opened(user: User, version: Version, *names: str) -> Campaign:
    """A campaign in organizations of these names, whose leads let the user run assessments."""
    organizations = [make_organization(name) for name in names]
    for organization in organizations:
        make_grant(organization, user, Grant.Level.RUN)
    return open_campaign(Person(user), organizations, title="Q4 2026", version=version)


def round_in(name: str) -> Assessment:
    return Assessment.objects.get(organization__name=name)


def submit(assessment: Assessment) -> None:
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, {"d0-p0": ("5", "guideline"), "d0-p1": ("4", "habit")})


SOON = timezone.localdate() + timedelta(days=7)
LATER = timezone.localdate() + timedelta(days=30)


def dates() -> dict[str, date | None]:
    return dict(Assessment.objects.values_list("organization__name", "due_on"))


def move(user: User, campaign: Campaign, due_on: date | None) -> Moving:
    """As from a page that was just loaded."""
    seen = [each.shown for each in rounds_of_campaign(Person(user), campaign)]
    return move_due_date(Person(user), campaign, due_on, seen=seen)


def test_moves_every_open_round_that_may_be_run_and_the_campaigns_own(consultant: User, version: Version) -> None:
    campaign = opened(consultant, version, "Closed", "Halden", "Nordic", "Readable", "There")
    submit(round_in("Closed"))
    close_assessment(Person(consultant), round_in("Closed"))
    Grant.objects.filter(organization__name="Readable").update(level=Grant.Level.READ)
    Assessment.objects.filter(organization__name="Nordic").update(due_on=SOON)
    Assessment.objects.filter(organization__name="There").update(due_on=LATER)
    moving = move(consultant, campaign, LATER)
    assert (moving.moved, moving.left) == ([round_in("Halden"), round_in("Nordic")], [])
    assert dates() == {
        "Closed": None,
        "Halden": LATER,
        "Nordic": LATER,
        "Readable": None,
        "There": LATER,
    }
    campaign.refresh_from_db()
    assert campaign.due_on == LATER
    verbs = list(AuditEvent.objects.order_by("-pk").values_list("verb", flat=True)[:3])
    assert verbs == ["campaign due date moved", "assessment changed", "assessment changed"]


def test_takes_it_away_and_lets_reminders_and_invitations_follow(consultant: User, version: Version) -> None:
    campaign = opened(consultant, version, "Halden")
    Assessment.objects.update(due_on=SOON)
    Reminder.objects.create(assessment=round_in("Halden"), purpose="answer", step=7, address_hash="a" * 64)
    move(consultant, campaign, None)
    assert (dates(), Reminder.objects.count()) == ({"Halden": None}, 0)


def test_a_day_in_the_past_changes_nothing(consultant: User, version: Version) -> None:
    campaign = opened(consultant, version, "Halden")
    with pytest.raises(Refused) as refusal:
        move(consultant, campaign, timezone.localdate() - timedelta(days=1))
    assert (refusal.value.status, dates()) == (422, {"Halden": None})


def test_what_somebody_else_has_changed_since_is_left(consultant: User, version: Version) -> None:
    campaign = opened(consultant, version, "Halden", "Nordic")
    seen = [each.shown for each in rounds_of_campaign(Person(consultant), campaign)]
    Assessment.objects.filter(organization__name="Nordic").update(due_on=SOON)
    moving = move_due_date(Person(consultant), campaign, LATER, seen=seen)
    assert (moving.moved, moving.left) == ([round_in("Halden")], [round_in("Nordic")])
    assert dates() == {"Halden": LATER, "Nordic": SOON}


def test_where_nothing_is_moved_the_campaign_keeps_its_day(consultant: User, version: Version) -> None:
    campaign = opened(consultant, version, "Halden")
    assert move_due_date(Person(consultant), campaign, LATER, seen=[]).left == [round_in("Halden")]
    campaign.refresh_from_db()
    assert (campaign.due_on, AuditEvent.objects.filter(verb="campaign due date moved").count()) == (None, 0)


@pytest.mark.django_db(transaction=True)
def test_one_that_is_closed_at_the_same_instant_holds_up_no_other(version: Version) -> None:
    """Whoever comes first wins; the round is never both closed and moved after it was closed."""
    consultant = make_user()
    campaign = opened(consultant, version, "Halden", "Nordic")
    submit(round_in("Halden"))
    together, movings = Barrier(2), []

    def moves() -> None:
        together.wait()
        try:
            movings.append(move(consultant, campaign, LATER))
        finally:
            connection.close()

    def close() -> None:
        together.wait()
        try:
            close_assessment(Person(consultant), round_in("Halden"))
        finally:
            connection.close()

    threads = [Thread(target=verb) for verb in (moves, close)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (dates()["Nordic"], round_in("Halden").is_open) == (LATER, False)
    moved = round_in("Halden") in movings[0].moved
    assert dates()["Halden"] == (LATER if moved else None)
