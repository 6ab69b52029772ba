"""The latest snapshot of each source, as one's own pages read it."""

import json
from datetime import date

import pytest
from pytest_django.fixtures import Settings

from assessment.measurement.benchmark import OVERALL, CohortNumbers, Segment
from assessment.models import Person
from assessment.services.foreign_benchmarks import foreign_benchmarks, foreign_sources
from assessment.services.signatures import new_key, signed
from assessment.services.snapshot_files import export_snapshot, import_snapshot
from assessment.services.snapshots import take_snapshot
from tests.benchmarks import make_contributors, make_known_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def _two_sources(settings: Settings) -> None:
    """A chamber with two snapshots, and a guild with one of an older day."""
    (chamber, chamber_public), (guild, guild_public) = new_key(), new_key()
    settings.TRUSTED_SNAPSHOT_KEYS = {"The guild": guild_public, "Chamber of crafts": chamber_public}
    version = make_known_version("adoption")
    make_contributors(version, 5, "2", sector="health")
    snapshot = take_snapshot(version.questionnaire)
    assert snapshot is not None
    settings.SNAPSHOT_SIGNING_KEY = chamber
    document = json.loads(export_snapshot(snapshot))
    import_snapshot(Person(), json.dumps(document).encode())
    del document["signature"]
    for key, day in ((chamber, "2020-02-29"), (guild, "2021-03-01")):
        settings.SNAPSHOT_SIGNING_KEY = key
        import_snapshot(Person(), json.dumps(signed({**document, "taken_on": day})).encode())


@pytest.mark.usefixtures("_two_sources")
def test_the_latest_of_each_source_by_name() -> None:
    found = foreign_benchmarks("adoption")
    assert [(each.source, each.taken_at.date().year) for each in found] == [
        ("Chamber of crafts", date.today().year),  # noqa: DTZ011 the year alone
        ("The guild", 2021),
    ]
    assert foreign_sources("adoption") == ["Chamber of crafts", "The guild"]


@pytest.mark.usefixtures("_two_sources")
def test_its_numbers_are_those_of_the_file() -> None:
    chamber = foreign_benchmarks("adoption")[0]
    cohort = chamber.cohort(Segment("sector", "health"), OVERALL)
    assert cohort is not None
    assert cohort.numbers == CohortNumbers(n=5, practice=25, explicitness=67, explicit=17, quartiles=None)
    assert cohort.mix.parts == (0.17, 0.08, 0.5, 0.25)
    assert chamber.cohort(Segment("sector", "media"), OVERALL) is None
    assert (chamber.titles, chamber.left_out) == ({"d0": "Dimension 0", "d1": "Dimension 1"}, 0)


@pytest.mark.usefixtures("_two_sources")
def test_a_questionnaire_of_which_nobody_published_anything() -> None:
    assert (foreign_benchmarks("other"), foreign_sources("other")) == ([], [])
