"""What whoever has a link to a result sees: the result, read-only, and where all of it is shown, why each number."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from uuid import UUID

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
from assessment.services.logos import logo_on
from assessment.services.reviews import NO_REVIEW, Review, Said, read_review
from assessment.services.shares import share_by, shared_result
from assessment.services.stored_results import ResultView
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.derivation_pages.blocks import DerivationPage
from assessment.views.derivation_pages.page import dimension_page, overall_page, practice_page
from assessment.views.derivations import dimension_in, opened_in_place, practice_in
from assessment.views.logos import picture_response
from assessment.views.organizations import Crumbs
from assessment.views.result_pages.actions import ACTION, Chosen, chosen_action
from assessment.views.result_pages.logos import shown_logos
from assessment.views.result_pages.page import ResultPage, result_page
from assessment.views.result_pages.reviews import VerifiedRow, verified_row
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
    view = shared_result(share)
    review = _review(share, view)
    context = {
        "share": share,
        "assessment": share.assessment,
        "logos": shown_logos(share.assessment, review, token) if share.shows_all else (),
        "page": _page(view, token if share.shows_all else "", chosen_action(request.GET.get(ACTION, "")), review),
        "sees_result": may(request.person, Action.SEE_RESULT, share.assessment),
    }
    return render(request, "shares/all.html" if share.shows_all else "shares/summary.html", context)


def _review(share: Share, view: ResultView) -> Review:
    """What reviewers said, which goes with the whole result alone."""
    return read_review(share.assessment, view.result) if share.shows_all else NO_REVIEW


def _page(view: ResultView, token: str, chosen: Chosen, review: Review) -> ResultPage:
    """The whole result where there is a secret to find its derivations by, else the summary."""
    # SECURITY: no notes, whoever opens it.
    if token:
        return result_page(view, {}, chosen, Addresses(token=token), review)
    # Of the practices a summary shows no more than the names of those that hold back.
    return replace(result_page(view, {}, addresses=Addresses()), map=None, roadmap=None, agreement=None)


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
    comment = _review(share, view).comments.get(found.section.key)
    return _derived(request, share, token, page, found.section.title, comment=comment)


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
    seen = verified_row(found, _review(share, view))
    return _derived(request, share, token, page, found.practice.name, seen=seen)


@public(because=BY_LINK)
@never_cache
@require_safe
@behind_a_secret
@of_a_share
def shared_logo(request: PersonRequest, share: Share, token: str, logo: UUID) -> HttpResponse:
    review = _review(share, _whole(share))
    return picture_response(logo_on(share.assessment.organization, review.reviewers, logo))


def _whole(share: Share) -> ResultView:
    """The result, where all of it is shown; below a summary there is nothing."""
    # SECURITY: derivations go down to the practices.
    if not share.shows_all:
        raise Refused(_("This link shows the summary alone."), status=404)
    return shared_result(share)


def _derived(
    request: PersonRequest,
    share: Share,
    token: str,
    page: DerivationPage,
    here: str,
    *,
    seen: VerifiedRow | None = None,
    comment: Said | None = None,
) -> HttpResponse:
    result = _("Result of %(title)s") % {"title": share.assessment.title}
    crumbs: Crumbs = [(result, reverse("shared-show", args=[token])), *page.up, (here, "")]
    context = {
        "assessment": share.assessment,
        "page": page,
        "seen": seen,
        "comment": comment,
        "crumbs": crumbs,
    }
    return render(request, "derivations/show.html", context)
