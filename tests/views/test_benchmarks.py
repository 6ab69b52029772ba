"""The pages of the benchmark show what a snapshot published, and an organization beside it to its own people alone."""

import csv
import json
import re
from io import StringIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from assessment.models import Consent, Organization, Snapshot, SnapshotValue, User, Version
from assessment.services.consents import withdraw_consent
from assessment.services.signatures import new_key
from assessment.services.snapshot_files import export_snapshot, import_snapshot
from assessment.services.snapshots import take_snapshot
from tests.benchmarks import (
    NOBODY,
    make_closed_round,
    make_contributor,
    make_contributors,
    make_known_version,
)
from tests.factories import make_grant, make_organization, make_user, make_version
from tests.views.test_results import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    return make_version(key="mlops-adoption")


def take(version: Version, *, synthetic: bool = False) -> Snapshot:
    snapshot = take_snapshot(version.questionnaire, synthetic=synthetic)
    assert snapshot is not None
    return snapshot


def page(client: Client, path: str = "", *, status: int = 200) -> str:
    answer = client.get(f"/benchmark/{path}")
    assert answer.status_code == status
    return words_of(answer.content.decode())


def rows_of(client: Client, path: str = "") -> list[dict[str, str]]:
    """The file, row by row with its headings."""
    answer = client.get(f"/benchmark/table.csv{path}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(StringIO(answer.content.decode())))


def lead_of(organization: Organization) -> User:
    user = organization.memberships.get(role="lead").user
    assert user is not None
    return user


def populate(version: Version) -> None:
    """Twenty-six organizations: two sectors and two sizes with numbers, one sector with too few."""
    make_contributors(version, 20, "2", sector="health", size="10-49")
    make_contributors(version, 5, "5", sector="energy", size="50-249")
    make_contributors(version, 1, "4", sector="media", size="50-249")


# --- The published benchmark ----------------------------------------------------------------------


def test_without_a_snapshot_the_page_says_what_it_takes(client: Client) -> None:
    words = page(client)
    assert "There is no benchmark yet It takes five organizations with a closed round whose leads consented" in words
    assert "Your organizations" not in words
    assert client.get("/benchmark/table.csv").status_code == 404


def test_below_five_it_says_the_same_and_not_how_many_there_are(client: Client, version: Version) -> None:
    empty = page(client)
    make_contributors(version, 4)
    take(version)
    assert page(client) == empty


def test_the_page_and_its_file_have_the_numbers_that_were_published(client: Client, version: Version) -> None:
    populate(version)
    snapshot = take(version)
    words = page(client)
    for value in snapshot.values.filter(subject="overall"):
        quartiles = "–" if value.lower is None else f"{value.lower} · {value.median} · {value.upper}"
        line = f" {value.n} {value.practice} {value.explicitness} "
        assert re.search(rf"{line}[^·–]*?{quartiles}", words), line
    assert "Of 25 organizations" not in words
    rows = rows_of(client)
    names = {"": "All organizations", "health": "Health", "energy": "Energy and utilities", "10-49": "10–49 people"}
    told = {(row["Organizations"], row["Dimension"]): row for row in rows}
    titles = {"overall": "Overall", "d0": "Dimension 0", "d1": "Dimension 1"}
    assert len(rows) == len(told) == snapshot.values.count()
    for value in snapshot.values.filter(segment__in=names):
        row = told[names[value.segment], titles[value.subject]]
        assert [row[head] for head in ("n", "Practice score", "Explicitness", "Explicit", "Median")] == [
            str(number)
            for number in (
                value.n, value.practice, value.explicitness, value.explicit,
                "" if value.median is None else value.median,
            )
        ]  # fmt: skip


def test_a_sector_can_be_looked_at_alone(client: Client, version: Version) -> None:
    populate(version)
    take(version)
    words = page(client, "?segment=sector.health")
    assert "Of 20 organizations: practice score 25, explicitness 67, both on average." in words
    assert "The middle half scores from 25 to 25, with a median of 25." in words
    assert "Mean practice score by dimension, 0 to 100: Health" in words


@pytest.mark.parametrize("segment", ["sector.media", "sector.transport", "size.1000%2B"])
def test_what_is_not_shown_is_one_sentence_and_the_same_for_all(client: Client, version: Version, segment: str) -> None:
    """One organization contributes from media and none from transport: nobody can tell."""
    populate(version)
    take(version)
    words = page(client, f"?segment={segment}")
    assert "not shown Either fewer than 5 of these organizations contribute, or showing their numbers" in words
    assert "data-chart" not in client.get(f"/benchmark/?segment={segment}").content.decode()
    assert "practice score 75" not in words


@pytest.mark.parametrize(
    "path", ["?segment=sector.nothing", "?segment=all", "?segment=sector.", "?segment=%00", "?questionnaire=nothing"]
)
def test_what_does_not_exist_is_a_sentence(client: Client, version: Version, path: str) -> None:
    make_contributors(version, 5)
    take(version)
    assert "There " in page(client, path, status=404)


def test_a_withdrawn_number_is_nowhere(client: Client, version: Version) -> None:
    leaving, *_ = make_contributors(version, 6, "4", sector="health", size="10-49")
    make_contributors(version, 5, "2", sector="energy", size="50-249")
    take(version)
    assert {row["Practice score"] for row in rows_of(client)} == {"75", "25", "52"}
    withdraw_consent(NOBODY, leaving, Consent.Purpose.BENCHMARK, at_once=True)
    assert {row["Practice score"] for row in rows_of(client)} == {"25"}
    words = page(client)
    assert "All organizations: not shown" in words
    assert "Health" not in words


def test_only_the_latest_snapshot_counts_and_kept_numbers_have_their_day(client: Client, version: Version) -> None:
    make_contributors(version, 5, "2")
    first = take(version)
    Snapshot.objects.filter(pk=first.pk).update(taken_at="2026-02-03T12:00:00Z")
    make_contributor(version, "5", "guideline", sector="health")
    take(version)
    words = page(client)
    assert "Made on 3 February 2026: since then too few of them changed to make it anew." in words
    assert "made on 3 February 2026" in words
    made = {row["Made on"] for row in rows_of(client) if row["Organizations"] == "All organizations"}
    assert made == {"2026-02-03"}


def test_real_and_invented_organizations_are_never_in_one_picture(
    client: Client, version: Version, settings: Settings
) -> None:
    make_contributors(version, 5, "2")
    make_contributors(version, 5, "4", synthetic=True)
    take(version)
    take(version, synthetic=True)
    assert "invented" not in page(client)
    assert {(row["Invented"], row["Practice score"]) for row in rows_of(client)} == {("no", "25")}
    settings.DEMO = True
    assert "These organizations are invented." in page(client)
    assert {(row["Invented"], row["Practice score"]) for row in rows_of(client)} == {("yes", "75")}


def test_the_questionnaire_can_be_chosen_where_there_are_several(client: Client, version: Version) -> None:
    make_contributors(version, 5, "2")
    take(version)
    assert 'name="questionnaire"' not in client.get("/benchmark/").content.decode()
    other = make_version(key="another")
    make_contributors(other, 5, "4")
    take(other)
    assert 'name="questionnaire"' in client.get("/benchmark/").content.decode()
    assert {row["Practice score"] for row in rows_of(client, "?questionnaire=mlops-adoption")} == {"25"}
    assert {row["Practice score"] for row in rows_of(client, "?questionnaire=another")} == {"75"}


def test_practices_left_out_are_named(client: Client, version: Version) -> None:
    make_contributors(version, 5)
    take(version)
    Snapshot.objects.update(left_out=["d0-p0"])
    name = version.practices.get(key="d0-p0").name
    assert "Practices left out" in (words := page(client))
    assert f"Left out: {name}." in words


def test_the_queries_are_as_many_for_five_as_for_twenty_five(
    client: Client, version: Version, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_contributors(version, 5, sector="health")
    take(version)
    page(client)
    for _ in range(2):
        with django_assert_num_queries(3):
            page(client)
        make_contributors(version, 20, sector="energy", size="50-249")
        take(version)


# --- An organization beside it --------------------------------------------------------------------


def own(client: Client, organization: Organization, path: str = "") -> str:
    answer = client.get(f"/organizations/{organization.uid}/benchmark/{path}")
    assert answer.status_code == 200
    return words_of(answer.content.decode())


@pytest.fixture
def member(version: Version) -> Organization:
    """One of the twenty-six, with twice as much done as most."""
    organization = make_contributor(version, "4", sector="health")
    populate(version)
    take(version)
    return organization


def test_a_member_reads_where_the_organization_stands(client: Client, member: Organization) -> None:
    practitioner = make_user()
    member.memberships.create(user=practitioner, role="practitioner")
    client.force_login(practitioner)
    words = own(client, member)
    assert "scores 75, 32 above the mean of 43" in words
    assert "All organizations 27 75 43 +32 25 · 25 · 50 80" in words
    assert "Health 21 75 27 +48 25 · 25 · 25 100" in words
    assert "Its result is in these numbers" in words
    assert "What contributing means" not in words


def test_a_consultant_that_was_let_in_reads_it_too_and_nobody_else(client: Client, member: Organization) -> None:
    reader, stranger = make_user(), make_user()
    make_grant(member, reader)
    client.force_login(reader)
    assert "Its result is in these numbers" in own(client, member)
    for outsider in (stranger, lead_of(Organization.objects.latest("pk"))):
        client.force_login(outsider)
        assert client.get(f"/organizations/{member.uid}/benchmark/").status_code == 404


def test_whoever_does_not_contribute_reads_means_alone_and_why(
    client: Client, member: Organization, version: Version
) -> None:
    other = make_organization("Outside", sector="health")
    make_closed_round(other, version, "2")
    client.force_login(lead_of(other))
    words = own(client, other)
    assert "Outside scores 25, 18 below the mean of 43" in words
    assert "Percentile" not in words
    assert "quartile" not in words.lower()
    assert "It does not contribute. So the means alone stand beside it" in words
    assert "What contributing means, and consent" in words


def test_dimensions_stand_beside_the_segment_that_is_asked_for(client: Client, member: Organization) -> None:
    client.force_login(lead_of(member))
    words = own(client, member, "?segment=sector.health")
    assert "In no dimension below the mean" in words
    # n, the own score and target, the mean, how far above it, the quartiles, the percentile.
    assert "Dimension 0 21 75 50 27 +48 25 25 25 100" in words
    for segment in ("sector.energy", "size.1000%2B", "nothing"):
        assert client.get(f"/organizations/{member.uid}/benchmark/?segment={segment}").status_code == 404


def test_before_there_is_a_benchmark_it_says_what_it_takes(client: Client, version: Version) -> None:
    make_contributors(version, 5, synthetic=True)
    take(version, synthetic=True)
    organization = make_organization()
    client.force_login(lead_of(organization))
    assert "There is no benchmark yet" in own(client, organization)


def test_a_score_that_measures_something_else_is_left_out(
    client: Client, member: Organization, version: Version
) -> None:
    other = make_organization("Outside")
    client.force_login(lead_of(other))
    assert "There is no closed round on this questionnaire yet" in own(client, other)
    make_closed_round(other, version, "2")
    Snapshot.objects.update(left_out=["d0-p0"])
    words = own(client, other)
    assert "was answered on another version of the questionnaire" in words
    assert "The mean of all organizations is 43" in words
    client.force_login(lead_of(member))
    assert "Your score is what you contributed to this snapshot" in own(client, member)


def test_the_queries_do_not_grow_with_the_others(
    client: Client, version: Version, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    organization, *_ = make_contributors(version, 5)
    take(version)
    client.force_login(lead_of(organization))
    own(client, organization)
    for _ in range(2):
        with django_assert_num_queries(13):
            own(client, organization)
        make_contributors(version, 20, "4")
        take(version)
    assert SnapshotValue.objects.filter(n=25, subject="overall", family="all").exists()


# --- On the page of a result ----------------------------------------------------------------------


def test_a_result_names_the_benchmark_with_its_day_and_how_many_it_is_of(client: Client, member: Organization) -> None:
    Snapshot.objects.update(taken_at="2026-03-02T12:00:00Z")
    client.force_login(lead_of(member))
    assessment = member.assessments.get()
    words = words_of(client.get(f"/results/{assessment.uid}/").content.decode())
    assert "benchmark of 2 March 2026, the mean of 27 organizations" in words
    assert "Benchmark of 2 March 2026 (n)" in words
    assert "43 (27)" in words
    table = client.get(f"/results/{assessment.uid}/dimensions.csv").content.decode()
    assert [row["Benchmark"] for row in csv.DictReader(StringIO(table))] == ["0.43", "0.43"]


# --- Other installations --------------------------------------------------------------------------


@pytest.fixture
def _foreign(settings: Settings) -> None:
    """A key to sign with, and a chamber whose snapshot of six organizations is here."""
    settings.SNAPSHOT_SIGNING_KEY, public = new_key()
    settings.TRUSTED_SNAPSHOT_KEYS = {"Chamber of crafts": public}
    theirs = make_known_version("mlops-adoption")
    make_contributors(theirs, 6, "4", sector="health")
    snapshot = take(theirs)
    import_snapshot(NOBODY, export_snapshot(snapshot).encode())
    # Its organizations are elsewhere.
    for organization in Organization.objects.all():
        withdraw_consent(NOBODY, organization, Consent.Purpose.BENCHMARK, at_once=True)
    make_contributors(theirs, 5, "2", sector="energy")
    take(theirs)


@pytest.mark.usefixtures("_foreign")
def test_the_benchmark_of_another_installation_is_set_beside(client: Client) -> None:
    assert "Other installations gave their benchmarks, each signed by its own key: Chamber of crafts." in page(client)
    side_by_side = page(client, "others/")
    assert "This installation" in side_by_side
    assert "Of 5 organizations: practice score 25, explicitness 67, both on average." in side_by_side
    assert "Of 6 organizations: practice score 75, explicitness 67, both on average." in side_by_side
    assert re.search(r"Overall 25 \(n\s=\s5\) 75 \(n\s=\s6\) Dimension 0 25 \(n\s=\s5\) 75 \(n\s=\s6\)", side_by_side)


@pytest.mark.usefixtures("_foreign")
def test_of_a_segment_that_only_one_of_them_publishes(client: Client) -> None:
    side_by_side = page(client, "others/?segment=sector.health")
    assert "It publishes nothing of these organizations." in side_by_side
    assert re.search(r"Overall – 75 \(n\s=\s6\)", side_by_side)


@pytest.mark.usefixtures("_foreign")
def test_the_signed_file_can_be_taken_along(client: Client) -> None:
    answer = client.get("/benchmark/snapshot.json")
    assert answer["Content-Type"] == "application/json"
    assert 'filename="benchmark-mlops-adoption.json"' in answer["Content-Disposition"]
    assert json.loads(answer.content)["signature"]["key"]


def test_without_a_key_there_is_no_signed_file(client: Client, version: Version) -> None:
    make_contributors(version, 5)
    take(version)
    assert "Signed file" not in page(client)
    assert client.get("/benchmark/snapshot.json").status_code == 409


def test_nobody_else_has_published_anything(client: Client, version: Version) -> None:
    make_contributors(version, 5)
    take(version)
    assert "Nobody else's benchmark is here yet" in page(client, "others/").replace("’", "'")
    assert "What others publish" not in page(client)
