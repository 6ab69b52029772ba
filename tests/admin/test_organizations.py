"""Administrators look at accounts and organizations, every look is written down, and answers are not there."""

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import AuditEvent, Consent, Invitation, Offer, Organization, User, hash_of
from tests.admin.pages import page, save
from tests.factories import (
    make_administrator,
    make_assessment,
    make_editor,
    make_grant,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db

HASH = hash_of("secret")


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def rows_of(organization: Organization) -> list[Model]:
    """One row of every kind that belongs to an organization."""
    assessment = make_assessment(organization)
    return [
        organization,
        organization.memberships.get(),
        make_grant(organization, make_user()),
        Consent.objects.create(organization=organization, purpose="benchmark"),
        Offer.objects.create(organization=organization, place="lead", email="a@example.org", token_hash=HASH),
        assessment,
        Invitation.objects.create(assessment=assessment, token_hash=HASH),
    ]


def test_every_look_at_an_organization_is_written_down(administrator: Client) -> None:
    organization = make_organization()
    for row in rows_of(organization):
        assert administrator.get(page(row)).status_code == 200
        event = AuditEvent.objects.first()
        assert event is not None
        assert (event.verb, event.object_type, event.organization_uid) == (
            "opened in the admin",
            row._meta.model_name,
            organization.uid,
        )


def test_the_history_of_an_organization_is_a_look_too(administrator: Client) -> None:
    organization = make_organization()
    administrator.get(reverse("admin:assessment_organization_history", args=[organization.pk]))
    assert list(AuditEvent.objects.values_list("verb", "organization_uid")) == [
        ("opened in the admin", organization.uid)
    ]


def test_no_token_is_shown(superuser: Client) -> None:
    for row in rows_of(make_organization()):
        content = superuser.get(page(row)).content.decode()
        listed = superuser.get(reverse(f"admin:assessment_{row._meta.model_name}_changelist")).content.decode()
        assert HASH not in content + listed
        assert "token" not in content.replace("csrfmiddlewaretoken", "")


def test_only_organizations_and_accounts_are_changed(superuser: Client) -> None:
    organization, *others = rows_of(make_organization())
    for row in others:
        assert superuser.post(page(row), {}).status_code == 403
        assert superuser.get(reverse(f"admin:assessment_{row._meta.model_name}_add")).status_code == 403
        assert (
            superuser.get(reverse(f"admin:assessment_{row._meta.model_name}_delete", args=[row.pk])).status_code == 403
        )
    assert superuser.get(reverse("admin:assessment_organization_delete", args=[organization.pk])).status_code == 403


def test_vouching_says_who_vouched(administrator: Client) -> None:
    organization = make_organization()
    save(administrator, organization, vouched_at_0="2026-05-01", vouched_at_1="12:00:00")
    organization.refresh_from_db()
    assert (organization.vouched_at is not None, organization.vouched_by) == (True, User.objects.get(is_staff=True))
    assert AuditEvent.objects.first().verb == "organization changed in the admin"  # type: ignore[union-attr]  # just written


def test_the_audit_log_is_only_read(superuser: Client) -> None:
    event = AuditEvent.objects.create(verb="signed in")
    assert superuser.get(reverse("admin:assessment_auditevent_changelist")).status_code == 200
    assert superuser.get(page(event)).status_code == 200
    assert superuser.post(page(event), {"verb": "other"}).status_code == 403
    assert superuser.get(reverse("admin:assessment_auditevent_add")).status_code == 403


def test_answers_and_results_are_not_in_the_admin() -> None:
    names = {model.__name__ for model in admin.site._registry}
    hidden = {"Response", "Answer", "AnswerChange", "Result", "DimensionResult", "PracticeResult", "Target"}
    assert names.isdisjoint(hidden)


def test_an_account_is_made_without_a_password(administrator: Client) -> None:
    values = {"email": "New@Example.org", "name": "New", "is_active": "on", "wants_reminders": "on"}
    assert administrator.post(reverse("admin:assessment_user_add"), values).status_code == 302
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["account created"]


def test_an_administrator_raises_nobody_to_superuser(administrator: Client) -> None:
    user = make_user()
    save(administrator, user, is_superuser="on", email="other@example.org", name="Renamed")
    was, user = user.email, User.objects.get(pk=user.pk)
    assert (user.is_superuser, user.email, user.name) == (False, was, "Renamed")


def test_an_administrator_changes_no_superuser(administrator: Client) -> None:
    above = make_user(is_superuser=True)
    assert administrator.post(page(above), {"name": "Other"}).status_code == 403
    assert administrator.get(reverse("admin:assessment_user_delete", args=[above.pk])).status_code == 403


def test_a_superuser_changes_another(superuser: Client) -> None:
    other = make_user(is_superuser=True)
    save(superuser, other, is_superuser=None)
    other.refresh_from_db()
    assert not other.is_superuser


def test_an_editor_sees_no_organization(client: Client) -> None:
    client.force_login(make_editor())
    for row in rows_of(make_organization()):
        assert client.get(page(row)).status_code == 403
    assert AuditEvent.objects.count() == 0


def test_the_time_of_opening_is_that_of_the_look(administrator: Client) -> None:
    before = timezone.now()
    administrator.get(page(make_organization()))
    assert AuditEvent.objects.get().at >= before
