"""Pages whose address is a secret."""

from collections.abc import Callable
from functools import wraps

from django.http.response import HttpResponseBase

from assessment.access import PersonRequest, View
from assessment.services.errors import Refused
from assessment.views.refusals import refused_page


def behind_a_secret(view: Callable[..., HttpResponseBase]) -> View:
    """A page whose address is a secret: kept out of searches and referrers, also when refused."""

    @wraps(view)
    def careful(request: PersonRequest, /, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            page = view(request, *args, **kwargs)
        except Refused as refusal:
            page = refused_page(request, refusal)
        # SECURITY: the path never leaves as a referrer. (With "no-referrer" browsers would send forms
        # with the origin "null", which the protection against forged requests has to refuse.)
        page.headers["Referrer-Policy"] = "strict-origin"
        page.headers["X-Robots-Tag"] = "noindex, nofollow"
        return page

    return careful
