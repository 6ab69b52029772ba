"""The next round like an earlier one: its form filled in, then the offer to invite the same people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessment.access import ALLOWED, Action, PersonRequest, requires, roles_in
from assessment.forms.assessments import AssessmentForm
from assessment.models import Assessment
from assessment.services.errors import Refused
from assessment.services.next_rounds import can_invite_again, newest_version, open_next
from assessment.views.assessments import assessment_crumbs


@requires(Action.OPEN_ASSESSMENT, Assessment)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_next(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    may_answer = bool(roles_in(request.person, assessment.organization) & ALLOWED[Action.ANSWER_ASSESSMENT])
    initial, data = _as_before(assessment, may_answer=may_answer), request.POST if request.method == "POST" else None
    form = AssessmentForm(data, may_answer=may_answer, initial=initial)
    if form.is_valid():
        try:
            opened = open_next(request.person, assessment, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("title", refusal.sentence)
        else:
            messages.success(request, _("“%(title)s” is open.") % {"title": opened.title})
            return redirect(_following(opened, assessment))
    context = {"form": form, "organization": assessment.organization, "earlier": assessment}
    context["crumbs"] = assessment_crumbs(assessment, _("The next round"))
    return render(request, "assessments/create.html", context, status=422 if form.errors else 200)


def _as_before(assessment: Assessment, *, may_answer: bool) -> dict[str, object]:
    """What is filled in, as far as it can be chosen again: not a retired version, nor "just me" by who is no member."""
    version, just_me = newest_version(assessment), assessment.kind == Assessment.Kind.JUST_ME
    kind = Assessment.Kind.TEAM if just_me and not may_answer else assessment.kind
    return {"kind": kind, **({"version": version} if version else {})}


def _following(opened: Assessment, earlier: Assessment) -> str:
    """Where it goes on: to those who were invited before, where there are any, else to the new round."""
    if not can_invite_again(opened, earlier):
        return reverse("assessment-show", args=[opened.uid])
    return f"{reverse('invitation-send', args=[opened.uid])}?{urlencode({'like': str(earlier.uid)})}"
