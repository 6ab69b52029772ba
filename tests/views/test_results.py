"""The page of a result says what the answers prove, to those who may see it, and nobody's own answer."""

import csv
import json
import re
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Answer, Assessment, Grant, Organization, Response, User, Version
from assessment.services.results import recompute
from tests.factories import (
    make_answers,
    make_assessment,
    make_grant,
    make_organization,
    make_response,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
Ratings = dict[str, tuple[str, str]]
KEYS = tuple(f"d{dimension}-p{place}" for dimension in range(3) for place in range(3))


def everywhere(choice: str, recognition: str, **others: tuple[str, str]) -> Ratings:
    """One rating for all practices, and others for some (d0_p1 for d0-p1)."""
    return dict.fromkeys(KEYS, (choice, recognition)) | {k.replace("_", "-"): v for k, v in others.items()}


def make_closed(
    *responses: Ratings, version: Version | None = None, organization: Organization | None = None, **fields: object
) -> Assessment:
    """A closed assessment with these submitted responses and its result."""
    assessment = make_assessment(organization, version or make_version(dimensions=3), **fields)
    for ratings in responses:
        add_response(assessment, ratings)
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED, closed_at=timezone.now())
    recompute(assessment)
    return assessment


def add_response(assessment: Assessment, ratings: Ratings) -> None:
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, ratings)


def lead_of(assessment: Assessment) -> User:
    return assessment.organization.memberships.get(role="lead").user


def page_of(client: Client, assessment: Assessment, user: User | None = None) -> str:
    """The text of the page as the lead (or another user) gets it, in one line."""
    client.force_login(user or lead_of(assessment))
    response = client.get(f"/results/{assessment.uid}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def words_of(html: str) -> str:
    """What is read on the page: no tags, no figures, no explanation that waits for the pointer."""
    shown = re.sub(r'<script.*?</script>|<span class="term-tip".*?</span>', " ", html)
    return " ".join(re.sub(r"<[^>]+>", " ", shown).split())


def figure_of(html: str, name: str) -> dict[str, object]:
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', html)
    assert found is not None
    figure: dict[str, object] = json.loads(found[1])
    return figure


def test_stage_sentence_ladder_and_figures_are_computed_from_the_answers(client: Client) -> None:
    html = page_of(client, make_closed(everywhere("4", "habit", d1_p0=("1", "nobody"))))
    words = words_of(html)
    assert "Stage 1 of 4 Exploring" in words
    assert (
        "You do about two thirds of what we asked about, and about two thirds of that is nobody’s decision. "
        "One essential practice keeps you from Implicit."
    ) in words
    assert "Not met: every essential practice at least 37.5. Not yet: Practice d1-p0 (0)" in words
    assert "Met: practice at least 15. Yours is 67" in words
    assert "Not met: done on purpose at least 50. Yours is 22" in words
    assert "It would be Implicit without the essential practice that holds it back." in words
    assert "Score 67 of 100, from 1 person" in words
    assert "Everything that was asked is known, so the score has no range" in words
    assert "Limiting dimension Dimension 1 score 50 , target 50" in words
    assert "Held back by Practice d1-p0 essential, at 0, needs 37.5" in words


def test_the_sum_that_gives_the_score_adds_up_on_the_page(client: Client) -> None:
    words = words_of(page_of(client, make_closed(everywhere("4", "agreed", d0_p1=("2", "agreed")))))
    assert "Why 69?" in words
    assert "Dimension 0 3 of 3 practices rated 1 58.33 58.33 Dimension 1 3 of 3 practices rated 1 75.00 75.00" in words
    assert "Sum 3 208.33 Sum ÷ 3 69.44" in words
    assert "46.29 + 23.15 = 69.44 , shown as 69" in words


def test_practices_stand_in_the_order_of_their_gap_with_what_is_unknown_at_the_end(client: Client) -> None:
    answers = everywhere("4", "agreed", d0_p1=("1", "nobody"), d1_p1=("unknown", ""), d2_p2=("not-applicable", ""))
    html = page_of(client, make_closed(answers))
    rows = re.findall(r'<tr id="practice-([\w-]+)">(.*?)</tr>', html)
    assert (rows[0][0], rows[-2][0], rows[-1][0]) == ("d0-p1", "d1-p1", "d2-p2")
    assert words_of(rows[0][1]) == "Practice d0-p1 Dimension 0 0 50 −50 0 1 Adopt"
    assert words_of(rows[1][1]) == "Practice d0-p0 essential Dimension 0 75 50 +25 67 1 Sustain"
    assert words_of(rows[-2][1]) == "Practice d1-p1 Dimension 1 Unknown – 50 – – 0"
    assert words_of(rows[-1][1]) == "Practice d2-p2 Dimension 2 Does not apply – 50 – – 0"


def test_the_roadmap_says_what_to_do_now(client: Client) -> None:
    words = words_of(page_of(client, make_closed(everywhere("4", "agreed", d0_p1=("1", "nobody")))))
    assert "One thing to start with" in words
    assert "1 Practice d0-p1 +3.7 points Adopt medium effort Start." in words
    assert "All 9 Adopt 1 Sustain 8" in words


def test_unknown_practices_give_a_range_and_a_possible_stage(client: Client) -> None:
    answers = everywhere("3", "guideline", d0_p1=("unknown", ""), d1_p0=("unknown", ""))
    words = words_of(page_of(client, make_closed(answers)))
    assert "Exploring, up to Explicit once the 2 unknown practices are answered." in words
    assert "Score between 39 and 61 , whatever the unknown answers are" in words
    assert "Held back by Practice d1-p0 essential, and nobody knows" in words
    assert "2 are unknown. They are left out of the score and widen the range: Practice d0-p1 , Practice d1-p0" in words


def test_more_agreed_than_done_is_called_declared(client: Client) -> None:
    words = words_of(page_of(client, make_closed(everywhere("2", "guideline"))))
    assert "Declared. More is agreed than done" in words
    assert "Much is agreed and waits to be done: 9 practices" in words


def test_two_raters_far_apart_contest_the_result_without_any_spread(client: Client) -> None:
    """SECURITY: lowest and highest of two would tell each of them the other's answer."""
    html = page_of(client, make_closed(everywhere("1", "nobody"), everywhere("4", "guideline")))
    words = words_of(html)
    assert "Contested, between Manual and Explicit." in words
    assert "Talk about these: the answers to 9 of 9 practices are far apart" in words
    assert words.count("at least half the scale apart – – – 2") == 9
    assert not re.search(r'data-label="(Lowest|Median|Highest)">\s*\d', html)
    rows = list(csv.DictReader(StringIO(file_of(client, html, "practices"))))
    assert {(row["Lowest"], row["Median"], row["Highest"]) for row in rows} == {("", "", "")}


def test_from_three_raters_the_spread_is_shown(client: Client) -> None:
    three = (everywhere("1", "nobody"), everywhere("2", "nobody"), everywhere("5", "nobody"))
    html = page_of(client, make_closed(*three))
    assert words_of(html).count("Practice d0-p0 0 25 100 3") == 1
    rows = list(csv.DictReader(StringIO(file_of(client, html, "practices"))))
    assert (rows[0]["Lowest"], rows[0]["Median"], rows[0]["Highest"]) == ("0.0", "0.25", "1.0")


def test_people_who_agree_are_told_so_and_one_person_is_not(client: Client) -> None:
    several = words_of(page_of(client, make_closed(everywhere("3", "habit"), everywhere("4", "habit"))))
    alone = words_of(page_of(client, make_closed(everywhere("3", "habit"))))
    assert "Nobody is far apart" in several
    assert "far apart" not in alone


def test_too_few_answers_give_no_stage_and_say_what_is_missing(client: Client) -> None:
    html = page_of(client, make_closed({"d0-p0": ("3", "habit"), "d0-p1": ("3", "habit")}))
    words = words_of(html)
    assert "Not enough answers for an overall result" in words
    assert "2 of 3 dimensions have too few answers" in words
    assert "Dimension 1 : 0 of 3 practices known, coverage 0" in words
    assert "Score – not enough answers" in words
    assert "Held back by Practice d1-p0 essential, and nobody knows" in words
    assert "No dimension reaches its target yet" not in words
    assert 'id="roadmap"' not in html
    assert 'id="why"' not in html


def test_a_result_without_answers_is_a_page_too(client: Client) -> None:
    words = words_of(page_of(client, make_closed()))
    assert "Nobody has submitted answers, so there is nothing to score." in words
    assert "0 people answered" in words


def test_an_overlay_is_shown_beside_with_a_list_of_its_own(client: Client) -> None:
    version = make_version(dimensions=3, publish=False)
    version.sections.filter(key="d2").update(overlay=True)
    answers = everywhere("4", "agreed", d2_p0=("1", "nobody"))
    html = page_of(client, make_closed(answers, version=version))
    overlay = html[html.index('aria-labelledby="overlay-d2"') :]
    assert "Beside the overall result: Dimension 2" in words_of(overlay)
    assert "Score 50 , target 50 ." in words_of(overlay)
    assert "1 Practice d2-p0 +11.1 points Adopt" in words_of(overlay)
    assert "practice-d2-p0" not in html[: html.index('aria-labelledby="overlay-d2"')]


def test_the_previous_round_is_a_ring_of_the_profile(client: Client) -> None:
    organization, version = make_organization(), make_version(dimensions=3)
    make_closed(everywhere("2", "habit"), version=version, organization=organization, title="Spring")
    later = make_closed(everywhere("4", "habit"), version=version, organization=organization, title="Autumn")
    html = page_of(client, later)
    rings = figure_of(html, "profile-figure")["data"][3]  # type: ignore[index]  # plain JSON
    assert rings["x"] == [25.0, 25.0, 25.0]
    assert "Dimension 0 75 50 75 75 100 % 3 of 3 25" in words_of(html)
    assert "Spring" in words_of(html)


def test_the_round_of_somebody_else_is_not_the_previous_one(client: Client) -> None:
    version = make_version(dimensions=3)
    make_closed(everywhere("2", "habit"), version=version, title="Theirs")
    assert "Theirs" not in page_of(client, make_closed(everywhere("4", "habit"), version=version))


def test_each_chart_has_its_values_in_a_table_and_a_file(client: Client) -> None:
    html = page_of(client, make_closed(everywhere("4", "habit")))
    for name in ("profile", "map"):
        assert figure_of(html, f"{name}-figure").keys() == {"data", "layout"}
        assert figure_of(html, f"{name}-narrow").keys() == {"data", "layout"}
    assert "Practice d0-p0 75 33 50 +25" in words_of(html)
    rows = list(csv.reader(StringIO(file_of(client, html, "dimensions"))))
    assert rows[0] == ["Dimension", "Score", "Target", "Low", "High", "Coverage", "Rated"]
    assert rows[1] == ["Dimension 0", "0.75", "0.5", "0.75", "0.75", "1.0", "3 of 3"]


def file_of(client: Client, html: str, name: str) -> str:
    """The CSV file behind the page's link."""
    link = re.search(rf'href="([^"]+/{name}\.csv)"', html)
    assert link is not None
    return client.get(link[1]).content.decode()


def test_the_file_of_the_practices_holds_every_value_unrounded(client: Client) -> None:
    html = page_of(client, make_closed(everywhere("4", "habit", d0_p1=("unknown", ""))))
    rows = list(csv.DictReader(StringIO(file_of(client, html, "practices"))))
    assert [row["Key"] for row in rows] == list(KEYS)
    assert (rows[0]["Done"], rows[0]["Agreed"], rows[0]["Explicit"]) == ("0.75", str(1 / 3), "0.25")
    assert (rows[0]["Advice"], rows[0]["Essential"], rows[0]["State"]) == ("Formalise", "yes", "Rated")
    assert (rows[1]["Done"], rows[1]["State"], rows[1]["Advice"]) == ("", "Unknown", "")


def test_the_page_has_no_inline_style_script_or_handler(client: Client) -> None:
    html = page_of(client, make_closed(everywhere("2", "habit"), everywhere("5", "habit")))
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)
    inline = re.findall(r"<script(?![^>]*src=)([^>]*)>", html)
    assert inline
    assert all('type="application/json"' in attributes for attributes in inline)


def test_the_page_takes_at_most_15_queries_whatever_the_number_of_people(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    few = make_closed(everywhere("4", "habit"))
    many = make_closed(*(everywhere(choice, "habit") for choice in "1234512345"), version=few.version)
    for assessment in (few, many):
        client.force_login(lead_of(assessment))
        with django_assert_max_num_queries(15):
            assert client.get(f"/results/{assessment.uid}/").status_code == 200


def test_while_open_there_are_counts_and_no_result(client: Client) -> None:
    assessment = make_assessment(version=make_version(dimensions=3))
    make_response(assessment)
    for _number in range(2):
        add_response(assessment, everywhere("4", "habit"))
    recompute(assessment)
    words = words_of(page_of(client, assessment))
    assert "3 people have begun to answer, 2 have submitted." in words
    assert "the stage so far" not in words
    for name in ("practices", "dimensions"):
        assert client.get(f"/results/{assessment.uid}/{name}.csv").status_code == 404


def test_from_three_submissions_the_lead_alone_sees_the_stage_so_far(client: Client) -> None:
    practitioner, consultant = make_user(), make_user()
    organization = make_organization(practitioners=[practitioner])
    make_grant(organization, consultant, Grant.Level.RUN)
    assessment = make_assessment(organization, make_version(dimensions=3))
    for _number in range(3):
        add_response(assessment, everywhere("4", "guideline"))
    recompute(assessment)
    assert "the stage so far. It may still change: Explicit" in words_of(page_of(client, assessment))
    for person in (practitioner, consultant):
        assert "Explicit" not in words_of(page_of(client, assessment, person))


def test_members_and_consultants_see_the_result_and_strangers_do_not(client: Client) -> None:
    practitioner, consultant, stranger = make_user(), make_user(), make_user()
    organization = make_organization(practitioners=[practitioner])
    make_grant(organization, consultant)
    make_organization(lead=stranger)
    assessment = make_closed(everywhere("4", "habit"), organization=organization)
    for person in (practitioner, consultant):
        assert "Stage 2 of 4" in words_of(page_of(client, assessment, person))
    client.force_login(stranger)
    paths = [f"/results/{assessment.uid}/{name}" for name in ("", "practices.csv", "dimensions.csv")]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_notes_are_for_members_without_an_author(client: Client) -> None:
    """SECURITY: a consultant sees numbers; who wrote a note is nowhere on the page."""
    consultant = make_user()
    assessment = make_closed(*(everywhere("4", "habit"),) * 3)
    make_grant(assessment.organization, consultant, Grant.Level.RUN)
    writer = assessment.responses.order_by("pk")[0]
    User.objects.filter(responses=writer).update(name="Wanda Writer")
    Answer.objects.filter(response=writer, question__key="d0-p1").update(note="Only <b>one</b> model does.\nStill.")
    html = page_of(client, assessment)
    assert "1 note : Practice d0-p1 Only &lt;b&gt;one&lt;/b&gt; model does. Still." in words_of(html)
    assert "Wanda" not in html
    assert "Only &lt;b&gt;" not in page_of(client, assessment, consultant)


def test_at_the_top_the_ladder_says_how_it_was_reached(client: Client) -> None:
    words = words_of(page_of(client, make_closed(everywhere("5", "guideline"))))
    assert "Stage 4 of 4 Institutional" in words
    assert "How this stage was reached 4 Institutional you are here" in words
    assert "What separates you" not in words


def test_a_name_is_text_wherever_it_stands(client: Client) -> None:
    """SECURITY: figures take some HTML and JSON stands inside a script."""
    version = make_version(dimensions=3, publish=False)
    version.practices.filter(key="d0-p0").update(name="</script><b>bold</b>")
    html = page_of(client, make_closed(everywhere("1", "habit"), version=version))
    assert "<b>bold" not in html
    assert "&lt;/script&gt;&lt;b&gt;bold&lt;/b&gt;" in json.dumps(figure_of(html, "map-figure"))
