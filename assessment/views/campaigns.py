"""Campaigns: mine, a new one, one with its progress, another due date for its rounds, closing them together."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessment.access import Action, PersonRequest, requires, signed_in
from assessment.forms.campaigns import CampaignForm, DueDateForm
from assessment.models import Campaign
from assessment.services.campaign_changes import Moving, move_due_date
from assessment.services.campaigns import (
    Closing,
    ClosingPlan,
    campaigns_of,
    close_campaign,
    open_campaign,
    organizations_to_open_for,
    rounds_of_campaign,
    runs_several,
)
from assessment.services.errors import Refused
from assessment.services.mail import day_of
from assessment.views.organizations import Crumbs

NOT_FOUND = 404


def campaign_crumbs(*below: tuple[str, str]) -> Crumbs:
    """The path to the list of campaigns, or to a page below it."""
    above = [(_("Organizations"), reverse("organizations"))]
    return [*above, (_("Campaigns"), reverse("campaigns") if below else ""), *below]


@signed_in(because="lists the campaigns the account opened, and no other")
@require_safe
def campaigns(request: PersonRequest) -> HttpResponse:
    context = {"campaigns": campaigns_of(request.person), "may_open": runs_several(request.person)}
    return render(request, "campaigns/list.html", {**context, "crumbs": campaign_crumbs()})


@signed_in(because="offers the organizations in which the account may open a round, and no other")
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_create(request: PersonRequest) -> HttpResponse:
    offered = organizations_to_open_for(request.person)
    form = CampaignForm(offered, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            campaign = open_campaign(request.person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("organizations" if refusal.status == NOT_FOUND else "title", refusal.sentence)
        else:
            messages.success(request, _("Opened. Invite the people who shall answer in each round."))
            return redirect("campaign-show", campaign.uid)
    context = {"form": form, "may_open": offered.exists(), "crumbs": campaign_crumbs((_("New campaign"), ""))}
    return render(request, "campaigns/create.html", context, status=422 if form.errors else 200)


@requires(Action.RUN_CAMPAIGN, Campaign)
@require_safe
def campaign_show(request: PersonRequest, campaign: Campaign) -> HttpResponse:
    rounds = rounds_of_campaign(request.person, campaign)
    context = {
        "campaign": campaign,
        "rounds": rounds,
        "can_close": any(each.can_close for each in rounds),
        "can_change": any(each.can_change for each in rounds),
        "crumbs": campaign_crumbs((campaign.title, "")),
    }
    return render(request, "campaigns/show.html", context)


@requires(Action.RUN_CAMPAIGN, Campaign)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_change(request: PersonRequest, campaign: Campaign) -> HttpResponse:
    here = reverse("campaign-show", args=[campaign.uid])
    form = DueDateForm(request.POST if request.method == "POST" else None, initial={"due_on": campaign.due_on})
    if form.is_valid():
        due_on, seen = form.cleaned_data["due_on"], form.cleaned_data["seen"]
        _tell_moving(request, move_due_date(request.person, campaign, due_on, seen=seen), due_on)
        return redirect(here)
    rounds = [each for each in rounds_of_campaign(request.person, campaign) if each.can_change]
    crumbs = campaign_crumbs((campaign.title, here), (_("Due date"), ""))
    context = {"campaign": campaign, "rounds": rounds, "form": form, "crumbs": crumbs}
    return render(request, "campaigns/change.html", context, status=422 if form.errors else 200)


def _tell_moving(request: PersonRequest, moving: Moving, due_on: date | None) -> None:
    number = len(moving.moved)
    if number and due_on is None:
        moved = ngettext("%(number)d round has no due date now.", "%(number)d rounds have no due date now.", number)
        messages.success(request, moved % {"number": number})
    elif number:
        moved = ngettext("%(number)d round is due on %(day)s now.", "%(number)d rounds are due on %(day)s now.", number)
        messages.success(request, moved % {"number": number, "day": day_of(due_on)})
    if moving.left:
        names = get_text_list([each.organization.name for each in moving.left], _("and"))
        changed = _("Left as they are, because somebody else has just changed them: %(names)s.")
        messages.warning(request, changed % {"names": names})
    if not (number or moving.left):
        messages.info(request, _("There was nothing to change."))


@requires(Action.RUN_CAMPAIGN, Campaign)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_close(request: PersonRequest, campaign: Campaign) -> HttpResponse:
    here = reverse("campaign-show", args=[campaign.uid])
    if request.method == "POST":
        _tell(request, close_campaign(request.person, campaign))
        return redirect(here)
    crumbs = campaign_crumbs((campaign.title, here), (_("Close"), ""))
    plan = ClosingPlan(rounds_of_campaign(request.person, campaign))
    context = {"campaign": campaign, "plan": plan, "crumbs": crumbs}
    return render(request, "campaigns/close.html", context)


def _tell(request: PersonRequest, closing: Closing) -> None:
    number = len(closing.closed)
    if number:
        closed = ngettext("%(number)d round is closed.", "%(number)d rounds are closed.", number)
        messages.success(request, closed % {"number": number})
    if closing.left:
        names = get_text_list([each.organization.name for each in closing.left], _("and"))
        messages.warning(request, _("Left open, because nobody has submitted: %(names)s.") % {"names": names})
    if not (number or closing.left):
        messages.warning(request, _("There was nothing to close."))
