"""Importing a round that was exported elsewhere: the upload with a preview, and the confirmation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import Action, PersonRequest, may, requires
from assessment.forms.bundles import BundleForm
from assessment.models import Organization
from assessment.services.bundle_files import BundleRefused, read_bundle
from assessment.services.bundle_keeping import keep, kept_bundle
from assessment.services.bundles import import_bundle, preview_bundle
from assessment.services.errors import Refused
from assessment.views.organizations import organization_crumbs

INVALID = 422


@requires(Action.CHANGE_ORGANIZATION, Organization)
@require_http_methods(["GET", "HEAD", "POST"])
def bundle_upload(request: PersonRequest, organization: Organization) -> HttpResponse:
    form = BundleForm(request.POST, request.FILES) if request.method == "POST" else BundleForm()
    if form.is_valid():
        try:
            return _preview(request, organization, form)
        except Refused as refusal:
            for sentence in refusal.sentences if isinstance(refusal, BundleRefused) else [refusal.sentence]:
                form.add_error("bundle", sentence)
    crumbs = organization_crumbs(organization, _("Import a round"))
    context = {"organization": organization, "form": form, "crumbs": crumbs}
    return render(request, "bundles/upload.html", context, status=INVALID if form.errors else 200)


def _preview(request: PersonRequest, organization: Organization, form: BundleForm) -> HttpResponse:
    document, title = read_bundle(form.cleaned_data["bundle"].read()), form.cleaned_data["title"]
    context = {
        "organization": organization,
        "preview": preview_bundle(
            request.person, organization, document, title=title, usable=_may_bring_versions(request)
        ),
        "named": document["organization"]["name"],
        "kept": keep(organization, document, title),
        "crumbs": organization_crumbs(organization, _("What would be imported")),
    }
    return render(request, "bundles/preview.html", context)


@requires(Action.CHANGE_ORGANIZATION, Organization)
@require_POST
def bundle_save(request: PersonRequest, organization: Organization) -> HttpResponse:
    document, title = kept_bundle(organization, request.POST.get("kept", ""))
    usable = _may_bring_versions(request)
    assessment = import_bundle(request.person, organization, document, title=title, usable=usable)
    messages.success(request, _("Imported, with the scores that it had where it was made."))
    return redirect("result-show", assessment.uid)


def _may_bring_versions(request: PersonRequest) -> bool:
    """Whether a version of a questionnaire that comes with a bundle may be used for new rounds of anybody."""
    return may(request.person, Action.MAINTAIN_QUESTIONNAIRES)
