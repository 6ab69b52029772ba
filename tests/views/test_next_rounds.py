"""Opening the next round like an earlier one: filled in, the same people offered, nothing sent unasked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Invitation, User
from assessment.services.invitations import invite
from tests.factories import make_assessment, make_grant, make_organization, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def earlier(lead: User) -> Assessment:
    organization = make_organization("Halden Freight", lead=lead)
    return make_assessment(organization, title="Q3 2026", state="closed", closed_at=timezone.now(), kind="just-me")


def sent(earlier: Assessment, **fields: object) -> dict[str, object]:
    return {"title": "Q4 2026", "version": earlier.version.pk, "kind": "team", **fields}


def test_is_filled_in_as_before(client: Client, earlier: Assessment) -> None:
    path = f"/assessments/{earlier.uid}/"
    assertContains(client.get(path), f'href="{path}next/"')
    page = client.get(f"{path}next/")
    assertContains(page, "The next round like “Q3 2026”")
    assertContains(page, f'<option value="{earlier.version.pk}" selected>')
    assert (page.context["form"]["kind"].value(), page.context["form"]["title"].value()) == ("just-me", None)


def test_without_people_to_invite_it_leads_to_the_round(client: Client, earlier: Assessment) -> None:
    answer = client.post(f"/assessments/{earlier.uid}/next/", sent(earlier))
    assertRedirects(answer, f"/assessments/{Assessment.objects.get(title='Q4 2026').uid}/")


def test_a_taken_title_is_said_at_the_field(client: Client, earlier: Assessment) -> None:
    page = client.post(f"/assessments/{earlier.uid}/next/", sent(earlier, title="Q3 2026"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["title"])


def test_offers_those_who_were_invited_and_sends_nothing_unasked(
    client: Client, lead: User, earlier: Assessment
) -> None:
    Assessment.objects.update(kind="team", state="open", closed_at=None)
    earlier.refresh_from_db()
    for email in ("ana@x.org", "ben@x.org"):
        invite(make_person(lead), earlier, email=email, use_limit=1)
    page = client.post(f"/assessments/{earlier.uid}/next/", sent(earlier), follow=True)
    opened = Assessment.objects.get(title="Q4 2026")
    path = f"/assessments/{opened.uid}/invitations/send/?like={earlier.uid}"
    assertRedirects(page, path)
    assertContains(page, "ana@x.org\nben@x.org</textarea>")
    assertContains(page, "Nothing is sent before you press the button.")
    assert (opened.invitations.count(), len(mail.outbox)) == (0, 0)
    last_day = (timezone.localdate() + timedelta(days=9)).isoformat()
    client.post(path, {"addresses": "ana@x.org", "last_day": last_day})
    assert list(opened.invitations.values_list("email", flat=True)) == ["ana@x.org"]
    assert [message.to for message in mail.outbox] == [["ana@x.org"]]


def test_of_another_organization_nobody_is_listed(client: Client, lead: User, earlier: Assessment) -> None:
    elsewhere = make_assessment()
    Invitation.objects.create(assessment=elsewhere, email="secret@x.org", token_hash="a" * 64)
    own = make_assessment(earlier.organization, title="Q4 2026")
    for like in (elsewhere.uid, "nonsense", ""):
        page = client.get(f"/assessments/{own.uid}/invitations/send/", {"like": str(like)})
        assert page.status_code == 200
        assertNotContains(page, "secret@x.org")
    assert client.get(f"/assessments/{elsewhere.uid}/next/").status_code == 404


def test_a_consultant_who_runs_rounds_may(client: Client, earlier: Assessment) -> None:
    runner = make_user()
    make_grant(earlier.organization, runner, "run")
    client.force_login(runner)
    page = client.get(f"/assessments/{earlier.uid}/next/")
    assertNotContains(page, 'value="just-me"')
    assert page.context["form"]["kind"].value() == "team"
    answer = client.post(f"/assessments/{earlier.uid}/next/", sent(earlier))
    assert answer.status_code == 302
