"""The published findings: the latest batch and the anonymous data set, read in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from assessment.measurement.benchmark import Segment
from assessment.measurement.findings import ReadingNumbers, Run
from assessment.models import FindingsRow, FindingsSnapshot, FindingsValue, Questionnaire
from assessment.services.benchmarks import EVERYBODY, KEYS
from assessment.services.findings_readings import QUESTIONNAIRE
from assessment.services.frozen import FrozenVersion
from assessment.services.versions import frozen


@dataclass(frozen=True)
class PublishedReading:
    """The published numbers of one segment and subject; `is_earlier` where they were made in an earlier batch."""

    segment: Segment
    subject: str
    numbers: ReadingNumbers
    made_at: datetime
    is_earlier: bool


@dataclass(frozen=True)
class PublishedFindings:
    """Everything that the latest batch publishes."""

    snapshot: FindingsSnapshot
    version: FrozenVersion
    readings: Mapping[tuple[Segment, str], PublishedReading]

    def reading(self, subject: str, segment: Segment = EVERYBODY) -> PublishedReading | None:
        """The numbers of this subject, None where none are published."""
        return self.readings.get((segment, subject))

    def by_segment(self, subject: str) -> list[PublishedReading]:
        """The numbers of all organizations, of every sector and of every size that are published, in this order."""
        segments = (Segment(family, key) for family, keys in KEYS.items() for key in keys)
        return [found for segment in segments if (found := self.reading(subject, segment)) is not None]


def findings_shown() -> PublishedFindings | None:
    """Return what everybody is shown, in two queries; None where no batch was ever taken.

    Of real organizations, or on a demo of invented ones; never both.
    """
    newest = (
        FindingsSnapshot.objects.filter(questionnaire__key=QUESTIONNAIRE, synthetic=settings.DEMO)
        .select_related("version__questionnaire")
        .order_by("-batch")
        .first()
    )
    if newest is None:
        return None
    values = FindingsValue.objects.filter(snapshot=newest).select_related("made_in").order_by("pk")
    readings = (_reading(value) for value in values)
    return PublishedFindings(newest, frozen(newest.version), {(each.segment, each.subject): each for each in readings})


def _reading(value: FindingsValue) -> PublishedReading:
    lower, middle, upper = value.quartiles or (0, 0, 0)
    quartiles = (lower, middle, upper) if value.quartiles else None
    runs = tuple(Run(*run) for run in value.runs)
    return PublishedReading(
        segment=Segment(value.family, value.segment),
        subject=value.subject,
        numbers=ReadingNumbers(value.n, value.mean, quartiles, runs),
        made_at=value.made_in.taken_at,
        is_earlier=value.made_in_id != value.snapshot_id,
    )


def data_set() -> list[FindingsRow]:
    """Return the rows of the anonymous data set, in no order, with their batches; one query."""
    rows = FindingsRow.objects.published().filter(
        snapshot__questionnaire__key=QUESTIONNAIRE, snapshot__synthetic=settings.DEMO
    )
    return list(rows.select_related("snapshot").order_by())


def studied_version() -> FrozenVersion | None:
    """Return the newest published version of the questionnaire that grew from the study, None before there is one."""
    found = Questionnaire.objects.filter(key=QUESTIONNAIRE).first()
    newest = found.versions.published().order_by("-number").first() if found else None
    return frozen(newest) if newest else None
