"""Over time: every closed round as it was stored, any two of them compared, and nothing of anybody else."""

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, AuditEvent, Organization, Person, Response, Version
from assessment.services.questionnaires import load_questionnaire
from assessment.services.results import recompute
from tests.bundles import everywhere, questionnaire
from tests.factories import make_assessment, make_grant, make_organization, make_user, make_version
from tests.trends import close, make_versions, on_newer
from tests.views.test_results import figure_of, lead_of, words_of

pytestmark = pytest.mark.django_db
STRANGE = "The address asked for a round that is not among the closed rounds here; it was left out."


@pytest.fixture
def organization() -> Organization:
    return make_organization()


@pytest.fixture
def version() -> Version:
    return make_version(dimensions=3)


@pytest.fixture
def latest(organization: Organization, version: Version) -> Assessment:
    """Three rounds: 25 done and 33 agreed; the same; then 75 and 67, but one practice fell to nothing."""
    close(organization, version, "First", 300, everywhere("2", "habit"))
    close(organization, version, "Second", 200, everywhere("2", "habit"))
    return close(organization, version, "Third", 100, everywhere("4", "agreed", d1_p1=("1", "nobody")))


def page(client: Client, assessment: Assessment, query: str = "") -> str:
    client.force_login(lead_of(assessment))
    response = client.get(f"/results/{assessment.uid}/over-time/{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def rows(client: Client, assessment: Assessment, path: str) -> list[list[str]]:
    client.force_login(lead_of(assessment))
    response = client.get(f"/results/{assessment.uid}/over-time/{path}")
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(StringIO(response.content.decode())))


def traces(html: str, chart: str) -> list[dict[str, Any]]:
    found = figure_of(html, f"{chart}-figure")["data"]
    assert isinstance(found, list)
    return found


# --- All rounds -------------------------------------------------------------------------------------


def test_stage_mix_and_score_of_every_round_are_as_stored(client: Client, latest: Assessment) -> None:
    """The last: P = (0.75 + 0.5 + 0.75) / 3 = 0.667, X = 2/3 of that = 0.444, shown as 45 so that X + I is 67."""
    html = page(client, latest)
    words = words_of(html)
    assert "Score 67 instead of 25 in “First”, on purpose 45 instead of 8" in words
    assert "Up from Exploring in “First” to Implicit in “Third”" in words
    assert html.count('aria-label="Explicit 8, implicit 17, declared 25, absent 50"') >= 2
    assert html.count('aria-label="Explicit 45, implicit 22, declared 15, absent 18"') >= 1
    assert "Third this page" in words


def test_the_stages_are_steps_and_the_path_leads_over_the_map(client: Client, latest: Assessment) -> None:
    html = page(client, latest)
    line, marks = traces(html, "trend-stages")
    assert (line["y"], marks["y"]) == ([None, 1, 1, 2], [1, 1, 2])
    trails = [trace for trace in traces(html, "trend-path") if trace["mode"] == "lines+markers"]
    assert len(trails) == 2
    assert "Done +42 and agreed +26 points since “First”" in words_of(html)


def test_the_profile_has_a_score_for_each_dimension_and_round(client: Client, latest: Assessment) -> None:
    words = words_of(page(client, latest))
    assert "“Dimension 0” rose most since “First”, by 50" in words
    assert "Dimension 0 25 25 75 +50 Dimension 1 25 25 50 +25 Dimension 2 25 25 75 +50" in words


def test_a_round_without_an_overall_result_is_shown_as_such(client: Client, organization: Organization) -> None:
    version = make_version(dimensions=3)
    close(organization, version, "First", 300, everywhere("2", "habit"))
    thin = close(organization, version, "Thin", 200, {"d0-p0": ("3", "agreed"), "d0-p1": ("3", "agreed")})
    html = page(client, thin)
    words = words_of(html)
    assert "Only “First” has enough answers for an overall result" in words
    assert "No stage yet Not enough answers" in words
    assert "Dimension 0 25 50 Dimension 1 25 – Dimension 2 25 –" in words
    line, marks = traces(html, "trend-stages")
    assert (line["y"], marks["y"]) == ([None, 1, None], [1, -1])
    assert "Thin No stage yet Too few answers for an overall result." in words


def test_where_nobody_answered_there_is_still_a_page(client: Client, organization: Organization) -> None:
    version = make_version(dimensions=3)
    close(organization, version, "First", 300, {})
    last = close(organization, version, "Second", 200, {})
    words = words_of(page(client, last))
    assert "No round has enough answers for an overall result yet" in words
    assert "No practice moved" in words
    assert "9 practices are where they were" in words


def test_one_round_alone_says_what_to_do_next(client: Client, organization: Organization, version: Version) -> None:
    only = close(organization, version, "Only", 100, everywhere("2", "habit"))
    html = page(client, only)
    assert "One round is a beginning" in words_of(html)
    assert f'href="/assessments/{only.uid}/next/"' in html
    assert "data-chart=" not in html
    reader = make_user()
    make_grant(organization, reader)
    client.force_login(reader)
    html = client.get(f"/results/{only.uid}/over-time/").content.decode()
    assert "One round is a beginning" in html
    assert f'href="/assessments/{only.uid}/next/"' not in html


def test_before_closing_there_is_nothing(client: Client, latest: Assessment) -> None:
    Assessment.objects.filter(pk=latest.pk).update(state="open", closed_at=None)
    client.force_login(lead_of(latest))
    for path in ("", "rounds.csv", "dimensions.csv", "practices.csv"):
        assert client.get(f"/results/{latest.uid}/over-time/{path}").status_code == 404


def test_the_organization_leads_to_it(client: Client, latest: Assessment) -> None:
    client.force_login(lead_of(latest))
    html = client.get(f"/organizations/{latest.organization.uid}/").content.decode()
    assert f'href="/results/{latest.uid}/over-time/"' in html


# --- Two rounds -------------------------------------------------------------------------------------


def test_unless_asked_the_round_shown_stands_beside_the_one_before(client: Client, latest: Assessment) -> None:
    words = words_of(page(client, latest))
    assert "8 practices rose, 1 fell" in words
    assert "Practice by practice, from Second to Third." in words
    assert "Improved most: “Practice d0-p0”, done 25 → 75, agreed 33 → 67." in words
    assert "Fell most: “Practice d1-p1”, done 25 → 0, agreed 33 → 0." in words
    assert "Practice d0-p0 Dimension 0 · 1 rater +50 25 → 75 25 then, 75 now +34 33 → 67 33 then, 67 now" in words
    assert "Practice d1-p1 Dimension 1 · 1 rater −25 25 → 0 25 then, 0 now −33 33 → 0 33 then, 0 now" in words
    assert "67 +42" in words
    assert "scored anew" not in words


def test_each_number_leads_to_why_it_is_what_it_is(client: Client, latest: Assessment) -> None:
    html = page(client, latest)
    for each in latest.organization.assessments.all():
        why = f"/results/{each.uid}/why/"
        for address in (f"{why}#score", f"{why}#coverage", *(f"{why}d{place}/#score" for place in range(3))):
            assert f'href="{address}"' in html
            assert client.get(address).status_code == 200
    assert html.count(f'href="/results/{latest.uid}/why/d1/d1-p1/"') == 1


def test_beside_each_practice_stands_how_many_rated_it(
    client: Client, organization: Organization, version: Version
) -> None:
    everybody = everywhere("2", "habit")
    without = everywhere("4", "habit", d0_p0=("unknown", ""))
    close(organization, version, "First", 200, everybody, everybody, everybody)
    words = words_of(page(client, close(organization, version, "Second", 100, without, without)))
    assert "Dimension 0 · 3 → 2 raters +50" in words
    assert "Practice d0-p0 Dimension 0 · 3 → 0 raters" in words
    assert "3 people, coverage 100 %" in words


def test_any_two_rounds_can_be_compared(client: Client, latest: Assessment) -> None:
    first, second = latest.organization.assessments.order_by("closed_at")[:2]
    html = page(client, latest, f"?before={first.uid}&after={second.uid}")
    words = words_of(html)
    assert "No practice moved" in words
    assert "Practice by practice, from First to Second." in words
    assert "9 practices are where they were" in words
    assert f"practices.csv?before={first.uid}&amp;after={second.uid}" in html


def test_what_the_address_asks_for_in_vain_gets_a_sentence(
    client: Client, latest: Assessment, version: Version
) -> None:
    """SECURITY: neither a round of others nor an open one is shown, and both are answered alike."""
    foreign = close(make_organization(), version, "Foreign round", 50, everywhere("5", "guideline"))
    running = make_assessment(latest.organization, version, title="Running round")
    for uid in (foreign.uid, running.uid, uuid4(), "nothing"):
        for query in (f"?before={uid}", f"?after={uid}", f"?before={uid}&after={uid}"):
            words = words_of(page(client, latest, query))
            assert STRANGE in words
            assert "Practice by practice, from Second to Third." in words
            assert ("Foreign" in words, "Running" in words) == (False, False)
    assert "A round can’t be compared with itself" in words_of(
        page(client, latest, f"?before={latest.uid}&after={latest.uid}")
    )


def test_somebody_elsewhere_finds_nothing(client: Client, latest: Assessment, version: Version) -> None:
    elsewhere = close(make_organization(), version, "Elsewhere", 50, everywhere("3", "agreed"))
    client.force_login(lead_of(elsewhere))
    for path in ("", "rounds.csv", "dimensions.csv", "practices.csv"):
        assert client.get(f"/results/{latest.uid}/over-time/{path}").status_code == 404


# --- Two versions -----------------------------------------------------------------------------------


@pytest.fixture
def changed(organization: Organization) -> Assessment:
    """A round on each of two versions."""
    older, newer = make_versions()
    close(organization, older, "Old", 200, everywhere("2", "habit", d0_p0=("5", "guideline")))
    return close(organization, newer, "New", 100, on_newer(everywhere("4", "agreed"), ("1", "nobody")))


def test_on_two_versions_the_page_says_on_what_and_names_what_is_left_out(client: Client, changed: Assessment) -> None:
    """On the core: before P = (0.8125 + 0.25 + 0.25) / 3 = 0.4375, after 0.75."""
    html = page(client, changed)
    words = words_of(html)
    assert "They are compared on the 8 practices that both have, scored anew" in words
    assert "Left out: 1 practice that only Old was asked Practice d1-p1 :" in words
    assert "Left out: 1 practice that only New was asked Practice d1-p3 :" in words
    assert "counted where the newer has it: Practice d0-p2." in words
    assert "Score 44 One person, coverage 100 %" in words
    assert "Score 75 +31 One person, coverage 100 %" in words
    assert "Whether these scores are contested can’t be said" in words


def test_on_two_versions_the_trend_breaks_and_keeps_what_is_stored(client: Client, changed: Assessment) -> None:
    """Stored: old (0.5 + 0.25 + 0.25) / 3 = 0.333; new d0 0.75, d1 (0.75 + 0 + 0.75) / 3 = 0.5, d2 0.75: 0.667."""
    html = page(client, changed)
    words = words_of(html)
    assert "“New” is the first result since what is measured changed" in words
    assert "These rounds were not all measured alike: on other practices, or with other weights or rules." in words
    assert "version 2 · other practices than before" in words
    assert "Score 33" not in words
    assert "33 – 100" in words
    assert "67 – 100" in words
    line, _marks = traces(html, "trend-stages")
    assert line["x"] == [None, 0, None, 1]
    trails = [trace for trace in traces(html, "trend-path") if trace["mode"] == "lines+markers"]
    assert trails == []


def test_where_only_weights_changed_nobody_is_told_of_other_practices(
    client: Client, organization: Organization
) -> None:
    """d0-p0 weighs three times as much in the newer version: both P of d0 become (3 · 1 + 0.25 + 0.25) / 5 = 0.7."""
    document = questionnaire()
    older = load_questionnaire(Person(), document).version
    document["sections"][1]["practices"][0]["weight"] = 3
    newer = load_questionnaire(Person(), document).version
    answers = everywhere("2", "habit", d0_p0=("5", "guideline"))
    close(organization, older, "Old", 200, answers)
    words = words_of(page(client, close(organization, newer, "New", 100, answers)))
    assert "version 2 · other weights or rules than before" in words
    assert "The two rounds were asked the same practices, but not measured alike." in words
    assert ("not asked the same" in words, "other practices than" in words, "Left out" in words) == (False,) * 3
    assert ("Score 40 One person" in words, "Score 40 0 One person" in words) == (True, True)
    assert "No practice moved" in words


def test_a_retired_version_and_an_imported_round_are_compared_too(client: Client, changed: Assessment) -> None:
    before = words_of(page(client, changed))
    old = changed.organization.assessments.get(title="Old")
    Response.objects.filter(assessment=old).delete()
    Assessment.objects.filter(pk=old.pk).update(imported_at=old.closed_at)
    recompute(Assessment.objects.get(pk=old.pk))
    Version.objects.filter(pk=old.version_id).update(state=Version.State.RETIRED)
    assert words_of(page(client, changed)) == before


def test_two_questionnaires_are_shown_and_not_compared(client: Client, organization: Organization) -> None:
    close(organization, make_version(dimensions=3), "One", 200, everywhere("2", "habit"))
    other = close(organization, make_version(dimensions=3), "Other", 100, everywhere("4", "agreed"))
    words = words_of(page(client, other))
    assert "another questionnaire than before" in words
    assert "These two rounds are on different questionnaires, so their practices can’t be compared." in words
    assert "practices rose" not in words
    response = client.get(f"/results/{other.uid}/over-time/practices.csv")
    assert response.status_code == 404
    assert "There are no two rounds here that can be compared." in response.content.decode()


def test_two_versions_without_a_common_practice_have_nothing_to_compare(
    client: Client, organization: Organization
) -> None:
    document = questionnaire()
    older = load_questionnaire(Person(), document).version
    for section in document["sections"][1:4]:
        for practice in section["practices"]:
            practice["key"] = practice["key"].replace("p", "q")
            practice["prerequisites"] = []
    newer = load_questionnaire(Person(), document).version
    close(organization, older, "Old", 200, everywhere("2", "habit"))
    fresh = {key.replace("p", "q"): value for key, value in everywhere("4", "agreed").items()}
    other = close(organization, newer, "New", 100, fresh)
    words = words_of(page(client, other))
    assert "These two rounds have no practice in common, so there is nothing to compare." in words
    assert len(rows(client, other, "practices.csv")) == 1


def test_where_nothing_applies_there_is_no_profile(client: Client, organization: Organization) -> None:
    version = make_version(dimensions=1, practices=1)
    for title, days in (("One", 200), ("Two", 100)):
        last = close(organization, version, title, days, {"d0-p0": ("not-applicable", "")})
    html = page(client, last)
    assert "No stage yet" in words_of(html)
    assert ("trend-heat" in html, "trend-path" in html) == (False, False)


# --- Files ------------------------------------------------------------------------------------------


def test_the_file_of_rounds(client: Client, latest: Assessment) -> None:
    head, first, _second, third = rows(client, latest, "rounds.csv")
    assert head == [
        "Round", "Closed", "Version", "People", "Stage", "Name of the stage", "Coverage", "Score", "Explicitness",
        "Explicit", "Implicit", "Declared", "Absent",
    ]  # fmt: skip
    closed_at = latest.closed_at
    assert closed_at is not None
    assert third[:7] == ["Third", closed_at.date().isoformat(), "1", "1", "2", "Implicit", "1.0"]
    assert [float(cell) for cell in third[7:]] == pytest.approx([2 / 3, 16 / 27, 4 / 9, 2 / 9, 4 / 27, 5 / 27])
    assert [float(cell) for cell in first[7:]] == pytest.approx([1 / 4, 1 / 3, 1 / 12, 1 / 6, 1 / 4, 1 / 2])


def test_the_file_of_rounds_has_the_day_of_the_page(client: Client, latest: Assessment) -> None:
    """Half past eleven in the evening of the last day of the year is the new year in Auckland already."""
    evening = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    Assessment.objects.filter(pk=latest.pk).update(closed_at=evening)
    with timezone.override("Pacific/Auckland"):
        assert "closed 1 January 2026" in words_of(page(client, latest))
        assert ("Third", "2026-01-01") in [tuple(row[:2]) for row in rows(client, latest, "rounds.csv")]


def test_the_file_of_dimensions(client: Client, latest: Assessment) -> None:
    assert rows(client, latest, "dimensions.csv") == [
        ["Dimension", "First", "Second", "Third"],
        ["Dimension 0", "0.25", "0.25", "0.75"],
        ["Dimension 1", "0.25", "0.25", "0.5"],
        ["Dimension 2", "0.25", "0.25", "0.75"],
    ]


def test_the_file_of_practices_has_the_two_rounds_asked_for(client: Client, latest: Assessment) -> None:
    head, most, *_others, least = rows(client, latest, "practices.csv")
    assert head == [
        "Key", "Practice", "Dimension", "State, Second", "State, Third", "Raters, Second", "Raters, Third",
        "Done, Second", "Done, Third", "Agreed, Second", "Agreed, Third", "Advice, Second", "Advice, Third",
        "Change in done", "Change in agreed",
    ]  # fmt: skip
    assert most[:9] == ["d0-p0", "Practice d0-p0", "Dimension 0", "Rated", "Rated", "1", "1", "0.25", "0.75"]
    assert most[11:14] == ["Adopt", "Sustain", "0.5"]
    assert (least[0], least[13]) == ("d1-p1", "-0.25")
    first, second = latest.organization.assessments.order_by("closed_at")[:2]
    asked = rows(client, latest, f"practices.csv?before={first.uid}&after={second.uid}")
    assert asked[0][3:5] == ["State, First", "State, Second"]
    assert {row[13] for row in asked[1:]} == {"0.0"}


def test_each_file_is_written_into_the_audit_log(client: Client, latest: Assessment) -> None:
    for path in ("rounds.csv", "dimensions.csv", "practices.csv"):
        rows(client, latest, path)
    said = ["rounds exported", "dimensions over time exported", "differences exported"]
    events = AuditEvent.objects.filter(verb__endswith="exported").order_by("pk")
    assert list(events.values_list("verb", flat=True)) == said


def test_one_round_alone_has_no_differences_to_take_along(
    client: Client, organization: Organization, version: Version
) -> None:
    only = close(organization, version, "Only", 100, everywhere("2", "habit"))
    client.force_login(lead_of(only))
    assert client.get(f"/results/{only.uid}/over-time/practices.csv").status_code == 404
    assert len(rows(client, only, "rounds.csv")) == 2


# --- Queries ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_page_takes_few_queries_whatever_the_number_of_rounds(
    client: Client,
    organization: Organization,
    version: Version,
    rounds: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for place in range(rounds):
        last = close(organization, version, f"Round {place}", 100 - place, everywhere("3", "habit"))
    page(client, last)
    with django_assert_max_num_queries(15):
        assert client.get(f"/results/{last.uid}/over-time/").status_code == 200


def test_two_versions_take_as_few(
    client: Client, changed: Assessment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page(client, changed)
    with django_assert_max_num_queries(15):
        assert client.get(f"/results/{changed.uid}/over-time/").status_code == 200
