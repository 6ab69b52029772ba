"""People who were asked a while ago, as those who remind them find them."""

from datetime import timedelta

from django.utils import timezone

from assessment.models import Assessment, Invitation, Response, User
from assessment.services.invitations import invite
from tests.factories import make_assessment, make_organization, make_person, make_response

LONG_AGO = timedelta(days=20)


def due_in_a_week(lead: User) -> Assessment:
    """A round opened a while ago, due in a week."""
    organization = make_organization("Halden Freight", lead=lead)
    due_on = timezone.localdate() + timedelta(days=7)
    return make_assessment(organization, title="Q4 2026", due_on=due_on, opened_at=timezone.now() - LONG_AGO)


def invited(assessment: Assessment, email: str, **fields: object) -> Invitation:
    """An invitation mailed a while ago."""
    invitation, _ = invite(make_person(), assessment, email=email, use_limit=1)
    asked = timezone.now() - LONG_AGO
    Invitation.objects.filter(pk=invitation.pk).update(**{"created_at": asked, "mailed_at": asked, **fields})
    invitation.refresh_from_db()
    return invitation


def begun(assessment: Assessment, user: User | None = None, guest: str = "", **fields: object) -> Response:
    """A response begun a while ago."""
    response = make_response(assessment, user, guest, **fields)
    Response.objects.filter(pk=response.pk).update(started_at=timezone.now() - LONG_AGO)
    return response


def submitted(assessment: Assessment, user: User | None = None, guest: str = "", **fields: object) -> Response:
    """A response begun a while ago and handed in."""
    done = {"state": Response.State.SUBMITTED, "submitted_at": timezone.now()}
    return begun(assessment, user, guest, **done, **fields)
