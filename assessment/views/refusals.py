"""What a service refused, as a page with its sentence and its status."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.services.errors import Refused

TITLES: dict[int, Promise] = {
    403: _("This can no longer be changed"),
    404: _("This page does not exist"),
    409: _("Somebody was faster"),
    410: _("This link no longer works"),
}
OTHER_TITLE = _("That did not work")


def refused_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The sentence as a whole page, or as a fragment where a script asked; with the refusal's status."""
    context = {"title": TITLES.get(refusal.status, OTHER_TITLE), "sentence": refusal.sentence}
    template = "_refused.html" if getattr(request, "htmx", False) else "refused.html"
    return render(request, template, context, status=refusal.status)


class RefusedMiddleware:
    """Catches what no view caught itself, such as where there is no form to show the sentence in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused_page(request, exception) if isinstance(exception, Refused) else None
