"""Halden Freight, told in depth: what works there becomes deliberate, and one essential practice holds it back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from assessment.models import Membership, Organization, User
from assessment.models.facts import Criticality, Sector, Serving, Size, Use
from assessment.services.demo.accounts import LEAD, PRACTITIONER, create_colleagues
from assessment.services.demo.drawing import does_not_apply, ladder, profile_answers, rated, stream, unknown
from assessment.services.demo.opinions import open_answers, perception_answers
from assessment.services.demo.plot import DISAGREEMENTS, EXCLUDED, NOTES, STEPS
from assessment.services.demo.rounds import AnswerDraft, ResponseDraft, RoundDraft, quarter
from assessment.services.versions import FrozenPractice, FrozenSection, FrozenVersion

NAME = "Halden Freight"
MACHINE_LEARNING, SOFTWARE, OPERATIONS = (
    "aisha@haldenfreight.example",
    "pieter@haldenfreight.example",
    "noor@haldenfreight.example",
)
COLLEAGUES = {MACHINE_LEARNING: "Aisha Rahman", SOFTWARE: "Pieter Bakker", OPERATIONS: "Noor Eklund"}
ROLES = {
    LEAD: "product",
    PRACTITIONER: "data-science",
    MACHINE_LEARNING: "ml-engineering",
    SOFTWARE: "software-engineering",
    OPERATIONS: "operations",
}
# Days before today on which the rounds ended: more than a quarter apart, so that their titles differ.
ENDED = (300, 200, 100)
OPEN_SINCE, OPEN_FOR = timedelta(days=9), timedelta(days=12)
# Half-way: the first sections whole, and three questions of the next.
SECTIONS_FINISHED, QUESTIONS_BEGUN = 5, 3
SEES_LOWER, SEES_HIGHER = 0.07, 0.93
IN_THE_WORKSHOP = 6
DOES_NOT_KNOW = 0.12
# How advanced and how explicit the company is when each round is answered, for the opinions.
MOODS = ((-0.6, -0.9), (-0.1, -0.2), (0.3, 0.5), (0.4, 0.7))


def create_halden(accounts: Mapping[str, User]) -> tuple[Organization, dict[str, User]]:
    """Create the company; return it with its five people by address."""
    organization = Organization.objects.create(
        name=NAME,
        sector=Sector.TRANSPORT,
        size=Size.LARGE,
        country="NO",
        number_of_models=14,
        serving=Serving.MIXED,
        criticality=Criticality.NOT_CRITICAL,
        regulated=False,
        use=Use.BOTH,
        uses_generative_models=False,
        email_domain="haldenfreight.example",
        synthetic=True,
    )
    people = {**{email: accounts[email] for email in (LEAD, PRACTITIONER)}, **create_colleagues(COLLEAGUES)}
    Membership.objects.bulk_create(
        Membership(
            user=user,
            organization=organization,
            role=Membership.Role.LEAD if email == LEAD else Membership.Role.PRACTITIONER,
        )
        for email, user in people.items()
    )
    return organization, people


def tell_rounds(
    content: FrozenVersion, organization: Organization, people: Mapping[str, User], now: datetime
) -> list[RoundDraft]:
    """Return three closed rounds of five people, and one that is open."""
    asked = content.asked(organization.facts())
    closed = [
        _closed_round(place, asked, organization, people, now - timedelta(days=days))
        for place, days in enumerate(ENDED)
    ]
    return [*closed, _open_round(asked, organization, people, now)]


def _closed_round(
    place: int,
    asked: Sequence[FrozenSection],
    organization: Organization,
    people: Mapping[str, User],
    ended: datetime,
) -> RoundDraft:
    closed_at = ended.replace(hour=15, minute=5, second=0, microsecond=0)
    opened_at = closed_at - timedelta(days=14)
    responses = [
        ResponseDraft(tell_response(place, asked, email), opened_at + timedelta(days=2 * day, hours=day), user)
        for day, (email, user) in enumerate(people.items(), start=1)
    ]
    return RoundDraft(
        organization, quarter(closed_at), people[LEAD], opened_at, closed_at, due_at=closed_at, responses=responses
    )


def _open_round(
    asked: Sequence[FrozenSection], organization: Organization, people: Mapping[str, User], now: datetime
) -> RoundDraft:
    """Two and a workshop have submitted, the practitioner is half-way, the lead and one colleague have not begun."""
    opened_at = now - OPEN_SINCE
    finished = asked[:SECTIONS_FINISHED]
    begun = tell_response(3, finished, PRACTITIONER) + _begun(asked[SECTIONS_FINISHED])
    responses = [
        ResponseDraft(
            tell_response(3, asked, MACHINE_LEARNING), opened_at + timedelta(days=3), people[MACHINE_LEARNING]
        ),
        ResponseDraft(tell_response(3, asked, OPERATIONS), opened_at + timedelta(days=6), people[OPERATIONS]),
        ResponseDraft(
            tell_response(3, asked, SOFTWARE),
            opened_at + timedelta(days=7),
            scribe=people[LEAD],
            label="Software team",
            people=IN_THE_WORKSHOP,
        ),
        ResponseDraft(
            begun,
            now - timedelta(days=1),
            people[PRACTITIONER],
            is_submitted=False,
            finished=[section.key for section in finished],
        ),
    ]
    return RoundDraft(organization, quarter(now), people[LEAD], opened_at, due_at=now + OPEN_FOR, responses=responses)


def _begun(section: FrozenSection) -> list[AnswerDraft]:
    """The first practices of a section, without how they came about: that table comes after them."""
    first = [tell_practice(3, practice, PRACTITIONER) for practice in section.practices[:QUESTIONS_BEGUN]]
    return [answers[0] for answers in first]


def tell_response(place: int, asked: Sequence[FrozenSection], email: str) -> list[AnswerDraft]:
    """Return what one person answers to these sections in the round at this place (0 is the first)."""
    # Opinions drift from round to round.
    rng = stream(f"{NAME}:{email}:{place}")
    return [answer for section in asked for answer in _tell_section(place, section, email, rng)]


def _tell_section(place: int, section: FrozenSection, email: str, rng: Random) -> Iterator[AnswerDraft]:
    for practice in section.practices:
        yield from tell_practice(place, practice, email)
    yield from perception_answers(rng, section, *MOODS[place])
    yield from open_answers(rng, section)
    yield from profile_answers(rng, section, ROLES[email])


def tell_practice(place: int, practice: FrozenPractice, email: str) -> list[AnswerDraft]:
    """Return what one person answers to a practice: what the plot says, seen with their own eyes."""
    # The same eyes in each round: who sees a practice lower sees it lower again.
    rng = stream(f"{NAME}:{email}:{practice.key}")
    if practice.key in EXCLUDED:
        return [does_not_apply(practice, EXCLUDED[practice.key])]
    if ROLES[email] not in practice.roles and rng.random() < DOES_NOT_KNOW:
        return [unknown(practice)]
    in_practice, in_recognition = STEPS.get(practice.key, ("1223", "0122"))
    step = _seen(rng, int(in_practice[place]) + DISAGREEMENTS.get((practice.key, ROLES[email]), 0), highest=4)
    recognition = ladder(practice.recognition, absent=step == 0)
    note, evidence = NOTES.get((practice.key, ROLES[email]), ("", "")) if place >= 2 else ("", "")
    level = _seen(rng, int(in_recognition[place]), highest=len(recognition) - 1)
    return rated(practice, step, recognition[level], note=note, evidence=evidence)


def _seen(rng: Random, step: int, *, highest: int) -> int:
    """The step as one pair of eyes sees it: mostly as it is, sometimes one lower or higher."""
    luck = rng.random()
    seen = step - (luck < SEES_LOWER) + (luck > SEES_HIGHER)
    return min(max(seen, 0), highest)
