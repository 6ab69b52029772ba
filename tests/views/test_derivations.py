"""The pages "why this number" are there for whoever may see the result, say what they must not, and stay small."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, Grant, Practice, Response
from assessment.services.results import recompute
from tests.derived import attributes, cells, entry, having, shown, tagged, text
from tests.factories import (
    make_answers,
    make_assessment,
    make_grant,
    make_organization,
    make_response,
    make_user,
    make_version,
    publish_version,
)
from tests.uneven import Site, make_uneven, make_uneven_version

pytestmark = pytest.mark.django_db
EVERYWHERE = [f"d{dimension}-p{place}" for dimension in range(3) for place in range(3)]


def make_closed(*choices: str) -> Assessment:
    """A closed round in which each person chose one option everywhere, by habit."""
    assessment = make_assessment(version=make_version(dimensions=3))
    for choice in choices:
        response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        make_answers(response, dict.fromkeys(EVERYWHERE, (choice, "" if choice == "unknown" else "habit")))
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED, closed_at=timezone.now())
    recompute(assessment)
    return assessment


def test_options_have_their_texts_and_from_three_people_their_counts(client: Client) -> None:
    site = Site(client, make_closed("2", "2", "4"))
    page = site.page(f"{site.why}d0/d0-p1/")
    done, agreed, mix = (text(entry(page, key)) for key in ("done", "agreed", "mix"))
    assert "“d0-p1?”" in done
    assert "d0-p1 step 2 2 25 50 d0-p1 step 3 0 50 0 d0-p1 step 4 1 75 75" in done
    assert "Sum 3 125 Sum ÷ 3 41.67" in done
    assert "Nobody decided it · I don't know 0 0 0 Habit of some people 3 33⅓ 100" in agreed
    assert "25, 33⅓ d0-p1 step 2 2 16⅔ 33⅓ 50 100 75, 33⅓ d0-p1 step 4 1 25 50 8⅓ 16⅔" in mix


def test_the_recognition_has_the_wording_that_was_shown(client: Client) -> None:
    site = Site(client, make_closed("1", "1", "4"))
    agreed = text(entry(site.page(f"{site.why}d0/d0-p1/"), "agreed"))
    assert "Habit of some people · Some people ask for it 3 33⅓ 100" in agreed
    assert "We decided against it" in agreed


def test_of_two_raters_among_three_no_answer_is_shown(client: Client) -> None:
    """SECURITY: how many could say is counted, what they said is not."""
    site = Site(client, make_closed("2", "3", "unknown"))
    page = site.page(f"{site.why}d0/d0-p2/")
    assert "Rated it 2 Said that it does not apply 0 Did not know, or left one of the two questions blank 1" in text(
        page
    )
    for key in ("done", "agreed", "mix", "gain"):
        assert cells(entry(page, key), "weight") == []
    assert having(page, "data-number", "lowest") == []


def test_of_two_people_not_even_who_could_say_is_counted(client: Client) -> None:
    site = Site(client, make_closed("2", "unknown"))
    words = text(site.page(f"{site.why}d0/d0-p2/"))
    assert "2 people submitted. Who said what is counted from three people on." in words
    assert "Did not know" not in words


def test_a_target_says_where_it_comes_from(client: Client) -> None:
    site = Site(client, make_uneven(1))
    usual, own = (text(entry(site.page(f"{site.why}{key}/"), "target")) for key in ("d0", "d1"))
    assert "50 is the usual target where models are of this kind: in production, not critical." in usual
    assert "The lead set it to 55." in own
    assert "max(55, 50) = 55" in text(entry(site.page(f"{site.why}d1/d1-p0/"), "target"))


def test_a_derivation_is_opened_in_the_page_of_the_result(client: Client) -> None:
    site = Site(client, make_closed("3", "4"))
    links = having(site.page(site.result), "hx-get")
    keys = [attributes(link)["href"].partition("#")[2] for link in links]
    assert keys == ["score", "share", "coverage", "limiting", "held-back"]
    for link in links:
        part = client.get(attributes(link)["hx-get"], headers={"HX-Request": "true"}).content.decode()
        assert '<details class="why" id="why" open>' in part
        assert "<html" not in part
    whole = client.get(f"{site.why}?entry=nothing", headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole


def test_a_practice_that_a_survey_asked_about_says_so(client: Client) -> None:
    version = make_version(publish=False)
    Practice.objects.filter(version=version, key="d0-p0").update(sources=["S4"])
    publish_version(version)
    assessment = make_assessment(version=version)
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED, closed_at=timezone.now())
    recompute(assessment)
    site = Site(client, assessment)
    said = "In a public survey, 67 % of teams do this mostly or completely."
    assert [said in text(site.page(f"{site.why}d0/d0-{key}/")) for key in ("p0", "p1")] == [True, False]


def test_what_a_result_does_not_have_is_not_found(client: Client) -> None:
    site = Site(client, make_closed("3"))
    for path in ("nothing/", "d0/nothing/", "d0/d1-p0/"):
        assert client.get(f"{site.why}{path}").status_code == 404


def test_while_a_round_is_open_nothing_is_derived(client: Client) -> None:
    assessment = make_assessment(version=make_version())
    recompute(assessment)
    site = Site(client, assessment)
    for path in ("", "d0/", "d0/d0-p0/"):
        assert client.get(f"{site.why}{path}").status_code == 404


def test_the_round_before_has_its_own_derivation(client: Client) -> None:
    organization, version = make_organization(), make_uneven_version()
    before = make_uneven(3, 1, version, organization)
    site = Site(client, make_uneven(3, 2, version, organization))
    section = entry(site.page(f"{site.why}d0/"), "previous")
    address = f"/results/{before.uid}/why/d0/#score"
    assert attributes(tagged(section, "a")[-1])["href"] == address
    assert shown(entry(site.page(address), "score"), "score") == shown(section, "previous")


@pytest.mark.parametrize("path", ["", "why/", "why/d0/", "why/d0/d0-p0/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_result_and_its_derivations_are_read_only(client: Client, path: str, method: str) -> None:
    assessment = make_closed("2")
    client.force_login(assessment.organization.memberships.get(role="lead").user)
    assert getattr(client, method)(f"/results/{assessment.uid}/{path}").status_code == 405


@pytest.mark.parametrize("path", ["", "d0/", "d0/d0-p0/"])
def test_a_derivation_takes_at_most_15_queries(
    client: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    site = Site(client, make_closed(*"12345"))
    site.page(site.result)
    with django_assert_max_num_queries(15):
        assert client.get(f"{site.why}{path}").status_code == 200


def test_a_consultant_sees_the_derivation_and_a_stranger_does_not(client: Client) -> None:
    assessment = make_closed("3")
    consultant, stranger = make_user(), make_user()
    make_grant(assessment.organization, consultant, Grant.Level.READ)
    for person, status in ((consultant, 200), (stranger, 404)):
        client.force_login(person)
        assert client.get(f"/results/{assessment.uid}/why/d0/d0-p0/").status_code == status
