"""The page on which a lead makes links to a result, sees them all and revokes them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Share, hash_of
from assessment.services.shares import MOST
from tests.factories import make_grant, make_share, make_user
from tests.views.joining import start_of
from tests.views.test_results import everywhere, lead_of, make_closed, words_of

pytestmark = pytest.mark.django_db
ASKED = {"label": "The board", "scope": "summary", "days": "30"}


@pytest.fixture
def assessment(client: Client) -> Assessment:
    """A closed round, whose lead is signed in."""
    assessment = make_closed(*[everywhere("4", "habit")] * 3)
    client.force_login(lead_of(assessment))
    return assessment


def address(assessment: Assessment) -> str:
    return f"/results/{assessment.uid}/shares/"


def ask(client: Client, assessment: Assessment, **other: str) -> HttpResponse:
    """Open the page, fill in the form and send it."""
    start = start_of(client.get(address(assessment)))
    answer = client.post(address(assessment), {**ASKED, "start": start, **other})
    assert isinstance(answer, HttpResponse)
    return answer


def token_on(page: HttpResponse) -> str:
    found = re.search(r'value="http://testserver/shared/([^/"]+)/"', page.content.decode())
    assert found is not None
    return found[1]


# --- Making ----------------------------------------------------------------------------------------


def test_the_link_is_shown_once_and_works(client: Client, assessment: Assessment) -> None:
    page = ask(client, assessment)
    token = token_on(page)
    words = words_of(page.content.decode())
    assert f"It is for The board , shows the summary of “{assessment.title}” and works until" in words
    assert (page.status_code, "no-store" in page.headers["Cache-Control"]) == (200, True)
    assert Share.objects.get().token_hash == hash_of(token)
    assertNotContains(client.get(address(assessment)), token)
    assert Client().get(f"/shared/{token}/").status_code == 200


def test_the_page_explains_what_each_shows_and_starts_with_little_for_a_month(
    client: Client, assessment: Assessment
) -> None:
    page = client.get(address(assessment))
    words = words_of(page.content.decode())
    assert "The summary: stage, mix, key figures and the score of each dimension with its target." in words
    assert "The whole result: also every practice with its numbers and advice, the roadmap," in words
    assert "and what reviewers said of it, with their names and logos" in words
    assert "It never shows what people wrote when they answered, nor who answered." in words
    assertContains(page, 'name="days" value="30"')
    assert re.findall(r'value="(\w+)"[^>]* checked', page.content.decode()) == ["summary"]
    assert "None yet." in words


def test_pressing_the_button_twice_makes_one_link(client: Client, assessment: Assessment) -> None:
    start = start_of(client.get(address(assessment)))
    pages = [client.post(address(assessment), {**ASKED, "start": start}) for _ in range(2)]
    assert len({token_on(page) for page in pages if isinstance(page, HttpResponse)}) == 1
    assert Share.objects.count() == 1


@pytest.mark.parametrize("start", ["", "chosen-by-somebody", "a:b:c"])
def test_nobody_chooses_a_secret(client: Client, assessment: Assessment, start: str) -> None:
    token = token_on(ask(client, assessment, start=start))
    assert len(token) == 32
    assert token not in start


def test_the_secret_of_a_page_is_for_its_round_and_for_a_day(client: Client, assessment: Assessment) -> None:
    other = make_closed(everywhere("4", "habit"), organization=assessment.organization)
    start = start_of(client.get(address(assessment)))
    own = token_on(ask(client, assessment, start=start))
    assert token_on(ask(client, other, start=start)) != own
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        client.force_login(lead_of(assessment))
        assert token_on(ask(client, assessment, start=start)) != own
    assert Share.objects.count() == 3


def test_a_page_from_before_the_link_was_revoked_makes_none(client: Client, assessment: Assessment) -> None:
    start = start_of(client.get(address(assessment)))
    client.post(address(assessment), {**ASKED, "start": start})
    client.post(f"/shares/{Share.objects.get().uid}/revoke/")
    page = client.post(address(assessment), {**ASKED, "start": start})
    assertContains(page, "This link has been revoked. Load the page again to make another one.", status_code=409)
    assert Share.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "sent", "said"),
    [
        *(("days", days, "Enter a whole number of days, from 1 to 365.") for days in ("0", "-1", str(10**9), "abc")),
        *(("days", days, "Enter a whole number of days, from 1 to 365.") for days in ("1.5", "9" * 9000, "٣٦٦")),
        ("days", "", "This field is required."),
        ("label", "", "This field is required."),
        ("label", " \t ", "This field is required."),
        ("label", "\u200b\u200b", "Enter something that can be read."),
        ("label", "a\x00b", "Null characters are not allowed."),
        ("label", "a" * 121, "Ensure this value has at most 120 characters (it has 121)."),
        ("scope", "everything", "Select a valid choice. everything is not one of the available choices."),
        ("scope", "", "This field is required."),
    ],
)
def test_what_cannot_be_is_said_where_it_happened(
    client: Client, assessment: Assessment, field: str, sent: str, said: str
) -> None:
    page = ask(client, assessment, **{field: sent})
    assertContains(page, said, status_code=422)
    place = "div_id_scope" if field == "scope" else f"id_{field}"
    assert f'href="#{place}"' in page.content.decode()
    assert Share.objects.count() == 0


def test_a_hostile_label_is_text_wherever_it_is_shown(client: Client, assessment: Assessment) -> None:
    label = '<script>alert("x")</script>\u202e" onload="x'
    made = ask(client, assessment, label=label).content.decode()
    revoking = client.get(f"/shares/{Share.objects.get().uid}/revoke/").content.decode()
    for html in (made, revoking, client.get(address(assessment)).content.decode()):
        assert ("<script>alert" in html, '" onload="' in html) == (False, False)
        assert "<bdi>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;\u202e&quot; onload=&quot;x</bdi>" in html


def test_whoever_opens_it_does_not_see_for_whom_it_is(client: Client, assessment: Assessment) -> None:
    make_share(assessment, "secret", label="The auditor")
    assertNotContains(Client().get("/shared/secret/"), "auditor")


def test_with_as_many_as_may_be_there_is_no_form(client: Client, assessment: Assessment) -> None:
    start = start_of(client.get(address(assessment)))
    for number in range(MOST):
        make_share(assessment, str(number))
    page = client.get(address(assessment))
    assertContains(page, "20 links work already, which is as many as there can be.")
    assertNotContains(page, 'name="label"')
    page = client.post(address(assessment), {**ASKED, "start": start})
    assertContains(page, "20 links work already", status_code=422)
    assert Share.objects.count() == MOST


@pytest.mark.parametrize(("people", "said"), [(1, "made of one response"), (2, "made of two responses"), (3, "")])
def test_few_answers_are_a_warning(client: Client, people: int, said: str) -> None:
    assessment = make_closed(*[everywhere("4", "habit")] * people)
    client.force_login(lead_of(assessment))
    words = words_of(client.get(address(assessment)).content.decode())
    assert ("Ask them before you share it." in words, said in words) == (said != "", True)


# --- The list, and ending ---------------------------------------------------------------------------


def test_lists_for_whom_what_when_and_whether_it_works(client: Client, assessment: Assessment) -> None:
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        make_share(assessment, "1", label="The board", scope="summary", created_by=lead_of(assessment))
        make_share(assessment, "2", label="The auditor", revoked_at=moment)
        make_share(assessment, "3", label="The public", expires_at=moment)
        client.force_login(lead_of(assessment))
        html = client.get(address(assessment)).content.decode()
    rows = [words_of(row) for row in re.findall(r"<tr>.*?</tr>", " ".join(html.split()))]
    assert rows == [
        "For whom Shows State Works until Change",
        "The public made 1 March 2026 the whole result expired 1 March 2026",
        "The auditor made 1 March 2026 the whole result revoked 1 March 2026 2 March 2026",
        f"The board made 1 March 2026 by {lead_of(assessment)} the summary works 2 March 2026 Revoke : The board",
    ]


def test_revoking_asks_first_and_works_on_the_next_request(client: Client, assessment: Assessment) -> None:
    share, reader = make_share(assessment, "secret"), Client()
    assertContains(client.get(f"/shares/{share.uid}/revoke/"), "Revoke the link for “<bdi>The board</bdi>”?")
    assert reader.get("/shared/secret/").status_code == 200
    for _twice in range(2):
        answer = client.post(f"/shares/{share.uid}/revoke/", follow=True)
        assertRedirects(answer, address(assessment))
    assertContains(answer, "The link shows nothing any more.")
    assert reader.get("/shared/secret/").status_code == 410


def test_while_the_round_is_open_links_are_listed_and_not_made(client: Client, assessment: Assessment) -> None:
    make_share(assessment, "secret")
    start = start_of(client.get(address(assessment)))
    Assessment.objects.update(state="open", closed_at=None)
    page = client.get(address(assessment))
    assertContains(page, "This round is open, so that its links show nothing.")
    assertContains(page, "The board")
    assertNotContains(page, 'name="label"')
    answer = client.post(address(assessment), {**ASKED, "start": start})
    assertContains(answer, "This round is open. Its result can be shared once it is closed.", status_code=403)
    assertContains(client.get(f"/results/{assessment.uid}/"), f'href="{address(assessment)}"')
    Share.objects.all().delete()
    assertNotContains(client.get(f"/results/{assessment.uid}/"), address(assessment))


# --- Who may ----------------------------------------------------------------------------------------


def test_leads_alone_are_led_here_from_the_result(client: Client, assessment: Assessment) -> None:
    practitioner, runner = make_user(), make_user()
    assessment.organization.memberships.create(user=practitioner, role="practitioner")
    make_grant(assessment.organization, runner, "run")
    share = make_share(assessment, "secret")
    found = []
    for user in (lead_of(assessment), practitioner, runner, lead_of(make_closed(everywhere("4", "habit")))):
        client.force_login(user)
        pages = [client.get(f"/results/{assessment.uid}/"), client.get(address(assessment))]
        pages += [client.get(f"/shares/{share.uid}/revoke/"), client.post(address(assessment), ASKED)]
        offered = f'href="{address(assessment)}"' in pages[0].content.decode()
        found.append((offered, [page.status_code for page in pages[1:]]))
    assert found == [
        (True, [200, 200, 200]),
        (False, [403, 403, 403]),
        (False, [403, 403, 403]),
        (False, [404, 404, 404]),
    ]


def test_a_new_lead_sees_and_revokes_what_the_one_before_made(client: Client, assessment: Assessment) -> None:
    share, second = make_share(assessment, "secret", created_by=lead_of(assessment)), make_user()
    assessment.organization.memberships.update(user=second)
    client.force_login(second)
    assertContains(client.get(address(assessment)), "The board")
    assert client.post(f"/shares/{share.uid}/revoke/").status_code == 302
    assert Client().get("/shared/secret/").status_code == 410


def test_the_queries_do_not_grow_with_the_links(
    client: Client, assessment: Assessment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(address(assessment))
    for number in range(3):
        make_share(assessment, str(number), created_by=make_user())
        with django_assert_num_queries(7):
            client.get(address(assessment))
