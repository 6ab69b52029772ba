"""Filling in offline: the sheet to download, its upload with a preview, and the confirmation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.access import Action, PersonRequest, requires
from assessment.forms.answer_sheets import AnswerSheetForm, preview_of
from assessment.models import Response
from assessment.services.answer_sheets import Reading, check_open, keep, read_sheet, save_kept, sheet_of
from assessment.services.answers import with_assessment
from assessment.services.errors import Refused
from assessment.views.responses import crumbs_to

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INVALID, CONFLICT = 422, 409


@requires(Action.ANSWER_RESPONSE, Response)
@require_safe
@never_cache
def answer_sheet(request: PersonRequest, response: Response) -> HttpResponse:
    response = with_assessment(response)
    # SECURITY: letters, digits and hyphens alone, so that no title can speak in a header.
    name = slugify(f"answers {response.assessment.title}")[:60].strip("-")
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(sheet_of(response), content_type=XLSX, headers=headers)


@requires(Action.ANSWER_RESPONSE, Response)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_sheet_upload(request: PersonRequest, response: Response) -> HttpResponse:
    response = with_assessment(response)
    check_open(response)
    posted = request.method == "POST"
    form = AnswerSheetForm(request.POST, request.FILES) if posted else AnswerSheetForm()
    if form.is_valid():
        try:
            return _preview(request, response, read_sheet(response, form.cleaned_data["sheet"]))
        except Refused as refusal:
            if refusal.status != INVALID:
                raise
            form.add_error("sheet", refusal.sentence)
    context = {
        "response": response,
        "form": form,
        "crumbs": [*crumbs_to(request, response), (_("Fill in offline"), "")],
    }
    return render(request, "answer_sheets/upload.html", context, status=INVALID if form.errors else 200)


def _preview(request: PersonRequest, response: Response, reading: Reading) -> HttpResponse:
    preview = preview_of(reading)
    context = {
        "response": response,
        "preview": preview,
        "kept": keep(response, reading.changes) if preview.may_be_saved else "",
        "crumbs": [*crumbs_to(request, response), (_("What would change"), "")],
    }
    status = INVALID if preview.problems else CONFLICT if preview.conflicts else 200
    return render(request, "answer_sheets/preview.html", context, status=status)


@requires(Action.ANSWER_RESPONSE, Response)
@require_POST
def answer_sheet_save(request: PersonRequest, response: Response) -> HttpResponse:
    saved = save_kept(request.person, with_assessment(response), request.POST.get("kept", ""))
    said = ngettext("%(number)d answer was saved.", "%(number)d answers were saved.", len(saved))
    messages.success(request, said % {"number": len(saved)})
    if any(each.asks_again for each in saved):
        messages.warning(
            request,
            _("How some practices came about is worded differently now. Look whether those answers are still right."),
        )
    return redirect("response-show", response.uid)
