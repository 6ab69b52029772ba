"""The pages of campaigns: opened all or nothing, watched, closed together; a stranger's are not there."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Campaign, Grant, Organization, Person, Response, User, Version
from assessment.services.campaigns import open_campaign
from assessment.services.mail import day_of
from tests.factories import (
    make_answers,
    make_assessment,
    make_grant,
    make_organization,
    make_response,
    make_user,
    make_version,
)

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant(client: Client) -> User:
    user = make_user("Katarina")
    client.force_login(user)
    return user


@pytest.fixture
def version() -> Version:
    return make_version()


def run(user: User, *names: str) -> list[Organization]:
    organizations = [make_organization(name) for name in names]
    for organization in organizations:
        make_grant(organization, user, Grant.Level.RUN)
    return organizations


def asked(version: Version, *organizations: Organization, **fields: object) -> dict[str, object]:
    uids = [str(each.uid) for each in organizations]
    return {"title": "Q4 2026", "version": version.pk, "organizations": uids, **fields}


def submit(assessment: Assessment) -> None:
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, {"d0-p0": ("5", "guideline"), "d0-p1": ("4", "habit")})


class TestOpening:
    def test_opens_them_and_shows_them(self, client: Client, consultant: User, version: Version) -> None:
        organizations = run(consultant, "Halden", "Nordic")
        in_a_month = timezone.localdate() + timedelta(days=30)
        answer = client.post("/campaigns/new/", asked(version, *organizations, due_on=in_a_month.isoformat()))
        campaign = Campaign.objects.get()
        assertRedirects(answer, f"/campaigns/{campaign.uid}/")
        assert [each.organization.name for each in campaign.assessments.order_by("organization__name")] == [
            "Halden",
            "Nordic",
        ]
        assertContains(client.get("/campaigns/"), f'href="/campaigns/{campaign.uid}/"')

    def test_a_used_title_is_said_at_the_field_and_opens_nothing(
        self, client: Client, consultant: User, version: Version
    ) -> None:
        organizations = run(consultant, "Halden", "Nordic")
        make_assessment(organizations[1], version, title="Q4 2026")
        page = client.post("/campaigns/new/", asked(version, *organizations))
        assert page.status_code == 422
        assert page.context["form"].errors == {
            "title": ["There is already an assessment with this title in Nordic. Choose another title."]
        }
        assert (Campaign.objects.count(), Assessment.objects.count()) == (0, 1)
        # What was chosen stays chosen.
        assert page.content.decode().count("checked") == 2

    def test_foreign_ones_are_not_offered_and_not_opened(
        self, client: Client, consultant: User, version: Version
    ) -> None:
        own, foreign = run(consultant, "Halden")[0], make_organization("Strange")
        readable = make_organization("Readable")
        make_grant(readable, consultant)
        page = client.get("/campaigns/new/")
        assert [str(choice) for choice in page.context["form"].fields["organizations"].queryset] == ["Halden"]
        for uid in (foreign.uid, readable.uid, uuid4(), "no uid", "\x00", own.pk):
            sent = {**asked(version), "organizations": [str(own.uid), str(uid)]}
            page = client.post("/campaigns/new/", sent)
            assert page.status_code == 422
            assert page.context["form"].errors == {
                "organizations": ["One of the chosen organizations is not among those for which you may open a round."]
            }
            assertNotContains(page, "Strange", status_code=422)
        assert (Campaign.objects.count(), Assessment.objects.count()) == (0, 0)

    @pytest.mark.parametrize(
        ("fields", "at"),
        [
            ({"title": ""}, "title"),
            ({"title": "Q4\x00"}, "title"),
            ({"title": "x" * 100_000}, "title"),
            ({"organizations": []}, "organizations"),
            ({"due_on": "2020-01-01"}, "due_on"),
            ({"due_on": "some day"}, "due_on"),
            ({"version": "999999"}, "version"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field(
        self, client: Client, consultant: User, version: Version, fields: dict[str, object], at: str
    ) -> None:
        page = client.post("/campaigns/new/", {**asked(version, *run(consultant, "Halden")), **fields})
        assert (page.status_code, list(page.context["form"].errors)) == (422, [at])
        assert Campaign.objects.count() == 0

    def test_somebody_who_runs_none_is_told_so(self, client: Client, consultant: User) -> None:
        assertContains(client.get("/campaigns/new/"), "There is no organization to open a round for")
        assertContains(client.get("/campaigns/"), "There is nothing to open together")


class TestTheWayThere:
    @pytest.mark.parametrize(("number", "shown"), [(1, False), (2, True)])
    def test_leads_there_from_the_organizations_for_those_who_run_several(
        self, client: Client, consultant: User, number: int, shown: bool
    ) -> None:
        run(consultant, *(f"Organization {place}" for place in range(number)))
        assert ('href="/campaigns/"' in client.get("/organizations/").content.decode()) is shown

    def test_an_empty_list_says_what_to_do(self, client: Client, consultant: User) -> None:
        run(consultant, "Halden", "Nordic")
        assertContains(client.get("/campaigns/"), 'href="/campaigns/new/"')


class TestLooking:
    def test_shows_each_with_its_counts_and_its_next_step(
        self, client: Client, consultant: User, version: Version
    ) -> None:
        campaign = open_campaign(Person(consultant), run(consultant, "Halden", "Nordic"), title="Q4", version=version)
        submit(campaign.assessments.get(organization__name="Halden"))
        page = client.get(f"/campaigns/{campaign.uid}/")
        assertContains(page, "Close the rounds")
        assertContains(page, "Invite people", count=1)

    def test_a_revoked_organization_is_gone_with_the_next_request(
        self, client: Client, consultant: User, version: Version
    ) -> None:
        campaign = open_campaign(Person(consultant), run(consultant, "Halden", "Nordic"), title="Q4", version=version)
        assertContains(client.get(f"/campaigns/{campaign.uid}/"), "Halden")
        Grant.objects.filter(organization__name="Halden").update(state=Grant.State.REVOKED, revoked_at=timezone.now())
        page = client.get(f"/campaigns/{campaign.uid}/")
        assertNotContains(page, "Halden")
        assertContains(page, "Nordic")
        Grant.objects.update(state=Grant.State.REVOKED, revoked_at=timezone.now())
        assertContains(client.get(f"/campaigns/{campaign.uid}/"), "No round of it is visible to you")

    def test_somebody_elses_is_not_there(self, client: Client, consultant: User, version: Version) -> None:
        other = make_user()
        campaign = open_campaign(Person(other), run(other, "Halden"), title="Theirs", version=version)
        make_grant(Organization.objects.get(name="Halden"), consultant, Grant.Level.RUN)
        answers = [client.get(f"/campaigns/{campaign.uid}/{page}") for page in ("", "close/")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assertNotContains(client.get("/campaigns/"), "Theirs")

    @pytest.mark.parametrize("count", [1, 3])
    def test_costs_the_same_for_any_number(
        self,
        count: int,
        client: Client,
        consultant: User,
        version: Version,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        names = [f"Organization {place}" for place in range(count)]
        campaign = open_campaign(Person(consultant), run(consultant, *names), title="Q4", version=version)
        for place in range(count - 1):
            open_campaign(Person(consultant), run(consultant, f"More {place}"), title="Q1", version=version)
        # Session, account, the campaign and its version; its rounds, their counts, which may be run.
        with django_assert_num_queries(7):
            page = client.get(f"/campaigns/{campaign.uid}/")
        assert len(page.context["rounds"]) == count
        # Session, account; the campaigns, the counts of their rounds, whether there is more to open.
        with django_assert_num_queries(5):
            page = client.get("/campaigns/")
        assert len(page.context["campaigns"]) == count
        with django_assert_num_queries(6):
            client.get(f"/campaigns/{campaign.uid}/close/")


class TestAnotherDueDate:
    SOON = timezone.localdate() + timedelta(days=7)
    LATER = timezone.localdate() + timedelta(days=30)

    def save(self, client: Client, campaign: Campaign, page: "Page", day: str) -> "Page":
        """The page after choosing a day on that page."""
        seen = [each.shown for each in page.context["rounds"]]
        return client.post(f"/campaigns/{campaign.uid}/change/", {"due_on": day, "seen": seen}, follow=True)

    def test_names_the_rounds_and_moves_them_together(self, client: Client, consultant: User, version: Version) -> None:
        organizations = run(consultant, "Halden", "Nordic")
        campaign = open_campaign(Person(consultant), organizations, title="Q4", version=version, due_on=self.SOON)
        Assessment.objects.filter(organization__name="Nordic").update(due_on=None)
        path = f"/campaigns/{campaign.uid}/change/"
        assertContains(client.get(f"/campaigns/{campaign.uid}/"), f'href="{path}"')
        page = client.get(path)
        assertContains(page, f'value="{self.SOON.isoformat()}"')
        assertContains(page, "Halden: now due on")
        assertContains(page, "Nordic: now without a due date")
        page = self.save(client, campaign, page, self.LATER.isoformat())
        assertRedirects(page, f"/campaigns/{campaign.uid}/")
        assertContains(page, f"2 rounds are due on {day_of(self.LATER)} now.")
        assert set(Assessment.objects.values_list("due_on", flat=True)) == {self.LATER}
        for sentence in ("2 rounds have no due date now.", "There was nothing to change."):
            assertContains(self.save(client, campaign, client.get(path), ""), sentence)

    @pytest.mark.parametrize("day", ["2020-01-01", "some day", "\x00", "99999-01-01"])
    def test_a_day_that_cannot_be_is_said_at_the_field(
        self, client: Client, consultant: User, version: Version, day: str
    ) -> None:
        campaign = open_campaign(Person(consultant), run(consultant, "Halden"), title="Q4", version=version)
        page = client.post(f"/campaigns/{campaign.uid}/change/", {"due_on": day})
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["due_on"])
        assert Assessment.objects.get().due_on is None

    def test_where_nothing_may_be_run_there_is_nothing_to_change(
        self, client: Client, consultant: User, version: Version
    ) -> None:
        campaign = open_campaign(Person(consultant), run(consultant, "Halden"), title="Q4", version=version)
        Grant.objects.update(level=Grant.Level.READ)
        assertNotContains(client.get(f"/campaigns/{campaign.uid}/"), "Change the due date")
        assertContains(client.get(f"/campaigns/{campaign.uid}/change/"), "there is nothing to change")
        page = client.post(f"/campaigns/{campaign.uid}/change/", {"due_on": self.LATER.isoformat()}, follow=True)
        assertContains(page, "There was nothing to change.")
        assert Assessment.objects.get().due_on is None

    def test_what_somebody_else_has_just_changed_is_named_and_left(
        self, client: Client, consultant: User, version: Version
    ) -> None:
        campaign = open_campaign(Person(consultant), run(consultant, "Halden", "Nordic"), title="Q4", version=version)
        page = client.get(f"/campaigns/{campaign.uid}/change/")
        Assessment.objects.filter(organization__name="Nordic").update(title="Q4 again")
        page = self.save(client, campaign, page, self.LATER.isoformat())
        assertContains(page, f"1 round is due on {day_of(self.LATER)} now.")
        assertContains(page, "because somebody else has just changed them: Nordic.")


class TestClosing:
    def test_asks_then_closes_what_can_be_and_names_the_rest(
        self, client: Client, consultant: User, version: Version
    ) -> None:
        organizations = run(consultant, "Halden", "Nordic", "Solvang")
        campaign = open_campaign(Person(consultant), organizations, title="Q4", version=version)
        for name in ("Halden", "Solvang"):
            submit(campaign.assessments.get(organization__name=name))
        page = client.get(f"/campaigns/{campaign.uid}/close/")
        assertContains(page, "Close 2 rounds")
        assertContains(page, "colleagues can work answers out from the result: Halden and Solvang.")
        assert Assessment.objects.closed().count() == 0
        page = client.post(f"/campaigns/{campaign.uid}/close/", follow=True)
        assertRedirects(page, f"/campaigns/{campaign.uid}/")
        assertContains(page, "2 rounds are closed.")
        assertContains(page, "Left open, because nobody has submitted: Nordic.")
        assert sorted(each.organization.name for each in Assessment.objects.closed()) == ["Halden", "Solvang"]

    def test_without_answers_there_is_nothing_to_close(
        self, client: Client, consultant: User, version: Version
    ) -> None:
        campaign = open_campaign(Person(consultant), run(consultant, "Halden"), title="Q4", version=version)
        assertNotContains(client.get(f"/campaigns/{campaign.uid}/"), "Close the rounds")
        page = client.get(f"/campaigns/{campaign.uid}/close/")
        assertContains(page, "There is nothing to close")
        Grant.objects.update(level=Grant.Level.READ)
        page = client.post(f"/campaigns/{campaign.uid}/close/", follow=True)
        assertContains(page, "There was nothing to close.")
