"""What whoever has a link to a result sees of it: what was chosen, and never what people wrote or who they are."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from assessment.models import Answer, Assessment, AuditEvent, Comment, Response, Share, VerifiedRating
from assessment.services.results import recompute
from tests.factories import make_action, make_answers, make_mixed_version, make_response, make_share, make_user
from tests.views.test_results import everywhere, figure_of, lead_of, make_closed, words_of

pytestmark = pytest.mark.django_db
SUMMARY, ALL = "secret-of-the-summary", "secret-of-all"
RATINGS = {"d0-p0": ("1", "nobody"), "d0-p1": ("4", "habit"), "d0-p2": ("4", "agreed"), "generative-p0": ("4", "habit")}
# What nobody may find on a shared page.
WRITTEN = (
    "a note on it",
    "in my own words",
    "https://evidence",
    "a note of the plan",
    "Owner Olga",
    "We have none.",
)
REVIEWED = ("what a reviewer thinks", "what a reviewer saw", "verified 50")


def shared_round() -> Assessment:
    """A closed round of four named people with notes, evidence and open answers; shared in both scopes."""
    assessment = make_closed(version=make_mixed_version(), uses_generative_models=True)
    for number in range(4):
        add_person(assessment, f"Person number {number}")
    recompute(assessment)
    make_action(assessment.organization, owner="Owner Olga", note="a note of the plan", planned_from=assessment)
    Comment.objects.create(assessment=assessment, dimension_key="d0", text="what a reviewer thinks")
    VerifiedRating.objects.create(assessment=assessment, practice_key="d0-p0", x=0.5, note="what a reviewer saw")
    make_share(assessment, SUMMARY, scope=Share.Scope.SUMMARY, created_by=lead_of(assessment))
    make_share(assessment, ALL, created_by=lead_of(assessment))
    return assessment


def add_person(assessment: Assessment, name: str) -> None:
    now, state = timezone.now(), Response.State.SUBMITTED
    response = make_response(assessment, make_user(name), state=state, submitted_at=now)
    gone = {"d0-p2": ("not-applicable", "")} if name.endswith("3") else {}
    make_answers(response, {**RATINGS, **gone})
    Answer.objects.filter(response=response).update(note="a note on it", evidence="https://evidence.example.org")
    question = assessment.version.questions.get(key="helped-most")
    Answer.objects.create(response=response, question=question, text="in my own words", saved_at=now)


@pytest.fixture
def assessment() -> Assessment:
    return shared_round()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def links_of(html: str) -> set[str]:
    """The addresses that a page leads to or asks for, without what stands on itself, files and style."""
    found = re.findall(r'(?:href|hx-get|action)="([^"#?]+)', html)
    return {each for each in found if not each.startswith(("/static/", "data:"))}


def walk(client: Client, token: str) -> dict[str, str]:
    """Every page that can be reached below the link."""
    pages: dict[str, str] = {}
    waiting = {f"/shared/{token}/"}
    while waiting:
        address = waiting.pop()
        pages[address] = page(client, address)
        waiting |= {each for each in links_of(pages[address]) if each.startswith("/shared/")} - set(pages)
    return pages


# --- What is shown -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("token", "count"), [(SUMMARY, 1), (ALL, 1 + 1 + 2 + 4)])
def test_no_page_shows_what_people_wrote_or_who_they_are(
    client: Client, assessment: Assessment, token: str, count: int
) -> None:
    pages = walk(client, token)
    assert len(pages) == count
    for address, html in pages.items():
        for written in (*WRITTEN, "Person number", str(lead_of(assessment)), "@"):
            assert written not in html, (address, written)
    # What reviewers said of the result goes with the whole of it.
    everything = "".join(pages.values())
    assert [said in everything for said in REVIEWED] == [token == ALL] * len(REVIEWED)
    # A member is shown the notes, so that they are there to be found.
    client.force_login(lead_of(assessment))
    assert "a note on it" in page(client, f"/results/{assessment.uid}/")


@pytest.mark.parametrize("token", [SUMMARY, ALL])
def test_no_page_leads_to_one_that_its_reader_cannot_open(client: Client, assessment: Assessment, token: str) -> None:
    visitor = Client()
    for html in walk(client, token).values():
        assert str(assessment.uid) not in html
        for address in links_of(html):
            assert visitor.get(address).status_code == 200, address


def test_every_place_that_is_led_to_is_there(client: Client, assessment: Assessment) -> None:
    pages = walk(client, ALL) | walk(client, SUMMARY)
    for address, html in pages.items():
        for path, anchor in re.findall(r'href="([^"#?]*)(?:\?[^"#]*)?#([^"]+)"', html):
            if path in ("", *pages):
                assert f'id="{anchor}"' in pages[path or address] or anchor.startswith(("i-", "stage-")), anchor


def test_the_summary_says_where_the_organization_stands(client: Client, assessment: Assessment) -> None:
    html = page(client, f"/shared/{SUMMARY}/")
    words = words_of(html)
    organization = assessment.organization.name
    assert f"{organization} Result of {assessment.title} Closed" in words
    assert f"{organization} shares this result by a secret link, to be read only" in words
    assert "4 people answered" in words
    assert "Stage 1 of 4 Exploring You do about half of what we asked about" in words
    assert "Score 50 of 100, from 4 people" in words
    assert "Coverage 100 % of what applies is known" in words
    assert "Limiting dimension Dimension 0 score 50 , target 50 Held back by Practice d0-p0 Where you stand" in words
    assert "Dimension 0 50 50 50 50 100 % 3 of 3" in words
    assert "profile-figure" in html
    assert "Dimension Score Target Low High Coverage Rated" in words


def test_the_summary_shows_no_practice_but_the_name_of_what_holds_back(client: Client, assessment: Assessment) -> None:
    html = page(client, f"/shared/{SUMMARY}/")
    assert set(re.findall(r"Practice [\w-]+", html)) == {"Practice d0-p0"}
    for left_out in ('id="roadmap', 'id="practices', 'id="agreement', "map-figure", "essential, at", "/why/", "Adopt"):
        assert left_out not in html, left_out


def test_all_shows_what_a_member_sees(client: Client, assessment: Assessment) -> None:
    """The same words and figures, without notes, files and the way to pages for members."""
    shared = page(client, f"/shared/{ALL}/")
    client.force_login(lead_of(assessment))
    own = page(client, f"/results/{assessment.uid}/")
    for chart in ("profile-figure", "map-figure"):
        assert figure_of(shared, chart) == figure_of(own, chart)
    numbers = [re.findall(r'data-number="([\w-]+)"[^>]*>([^<]+)', each) for each in (shared, own)]
    assert numbers[0] == numbers[1] != []
    assert set(re.findall(r'id="practice-[\w-]+"', shared)) == set(re.findall(r'id="practice-[\w-]+"', own))
    for heading in ('id="roadmap-title"', 'id="practices"', 'id="agreement"', 'id="overlay-generative"'):
        assert (heading in shared, heading in own) == (True, True)
    assertNotContains(Client().get(f"/shared/{ALL}/"), " download")


def test_the_practices_are_narrowed_down_as_a_members(client: Client, assessment: Assessment) -> None:
    html = page(client, f"/shared/{ALL}/?action=adopt")
    assert re.findall(r'href="(\?action=adopt#practices)" aria-current="true"', html) == ["?action=adopt#practices"]
    assert "which does not exist here" in page(client, f"/shared/{ALL}/?action=nothing")


def test_each_number_leads_to_why_below_the_link(client: Client, assessment: Assessment) -> None:
    html = page(client, f"/shared/{ALL}/")
    ways = set(re.findall(r'class="number" href="([^"#]+)', html))
    assert ways == {
        *(f"/shared/{ALL}/why/{path}" for path in ("", "d0/", "generative/")),
        *(f"/shared/{ALL}/why/d0/d0-p{place}/" for place in range(3)),
        f"/shared/{ALL}/why/generative/generative-p0/",
    }
    answer = client.get(f"/shared/{ALL}/why/?entry=coverage", headers={"HX-Request": "true"})
    assertContains(answer, '<details class="why" id="why" open>')
    assertNotContains(answer, "<html")
    assert words_of(page(client, f"/shared/{ALL}/why/d0/")).count(f"Result of {assessment.title}") == 1


@pytest.mark.parametrize("path", ["why/", "why/d0/", "why/d0/d0-p0/"])
def test_below_a_summary_there_is_nothing(client: Client, assessment: Assessment, path: str) -> None:
    assertContains(client.get(f"/shared/{SUMMARY}/{path}"), "This link shows the summary alone.", status_code=404)


@pytest.mark.parametrize("path", ["why/nothing/", "why/d0/nothing/", "why/generative/d0-p0/", "opinions/"])
def test_what_the_result_does_not_have_is_not_there(client: Client, assessment: Assessment, path: str) -> None:
    assert client.get(f"/shared/{ALL}/{path}").status_code == 404


def test_the_round_before_is_not_shown(client: Client) -> None:
    before = make_closed(everywhere("2", "habit"), title="The round before")
    Assessment.objects.filter(pk=before.pk).update(closed_at=timezone.now() - timedelta(days=90))
    now = make_closed(everywhere("4", "habit"), organization=before.organization, version=before.version)
    for token, scope in ((SUMMARY, "summary"), (ALL, "all")):
        make_share(now, token, scope=scope)
        for html in walk(client, token).values():
            assert "The round before" not in html
    client.force_login(lead_of(now))
    assert "The round before" in page(client, f"/results/{now.uid}/")


@pytest.mark.parametrize("scope", ["summary", "all"])
def test_a_result_of_nobody_says_so(client: Client, scope: str) -> None:
    make_share(make_closed(), ALL, scope=scope)
    assert "Nobody has submitted answers, so there is nothing to score." in page(client, f"/shared/{ALL}/")


# --- Who opens it ------------------------------------------------------------------------------------


def test_somebody_signed_in_sees_the_same_and_a_member_the_way_to_the_result(
    client: Client, assessment: Assessment
) -> None:
    way = f'href="/results/{assessment.uid}/"'
    offered = {}
    for who, user in (("lead", lead_of(assessment)), ("stranger", make_user())):
        client.force_login(user)
        for token in (SUMMARY, ALL):
            html = page(client, f"/shared/{token}/")
            assert ("a note on it" in html, "/shares/" in html, "export" in html) == (False, False, False)
            offered[who, token] = way in html
    assert offered == {
        ("lead", SUMMARY): True,
        ("lead", ALL): True,
        ("stranger", SUMMARY): False,
        ("stranger", ALL): False,
    }


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_is_read_only(client: Client, assessment: Assessment, method: str) -> None:
    for path in ("", "why/", "why/d0/", "why/d0/d0-p0/"):
        assert getattr(client, method)(f"/shared/{ALL}/{path}").status_code == 405
    assert client.head(f"/shared/{ALL}/").status_code == 200


def test_opening_it_is_noted_nowhere(client: Client, assessment: Assessment) -> None:
    before = [*Share.objects.values(), *AuditEvent.objects.values()]
    walk(client, ALL)
    assert [*Share.objects.values(), *AuditEvent.objects.values()] == before
    assert client.cookies == {}


# --- The secret in the address -----------------------------------------------------------------------


def test_its_address_is_kept_out_of_searches_referrers_and_caches(client: Client, assessment: Assessment) -> None:
    Share.objects.create(assessment=assessment, token_hash="0" * 64)
    paths = ("", "why/", "why/d0/", "why/d0/d0-p0/")
    addresses = [f"/shared/{token}/{path}" for token in (ALL, SUMMARY, "nothing") for path in paths]
    answers = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200] * 4 + [200, 404, 404, 404] + [404] * 4
    Assessment.objects.update(state="open", closed_at=None)
    for answer in (*answers, client.get(f"/shared/{ALL}/")):
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer.headers["Cache-Control"]


def test_an_unknown_link_says_to_check_it(client: Client, assessment: Assessment) -> None:
    answers = [client.get(f"/shared/{token}/") for token in ("nothing", ALL[:-1], ALL + "x", ALL.upper(), "%00", "é")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({words_of(answer.content.decode()) for answer in answers}) == 1
    assertContains(answers[0], "Please check that the link was copied completely.", status_code=404)


def test_a_link_that_ended_says_so_and_whom_to_ask(client: Client, assessment: Assessment) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        for path in ("", "why/", "why/d0/d0-p0/"):
            expired = client.get(f"/shared/{ALL}/{path}")
            assertContains(expired, "It has expired. Ask whoever gave it to you for a new one.", status_code=410)
    Share.objects.update(revoked_at=timezone.now())
    for path in ("", "why/", "why/d0/d0-p0/"):
        revoked = client.get(f"/shared/{ALL}/{path}")
        assertContains(revoked, "It has been revoked. Ask whoever gave it to you.", status_code=410)
        assertNotContains(revoked, assessment.organization.name, status_code=410)


def test_a_reopened_round_shows_nothing_until_it_is_closed(client: Client, assessment: Assessment) -> None:
    closed_at = assessment.closed_at or timezone.now()
    Assessment.objects.update(state="open", closed_at=None)
    for token in (SUMMARY, ALL):
        for path in ("", "why/", "why/d0/", "why/d0/d0-p0/"):
            answer = client.get(f"/shared/{token}/{path}")
            assertContains(answer, "Its result comes back to this link when it is closed.", status_code=409)
            for number in ("50 of 100", "Exploring", "d0-p0"):
                assertNotContains(answer, number, status_code=409)
    Assessment.objects.update(state="closed", closed_at=closed_at)
    assert "Exploring" in page(client, f"/shared/{SUMMARY}/")


@pytest.mark.parametrize(("token", "review"), [(SUMMARY, 0), (ALL, 3)])
def test_the_queries_are_few(
    client: Client, assessment: Assessment, token: str, review: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(client, f"/shared/{token}/")
    with django_assert_num_queries(6 + review):
        page(client, f"/shared/{token}/")
    client.force_login(lead_of(assessment))
    with django_assert_num_queries(10 + review):
        page(client, f"/shared/{token}/")
