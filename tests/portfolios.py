"""Very many organizations with closed rounds and stored results, in a few statements.

Their scores are the measurement's own, from tallies drawn by chance; the results of a few are copied for the others.
"""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.db import connection, models
from django.utils import timezone

from assessment.measurement.answers import Tally
from assessment.measurement.instrument import Instrument
from assessment.measurement.scores import score_tallies
from assessment.models import Assessment, DimensionResult, Grant, Organization, PracticeResult, Result, User, Version
from assessment.models.facts import Criticality, Sector, Size
from assessment.services.result_rows import ResultRows, rows_of
from assessment.services.versions import frozen
from tests.factories import make_version

TEMPLATES, RESPONDENTS, TARGET = 40, 4, 0.5
COUNTRIES = ("FI", "DE", "IT", "AT", "")
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
THIRDS = (0.0, 1 / 3, 2 / 3, 1.0)


def make_portfolio(user: User, number: int, *, dimensions: int = 9, practices: int = 5, rounds: int = 2) -> Version:
    """Organizations that granted the user access, each with so many closed rounds on the version that is returned."""
    version = make_version(dimensions=dimensions, practices=practices)
    organizations = Organization.objects.bulk_create(_organization(place) for place in range(number))
    Grant.objects.bulk_create(
        Grant(organization=organization, user=user, state=Grant.State.GRANTED, granted_at=timezone.now())
        for organization in organizations
    )
    assessments = Assessment.objects.bulk_create(
        _round(organization, version, place) for organization in organizations for place in range(rounds)
    )
    _store(assessments, _templates(version))
    return version


def _organization(place: int) -> Organization:
    sectors, sizes, criticalities = Sector.values, Size.values, Criticality.values
    return Organization(
        name=f"Organization {place:05}",
        sector=sectors[place % len(sectors)],
        size=sizes[place % len(sizes)],
        criticality=criticalities[place % len(criticalities)],
        country=COUNTRIES[place % len(COUNTRIES)],
        synthetic=True,
    )


def _round(organization: Organization, version: Version, place: int) -> Assessment:
    closed_at = timezone.now() - timedelta(days=400 - 90 * place)
    return Assessment(
        organization=organization,
        version=version,
        title=f"Round {place}",
        state=Assessment.State.CLOSED,
        opened_at=closed_at - timedelta(days=9),
        closed_at=closed_at,
        **organization.facts(),
    )


def _templates(version: Version) -> list[ResultRows]:
    instrument = frozen(version).instrument({})
    chance = Random(1)  # noqa: S311 nothing secret is drawn
    return [_template(instrument, chance, number) for number in range(TEMPLATES)]


def _template(instrument: Instrument, chance: Random, number: int) -> ResultRows:
    targets = {dimension.key: TARGET for dimension in instrument.dimensions}
    scores = score_tallies(instrument, _tallies(instrument, chance), RESPONDENTS, targets)
    result = Result(
        scale_version="1", inputs_hash=f"{number:064x}", computed_at=timezone.now(), people=RESPONDENTS + number % 3
    )
    return rows_of(result, instrument, scores)


def _tallies(instrument: Instrument, chance: Random) -> dict[str, Tally]:
    """What people of one organization said: near to each other, and to what they said of other practices."""
    done, agreed = chance.randrange(len(STEPS)), chance.randrange(len(THIRDS))
    return {
        practice.key: Tally(tuple(_pairs(chance, done, agreed)), 0, RESPONDENTS) for practice in instrument.practices
    }


def _pairs(chance: Random, done: int, agreed: int) -> list[tuple[float, float, int]]:
    pairs = {(_near(chance, STEPS, done), _near(chance, THIRDS, agreed)): 1 for _time in range(2)}
    return [(x, e, RESPONDENTS // len(pairs)) for x, e in sorted(pairs)]


def _near(chance: Random, values: Sequence[float], place: int) -> float:
    return values[min(max(place + chance.choice((-1, 0, 0, 1)), 0), len(values) - 1)]


def _store(assessments: Sequence[Assessment], templates: Sequence[ResultRows]) -> None:
    """A result for each round; the first ones are the templates, and the others take their parts from them."""
    results = Result.objects.bulk_create(
        _copied(templates[place % len(templates)].result, assessment) for place, assessment in enumerate(assessments)
    )
    for rows, result in zip(templates, results, strict=False):
        for dimension in rows.dimensions:
            dimension.result = result
        for practice in rows.practices:
            practice.result = result
        DimensionResult.objects.bulk_create(rows.dimensions)
        PracticeResult.objects.bulk_create(rows.practices)
    last = results[min(len(templates), len(results)) - 1].pk
    for model in (DimensionResult, PracticeResult):
        _copy(model, last)


def _copied(template: Result, assessment: Assessment) -> Result:
    names = [field.attname for field in Result._meta.concrete_fields if field.name not in ("id", "assessment")]
    return Result(assessment=assessment, **{name: getattr(template, name) for name in names})


def _copy(model: type[models.Model], last: int) -> None:
    """What the templates (up to `last`) have, for every later result with the same inputs."""
    names = [str(field.column) for field in model._meta.concrete_fields if field.name not in ("id", "result")]
    columns, taken = ", ".join(names), ", ".join(f"part.{name}" for name in names)
    results = Result._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} (result_id, {columns}) "  # noqa: S608 names of our own tables
            f"SELECT copy.id, {taken} FROM {results} copy "
            f"JOIN {results} template ON template.inputs_hash = copy.inputs_hash AND template.id <= %s "
            f"JOIN {model._meta.db_table} part ON part.result_id = template.id WHERE copy.id > %s",
            [last, last],
        )
