"""A campaign opens everywhere or nowhere, shows what may still be seen, and closes what can be closed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import (
    Assessment,
    AuditEvent,
    Campaign,
    Grant,
    Organization,
    Person,
    Response,
    User,
    Version,
)
from assessment.services.assessments import Progress, close_assessment
from assessment.services.campaigns import (
    CampaignRound,
    ClosingPlan,
    ListedCampaign,
    campaigns_of,
    close_campaign,
    open_campaign,
    organizations_to_open_for,
    rounds_of_campaign,
    runs_several,
)
from assessment.services.errors import Refused
from tests.factories import (
    make_answers,
    make_assessment,
    make_grant,
    make_organization,
    make_person,
    make_response,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> User:
    return make_user("Katarina")


@pytest.fixture
def version() -> Version:
    return make_version()


def run(user: User, *names: str) -> list[Organization]:
    """Organizations of these names whose leads let the user run assessments."""
    organizations = [make_organization(name) for name in names]
    for organization in organizations:
        make_grant(organization, user, Grant.Level.RUN)
    return organizations


def opened(user: User, version: Version, *names: str) -> Campaign:
    return open_campaign(Person(user), run(user, *names), title="Q4 2026", version=version)


def submit(assessment: Assessment) -> None:
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, {"d0-p0": ("5", "guideline"), "d0-p1": ("4", "habit")})


def round_in(name: str) -> Assessment:
    return Assessment.objects.get(organization__name=name)


class TestOpening:
    def test_opens_the_same_round_in_each(self, consultant: User, version: Version) -> None:
        due_on = timezone.localdate() + timedelta(days=30)
        organizations = run(consultant, "Halden", "Nordic")
        campaign = open_campaign(Person(consultant), organizations, title="Q4 2026", version=version, due_on=due_on)
        rows = Assessment.objects.order_by("organization__name")
        assert list(
            rows.values_list("organization__name", "title", "kind", "state", "due_on", "campaign", "version")
        ) == [(name, "Q4 2026", "team", "open", due_on, campaign.pk, version.pk) for name in ("Halden", "Nordic")]
        assert [each.targets.count() for each in rows] == [2, 2]
        verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
        assert verbs == ["assessment opened", "assessment opened", "campaign opened"]

    def test_a_title_used_in_one_opens_nothing_anywhere(self, consultant: User, version: Version) -> None:
        organizations = run(consultant, "Halden", "Nordic", "Solvang")
        for organization in organizations[1:]:
            make_assessment(organization, version, title="Q4 2026")
        with pytest.raises(Refused, match="in Nordic and Solvang") as refusal:
            open_campaign(Person(consultant), organizations, title="Q4 2026", version=version)
        assert (refusal.value.status, Campaign.objects.count(), Assessment.objects.count()) == (422, 0, 2)

    @pytest.mark.parametrize("level", [Grant.Level.READ, None])
    def test_one_that_may_not_be_run_opens_nothing_anywhere(
        self, consultant: User, version: Version, level: str | None
    ) -> None:
        foreign = make_organization("Strange")
        if level:
            make_grant(foreign, consultant, level)
        with pytest.raises(Refused) as refusal:
            open_campaign(Person(consultant), [*run(consultant, "Halden"), foreign], title="Q4", version=version)
        assert (refusal.value.status, Campaign.objects.count(), Assessment.objects.count()) == (404, 0, 0)

    def test_none_at_all_is_refused(self, consultant: User, version: Version) -> None:
        with pytest.raises(Refused):
            open_campaign(Person(consultant), [], title="Q4", version=version)

    def test_a_draft_or_a_day_in_the_past_leaves_nothing_behind(self, consultant: User, version: Version) -> None:
        organizations, draft = run(consultant, "Halden"), make_version(publish=False)
        yesterday = timezone.localdate() - timedelta(days=1)
        for asked in ({"version": draft}, {"version": version, "due_on": yesterday}):
            with pytest.raises(Refused):
                open_campaign(Person(consultant), organizations, title="Q4", **asked)
        assert Campaign.objects.count() == 0


class TestWhoMay:
    def test_offers_what_is_led_or_run_and_nothing_else(self, consultant: User) -> None:
        run(consultant, "Run")
        make_organization("Led", lead=consultant)
        make_organization("Member", practitioners=[consultant])
        make_grant(make_organization("Read"), consultant)
        make_grant(make_organization("Ended"), consultant, "run", state=Grant.State.REVOKED, revoked_at=timezone.now())
        make_organization("Strange")
        assert [each.name for each in organizations_to_open_for(Person(consultant))] == ["Led", "Run"]
        assert list(organizations_to_open_for(Person())) == []

    @pytest.mark.parametrize(("number", "several"), [(0, False), (1, False), (2, True), (3, True)])
    def test_several_are_two_or_more(
        self, consultant: User, number: int, several: bool, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        run(consultant, *(f"Organization {place}" for place in range(number)))
        with django_assert_num_queries(1):
            assert runs_several(Person(consultant)) is several


class TestLooking:
    def test_shows_counts_by_organization(self, consultant: User, version: Version) -> None:
        campaign = opened(consultant, version, "Nordic", "Halden")
        submit(round_in("Halden"))
        make_response(round_in("Halden"))
        assert rounds_of_campaign(Person(consultant), campaign) == [
            CampaignRound(round_in("Halden"), Progress(started=2, submitted=1), may_run=True),
            CampaignRound(round_in("Nordic"), Progress(started=0, submitted=0), may_run=True),
        ]

    def test_a_revoked_grant_takes_its_organization_away_and_a_lesser_one_the_closing(
        self, consultant: User, version: Version
    ) -> None:
        campaign = opened(consultant, version, "Halden", "Nordic", "Solvang")
        grants = Grant.objects.filter(user=consultant)
        grants.filter(organization__name="Halden").update(state=Grant.State.REVOKED, revoked_at=timezone.now())
        grants.filter(organization__name="Nordic").update(level=Grant.Level.READ)
        shown = rounds_of_campaign(Person(consultant), campaign)
        assert [(each.assessment.organization.name, each.may_run) for each in shown] == [
            ("Nordic", False),
            ("Solvang", True),
        ]
        assert campaigns_of(Person(consultant)) == [ListedCampaign(campaign, organizations=2, open_rounds=2)]

    def test_lists_ones_own_alone_latest_first(self, consultant: User, version: Version) -> None:
        first = opened(consultant, version, "Halden", "Nordic")
        opened(make_user(), version, "Strange")
        submit(round_in("Halden"))
        close_assessment(Person(consultant), round_in("Halden"))
        second = open_campaign(Person(consultant), run(consultant, "Solvang"), title="Q1 2027", version=version)
        assert campaigns_of(Person(consultant)) == [
            ListedCampaign(second, organizations=1, open_rounds=1),
            ListedCampaign(first, organizations=2, open_rounds=1),
        ]
        assert campaigns_of(Person()) == []


class TestClosing:
    def test_closes_those_with_answers_and_leaves_the_others(self, consultant: User, version: Version) -> None:
        campaign = opened(consultant, version, "Halden", "Nordic", "Solvang")
        for name in ("Halden", "Solvang"):
            submit(round_in(name))
        closing = close_campaign(Person(consultant), campaign)
        assert (closing.closed, closing.left) == ([round_in("Halden"), round_in("Solvang")], [round_in("Nordic")])
        states = dict(Assessment.objects.values_list("organization__name", "state"))
        assert states == {"Halden": "closed", "Nordic": "open", "Solvang": "closed"}
        again = close_campaign(Person(consultant), campaign)
        assert (again.closed, again.left) == ([], [round_in("Nordic")])

    def test_closes_nothing_that_may_only_be_looked_at(self, consultant: User, version: Version) -> None:
        campaign = opened(consultant, version, "Halden")
        submit(round_in("Halden"))
        Grant.objects.update(level=Grant.Level.READ)
        closing = close_campaign(Person(consultant), campaign)
        assert (closing.closed, closing.left, round_in("Halden").state) == ([], [], "open")

    def test_says_before_what_it_would_do(self, consultant: User, version: Version) -> None:
        campaign = opened(consultant, version, "Halden", "Nordic", "Solvang")
        for _ in range(3):
            submit(round_in("Halden"))
        submit(round_in("Nordic"))
        make_response(round_in("Nordic"))
        plan = ClosingPlan(rounds_of_campaign(make_person(consultant), campaign))
        assert [each.assessment.organization.name for each in plan.closing] == ["Halden", "Nordic"]
        assert [each.assessment.organization.name for each in plan.leaving] == ["Solvang"]
        assert (plan.few, plan.unfinished) == ("Nordic", "Nordic")
