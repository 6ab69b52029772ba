"""Rounds with everything in them that a sum can trip over, and their pages as a lead reads them."""

import random

from django.test import Client
from django.test.html import Element
from django.utils import timezone

from assessment.models import Assessment, Organization, Practice, Response, Section, Target, Version
from assessment.services.results import recompute
from tests import derived
from tests.derived import attributes, tagged
from tests.factories import make_answers, make_assessment, make_response, make_version, publish_version

KEYS = tuple(f"d{dimension}-p{place}" for dimension in range(4) for place in range(3))
CHOICES, RECOGNITION = ("1", "2", "3", "4", "5", "2", "4"), ("nobody", "habit", "agreed", "guideline", "unknown")


def make_uneven_version() -> Version:
    """A version with weights of all kinds, whose last dimension is an overlay."""
    version = make_version(dimensions=4, practices=3, publish=False)
    for place, section in enumerate(Section.objects.filter(version=version).order_by("position")):
        Section.objects.filter(pk=section.pk).update(weight=(2, 1.5, 1 / 3, 1)[place], overlay=place == 3)
    for place, practice in enumerate(Practice.objects.filter(version=version).order_by("key")):
        Practice.objects.filter(pk=practice.pk).update(weight=(1, 2.5, 0.75)[place % 3], effort=1 + place % 2)
    publish_version(version)
    return version


def drawn(seed: int) -> dict[str, tuple[str, str]]:
    """What one person answered: by chance, but with what does not apply, is unknown, or has too few answers."""
    chance = random.Random(seed)  # noqa: S311 answers of a test
    answers = {key: (chance.choice(CHOICES), chance.choice(RECOGNITION)) for key in KEYS}
    answers |= {"d0-p1": (chance.choice("345"), "agreed"), "d0-p2": (chance.choice(("not-applicable", "2")), "agreed")}
    answers |= {"d1-p2": ("unknown", ""), "d3-p2": ("not-applicable", "")}
    return answers | dict.fromkeys(("d2-p1", "d2-p2"), ("unknown", ""))


def make_uneven(
    people: int, seed: int = 0, version: Version | None = None, organization: Organization | None = None
) -> Assessment:
    """A closed round with the answers of so many people."""
    assessment = make_assessment(organization, version or make_uneven_version())
    for person in range(people):
        response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        make_answers(response, drawn(100 * seed + person))
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED, closed_at=timezone.now())
    Target.objects.create(assessment=assessment, dimension_key="d1", value=0.55)
    recompute(assessment)
    return assessment


class Site:
    """The pages of one result as its lead reads them, each fetched once."""

    def __init__(self, client: Client, assessment: Assessment) -> None:
        self.client = client
        self.known: dict[str, Element] = {}
        self.result = f"/results/{assessment.uid}/"
        self.why = f"{self.result}why/"
        client.force_login(assessment.organization.memberships.get(role="lead").user)

    def page(self, address: str) -> Element:
        path = address.partition("#")[0]
        if path not in self.known:
            answer = self.client.get(path)
            assert answer.status_code == 200, path
            self.known[path] = derived.page(answer.content.decode())
        return self.known[path]

    def derivations(self) -> dict[str, Element]:
        """Every page of the derivation by its address, followed link by link from the first."""
        waiting, found = [self.why], dict[str, Element]()
        while waiting:
            path = waiting.pop()
            found[path] = self.page(path)
            links = (attributes(link).get("href", "").partition("#")[0] for link in tagged(found[path], "a"))
            waiting += {link for link in links if link.startswith(self.why)} - {*found, *waiting}
        return found
