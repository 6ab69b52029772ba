"""A version read once, as frozen objects."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.measurement.instrument import Dimension, Instrument, Thresholds
from assessment.measurement.instrument import Practice as MeasuredPractice
from assessment.models import Prerequisite, Section, Version
from assessment.services.versions import frozen, holds
from tests.factories import make_version, publish_version

pytestmark = pytest.mark.django_db


def test_a_version_is_read_whole_and_in_order() -> None:
    version = frozen(make_version(dimensions=2, practices=2))
    assert [section.key for section in version.sections] == ["d0", "d1"]
    assert list(version.practices) == ["d0-p0", "d0-p1", "d1-p0", "d1-p1"]
    assert [question.key for question in version.sections[0].all_questions] == [
        "d0-p0",
        "d0-p1",
        "d0-p0-recognition",
        "d0-p1-recognition",
    ]
    assert [option.points for option in version.questions["d0-p1"].options] == [
        0,
        0.25,
        0.5,
        0.75,
        1,
        None,
        None,
    ]


def test_the_instrument_is_what_the_measurement_takes() -> None:
    draft = make_version(dimensions=1, practices=2, publish=False)
    first, second = draft.practices.order_by("position")
    Prerequisite.objects.create(practice=second, needs=first)
    publish_version(draft)
    assert frozen(draft).instrument({}) == Instrument(
        dimensions=(
            Dimension(
                key="d0",
                practices=(
                    MeasuredPractice(key="d0-p0", essential=True),
                    MeasuredPractice(key="d0-p1", prerequisites=("d0-p0",)),
                ),
            ),
        ),
        thresholds=Thresholds(),
    )


def test_a_section_is_asked_where_its_condition_holds() -> None:
    draft = make_version(dimensions=2, practices=2, publish=False)
    Section.objects.filter(version=draft, key="d1").update(condition={"fact": "regulated", "equals": True})
    publish_version(draft)
    version = frozen(draft)
    assert [section.key for section in version.asked({"regulated": False})] == ["d0"]
    assert [section.key for section in version.asked({"regulated": True})] == ["d0", "d1"]
    assert [dimension.key for dimension in version.instrument({"regulated": False}).dimensions] == ["d0"]
    assert holds(None, {})


def test_a_published_version_is_read_once_and_a_draft_each_time() -> None:
    published, draft = make_version(), make_version(publish=False)
    assert frozen(published) is frozen(Version.objects.get(pk=published.pk))
    Section.objects.filter(version=draft, key="d0").update(title="Other")
    assert frozen(draft).sections[0].title == "Other"


def test_reading_takes_the_same_number_of_queries_whatever_the_size() -> None:
    counts = []
    for size in (1, 4):
        version = make_version(dimensions=size, practices=size)
        with CaptureQueriesContext(connection) as queries:
            frozen(version)
        counts.append(len(queries))
    assert counts == [7, 7]


def test_the_recognition_keeps_its_points_in_the_other_wording() -> None:
    recognition = frozen(make_version()).practices["d0-p0"].recognition
    by_wording = [recognition.by_points(0, absent=absent) for absent in (False, True)]
    assert [option.key for option in by_wording if option] == ["nobody", "nobody"]
    assert recognition.by_points(0.4, absent=True) is None
