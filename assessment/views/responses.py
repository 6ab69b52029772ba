"""A response: its task list, checking it, handing it in."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment.access import Action, PersonRequest, may, requires
from assessment.forms.join import ReturnLinkForm
from assessment.forms.sections import SectionForm
from assessment.models import Answer, Assessment, Response, Section
from assessment.services import consistency, guests, responses
from assessment.services.assessments import progress_of
from assessment.services.entries import name_of
from assessment.services.remarks import said_in
from assessment.services.reopenings import ask_to_reopen, reopening_of
from assessment.services.responses import Outline, SectionProgress
from assessment.services.suggestions import suggested_sections
from assessment.services.versions import FrozenVersion

RETURN_LINKS = "return_links"
Crumbs = list[tuple[str, str]]


@requires(Action.ANSWER_RESPONSE, Response)
@require_safe
def response_show(request: PersonRequest, response: Response) -> HttpResponseBase:
    if response.is_submitted:
        return redirect("response-submitted", response.uid)
    outline = responses.outline(response)
    context = {
        "response": response,
        "outline": outline,
        "groups": _groups(outline),
        "suggested": _suggested(response, outline),
        "next": outline.next_after(),
        "progress": progress_of(response.assessment),
        "reopening": reopening_of(response),
        **_return_link_once(request, response),
        "may_claim": guests.may_claim(request.person, response),
        "another": guests.another_of(request.person, response),
        "crumbs": crumbs_to(request, response)[:-1],
    }
    return render(request, "responses/show.html", context)


@requires(Action.ANSWER_RESPONSE, Response)
@require_safe
def response_check(request: PersonRequest, response: Response) -> HttpResponse:
    outline, writable = responses.outline(response), is_writable(response)
    context = {
        "response": response,
        "writable": writable,
        "sections": [(each, form_of(outline, each.section.key)) for each in outline.sections],
        "open": sum(len(each.missing) for each in outline.sections),
        "said": said_in(response),
        "doubts": consistency.doubts(outline.version, outline.answers),
        "crumbs": [*crumbs_to(request, response), (_("Check your answers") if writable else _("All of them"), "")],
    }
    return render(request, "responses/check.html", context)


@requires(Action.ANSWER_RESPONSE, Response)
@require_POST
def response_submit(request: PersonRequest, response: Response) -> HttpResponse:
    if response.is_submitted:
        messages.info(request, _("You had submitted these answers before. Nothing was changed."))
    responses.submit_response(request.person, response)
    return redirect("response-submitted", response.uid)


@requires(Action.ANSWER_RESPONSE, Response)
@require_safe
def response_submitted(request: PersonRequest, response: Response) -> HttpResponse:
    if not response.is_submitted:
        return redirect("response-show", response.uid)
    assessment = response.assessment
    context = {
        "response": response,
        "sees_result": not assessment.is_open and may(request.person, Action.SEE_RESULT, assessment),
        "may_claim": guests.may_claim(request.person, response),
        "another": guests.another_of(request.person, response),
        "reopening": reopening_of(response),
        "crumbs": [*crumbs_to(request, response), (_("Submitted"), "")],
    }
    personal = response.kind == Response.Kind.PERSONAL
    return render(request, "responses/submitted.html" if personal else "entries/submitted.html", context)


@requires(Action.ANSWER_RESPONSE, Response)
@require_POST
def reopening_ask(request: PersonRequest, response: Response) -> HttpResponse:
    ask_to_reopen(request.person, response)
    return redirect(reverse("response-submitted", args=[response.uid]) + "#change")


@requires(Action.ANSWER_RESPONSE, Response)
@require_POST
def response_claim(request: PersonRequest, response: Response) -> HttpResponse:
    guests.claim(request.person, response)
    messages.success(request, _("These answers now belong to your account. Your personal return link has ended."))
    return redirect("response-show", response.uid)


# --- Shared by the views of one response ---------------------------------------------------------


def is_writable(response: Response) -> bool:
    """Whether answers can still be changed."""
    return not response.is_submitted and response.assessment.is_open


def form_of(outline: Outline, section_key: str) -> SectionForm:
    """The section of an outline as a form, filled with what is stored."""
    return form_with(outline.version, outline.of(section_key), outline.answers)


def form_with(version: FrozenVersion, progress: SectionProgress | None, answers: Mapping[str, Answer]) -> SectionForm:
    """A section as a form, filled with these answers; raises LookupError where it is not asked."""
    if progress is None:
        message = "This section is not asked."
        raise LookupError(message)
    return SectionForm(version, progress.section, progress.asked, answers, {}, {})


def crumbs_to(request: PersonRequest, response: Response) -> Crumbs:
    """The path to the task list; organization and assessment only for those who may open them."""
    name = name_of(response) or _("Your answers")
    assessment, own = response.assessment, (name, reverse("response-show", args=[response.uid]))
    if not Assessment.objects.visible_to(request.person).filter(pk=assessment.pk).exists():
        return [own]
    organization = assessment.organization
    return [
        (organization.name, reverse("organization-show", args=[organization.uid])),
        (assessment.title, reverse("assessment-show", args=[assessment.uid])),
        own,
    ]


def _groups(outline: Outline) -> list[tuple[str, list[responses.SectionProgress]]]:
    titles = {
        Section.Kind.PROFILE: _("About you"),
        Section.Kind.DIMENSION: _("What happens in your team"),
        Section.Kind.PERCEPTION: _("Your view"),
    }
    groups = [
        (title, [each for each in outline.sections if each.section.kind == kind]) for kind, title in titles.items()
    ]
    return [(title, sections) for title, sections in groups if sections]


def _suggested(response: Response, outline: Outline) -> frozenset[str]:
    if response.kind != Response.Kind.PERSONAL:
        return frozenset()
    invited_as = response.invitation.role if response.invitation else ""
    asked = (each.section for each in outline.sections)
    return suggested_sections(outline.version, asked, outline.answers, invited_as)


def return_address(request: PersonRequest, token: str) -> str:
    """The personal link that carries this secret."""
    return request.build_absolute_uri(reverse("response-return", args=[token]))


def _return_link_once(request: PersonRequest, response: Response) -> dict[str, object]:
    """The guest's personal link and the form that mails it, the first time the task list is shown."""
    # SECURITY: only the hash of the secret is stored; the secret itself leaves the session with this page.
    links = request.session.get(RETURN_LINKS, {})
    token = links.pop(str(response.uid), "")
    if not token:
        return {}
    request.session[RETURN_LINKS] = links
    return {"return_link": return_address(request, token), "link_form": ReturnLinkForm(initial={"token": token})}
