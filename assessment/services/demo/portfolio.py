"""A hundred and twenty invented organizations, each with a round or two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from assessment.models import Membership, Organization, User
from assessment.models.facts import Criticality, Sector, Serving, Size, Use
from assessment.services.demo.accounts import create_colleagues
from assessment.services.demo.drawing import NORMAL, Temper, draw_response, stream
from assessment.services.demo.names import organization_name, person_name, place_names
from assessment.services.demo.rounds import ResponseDraft, RoundDraft, quarter
from assessment.services.versions import FrozenVersion

COUNT = 120
SECTORS = {
    Sector.SOFTWARE: 20, Sector.FINANCE: 14, Sector.MANUFACTURING: 14, Sector.HEALTH: 12, Sector.RETAIL: 12,
    Sector.TRANSPORT: 8, Sector.MEDIA: 8, Sector.ENERGY: 7, Sector.PUBLIC: 7, Sector.EDUCATION: 5, Sector.OTHER: 3,
}  # fmt: skip
# By size: its weight, and the usual number of models.
SIZES = {Size.MICRO: (8, 2), Size.SMALL: (24, 4), Size.MEDIUM: (30, 8), Size.LARGE: (22, 18), Size.HUGE: (16, 45)}
CRITICALITIES = {Criticality.PROOF_OF_CONCEPT: 20, Criticality.NOT_CRITICAL: 45, Criticality.CRITICAL: 35}
SERVINGS = {Serving.BATCH: 35, Serving.ONLINE: 30, Serving.DEVICES: 8, Serving.MIXED: 27}
USES = {Use.PRODUCT: 35, Use.INTERNAL: 40, Use.BOTH: 25}
COUNTRIES = {
    "FI": 14, "SE": 12, "DE": 18, "NL": 12, "IT": 11, "FR": 9, "ES": 8, "PL": 6, "DK": 6, "AT": 5, "EE": 5, "IE": 4,
    "GB": 6, "CA": 4,
}  # fmt: skip
REGULATED = {Sector.FINANCE: 0.8, Sector.HEALTH: 0.8, Sector.PUBLIC: 0.6, Sector.ENERGY: 0.5}
ROLES = {
    "data-science": 34, "ml-engineering": 24, "software-engineering": 15, "product": 12, "operations": 10,
    "research": 5,
}  # fmt: skip
# One organization that the consultant sees, by its place from 0, has enough people to compare what roles say.
TEAM_PLACE = 37
TEAM_ROLES = ("data-science", "software-engineering", "operations") * 3
# Why a practice does not apply, and in how many organizations.
EXCLUDED: dict[str, tuple[float, str]] = {
    "labels": (0.2, "Our data comes with the outcome. Nobody labels anything."),
    "limited-traffic": (0.2, "Results go out once a month as one file, so there is no traffic to divide."),
    "faithful": (0.12, "Our model is a formula that can be read as it is."),
    "group-differences": (0.2, "The models are about machines, not about people."),
    "tell-users": (0.15, "Only we ourselves use the predictions."),
}

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True)
class Invented:
    """An organization, its lead, and what its answers have in common."""

    organization: Organization
    lead: User
    temper: Temper
    rng: Random
    # The roles of those who answer beside a handful of people.
    team: tuple[str, ...] = ()


def create_organizations(seed: str, content: FrozenVersion) -> list[Invented]:
    """Create the organizations with their leads; the same ones for the same seed.

    The factors are the quantiles of the normal distribution in random order, so that every cohort
    has its most and least advanced organization.
    """
    rng = stream(seed)
    quantiles = [NORMAL.inv_cdf((place + 0.5) / COUNT) for place in range(COUNT)]
    advanced, explicit = rng.sample(quantiles, COUNT), rng.sample(quantiles, COUNT)
    # A stream of its own for each organization: a change in one leaves the others as they are.
    streams = [stream(f"{seed}:{place}") for place in range(COUNT)]
    organizations = [_organization(stream, name) for stream, name in zip(streams, place_names(rng, COUNT), strict=True)]
    Organization.objects.bulk_create(organizations)
    leads = _create_leads(rng, organizations)
    return [
        Invented(
            organization, lead, _temper(stream, content, *factors), stream, TEAM_ROLES if place == TEAM_PLACE else ()
        )
        for place, (organization, lead, stream, *factors) in enumerate(
            zip(organizations, leads, streams, advanced, explicit, strict=True)
        )
    ]


def _organization(rng: Random, place: str) -> Organization:
    sector, size = _chosen(rng, SECTORS), _chosen(rng, {size: weight for size, (weight, _) in SIZES.items()})
    return Organization(
        name=organization_name(rng, place, sector),
        sector=sector,
        size=size,
        country=_chosen(rng, COUNTRIES),
        number_of_models=1 + round(SIZES[size][1] * rng.uniform(0.3, 1.8)),
        serving=_chosen(rng, SERVINGS),
        criticality=_chosen(rng, CRITICALITIES),
        regulated=rng.random() < REGULATED.get(sector, 0.15),
        use=_chosen(rng, USES),
        uses_generative_models=rng.random() < 0.45,
        email_domain=f"{place.lower()}.example",
        synthetic=True,
    )


def _chosen(rng: Random, weights: Mapping[Choice, int]) -> Choice:
    return rng.choices(list(weights), list(weights.values()))[0]


def _create_leads(rng: Random, organizations: list[Organization]) -> list[User]:
    names = {f"lead@{organization.email_domain}": person_name(rng) for organization in organizations}
    leads = list(create_colleagues(names).values())
    Membership.objects.bulk_create(
        Membership(user=lead, organization=organization, role=Membership.Role.LEAD)
        for lead, organization in zip(leads, organizations, strict=True)
    )
    return leads


def _temper(rng: Random, content: FrozenVersion, advanced: float, explicit: float) -> Temper:
    dimensions = [section.key for section in content.dimensions]
    return Temper(
        advanced=advanced,
        explicit=explicit,
        discord=rng.choices([0.1, 0.25, 0.8], [45, 40, 15])[0],
        habits={key: (rng.gauss(0, 1), rng.gauss(0, 1)) for key in content.practices},
        silent=frozenset(rng.sample(dimensions, rng.choices([0, 1, 2], [88, 9, 3])[0])),
        excluded={key: reason for key, (share, reason) in EXCLUDED.items() if rng.random() < share},
    )


# --- Rounds --------------------------------------------------------------------------------------


def draw_rounds(content: FrozenVersion, invented: Invented, now: datetime) -> Iterator[RoundDraft]:
    """Yield the latest round of an organization, closed in the last ten weeks, and for half of them an earlier one."""
    rng = invented.rng
    closed_at = at_work(rng, now - timedelta(days=rng.randint(2, 70)))
    roles = [_chosen(rng, ROLES) for _ in range(rng.choices([1, 2, 3, 4], [24, 30, 28, 18])[0])]
    yield _round(content, invented, [*roles, *invented.team], closed_at)
    if rng.random() < 0.5:
        # Two quarters at least, so that the titles differ.
        earlier = at_work(rng, closed_at - timedelta(days=rng.randint(150, 240)))
        grown = replace(
            invented.temper,
            advanced=invented.temper.advanced - rng.gauss(0.3, 0.25),
            explicit=invented.temper.explicit - rng.gauss(0.25, 0.3),
        )
        yield _round(content, replace(invented, temper=grown), roles, earlier)


def at_work(rng: Random, day: datetime) -> datetime:
    """Return a moment in the working hours of that day."""
    return day.replace(hour=rng.randint(8, 16), minute=rng.randint(0, 59), second=0, microsecond=0)


def _round(content: FrozenVersion, invented: Invented, roles: list[str], closed_at: datetime) -> RoundDraft:
    rng, organization = invented.rng, invented.organization
    opened_at = at_work(rng, closed_at - timedelta(days=rng.randint(12, 24)))
    asked = content.asked(organization.facts())
    # The lead answers first; the colleagues come by the link.
    users = [invented.lead, *[None] * (len(roles) - 1)]
    responses = [
        ResponseDraft(
            answers=draw_response(rng, asked, invented.temper, role),
            saved_at=at_work(rng, opened_at + timedelta(days=rng.randint(1, 10))),
            user=user,
        )
        for user, role in zip(users, roles, strict=True)
    ]
    return RoundDraft(
        organization, quarter(closed_at), invented.lead, opened_at, closed_at, due_at=closed_at, responses=responses
    )
