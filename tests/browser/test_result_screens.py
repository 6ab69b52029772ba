"""Results with names of one long word, on narrow screens and on paper: nothing too wide, or too small to hit."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import expect

from assessment.models import Assessment, Comment, Organization, Person, Share, new_token
from assessment.services.shares import share_result
from tests.browser.conftest import OpenPage, is_wider_than_its_window
from tests.browser.steps import sign_in_as
from tests.browser.test_narrow import NARROW, faults_at
from tests.factories import make_action, make_organization, make_version
from tests.views.test_results import everywhere, lead_of, make_closed

NAME = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ROUND = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


@pytest.fixture
def assessment(transactional_db: None) -> Assessment:
    """The second of two rounds, with an action whose owner has a long name, too."""
    organization, version = make_organization(NAME), make_version(dimensions=3)
    first = make_closed(everywhere("2", "habit"), organization=organization, version=version, title=f"{ROUND} 1")
    Assessment.objects.filter(pk=first.pk).update(closed_at=timezone.now() - timedelta(days=100))
    make_action(organization, planned_from=first, owner=NAME)
    last = make_closed(everywhere("4", "habit"), organization=organization, version=version, title=f"{ROUND} 2")
    lead = lead_of(last)
    EmailAddress.objects.create(user=lead, email=lead.email, verified=True, primary=True)
    return last


def addresses(assessment: Assessment) -> list[str]:
    result = f"/results/{assessment.uid}/"
    pages = ("", "over-time/", "plan/", "review/", "what-if/", "targets/", "shares/", "why/")
    plan = f"/organizations/{Organization.objects.get().uid}/plan/"
    _share, token = share_result(
        Person(lead_of(assessment)), assessment, new_token(), label=NAME, scope=Share.Scope.ALL, days=7
    )
    return [*(f"{result}{page}" for page in pages), plan, f"/shared/{token}/"]


def test_on_the_narrowest_screen(assessment: Assessment, open_page: OpenPage) -> None:
    page = open_page(viewport=NARROW)
    sign_in_as(page, lead_of(assessment))
    assert [fault for address in addresses(assessment) for fault in faults_at(page, address)] == []


def test_between_a_phone_and_a_desk(assessment: Assessment, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 768, "height": 900})
    sign_in_as(page, lead_of(assessment))
    wide = []
    for address in addresses(assessment):
        page.goto(address)
        wide += [address] if is_wider_than_its_window(page) else []
    assert wide == []


def test_on_paper_there_is_nothing_to_press(assessment: Assessment, open_page: OpenPage) -> None:
    Comment.objects.create(assessment=assessment, dimension_key="d0", text="Seen.", made_by=lead_of(assessment))
    page = open_page()
    sign_in_as(page, lead_of(assessment))
    page.emulate_media(media="print")
    for address, pressed in (("review/", ".remove"), ("over-time/", ".choose"), ("plan/", "td.plan-change")):
        page.goto(f"/results/{assessment.uid}/{address}")
        expect(page.locator(pressed).first).to_be_attached()
        expect(page.locator(pressed).first).to_be_hidden()
