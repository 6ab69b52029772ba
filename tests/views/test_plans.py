"""The pages of the plan: everybody who sees the organization reads it, a lead runs it, nobody overwrites anybody."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import ActionItem, Assessment, Organization, Prerequisite
from tests.factories import make_action, make_assessment, make_organization, make_user, make_version
from tests.views.test_results import KEYS, Ratings, everywhere, lead_of, make_closed, words_of

pytestmark = pytest.mark.django_db
LATER = {"owner": "Ana", "due_on": "2027-01-31", "status": "doing", "note": "Soon.", "number": "1"}


@pytest.fixture
def assessment() -> Assessment:
    return make_closed(everywhere("2", "habit", d2_p1=("5", "guideline")))


def lead(client: Client, assessment: Assessment) -> Client:
    client.force_login(lead_of(assessment))
    return client


def result_page(client: Client, assessment: Assessment) -> str:
    response = lead(client, assessment).get(f"/results/{assessment.uid}/plan/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def organization_page(client: Client, organization: Organization) -> str:
    client.force_login(organization.memberships.get(role="lead").user)
    response = client.get(f"/organizations/{organization.uid}/plan/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def add(client: Client, assessment: Assessment, **data: object) -> str:
    """What the lead is told after putting something into the plan."""
    response = lead(client, assessment).post(f"/results/{assessment.uid}/plan/add/", data, follow=True)
    assert response.status_code == 200
    return words_of(" ".join(response.content.decode().split()))


# --- Filling it -------------------------------------------------------------------------------------


def test_an_empty_plan_says_what_to_do_next(client: Client, assessment: Assessment) -> None:
    words = words_of(result_page(client, assessment))
    assert "Nothing is planned yet The roadmap says what to start with." in words
    assert "Put all of Now into the plan" in words
    assert words.count("Put into the plan :") == 8
    fresh = words_of(organization_page(client, make_organization()))
    assert "The roadmap of the first closed round says what to start with." in fresh


def test_one_step_or_all_of_now_go_into_the_plan(client: Client, assessment: Assessment) -> None:
    assert "One action is in the plan now. Give each an owner and a due date." in add(
        client, assessment, practice="d2-p2"
    )
    words = add(client, assessment, placement="now")
    assert "5 actions are in the plan now." in words
    assert "6 actions to do" in words
    assert words.count("in the plan How to begin") + words.count(". in the plan") == 6
    assert "Put all of Now" not in words
    assert "That was in the plan already." in add(client, assessment, placement="now")
    assert ActionItem.objects.count() == 6


@pytest.mark.parametrize(
    "data", [{}, {"practice": "nothing"}, {"practice": "d2-p1"}, {"placement": "ever"}, {"placement": "later"}]
)
def test_what_is_not_on_the_roadmap_is_refused(client: Client, assessment: Assessment, data: dict[str, str]) -> None:
    response = lead(client, assessment).post(f"/results/{assessment.uid}/plan/add/", data)
    assert (response.status_code, ActionItem.objects.count()) == (422, 0)
    assert "Choose something that is on the roadmap." in response.content.decode()


def test_an_overlay_has_steps_of_its_own(client: Client) -> None:
    version = make_version(dimensions=3, publish=False)
    version.sections.filter(key="d2").update(overlay=True)
    assessment = make_closed(everywhere("2", "habit"), version=version)
    assert "Beside the overall result: Dimension 2" in result_page(client, assessment)
    add(client, assessment, placement="now")
    assert not ActionItem.objects.filter(practice_key__startswith="d2").exists()
    add(client, assessment, practice="d2-p0")
    assert ActionItem.objects.filter(practice_key="d2-p0").exists()


def test_each_step_says_what_it_builds_on(client: Client) -> None:
    version = make_version(dimensions=3, publish=False)
    first, second = (version.practices.get(key=key) for key in ("d0-p0", "d0-p1"))
    Prerequisite.objects.create(practice=second, needs=first)
    assessment = make_closed(everywhere("2", "habit"), version=version)
    html = result_page(client, assessment)
    address = f"/results/{assessment.uid}/#practice-d0-p0"
    assert f'Builds on: <a href="{address}">Practice d0-p0</a>' in html


# --- Reading it -------------------------------------------------------------------------------------


def test_owner_due_date_status_note_and_what_is_late(client: Client, assessment: Assessment) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    make_action(
        assessment.organization, planned_from=assessment, owner="Ana", due_on=yesterday, status="doing", note="<b>Soon"
    )
    make_action(assessment.organization, "d0-p1")
    html = organization_page(client, assessment.organization)
    words = words_of(html)
    assert "2 actions to do, one is overdue" in words
    assert (
        f"Practice d0-p0 Adopt from {assessment.title} &lt;b&gt;Soon How to begin : Practice d0-p0 Start. Ana" in words
    )
    assert "overdue under way Change : Practice d0-p0" in words
    assert "Practice d0-p1 Adopt nobody yet no date planned Change : Practice d0-p1" in words


def test_what_is_finished_is_kept(client: Client, assessment: Assessment) -> None:
    make_action(assessment.organization, status="dropped", finished_at=timezone.now(), planned_from=assessment)
    words = words_of(organization_page(client, assessment.organization))
    assert "Nothing is left to do" in words
    assert "1 finished action" in words
    assert "How to begin" not in words


def test_what_was_done_since_last_time_and_what_it_moved(client: Client) -> None:
    organization, version = make_organization(), make_version(dimensions=3)
    first = make_closed(everywhere("2", "habit"), organization=organization, version=version, title="Spring")
    Assessment.objects.filter(pk=first.pk).update(closed_at=timezone.now() - timedelta(days=100))
    make_action(organization, planned_from=first, status="done", finished_at=timezone.now() - timedelta(days=9))
    make_action(organization, "d0-p1", planned_from=first)
    later = make_closed(
        everywhere("2", "habit", d0_p0=("4", "agreed")), organization=organization, version=version, title="Autumn"
    )
    words = words_of(result_page(client, later))
    assert "1 of 2 planned practices is done or agreed further than when it was planned" in words
    assert "Since Spring the score went from 25 to 31, and what is done on purpose from 8 to 13." in words
    assert "Practice d0-p0 done 25 → 75 25 then, 75 now 33 → 67 33 then, 67 now Adopt Sustain" in words
    assert "Practice d0-p1 planned 25 → 25 25 then, 25 now 33 → 33 33 then, 33 now Adopt Adopt" in words
    assert words_of(organization_page(client, organization)).count("Since Spring") == 1
    assert "Since Spring" not in result_page(client, first)


@pytest.mark.parametrize(
    ("later", "said", "moved"),
    [
        # X = 2/3 of 0.667 = 0.444, which the pages of the result show as 45, since explicit and implicit are 67.
        (everywhere("4", "agreed", d1_p1=("1", "nobody")),
         "Since Spring the score went from 25 to 67, and what is done on purpose from 8 to 45.", True),
        (everywhere("2", "habit"), "The score is 25 as in Spring, and what is done on purpose 8 as it was.", False),
        (everywhere("2", "agreed"),
         "The score is 25 as in Spring, and what is done on purpose went from 8 to 17.", True),
        (everywhere("3", "habit", d0_p0=("3", "nobody"), d1_p0=("3", "nobody"), d2_p0=("3", "nobody"),
                    d0_p1=("2", "habit"), d1_p1=("2", "habit"), d2_p1=("2", "habit")),
         "Since Spring the score went from 25 to 42; what is done on purpose is 8 as it was.", True),
    ],
)  # fmt: skip
def test_the_score_since_last_time_is_that_of_the_results(
    client: Client, later: Ratings, said: str, *, moved: bool
) -> None:
    organization, version = make_organization(), make_version(dimensions=3)
    first = make_closed(everywhere("2", "habit"), organization=organization, version=version, title="Spring")
    Assessment.objects.filter(pk=first.pk).update(closed_at=timezone.now() - timedelta(days=100))
    make_action(organization, planned_from=first)
    last = make_closed(later, organization=organization, version=version, title="Autumn")
    words = words_of(result_page(client, last))
    assert said in words
    sentence = "is done or agreed" if moved else "is neither done nor agreed"
    assert f"The one planned practice {sentence} further than when it was planned" in words


def test_a_practice_that_is_no_longer_asked_is_said_so(client: Client) -> None:
    organization = make_organization()
    first = make_closed(everywhere("2", "habit"), organization=organization)
    Assessment.objects.filter(pk=first.pk).update(closed_at=timezone.now() - timedelta(days=100))
    make_action(organization, "d2-p0", planned_from=first)
    answers = {key: each for key, each in everywhere("2", "habit").items() if key < "d2"}
    make_closed(answers, organization=organization, version=make_version(dimensions=2))
    words = words_of(organization_page(client, organization))
    assert "Practice d2-p0 planned 25 33 Adopt no longer asked" in words
    assert "the score went" not in words


def test_a_note_may_be_as_long_as_the_browser_lets_it(client: Client, assessment: Assessment) -> None:
    """A browser counts a line end as one character and sends two."""
    item = make_action(assessment.organization, planned_from=assessment)
    response = lead(client, assessment).post(f"/actions/{item.uid}/", LATER | {"note": "line\r\n" * 399 + "12345"})
    assert response.status_code == 302
    item.refresh_from_db()
    assert item.note == "line\n" * 399 + "12345"


def test_members_and_consultants_read_it_and_only_a_lead_changes_it(client: Client) -> None:
    practitioner = make_user()
    organization = make_organization(practitioners=[practitioner])
    assessment = make_closed(everywhere("2", "habit"), organization=organization)
    item = make_action(organization)
    client.force_login(practitioner)
    for address in (f"/results/{assessment.uid}/plan/", f"/organizations/{organization.uid}/plan/"):
        words = words_of(client.get(address).content.decode())
        assert "One action to do" in " ".join(words.split())
        assert "Put into the plan" not in words
        assert "Change" not in words
    assert client.get(f"/actions/{item.uid}/").status_code == 403
    assert client.post(f"/results/{assessment.uid}/plan/add/", {"placement": "now"}).status_code == 403


def test_while_open_there_is_no_roadmap(client: Client) -> None:
    assessment = make_assessment(version=make_version(dimensions=3))
    assert lead(client, assessment).get(f"/results/{assessment.uid}/plan/").status_code == 404
    assert client.post(f"/results/{assessment.uid}/plan/add/", {"placement": "now"}).status_code == 404


def test_the_file_has_a_row_for_each_action(client: Client, assessment: Assessment) -> None:
    make_action(assessment.organization, planned_from=assessment, owner="=Ana", due_on="2020-01-31", note="Soon.")
    make_action(assessment.organization, "d0-p1", status="done", finished_at=timezone.now())
    address = f"/organizations/{assessment.organization.uid}/plan.csv"
    rows = list(csv.DictReader(StringIO(lead(client, assessment).get(address).content.decode())))
    today = timezone.localdate().isoformat()
    assert list(rows[0].values()) == [
        "d0-p0", "Practice d0-p0", "Adopt", "planned", "'=Ana", "2020-01-31", "yes", "Soon.", assessment.title, today,
        "", "", "", assessment.title, "", "",
    ]  # fmt: skip
    assert (rows[1]["Status"], rows[1]["Finished on"], rows[1]["Overdue"]) == ("done", today, "no")


# --- Changing one action ----------------------------------------------------------------------------


def test_a_lead_changes_an_action(client: Client, assessment: Assessment) -> None:
    item = make_action(assessment.organization, planned_from=assessment)
    page = " ".join(lead(client, assessment).get(f"/actions/{item.uid}/").content.decode().split())
    assert f"Practice d0-p0 Adopt from the roadmap of {assessment.title} Start." in words_of(page)
    response = client.post(f"/actions/{item.uid}/", LATER, follow=True)
    words = words_of(" ".join(response.content.decode().split()))
    assert "Saved." in words
    assert "Ana Due" not in words
    assert "Ana 31 January 2027 under way" in words


def test_two_leads_at_once_see_both_values(client: Client, assessment: Assessment) -> None:
    item = make_action(assessment.organization)
    lead(client, assessment).post(f"/actions/{item.uid}/", LATER)
    response = client.post(f"/actions/{item.uid}/", LATER | {"owner": "Bo", "status": "done", "note": "Mine"})
    html = " ".join(response.content.decode().split())
    assert response.status_code == 409
    assert "Somebody has changed this action in the meantime. Nothing of yours is saved yet." in words_of(html)
    assert "Owner Ana Due on 31 January 2027 Status under way Note Soon." in words_of(html)
    assert 'value="Bo"' in html
    assert 'name="number" value="2"' in html
    item.refresh_from_db()
    assert item.owner == "Ana"
    assert client.post(f"/actions/{item.uid}/", LATER | {"owner": "Bo", "number": "2"}).status_code == 302
    item.refresh_from_db()
    assert (item.owner, item.number) == ("Bo", 3)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"status": "someday"}, "Select a valid choice."),
        ({"status": ""}, "This field is required."),
        ({"due_on": "31.1.2027x"}, "Enter a valid date."),
        ({"owner": "x" * 121}, "Ensure this value has at most 120 characters"),
        ({"note": "x" * 2001}, "Ensure this value has at most 2000 characters"),
        ({"note": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_bad_input_is_said_at_its_field_and_what_was_typed_is_kept(
    client: Client, assessment: Assessment, typed: dict[str, str], sentence: str
) -> None:
    item = make_action(assessment.organization)
    response = lead(client, assessment).post(f"/actions/{item.uid}/", LATER | {"owner": "Kept"} | typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "owner" in typed or 'value="Kept"' in html
    item.refresh_from_db()
    assert item.number == 1


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30])
def test_without_a_number_nothing_is_saved(client: Client, assessment: Assessment, number: str) -> None:
    item = make_action(assessment.organization)
    assert lead(client, assessment).post(f"/actions/{item.uid}/", LATER | {"number": number}).status_code == 422
    item.refresh_from_db()
    assert item.owner == ""


def test_what_is_planned_again_is_not_taken_up_twice(client: Client, assessment: Assessment) -> None:
    done = make_action(assessment.organization, status="done", finished_at=timezone.now())
    make_action(assessment.organization)
    response = lead(client, assessment).post(f"/actions/{done.uid}/", LATER)
    assert response.status_code == 422
    assert "This practice has been planned again already." in response.content.decode()


def test_somebody_elses_action_is_not_found(client: Client, assessment: Assessment) -> None:
    item = make_action(make_organization())
    assert lead(client, assessment).get(f"/actions/{item.uid}/").status_code == 404


# --- Queries ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 9])
def test_the_pages_take_few_queries_whatever_the_number_of_actions(
    client: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    organization, version = make_organization(), make_version(dimensions=3)
    first = make_closed(everywhere("2", "habit"), organization=organization, version=version)
    Assessment.objects.filter(pk=first.pk).update(closed_at=timezone.now() - timedelta(days=100))
    later = make_closed(everywhere("3", "habit"), organization=organization, version=version)
    for key in KEYS[:count]:
        make_action(organization, key, planned_from=first)
    lead(client, later)
    for address in (f"/results/{later.uid}/plan/", f"/organizations/{organization.uid}/plan/"):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
