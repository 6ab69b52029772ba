"""Access that was revoked, or whose last day is over, ends with the next request: every page, file and form of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.asserts import assertContains

from assessment.models import Campaign, Grant, Offer, Response
from assessment.reports.workbooks import XLSX
from assessment.services.campaigns import open_campaign
from assessment.views.compare_pages.comparison import path_of
from assessment.views.compare_pages.views import BY_KEY, FILES
from tests.factories import make_person, make_response
from tests.test_access import POLICY, World

pytestmark = pytest.mark.django_db

# Kept by whoever holds the link or wrote the thing, whatever they were let into.
OWN = {"offer-show", "access-request-answer", "access-request-decline", "access-request-take-back"}
OWN |= {"campaign-show", "campaign-change", "campaign-close"}


@pytest.fixture
def world() -> World:
    return World()


def granted(world: World) -> Grant:
    return Grant.objects.active().get(user=world.users["runner"])


def revoke_as_the_lead(world: World) -> None:
    address = reverse("grant-revoke", kwargs={"uid": world.organization.uid})
    assert world.client("lead").post(address, {"chosen": granted(world).pk}).status_code == 302


def let_the_last_day_pass(world: World) -> None:
    address = reverse("grant-limit", kwargs={"uid": world.organization.uid})
    today = timezone.localdate()
    answer = world.client("lead").post(address, {"chosen": granted(world).pk, "last_day": today.isoformat()})
    assert answer.status_code == 302
    # A day later.
    Grant.objects.filter(pk=granted(world).pk).update(expires_on=today - timedelta(days=1))


def addresses(world: World) -> Iterator[tuple[str, bool, str]]:
    """Every address of the organization that the runner of its rounds sees: name, whether it is posted to, itself."""
    for rule in POLICY:
        arguments = rule.arguments(world)
        is_of_it = "uid" in arguments and rule.name not in OWN and not rule.name.startswith("version")
        if is_of_it and "runner" in rule.may | rule.seen_by:
            yield rule.name, rule.post, reverse(rule.name, kwargs=dict(arguments))
    entered = make_response(
        world.open, kind=Response.Kind.WORKSHOP, people=3, label="Entered", entered_by=world.users["runner"]
    )
    for name in ("response-show", "response-check", "response-questions", "entry-change", "answer-sheet"):
        yield name, False, reverse(name, kwargs={"uid": entered.uid})


def status_of(client: Client, address: str, *, post: bool, htmx: bool = False) -> int:
    """What a request gets; nothing of it stays."""
    headers = {"HX-Request": "true"} if htmx else {}
    with transaction.atomic():
        answer = client.post(address, headers=headers) if post else client.get(address, headers=headers)
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.parametrize("end", [revoke_as_the_lead, let_the_last_day_pass])
def test_every_address_of_the_organization_is_gone_on_the_next_request(
    world: World, end: Callable[[World], None]
) -> None:
    client, walked = world.client("runner"), list(addresses(world))
    before = {status_of(client, address, post=post) for _, post, address in walked}
    # They were there: shown, moved on, refused for want of input, or kept for leads.
    assert before <= {200, 302, 403, 409, 422}
    assert {"result-report", "result-workbook", "organization-plan-file", "result-practices", "response-show"} <= {
        name for name, _, _ in walked
    }
    end(world)
    left = [
        f"{name} {'POST' if post else 'GET'}{' by htmx' if htmx else ''}: {status}"
        for name, by_post, address in walked
        for post in {by_post, True}
        for htmx in (False, True)
        if (status := status_of(client, address, post=post, htmx=htmx)) not in (404, 405)
    ]
    assert left == []
    gets = {status_of(client, address, post=False) for name, post, address in walked if not post}
    assert gets == {404}


def text_of(answer: Any) -> str:  # noqa: ANN401 the test client's own response
    """What an answer says; of a spreadsheet what stands in its cells."""
    if answer["Content-Type"] != XLSX:
        return str(answer.content.decode())
    sheets = load_workbook(BytesIO(answer.content)).worksheets
    return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)


@pytest.mark.parametrize("end", [revoke_as_the_lead, let_the_last_day_pass])
def test_lists_and_comparisons_no_longer_hold_it(world: World, end: Callable[[World], None]) -> None:
    client = world.client("runner")
    person = make_person(world.users["runner"])
    open_campaign(person, [world.organization], title="Together", version=world.version)
    campaign = Campaign.objects.latest("pk")
    pages = [*map(reverse, ("organizations", "campaigns", "campaign-create"))]
    pages.append(reverse("campaign-show", kwargs={"uid": campaign.uid}))
    compared = [*map(path_of, BY_KEY), *(reverse("compare-file", args=[file]) for file in FILES)]
    compared += map(reverse, ("compare-workbook", "compare-report"))
    uid = world.organization.uid
    # Asked for by its uid, too.
    pages += [path + asked for path in compared for asked in ("", f"?highlight={uid}&organization={uid}")]
    seen = {path for path in compared if "Seen" in text_of(client.get(path))}
    # All but the files of what many add up to.
    assert {reverse("compare"), reverse("compare-workbook"), reverse("compare-file", args=["table"])} <= seen
    assertContains(client.get(reverse("compare")), "Seen")
    assertContains(client.get(reverse("campaign-show", kwargs={"uid": campaign.uid})), "Seen")
    end(world)
    left = [
        page
        for page in pages
        for headers in ({}, {"HX-Request": "true"})
        if "Seen" in text_of(client.get(page, headers=headers))
        or str(uid) in text_of(client.get(page, headers=headers))
    ]
    assert left == []


def test_a_link_to_a_place_that_was_offered_still_asks_for_the_account_it_was_made_to(world: World) -> None:
    revoke_as_the_lead(world)
    assert Offer.objects.get().email != world.users["runner"].email
    answer = world.client("runner").post(reverse("offer-show", kwargs={"token": "a-token-of-an-offer"}))
    assert answer.status_code == 403
