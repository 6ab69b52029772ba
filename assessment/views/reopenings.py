"""Whoever runs a round answers those who ask to change what they submitted: all of them at once, without a name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assessment.access import Action, PersonRequest, requires
from assessment.models import Assessment
from assessment.services.reopenings import approve_reopenings, decline_reopenings


@requires(Action.RUN_ASSESSMENT, Assessment)
@require_POST
def reopenings_allow(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    number = approve_reopenings(request.person, assessment)
    allowed = ngettext(
        "%(number)d person can change the answers again. They count once they are submitted.",
        "%(number)d people can change their answers again. They count once they are submitted.",
        number,
    )
    messages.success(request, allowed % {"number": number})
    return redirect("assessment-show", assessment.uid)


@requires(Action.RUN_ASSESSMENT, Assessment)
@require_POST
def reopenings_decline(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    decline_reopenings(request.person, assessment)
    messages.success(request, _("The answers stay as they were submitted."))
    return redirect("assessment-show", assessment.uid)
