"""A section of a response: shown with what is stored, and saved whole where there is no script."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import Action, PersonRequest, requires
from assessment.forms.answers import section_sent
from assessment.forms.sections import SectionForm
from assessment.forms.unknown_answers import STEP, step_in
from assessment.models import Response
from assessment.services import responses
from assessment.services.answer_pen import Conflict, Saved
from assessment.services.answers import save_answers, with_assessment
from assessment.services.errors import Refused
from assessment.services.last_time import last_time
from assessment.services.remarks import said_in
from assessment.services.responses import Outline
from assessment.services.unknown_answers import answer_unknown, take_back, unknown_step
from assessment.views.responses import crumbs_to, form_of, is_writable


@requires(Action.ANSWER_RESPONSE, Response)
@require_http_methods(["GET", "HEAD", "POST"])
def section_show(request: PersonRequest, response: Response, key: str) -> HttpResponseBase:
    response = with_assessment(response)
    outline = responses.outline(response)
    if outline.of(key) is None:
        raise Http404
    if request.method == "POST":
        return _save(request, response, outline, key)
    if not is_writable(response):
        return redirect(reverse("response-check", args=[response.uid]) + f"#section-{key}")
    return _page(request, response, outline, form_of(outline, key))


def _save(request: PersonRequest, response: Response, outline: Outline, key: str) -> HttpResponse:
    form = form_of(outline, key)
    sent = section_sent(request.POST, form.section.all_questions)
    saved, problems = save_answers(request.person, response, sent)
    after = responses.outline(response)
    if problems:
        filled = replace(form_of(after, key), sent=sent, problems=problems)
        only_conflicts = all(isinstance(problem, Conflict) for problem in problems.values())
        return _page(request, response, after, filled, status=409 if only_conflicts else 422)
    if STEP in request.POST:
        return _answer_unknown(request, response, key)
    return _finish(request, response, after, key, saved)


def _finish(request: PersonRequest, response: Response, after: Outline, key: str, saved: list[Saved]) -> HttpResponse:
    """Note whether the section is finished, and go on; stay where a wording changed under an answer."""
    decided, progress = request.POST.get("finished", ""), after.of(key)
    finished = decided == "yes" or (not decided and progress is not None and not progress.missing)
    responses.finish_section(request.person, response, key, finished=finished)
    if any(each.asks_again for each in saved):
        messages.warning(request, _("Saved. Some rows below are worded differently now. Are your answers still right?"))
        return redirect(reverse("section-show", args=[response.uid, key]) + "#came-about")
    if decided == "no":
        return redirect("response-show", response.uid)
    following = after.next_after(key)
    if following is None:
        return redirect("response-check", response.uid)
    return redirect("section-show", response.uid, following.section.key)


def _answer_unknown(request: PersonRequest, response: Response, key: str) -> HttpResponse:
    """Answer the rest of the section, once what was chosen on the page is saved."""
    step = answer_unknown(request.person, response, key)
    # The address names the step, so that the page offers to take it back, also when it is loaded again.
    return redirect(f"{reverse('section-show', args=[response.uid, key])}?{urlencode({STEP: step.at.isoformat()})}")


@requires(Action.ANSWER_RESPONSE, Response)
@require_POST
def section_take_back(request: PersonRequest, response: Response, key: str) -> HttpResponse:
    at = step_in(request.POST)
    if at is None:
        raise Refused(_("This form is outdated. Load the page again."))
    count = take_back(request.person, response, key, at)
    taken = ngettext("%(count)d question is open again.", "%(count)d questions are open again.", count)
    messages.success(request, taken % {"count": count})
    return redirect("section-show", response.uid, key)


def _page(
    request: PersonRequest, response: Response, outline: Outline, form: SectionForm, status: int = 200
) -> HttpResponse:
    key = form.section.key
    form = replace(form, last=last_time(response, form.section))
    at = step_in(request.GET)
    context = {
        "response": response,
        "outline": outline,
        "progress": outline.of(key),
        "form": form,
        "errors": form.errors,
        "step": unknown_step(response, key, at) if at else None,
        "next": outline.next_after(key),
        "said": said_in(response),
        "finished": request.POST.get("finished", ""),
        "person_key": _person_key(request, response),
        "now": timezone.now(),
        "crumbs": [*crumbs_to(request, response), (form.section.title, "")],
    }
    return render(request, "responses/section.html", context, status=status)


def _person_key(request: PersonRequest, response: Response) -> str:
    """Under which unsent answers wait in the browser: tells nobody who it is, and outlives a guest's link."""
    user = request.person.user
    return salted_hmac("pending answers", f"user {user.pk}" if user else f"guest {response.uid}").hexdigest()[:16]
