"""What whoever has a link to a result sees: the result, read-only, and where all of it is shown, why each number."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, View, may, public
from assessment.models import Share
from assessment.services.errors import Refused
from assessment.services.shares import share_by, shared_result
from assessment.services.stored_results import ResultView
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.derivation_pages.blocks import DerivationPage
from assessment.views.derivation_pages.page import dimension_page, overall_page, practice_page
from assessment.views.derivations import dimension_in, opened_in_place, practice_in
from assessment.views.organizations import Crumbs
from assessment.views.result_pages.actions import ACTION, Chosen, chosen_action
from assessment.views.result_pages.page import ResultPage, result_page
from assessment.views.secret_pages import behind_a_secret

BY_LINK = "whoever was given the secret link may read what it shares; nobody else finds it"
REOPENED = 409


def of_a_share(view: Callable[..., HttpResponse]) -> View:
    """A page on a secret link, which gets the share beside the secret; while the round is reopened there is none."""

    @wraps(view)
    def shown(request: PersonRequest, /, token: str, **kwargs: object) -> HttpResponseBase:
        share = share_by(token)
        # SECURITY: while people may answer, the result that is stored grows with each of them.
        if share.assessment.is_open:
            return render(request, "shares/reopened.html", {"assessment": share.assessment}, status=REOPENED)
        return view(request, share, token, **kwargs)

    return shown


@public(because=BY_LINK)
@never_cache
@require_safe
@behind_a_secret
@of_a_share
def shared_show(request: PersonRequest, share: Share, token: str) -> HttpResponse:
    context = {
        "share": share,
        "assessment": share.assessment,
        "page": _page(share, token, chosen_action(request.GET.get(ACTION, ""))),
        "sees_result": may(request.person, Action.SEE_RESULT, share.assessment),
    }
    return render(request, "shares/all.html" if share.shows_all else "shares/summary.html", context)


def _page(share: Share, token: str, chosen: Chosen) -> ResultPage:
    # SECURITY: no notes, whoever opens it.
    if share.shows_all:
        return result_page(shared_result(share), {}, chosen, Addresses(token=token))
    # Of the practices a summary shows no more than the names of those that hold back.
    return replace(result_page(shared_result(share), {}, addresses=Addresses()), map=None, roadmap=None, agreement=None)


@public(because=BY_LINK)
@never_cache
@require_safe
@behind_a_secret
@of_a_share
def shared_overall(request: PersonRequest, share: Share, token: str) -> HttpResponse:
    page = overall_page(_whole(share), Addresses(token=token))
    return opened_in_place(request, page) or _derived(request, share, token, page, _("Why"))


@public(because=BY_LINK)
@never_cache
@require_safe
@behind_a_secret
@of_a_share
def shared_dimension(request: PersonRequest, share: Share, token: str, dimension: str) -> HttpResponse:
    view = _whole(share)
    found = dimension_in(view, dimension)
    page = dimension_page(view, found, Addresses(token=token))
    return _derived(request, share, token, page, found.section.title)


@public(because=BY_LINK)
@never_cache
@require_safe
@behind_a_secret
@of_a_share
def shared_practice(request: PersonRequest, share: Share, token: str, dimension: str, practice: str) -> HttpResponse:
    view = _whole(share)
    within = dimension_in(view, dimension)
    found = practice_in(within, practice)
    page = practice_page(view, within, found, Addresses(token=token))
    return _derived(request, share, token, page, found.practice.name)


def _whole(share: Share) -> ResultView:
    """The result, where all of it is shown; below a summary there is nothing."""
    # SECURITY: derivations go down to the practices.
    if not share.shows_all:
        raise Refused(_("This link shows the summary alone."), status=404)
    return shared_result(share)


def _derived(request: PersonRequest, share: Share, token: str, page: DerivationPage, here: str) -> HttpResponse:
    result = _("Result of %(title)s") % {"title": share.assessment.title}
    crumbs: Crumbs = [(result, reverse("shared-show", args=[token])), *page.up, (here, "")]
    return render(request, "derivations/show.html", {"assessment": share.assessment, "page": page, "crumbs": crumbs})
