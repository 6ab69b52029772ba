"""The numbers of each view on the demo's data, against sums made here from the stored results alone."""

import csv
from collections import Counter
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from assessment.models import Assessment, DimensionResult, Grant, Result, Target, User

pytestmark = pytest.mark.django_db
LIBRARY = settings.BASE_DIR / "assessment" / "library"
STAGES = ("Manual", "Exploring", "Implicit", "Explicit", "Institutional")


def points(share: float) -> int:
    """In whole points, halves upward."""
    return int(round(share * 100, 6) + 0.5)


def quantile(values: list[float], share: float) -> float:
    """Of type 7: between the two values beside its place."""
    place = (len(values) - 1) * share
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def latest_of(consultant: User) -> dict[str, Result]:
    """The result of the round closed last, by the organization's name."""
    found: dict[str, Result] = {}
    granted = Grant.objects.active().filter(user=consultant).values("organization")
    closed = Result.objects.filter(assessment__organization__in=granted, assessment__state="closed")
    for result in closed.select_related("assessment__organization").order_by("assessment__closed_at"):
        found[result.assessment.organization.name] = result
    return found


def file(client: Client, view: str, query: str = "") -> list[dict[str, str]]:
    content = client.get(f"/compare/{view}.csv?{query}").content.decode()
    return list(csv.DictReader(StringIO(content)))


def reported(result: Result, key: str) -> DimensionResult | None:
    return DimensionResult.objects.filter(result=result, key=key, state="reportable").first()


def test_every_view_says_what_is_stored(settings: Settings, client: Client) -> None:
    settings.DEMO = True
    call_command("load_questionnaire", LIBRARY / "mlops-adoption.yaml", stdout=StringIO())
    call_command("load_demo", stdout=StringIO())
    consultant = User.objects.get(email="consultant@example.org")
    client.force_login(consultant)
    latest = latest_of(consultant)
    scored = {name: result for name, result in latest.items() if result.reportable}
    assert len(latest) > 30
    the_map(client, scored)
    the_mixes(client, scored)
    the_dots(client, list(latest.values()))
    the_heatmap(client, latest)
    the_table(client, latest)
    the_gaps(client, latest)


def the_map(client: Client, scored: dict[str, Result]) -> None:
    lines = {line["Organization"]: line for line in file(client, "map")}
    assert set(lines) == set(scored)
    for name, result in scored.items():
        assert result.practice is not None
        assert result.explicitness is not None
        assert (int(lines[name]["Practice"]), int(lines[name]["Explicitness"])) == (
            points(result.practice),
            points(result.explicitness),
        )
    counts = Counter(result.stage for result in scored.values())
    shown = client.get("/compare/").context
    assert {line.stage: line.number for line in shown["stages"]} == {stage: counts[stage] for stage in range(5)}
    dots = shown["map_chart"].figure["data"][-1]
    assert len(dots["x"]) == len(scored)


def the_mixes(client: Client, scored: dict[str, Result]) -> None:
    lines = file(client, "mix", "sort=-implicit")
    assert [line["Organization"] for line in lines] == sorted(
        scored, key=lambda name: (-round(scored[name].mix_implicit or 0, 6), name)
    )
    for line in lines:
        result = scored[line["Organization"]]
        assert int(line["Explicit"]) + int(line["Implicit"]) == points(result.practice or 0)
        assert abs(int(line["Explicit"]) - 100 * (result.mix_explicit or 0)) < 1
        assert sum(int(line[part]) for part in ("Explicit", "Implicit", "Declared", "Absent")) == 100
    mean = client.get("/compare/?sort=name").context["mean"]
    explicit = [result.mix_explicit or 0 for result in scored.values()]
    assert mean.explicit == pytest.approx(sum(explicit) / len(explicit))


def the_dots(client: Client, results: list[Result]) -> None:
    keys = {each.title: each.key for each in results[0].assessment.version.sections.filter(kind="dimension")}
    for line in file(client, "dots"):
        rows = DimensionResult.objects.filter(result__in=results, key=keys[line["Dimension"]], state="reportable")
        values = sorted(row.practice for row in rows if row.practice is not None)
        assert int(line["n"]) == len(values)
        names = ("Lowest", "Lower quartile", "Median", "Upper quartile", "Highest")
        assert [int(line[name]) for name in names] == [points(quantile(values, quarter / 4)) for quarter in range(5)]


def the_heatmap(client: Client, latest: dict[str, Result]) -> None:
    keys = {each.title: each.key for each in next(iter(latest.values())).assessment.version.sections.all()}
    for line in file(client, "heatmap"):
        result = latest[line["Organization"]]
        assert line["Stage"] == ("" if result.stage is None else STAGES[result.stage])
        assert line["People"] == str(result.people)
        for title in keys.keys() & line.keys():
            found = reported(result, keys[title])
            assert line[title] == ("" if found is None or found.practice is None else str(points(found.practice)))


def the_table(client: Client, latest: dict[str, Result]) -> None:
    lines = file(client, "table", "sort=name")
    assert [line["Organization"] for line in lines] == sorted(latest, key=str.lower)
    for line in lines:
        result = latest[line["Organization"]]
        earlier = Assessment.objects.filter(
            organization=result.assessment.organization, state="closed", closed_at__lt=result.assessment.closed_at
        ).order_by("-closed_at")
        before = Result.objects.filter(assessment__in=earlier[:1], reportable=True).first()
        assert (line["Since last"] == "") == (before is None or not result.reportable)
        if before is not None and before.practice is not None and result.practice is not None:
            change = result.practice - before.practice
            assert int(line["Since last"]) == points(abs(change)) * (1 if change > 0 else -1)


def the_gaps(client: Client, latest: dict[str, Result]) -> None:
    keys = {each.title: each.key for each in next(iter(latest.values())).assessment.version.sections.all()}
    for line in file(client, "heatmap", "cells=gap"):
        result = latest[line["Organization"]]
        targets = dict(Target.objects.filter(assessment=result.assessment).values_list("dimension_key", "value"))
        for title in keys.keys() & line.keys():
            found = reported(result, keys[title])
            if found is not None and found.practice is not None:
                assert int(line[title]) == max(points(targets[keys[title]]) - points(found.practice), 0)
