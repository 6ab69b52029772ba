"""Loads the demonstration, once, and never beside real data."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Membership, Organization, Person, Version
from assessment.services import audit, invitations
from assessment.services.demo.access import grant_access, tell_of_access, tell_of_the_past
from assessment.services.demo.accounts import CONSULTANT, LEAD, create_accounts, taken_addresses
from assessment.services.demo.benchmark import write_benchmark
from assessment.services.demo.plan import write_plan
from assessment.services.demo.portfolio import create_organizations, draw_rounds
from assessment.services.demo.review import write_review
from assessment.services.demo.rounds import write_rounds
from assessment.services.demo.story import create_halden, tell_rounds
from assessment.services.errors import Refused
from assessment.services.versions import frozen

QUESTIONNAIRE = "mlops-adoption"
SEED = "tacit"
SINCE = timedelta(days=400)
# Halden Freight and every third organization, from the second most advanced down, let the consultant in.
GRANTED_EVERY, GRANTS = 3, 39


def is_loaded() -> bool:
    """Return whether the invented organizations are there."""
    return Organization.objects.filter(synthetic=True).exists()


def load_demo(seed: str = SEED) -> int:
    """Load the invented organizations, rounds and sign-ins; return the number of organizations.

    The same answers for the same seed; the days are counted back from today. Where they are there
    already, nothing changes and 0 is returned. Raises Refused (403) unless this installation is a
    demo, and 422 without the questionnaire or where somebody has signed up with one of the addresses.
    """
    # SECURITY: known passwords and invented answers must never stand beside real ones.
    if not settings.DEMO:
        raise Refused(
            _("This would put invented data among real data. Set DEMO=1 on an installation for looking around."),
            status=403,
        )
    if is_loaded():
        return 0
    version = _questionnaire()
    taken = taken_addresses()
    if taken:
        raise Refused(_("There are accounts with addresses of the demo already: %s.") % ", ".join(taken))
    return _load(version, seed)


def _questionnaire() -> Version:
    version = Version.objects.published().filter(questionnaire__key=QUESTIONNAIRE).order_by("-number").first()
    if version is None:
        raise Refused(_("Load the questionnaire %s first, with manage.py load_questionnaire.") % QUESTIONNAIRE)
    return version


@transaction.atomic
def _load(version: Version, seed: str) -> int:
    now, content = timezone.now(), frozen(version)
    accounts = create_accounts()
    halden, people = create_halden(accounts)
    portfolio = create_organizations(seed, content)
    drafts = tell_rounds(content, halden, people, now)
    for invented in portfolio:
        drafts += draw_rounds(content, invented, now)
    assessments = write_rounds(version, drafts)
    lead = Person(user=accounts[LEAD])
    invitations.invite(lead, next(assessment for assessment in assessments if assessment.is_open), use_limit=10)
    rounds = [each for each in assessments if each.organization_id == halden.pk]
    write_plan(lead, rounds, now)
    write_review(Person(user=accounts[CONSULTANT]), lead, next(each for each in reversed(rounds) if not each.is_open))
    portfolio.sort(key=lambda invented: -invented.temper.advanced)
    organizations = [invented.organization for invented in portfolio]
    seen = [halden, *organizations[1::GRANTED_EVERY][:GRANTS]]
    grant_access(accounts[CONSULTANT], seen, now)
    tell_of_access(accounts[CONSULTANT], accounts[LEAD], seen, organizations[::GRANTED_EVERY])
    tell_of_the_past(accounts[CONSULTANT], organizations[: 2 * GRANTED_EVERY : GRANTED_EVERY], now)
    _backdate([halden, *organizations], now)
    write_benchmark(version, [halden, *organizations], now)
    audit.record(Person(), "demo loaded")
    return len(organizations) + 1


def _backdate(organizations: Sequence[Organization], now: datetime) -> None:
    """They were there before their first round, not since today."""
    Organization.objects.filter(pk__in=[organization.pk for organization in organizations]).update(
        created_at=now - SINCE
    )
    Membership.objects.filter(organization__in=organizations).update(since=now - SINCE)
