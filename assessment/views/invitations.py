"""Invitations to a round: as a link shown once, by e-mail to a list of people; sent again, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import Action, PersonRequest, requires
from assessment.forms.assessments import InvitationForm
from assessment.forms.invitation_lists import InvitationListForm
from assessment.models import Assessment, Invitation
from assessment.services.invitation_lists import Invited, invite_each, resend
from assessment.services.invitations import invite, revoke
from assessment.services.next_rounds import repeated
from assessment.views.assessments import assessment_crumbs

# So many are named in a message; of more, their number.
MOST_NAMED = 5


@requires(Action.RUN_ASSESSMENT, Assessment)
@never_cache
def invitation_create(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    form = InvitationForm(assessment, request.POST if request.method == "POST" else None)
    context = {"assessment": assessment, "crumbs": assessment_crumbs(assessment, _("Make a link"))}
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "invitations/create.html", {**context, "form": form}, status=status)
    limit, until = form.cleaned_data["use_limit"], form.expires_at
    invitation, token = invite(request.person, assessment, use_limit=limit, expires_at=until, role=form.role_key)
    # SECURITY: the link is in this answer alone; no redirect, so that it is never kept to be shown later.
    context |= {"invitation": invitation, "link": request.build_absolute_uri(reverse("join", args=[token]))}
    context["role"] = form.role_in_words
    return render(request, "invitations/created.html", context)


@requires(Action.RUN_ASSESSMENT, Assessment)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_send(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    before = repeated(assessment, request.GET.get("like", ""))
    initial = {"addresses": "\n".join(before.addresses), "role": before.role} if before else {}
    form = InvitationListForm(assessment, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and not form.asks:
        who, absolute, until = form.chosen, request.build_absolute_uri, form.expires_at
        invited = invite_each(request.person, assessment, who, absolute, expires_at=until, role=form.role_key)
        _tell(request, invited, form)
        return redirect("assessment-show", assessment.uid)
    context = {"assessment": assessment, "form": form, "before": before}
    context["crumbs"] = assessment_crumbs(assessment, _("Invite by e-mail"))
    return render(request, "invitations/send.html", context, status=422 if form.errors else 200)


def _tell(request: PersonRequest, invited: Invited, form: InvitationListForm) -> None:
    sent = ngettext("%(number)d invitation was sent.", "%(number)d invitations were sent.", invited.sent)
    (messages.success if invited.sent else messages.info)(request, sent % {"number": invited.sent})
    if invited.not_sent:
        failed = ngettext(
            "%(number)d mail could not be sent. It is marked in the list, where you can send it again.",
            "%(number)d mails could not be sent. They are marked in the list, where you can send them again.",
            invited.not_sent,
        )
        messages.warning(request, failed % {"number": invited.not_sent})
    lists = [
        (invited.already, _("Left out, because invited before: %(names)s.")),
        (form.left_out, _("Left out, because you did not tick them: %(names)s.")),
        (form.read.repeated, _("More than once in the list: %(names)s.")),
    ]
    for addresses, sentence in lists:
        if addresses:
            messages.info(request, sentence % {"names": _named(addresses)})


def _named(addresses: list[str]) -> str:
    more = len(addresses) - MOST_NAMED
    if more <= 0:
        return get_text_list(addresses, _("and"))
    return get_text_list([*addresses[:MOST_NAMED], _("%(number)d more") % {"number": more}], _("and"))


@requires(Action.RUN_ASSESSMENT, Invitation)
@require_POST
def invitation_resend(request: PersonRequest, invitation: Invitation) -> HttpResponse:
    if resend(request.person, invitation, request.build_absolute_uri):
        messages.success(request, _("A new link was sent to %(email)s.") % {"email": invitation.email})
    else:
        failed = _("No mail could be sent to %(email)s. Nothing has changed.")
        messages.warning(request, failed % {"email": invitation.email})
    return redirect("assessment-show", invitation.assessment.uid)


@requires(Action.RUN_ASSESSMENT, Invitation)
@require_POST
def invitation_revoke(request: PersonRequest, invitation: Invitation) -> HttpResponse:
    revoke(request.person, invitation)
    messages.success(request, _("The invitation has ended. Who has started with it can go on."))
    return redirect("assessment-show", invitation.assessment.uid)
