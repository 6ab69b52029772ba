"""The page of targets: whole points by dimension, with the gap, for leads."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, DimensionResult
from assessment.services.targets import aims_of, set_targets, shown_targets
from tests.factories import make_assessment, make_person, make_version
from tests.views.test_results import everywhere, lead_of, make_closed, words_of

pytestmark = pytest.mark.django_db
GIVEN = {"target-d0": "100", "target-d1": "50", "target-d2": "0"}


@pytest.fixture
def assessment() -> Assessment:
    return make_closed(everywhere("4", "agreed", d0_p1=("1", "nobody")))


def address(assessment: Assessment, more: str = "") -> str:
    return f"/results/{assessment.uid}/targets/{more}"


def page_of(client: Client, assessment: Assessment, data: dict[str, Any] | None = None, status: int = 200) -> str:
    client.force_login(lead_of(assessment))
    response = client.get(address(assessment)) if data is None else client.post(address(assessment), data)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_each_dimension_with_its_gap_and_whether_it_is_good_enough(client: Client, assessment: Assessment) -> None:
    set_targets(make_person(lead_of(assessment)), assessment, {"d0": 0.75, "d1": 0.75, "d2": 0.2})
    html = page_of(client, assessment)
    assert "Dimension 0 50 −25 not yet Dimension 1 75 0 good enough for us Dimension 2 75 +55" in words_of(html)
    for key, value in (("d0", 75), ("d1", 75), ("d2", 20)):
        assert f'name="target-{key}" value="{value}"' in html
    assert "Reset all to the default, 50" in html


def test_a_target_missed_by_less_than_a_point_does_not_look_reached(client: Client, assessment: Assessment) -> None:
    """49.7 and a target of 50 are both shown as 50 elsewhere; what is missed is not told as a gap of 0."""
    DimensionResult.objects.filter(result__assessment=assessment, key="d0").update(practice=0.497)
    DimensionResult.objects.filter(result__assessment=assessment, key="d0").update(
        mix_explicit=0.497, mix_implicit=0, mix_declared=0.003, mix_absent=0.5
    )
    assert "Dimension 0 49.70 just below not yet Dimension 1" in words_of(page_of(client, assessment))


def test_each_score_leads_to_why_it_is_what_it_is(client: Client, assessment: Assessment) -> None:
    html = page_of(client, assessment)
    for key in ("d0", "d1", "d2"):
        assert f'href="/results/{assessment.uid}/why/{key}/#score"' in html


def test_saved_targets_are_on_the_overview(client: Client, assessment: Assessment) -> None:
    client.force_login(lead_of(assessment))
    response = client.post(address(assessment), {**GIVEN, "for_next": "on"}, follow=True)
    assert "Saved. Gaps, advice and roadmap follow the new targets." in response.content.decode()
    overview = words_of(client.get(f"/results/{assessment.uid}/").content.decode())
    assert "Good enough for us: Dimension 1, Dimension 2." in overview
    assert "Change the targets" in overview
    assert "The next rounds begin with targets that were chosen before." in page_of(client, assessment)


def test_the_default_is_one_button(client: Client, assessment: Assessment) -> None:
    client.force_login(lead_of(assessment))
    client.post(address(assessment), GIVEN)
    assert client.post(address(assessment, "reset/")).status_code == 302
    assert dict(assessment.targets.values_list("dimension_key", "value")) == {"d0": 0.5, "d1": 0.5, "d2": 0.5}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("101", "The highest target is 100."),
        ("-1", "The lowest target is 0."),
        ("12.5", "Enter a whole number from 0 to 100."),
        ("", "Enter a whole number from 0 to 100."),
        ("<b>", "Enter a whole number from 0 to 100."),
        ("9" * 500, "The highest target is 100."),
    ],
)
def test_anything_but_whole_points_is_said_at_its_field_and_kept(
    client: Client, assessment: Assessment, typed: str, sentence: str
) -> None:
    html = page_of(client, assessment, {**GIVEN, "target-d1": typed}, status=422)
    assert f'<a href="#id_target-d1">Dimension 1: {sentence}</a>' in html
    assert f'id="id_target-d1_error">{sentence}</span>' in html
    assert 'name="target-d0" value="100"' in html
    assert not assessment.targets.exists()


def test_two_leads_at_once_see_both_values(client: Client, assessment: Assessment) -> None:
    seen = shown_targets(aims_of(assessment))
    set_targets(make_person(lead_of(assessment)), assessment, {"d0": 0.6, "d1": 0.5, "d2": 0.5})
    html = page_of(client, assessment, {**GIVEN, "seen": seen}, status=409)
    assert "Somebody has changed the targets in the meantime." in html
    assert 'name="target-d0" value="100"' in html
    assert "stored: 60" in html
    assert "stored: 50" in html
    again = shown_targets(aims_of(assessment))
    assert f'name="seen" value="{again}"' in html
    assert client.post(address(assessment), {**GIVEN, "seen": again}).status_code == 302
    assert client.post(address(assessment, "reset/"), {"seen": seen}).status_code == 409


def test_before_closing_there_are_targets_and_no_score(client: Client) -> None:
    """SECURITY: the lead too sees no score while people answer."""
    assessment = make_assessment(version=make_version(dimensions=3))
    html = page_of(client, assessment)
    assert "Gap" not in words_of(html)
    assert "See the result" not in html
    assert client.post(address(assessment), GIVEN).status_code == 302


def test_too_few_answers_have_no_gap(client: Client) -> None:
    html = page_of(client, make_closed({"d0-p0": ("4", "agreed")}))
    assert "Dimension 0 – – too few answers" in words_of(html)


def test_a_hostile_mark_is_refused(client: Client, assessment: Assessment) -> None:
    page_of(client, assessment, {**GIVEN, "seen": "x" * 20_000}, status=422)
    page_of(client, assessment, {**GIVEN, "seen": "something else"}, status=409)
    assert not assessment.targets.exists()


def test_the_page_takes_few_queries(
    client: Client, assessment: Assessment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(lead_of(assessment))
    with django_assert_max_num_queries(15):
        client.get(address(assessment))
