"""The page of what-if: today beside what would be; it can be passed on, works without a script and saves nothing."""

import csv
import re
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, AuditEvent, Result
from tests.factories import make_assessment, make_organization, make_user, make_version
from tests.views.test_results import KEYS, everywhere, figure_of, lead_of, make_closed, words_of

pytestmark = pytest.mark.django_db


def page_of(client: Client, assessment: Assessment, query: str = "", **headers: str) -> str:
    client.force_login(lead_of(assessment))
    response = client.get(f"/results/{assessment.uid}/what-if/{query}", headers=headers)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def figures_of(html: str) -> dict[str, tuple[str, str]]:
    """The table of figures: today, and with what is tried, a change before it."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td class="n">(.*?)</td><td class="n">(.*?)</td></tr>', html)
    return {words_of(name): (words_of(today), words_of(tried)) for name, today, tried in rows}


def test_opening_it_changes_nothing(client: Client) -> None:
    html = page_of(client, make_closed(everywhere("4", "habit", d0_p1=("unknown", ""))))
    assert "Nothing is tried yet, so both sides are the same" in html
    assert {today for today, _tried in figures_of(html).values()} == {"75", "25", "33 %", "89 %", "67 to 78"}
    assert all(today == tried for today, tried in figures_of(html).values())
    assert "No practice moves yet" in html


def test_the_address_says_what_is_tried(client: Client) -> None:
    html = page_of(client, make_closed(everywhere("4", "habit", d1_p0=("1", "nobody"))), "?try=d1-p0:75,67")
    words = words_of(html)
    assert "Implicit instead of Exploring, with a score of 75 instead of 67" in words
    assert "Today Exploring One essential practice keeps you from Implicit." in words
    assert "With what you try Implicit 23 more points done on purpose would make it Explicit." in words
    assert "Held back by Practice d1-p0 Limiting dimension Dimension 1" in words
    assert figures_of(html)["Score"] == ("67", "+8 75")
    assert figures_of(html)["Done on purpose"] == ("22", "+6 28")
    assert "Practice d1-p0 done 75, agreed 67" in words
    assert '<option value="d1-p0:75" selected>75 · d1-p0 step 4</option>' in html
    assert '<option value="d1-p0:,67" selected>67 · Agreed</option>' in html
    assert "1 of 9 practices moves towards the top right" in words


def test_the_map_leads_from_today_to_what_is_tried(client: Client) -> None:
    html = page_of(client, make_closed(everywhere("3", "habit")), "?try=d1-p0:75,67")
    traces: Any = figure_of(html, "what-if-map-figure")["data"]
    trail, _quiet, moved = traces
    assert (trail["y"], moved["ids"], moved["y"]) == ([50.0, 75.0], ["d1-p0"], [75.0])
    assert "Practice d1-p0 50 75 33 67" in words_of(html)
    rings = figure_of(html, "what-if-profile-figure")["data"][3]  # type: ignore[index]  # plain JSON
    assert rings["x"] == [50.0]


def test_everything_in_now_at_once(client: Client) -> None:
    assessment = make_closed(everywhere("2", "habit"), everywhere("2", "habit", d0_p0=("5", "guideline")))
    now, following = (words_of(page_of(client, assessment, query)) for query in ("?do=now", "?do=next"))
    assert (now.count("done 50, agreed 67"), following.count("done 50, agreed 67")) == (4, 8)
    for words in (now, following):
        assert "One step is left out: how discussing it or finding out will end, nobody knows." in words


def test_a_practice_can_be_taken_out_again(client: Client) -> None:
    assessment = make_closed(everywhere("2", "habit"))
    html = page_of(client, assessment, "?try=d0-p0:75,67&try=d0-p1:75")
    here = f"/results/{assessment.uid}/what-if/"
    assert f'href="{here}?try=d0-p1:75" aria-label="No longer try Practice d0-p0"' in html
    assert f'href="{here}?try=d0-p0:75,67" aria-label="No longer try Practice d0-p1"' in html


def test_a_form_without_a_script_leads_to_the_short_address(client: Client) -> None:
    assessment = make_closed(everywhere("2", "habit"))
    client.force_login(lead_of(assessment))
    here = f"/results/{assessment.uid}/what-if/"
    response = client.get(here, {"try": ["", "d0-p0:75", "", "d0-p0:,67", ""]})
    assert (response.status_code, response["Location"]) == (302, f"{here}?try=d0-p0:75,67")
    assert client.get(here, {"try": ["", ""]})["Location"] == here


def test_a_script_gets_the_outcome_and_the_short_address(client: Client) -> None:
    assessment = make_closed(everywhere("2", "habit"))
    client.force_login(lead_of(assessment))
    here = f"/results/{assessment.uid}/what-if/"
    response = client.get(here, {"try": ["", "d0-p0:75"]}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert (response.status_code, response["HX-Push-Url"]) == (200, f"{here}?try=d0-p0:75")
    assert "HX-Request" in response["Vary"]
    assert "<html" not in html
    assert re.findall(r'id="tried-(\w+)" hx-swap-oob="innerHTML">\s*([^<]*?)\s*</span>', html) == [
        ("d0", "1 tried"),
        ("d1", ""),
        ("d2", ""),
    ]
    restored = client.get(here, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()


def test_what_cannot_be_followed_is_said_on_the_page(client: Client) -> None:
    html = page_of(client, make_closed(everywhere("4", "habit")), "?try=<b>x</b>&try=d0-p0:400&do=it&other=1")
    assert "“&lt;b&gt;x&lt;/b&gt;” could not be read; it was left out." in html
    assert "“d0-p0: 400” is outside the scale of 0 to 100; it was left out." in html
    assert "Nothing is tried yet" in html
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)


def test_a_contested_result_says_that_a_projection_cannot_be_called_so(client: Client) -> None:
    words = words_of(page_of(client, make_closed(everywhere("1", "nobody"), everywhere("4", "guideline"))))
    assert "Today: Contested, between Manual and Explicit." in words
    assert "Whether a projected result would be contested can’t be said" in words


def test_answers_that_are_missing_can_be_tried(client: Client) -> None:
    """From no stage to one."""
    assessment = make_closed({"d0-p0": ("4", "habit"), "d0-p1": ("4", "habit"), "d0-p2": ("4", "habit")})
    few, enough = (
        words_of(page_of(client, assessment, "?" + "&".join(f"try={key}:75,33" for key in keys)))
        for keys in (("d1-p0",), KEYS)
    )
    assert "Too few answers for an overall result, even with what you try" in few
    assert "Implicit, with a score of 75" in enough
    assert "Today No stage yet" in enough


def test_nothing_to_try_is_a_page_too(client: Client) -> None:
    version = make_version(dimensions=1, practices=1, publish=False)
    version.practices.update(essential=False)
    html = page_of(client, make_closed({"d0-p0": ("not-applicable", "")}, version=version))
    assert "There is nothing to try" in html
    html = page_of(client, make_closed(), "?try=d0-p0:75,67")
    assert "There is nothing to try Nobody has submitted answers, so there is nothing to start from." in words_of(html)
    assert "What to try" in page_of(client, make_closed({}))


def test_an_overlay_stands_beside(client: Client) -> None:
    version = make_version(dimensions=3, publish=False)
    version.sections.filter(key="d2").update(overlay=True)
    html = page_of(client, make_closed(everywhere("3", "habit"), version=version), "?try=d2-p0:100")
    assert figures_of(html)["Dimension 2 beside the overall result"] == ("50", "+17 67")
    assert figures_of(html)["Score"] == ("50", "50")


def test_the_files_hold_both_sides_unrounded(client: Client) -> None:
    assessment = make_closed(everywhere("4", "habit", d0_p1=("unknown", "")))
    html = page_of(client, assessment, "?try=d0-p1:50,100")
    files = {}
    for name in ("practices", "dimensions"):
        link = re.search(rf'href="([^"]+/what-if/{name}\.csv\?[^"]+)"', html)
        assert link is not None
        files[name] = list(csv.reader(StringIO(client.get(link[1]).content.decode())))
    assert files["practices"][:3] == [
        ["Practice", "Done today", "Done, tried", "Agreed today", "Agreed, tried"],
        ["Practice d0-p0", "0.75", "0.75", str(1 / 3), str(1 / 3)],
        ["Practice d0-p1", "", "0.5", "", "1.0"],
    ]
    assert files["dimensions"][1] == ["Dimension 0", "0.75", str(2 / 3), "0.5"]


def test_looking_saves_nothing_and_writes_no_audit_log(client: Client) -> None:
    assessment = make_closed(everywhere("2", "habit"))
    before = (list(Result.objects.values()), AuditEvent.objects.count())
    page_of(client, assessment, "?do=next")
    assert (list(Result.objects.values()), AuditEvent.objects.count()) == before
    assert client.post(f"/results/{assessment.uid}/what-if/").status_code == 405


def test_while_open_there_is_nothing_to_try(client: Client) -> None:
    assessment = make_assessment()
    client.force_login(lead_of(assessment))
    paths = [f"/results/{assessment.uid}/what-if/{name}" for name in ("", "practices.csv", "dimensions.csv")]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_strangers_find_nothing(client: Client) -> None:
    stranger = make_user()
    make_organization(lead=stranger)
    client.force_login(stranger)
    assert client.get(f"/results/{make_closed(everywhere('2', 'habit')).uid}/what-if/").status_code == 404


def test_the_page_takes_the_same_few_queries_however_much_is_tried(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assessment = make_closed(*(everywhere(choice, "habit") for choice in "1234512345"))
    client.force_login(lead_of(assessment))
    for query in ("", "?do=now", "?" + "&".join(f"try={key}:100,100" for key in KEYS)):
        with django_assert_max_num_queries(15):
            assert client.get(f"/results/{assessment.uid}/what-if/{query}").status_code == 200
