"""Every page, as its reader sees it: nothing on the console, nothing blocked by the policy, nothing axe finds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from assessment.models import (
    AccessRequest,
    Assessment,
    Campaign,
    Invitation,
    Offer,
    Organization,
    Person,
    Practice,
    Response,
    Snapshot,
    User,
    Version,
    hash_of,
)
from assessment.services.campaigns import open_campaign, organizations_to_open_for
from assessment.services.demo.accounts import PASSWORD
from assessment.services.grants import offer_place
from assessment.services.mail_opt_outs import unsubscribe_link
from assessment.services.organizations import create_organization
from assessment.services.signatures import new_key
from assessment.services.snapshot_files import export_snapshot, import_snapshot
from assessment.services.units import join_own
from tests.browser.conftest import DESKTOP, OpenPage, faults_of
from tests.browser.steps import sign_in
from tests.factories import make_share

LIBRARY = Path(__file__).parents[2] / "assessment" / "library"
JOIN_TOKEN = "a-token-to-join-with"
SHARES = ("summary", "all")
SHARED = ("summary/", "all/", "all/why/", "all/why/people/", "all/why/people/onboarding/", "nothing/")
VISITOR = "visitor"
RESULT = ("agreement/", "over-time/", "why/", "why/people/", "why/people/onboarding/")


@pytest.fixture
def _demo(transactional_db: None, settings: Settings) -> None:
    settings.DEMO = True
    call_command("load_questionnaire", LIBRARY / "mlops-adoption.yaml", LIBRARY / "quick-check.yaml", verbosity=0)
    call_command("load_demo", verbosity=0)
    round_ = Assessment.objects.get(organization__name="Halden Freight", state="open")
    Invitation.objects.create(assessment=round_, token_hash=hash_of(JOIN_TOKEN))
    last = Assessment.objects.filter(organization__name="Halden Freight", state="closed").latest("closed_at")
    for scope in SHARES:
        make_share(last, scope, scope=scope)
    consultant, version = Person(User.objects.get(email="consultant@example.org")), round_.version
    client = create_organization(consultant, name="A client", in_handover=True, sector="software", size="10-49")
    for organization, email, place in (
        (client, "lead@example.org", Offer.Place.LEAD),
        (Organization.objects.get(name="Halden Freight"), "consultant@example.org", Offer.Place.PARENT),
    ):
        hands_over = place == Offer.Place.LEAD
        offer, _token = offer_place(consultant, organization, email=email, place=place, hands_over=hands_over)
        Offer.objects.filter(pk=offer.pk).update(token_hash=hash_of(f"a-token-to-be-{place}"))
    lead = Person(User.objects.get(email="lead@example.org"))
    group = create_organization(lead, name="A group", sector="software", size="10-49")
    join_own(lead, Organization.objects.get(name="Halden Freight"), group)
    settings.SNAPSHOT_SIGNING_KEY, public = new_key()
    settings.TRUSTED_SNAPSHOT_KEYS = {"Chamber of crafts": public}
    import_snapshot(Person(), export_snapshot(Snapshot.objects.latest("pk")).encode())
    open_campaign(consultant, list(organizations_to_open_for(consultant)[:2]), title="Together", version=version)


def benchmark_pages(organization: Organization) -> Iterator[tuple[str, str]]:
    """Segments with quartiles, without them, and with nothing to show; an organization beside them; consent."""
    for address in ("", "?segment=sector.software", "?segment=sector.health", "?segment=sector.energy", "others/"):
        yield VISITOR, f"/benchmark/{address}"
    for address in ("benchmark/", "benchmark/?segment=size.250-999", "consent/"):
        yield "lead", f"/organizations/{organization.uid}/{address}"


def pages() -> Iterator[tuple[str, str]]:
    """Who opens which address."""
    organization = Organization.objects.get(name="Halden Freight")
    running = organization.assessments.get(state="open")
    closed = organization.assessments.filter(state="closed").latest("closed_at")
    response = Response.objects.get(user__email="practitioner@example.org", assessment=running)
    version = Version.objects.get(questionnaire__key="mlops-adoption")
    for address in ("", "method/", "privacy/", "accounts/login/", "accounts/signup/", "accounts/password/reset/"):
        yield VISITOR, f"/{address}"
    yield VISITOR, "/findings/"
    yield VISITOR, "/findings/reference/"
    yield VISITOR, f"/join/{JOIN_TOKEN}/"
    yield VISITOR, f"/join/{JOIN_TOKEN}/questions/"
    yield VISITOR, unsubscribe_link("ana@example.org", str)
    yield from ((VISITOR, f"/shared/{address}") for address in SHARED)
    yield VISITOR, "/responses/"
    yield VISITOR, "/nothing/here/"
    for address in ("", "check/", *(f"sections/{key}/" for key in ("about-you", "release", "views", "own-words"))):
        yield "practitioner", f"/responses/{response.uid}/{address}"
    yield "practitioner", f"/responses/{response.uid}/questions/"
    yield "practitioner", f"/responses/{response.uid}/questions/goal/unclear/"
    yield "practitioner", f"/responses/{response.uid}/sheet/upload/"
    yield "practitioner", f"/responses/{response.uid}/withdraw/"
    yield "practitioner", "/responses/"
    yield "lead", f"/actions/{organization.action_items.filter(status='doing').get().uid}/"
    for address in ("", "change/", "people/", "plan/", "import/", "hand-over/", "leave/", "assessments/new/"):
        yield "lead", f"/organizations/{organization.uid}/{address}"
    for address in ("", "change/", "delete/", "entries/new/", "close/", "invitations/", "invitations/send/"):
        yield "lead", f"/assessments/{running.uid}/{address}"
    yield "lead", f"/assessments/{closed.uid}/reopen/"
    yield "lead", f"/assessments/{closed.uid}/next/"
    workshop = Response.objects.entered().get()
    yield "lead", f"/entries/{workshop.uid}/change/"
    yield "lead", f"/entries/{workshop.uid}/remove/"
    yield "lead", f"/responses/{workshop.uid}/submitted/"
    yield "lead", f"/results/{running.uid}/"
    yield "lead", f"/results/{closed.uid}/"
    for address in (*RESULT, "what-if/?do=next", "crosswalks/", "plan/", "targets/", "opinions/", "review/"):
        yield "lead", f"/results/{closed.uid}/{address}"
    yield "lead", f"/results/{closed.uid}/shares/"
    yield "lead", f"/shares/{closed.shares.earliest('pk').uid}/revoke/"
    yield "lead", f"/results/{closed.uid}/why/purpose/"
    yield "lead", f"/results/{closed.uid}/why/purpose/goal/"
    yield "lead", f"/results/{closed.uid}/review/dimensions/purpose/"
    yield "lead", f"/organizations/{organization.uid}/logo/"
    yield "lead", "/questionnaires/"
    yield "lead", f"/questionnaires/{version.uid}/"
    for address in ("change/", "email/", "password/change/", "logout/"):
        yield "lead", f"/accounts/{address}"
    yield "consultant", "/organizations/"
    yield "consultant", "/organizations/new/"
    yield "consultant", f"/organizations/{Organization.objects.get(name='A client').uid}/"
    yield "consultant", f"/organizations/{Organization.objects.get(name='A client').uid}/hand-over/"
    yield "consultant", f"/organizations/{Organization.objects.get(name='A client').uid}/parent/"
    yield "lead", f"/organizations/{Organization.objects.get(name='A group').uid}/"
    yield "lead", f"/organizations/{Organization.objects.get(name='A group').uid}/parent/"
    yield "consultant", "/offers/a-token-to-be-parent/"
    yield "lead", "/offers/a-token-to-be-lead/"
    yield "consultant", "/portfolio/"
    yield "consultant", f"/portfolio/{organization.uid}/"
    yield "lead", "/organizations/"
    yield "lead", f"/organizations/{organization.uid}/parent/"
    yield "lead", f"/access-requests/{AccessRequest.objects.get(email='lead@example.org').uid}/"
    campaign = Campaign.objects.get()
    for address in ("", "new/", f"{campaign.uid}/", f"{campaign.uid}/change/", f"{campaign.uid}/close/"):
        yield "consultant", f"/campaigns/{address}"
    team = Assessment.objects.filter(organization__name="Wyrmere Machines").latest("closed_at")
    yield "consultant", f"/results/{team.uid}/agreement/"
    yield from comparisons(organization)
    yield "consultant", f"/results/{closed.uid}/review/"
    yield "consultant", f"/results/{closed.uid}/review/dimensions/purpose/"
    yield "consultant", "/accounts/logo/"
    yield from benchmark_pages(organization)
    yield "editor", f"/questionnaires/{version.uid}/remarks/"
    yield "editor", "/admin/"
    yield "editor", f"/admin/assessment/version/{version.pk}/change/"
    yield "editor", f"/admin/assessment/practice/{Practice.objects.filter(version=version)[0].pk}/change/"
    yield "administrator", "/admin/assessment/auditevent/"
    yield "administrator", f"/admin/assessment/organization/{organization.pk}/change/"


def comparisons(organization: Organization) -> Iterator[tuple[str, str]]:
    """Every view of the comparison, plain and with an organization highlighted."""
    for view in ("", "heatmap/", "practices/", "dots/", "mix/", "trend/", "perception/", "table/"):
        yield "consultant", f"/compare/{view}"
        yield "consultant", f"/compare/{view}?highlight={organization.uid}&sort=name"
    yield "consultant", "/compare/heatmap/?cells=mix&grouped=stage&names=letters"
    yield "consultant", f"/compare/heatmap/?cells=gap&find=ha&organization={organization.uid}"
    yield "consultant", "/compare/heatmap/save/?sort=name"
    yield "consultant", "/compare/saved/"


def faults(page: Page, address: str) -> list[str]:
    """What is wrong with a page: it scrolls sideways on a phone, or axe finds something."""
    page.set_viewport_size(DESKTOP)
    page.goto(address)
    if page.locator("[data-chart]").count():
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
    if address.startswith("/admin/"):
        # Django's own pages: their look is not ours, their silence on the console is.
        return []
    return faults_of(page)


@pytest.mark.usefixtures("_demo")
def test_no_page_has_a_fault(open_page: OpenPage) -> None:
    opened: dict[str, Page] = {}
    wrong = []
    for role, address in pages():
        if role not in opened:
            opened[role] = open_page()
            if role != VISITOR:
                sign_in(opened[role], f"{role}@example.org", PASSWORD)
        wrong += [f"{role} {address}: {fault}" for fault in faults(opened[role], address)]
    assert wrong == []
