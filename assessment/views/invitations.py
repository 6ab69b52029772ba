"""Links to a round: made, shown once, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessment.access import Action, PersonRequest, requires
from assessment.forms.assessments import InvitationForm
from assessment.models import Assessment, Invitation
from assessment.services import mail
from assessment.services.invitations import invite, revoke
from assessment.views.assessments import assessment_crumbs


@requires(Action.RUN_ASSESSMENT, Assessment)
@never_cache
def invitation_create(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None)
    context = {"assessment": assessment, "crumbs": assessment_crumbs(assessment, _("Invite"))}
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "invitations/create.html", {**context, "form": form}, status=status)
    asked = form.cleaned_data
    invitation, token = invite(
        request.person, assessment, email=asked["email"], use_limit=asked["use_limit"], expires_at=form.expires_at
    )
    # SECURITY: the link is in this answer alone; no redirect, so that it is never kept to be shown later.
    link = request.build_absolute_uri(reverse("join", args=[token]))
    context |= {"invitation": invitation, "link": link, "mailed": _mailed(invitation, link)}
    return render(request, "invitations/created.html", context)


def _mailed(invitation: Invitation, link: str) -> bool:
    """Whether the link went to the address that was given, if one was."""
    return bool(invitation.email) and mail.send(
        "invitation",
        invitation.email,
        organization=invitation.assessment.organization.name,
        title=invitation.assessment.title,
        until=mail.day_of(invitation.expires_at),
        link=link,
    )


@requires(Action.RUN_ASSESSMENT, Invitation)
@require_POST
def invitation_revoke(request: PersonRequest, invitation: Invitation) -> HttpResponse:
    revoke(request.person, invitation)
    messages.success(request, _("The invitation has ended. Who has started with it can go on."))
    return redirect("assessment-show", invitation.assessment.uid)
