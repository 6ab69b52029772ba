"""Comparisons kept under a name: saved, listed, renamed, deleted, by the person who keeps them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import Action, PersonRequest, requires, signed_in
from assessment.forms.saved_views import SavedViewForm
from assessment.models import SavedView
from assessment.services.errors import Refused
from assessment.services.saved_views import delete_view, rename_view, save_view
from assessment.views.compare import asked_for
from assessment.views.organizations import Crumbs

INVALID = 422


@signed_in(because="lists the person's own views, and no others")
def saved_views(request: PersonRequest) -> HttpResponse:
    views = SavedView.objects.visible_to(request.person)
    return render(request, "saved_views/list.html", {"views": views, "crumbs": _crumbs(_("Saved views"))})


@signed_in(because="keeps an address that shows what is visible to the person whenever it is opened, and no more")
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_create(request: PersonRequest, view: str) -> HttpResponse:
    form = SavedViewForm(request.POST if request.method == "POST" else None)
    address = asked_for(request, view).address
    if form.is_valid():
        try:
            save_view(request.person, form.cleaned_data["name"], address)
        except Refused as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, _("Saved. You find it again under “Saved views”."))
            return redirect(address)
    context = {"form": form, "address": address, "crumbs": _crumbs(_("Save this view"))}
    return render(request, "saved_views/create.html", context, status=INVALID if form.errors else 200)


@requires(Action.CHANGE_SAVED_VIEW, SavedView)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_change(request: PersonRequest, view: SavedView) -> HttpResponse:
    form = SavedViewForm(request.POST if request.method == "POST" else {"name": view.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_view(view, form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, _("Renamed."))
            return redirect("saved-views")
    context = {"form": form, "view": view, "crumbs": _crumbs(_("Rename"))}
    return render(request, "saved_views/change.html", context, status=INVALID if form.errors else 200)


@requires(Action.CHANGE_SAVED_VIEW, SavedView)
@require_POST
def saved_view_delete(request: PersonRequest, view: SavedView) -> HttpResponse:
    delete_view(view)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": view.name})
    return redirect("saved-views")


def _crumbs(here: str) -> Crumbs:
    return [(_("Compare"), reverse("compare")), (here, "")]
