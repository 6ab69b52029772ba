"""Answers entered for others: begun, named, taken up again, removed by those who run the round."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import Action, PersonRequest, requires
from assessment.forms.entries import EntryForm
from assessment.models import Assessment, Response
from assessment.services import entries
from assessment.services.errors import Refused
from assessment.views.assessments import assessment_crumbs

INVALID = 422


@requires(Action.RUN_ASSESSMENT, Assessment)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_create(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    kind = entries.kind_in(assessment)
    on_paper = kind == Response.Kind.PAPER
    initial = {"label": entries.next_label(assessment)} if on_paper else {}
    form = EntryForm(kind, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            response = entries.start_entry(request.person, assessment, **form.cleaned_data)
        except Refused as refusal:
            _say(form, refusal)
        else:
            return redirect("response-show", response.uid)
    here = _("Enter a sheet") if on_paper else _("Enter a workshop")
    context = {"assessment": assessment, "form": form, "title": here, "on_paper": on_paper}
    context["crumbs"] = assessment_crumbs(assessment, here)
    return render(request, "entries/create.html", context, status=INVALID if form.errors else 200)


@requires(Action.CHANGE_ENTRY, Response)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_change(request: PersonRequest, response: Response) -> HttpResponse:
    stored = {"label": response.label, "people": response.people}
    form = EntryForm(response.kind, request.POST if request.method == "POST" else None, initial=stored)
    if form.is_valid():
        try:
            entries.change_entry(request.person, response, **form.cleaned_data)
        except Refused as refusal:
            _say(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("assessment-show", response.assessment.uid)
    context = {"response": response, "assessment": response.assessment, "form": form}
    context["crumbs"] = assessment_crumbs(response.assessment, entries.name_of(response))
    return render(request, "entries/change.html", context, status=INVALID if form.errors else 200)


def _say(form: EntryForm, refusal: Refused) -> None:
    """Say at the label what was refused about what was typed; anything else is no matter of the form."""
    if refusal.status != INVALID:
        raise refusal
    form.add_error("label", refusal.sentence)


@requires(Action.CHANGE_ENTRY, Response)
@require_POST
def entry_reopen(request: PersonRequest, response: Response) -> HttpResponse:
    entries.reopen_entry(request.person, response)
    messages.success(request, _("These answers can be changed again. They count once you submit them."))
    return redirect("response-show", response.uid)


@requires(Action.REMOVE_ENTRY, Response, found_by=entries.entry_run_by)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_remove(request: PersonRequest, response: Response) -> HttpResponse:
    assessment, name = response.assessment, entries.name_of(response)
    if request.method == "POST":
        entries.remove_entry(request.person, response)
        messages.success(request, _("“%(name)s” was removed.") % {"name": name})
        return redirect("assessment-show", assessment.uid)
    context = {"response": response, "assessment": assessment, "name": name}
    context["crumbs"] = assessment_crumbs(assessment, name)
    return render(request, "entries/remove.html", context)
