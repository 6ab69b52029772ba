"""That a question is unclear: said beside it, read by editors."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessment.access import Action, PersonRequest, requires
from assessment.forms.remarks import RemarkForm, numbers_in
from assessment.models import Response, Version
from assessment.services import remarks
from assessment.services.answer_values import Invalid
from assessment.services.answers import asked_question, with_assessment
from assessment.services.versions import FrozenQuestion
from assessment.views.responses import crumbs_to


@requires(Action.ANSWER_RESPONSE, Response)
@require_http_methods(["GET", "HEAD", "POST"])
def question_unclear(request: PersonRequest, response: Response, key: str) -> HttpResponseBase:
    response = with_assessment(response)
    question = _asked(response, key)
    if request.method == "POST" and "take-back" in request.POST:
        remarks.take_back(response, key)
        return _done(request, response, question, said=False)
    before = remarks.said_in(response).get(key)
    form = RemarkForm(key, request.POST if request.method == "POST" else None, text=before or "")
    if form.is_valid():
        remarks.say_unclear(response, key, form.cleaned_data["text"])
        return _done(request, response, question, said=True)
    context = {"response": response, "question": question, "form": form, "said": before is not None}
    context["crumbs"] = [*crumbs_to(request, response), (_("An unclear question"), "")]
    page = "remarks/_form.html" if request.htmx else "remarks/unclear.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _asked(response: Response, key: str) -> FrozenQuestion:
    try:
        return asked_question(response, key)
    except Invalid as invalid:
        raise Http404 from invalid


def _done(request: PersonRequest, response: Response, question: FrozenQuestion, *, said: bool) -> HttpResponse:
    """Back to the question, or the link beside it where a script asked; both say what happened."""
    sentence = _("Thank you. The editors read it without learning who you are.") if said else _("Taken back.")
    if request.htmx:
        context = {"response": response, "question": question, "said": said, "sentence": sentence}
        return render(request, "remarks/_link.html", context)
    messages.success(request, sentence)
    return redirect(reverse("section-show", args=[response.uid, question.section_key]) + f"#{question.key}")


@requires(Action.MAINTAIN_QUESTIONNAIRES, Version)
@require_http_methods(["GET", "HEAD", "POST"])
def version_remarks(request: PersonRequest, version: Version) -> HttpResponse:
    settled = "settled" in request.GET
    if request.method == "POST":
        return _settled(request, version)
    context = {
        "version": version,
        "settled": settled,
        "unclear": remarks.unclear_questions(version, settled=settled),
        "crumbs": [
            (_("Questionnaires"), reverse("questionnaires")),
            (str(version), reverse("version-show", args=[version.uid])),
            (_("Unclear questions"), ""),
        ],
    }
    return render(request, "remarks/list.html", context)


def _settled(request: PersonRequest, version: Version) -> HttpResponse:
    """Settle the remarks sent, or open them again, and stay on the list they were on."""
    address = reverse("version-remarks", args=[version.uid])
    if "open" in request.POST:
        count = remarks.unsettle(request.person, version, numbers_in(request.POST))
        sentence = ngettext("%(count)d remark is open again.", "%(count)d remarks are open again.", count)
        address += "?settled"
    else:
        count = remarks.settle(request.person, version, numbers_in(request.POST))
        sentence = ngettext("%(count)d remark is settled.", "%(count)d remarks are settled.", count)
    messages.success(request, sentence % {"count": count})
    return redirect(address)
