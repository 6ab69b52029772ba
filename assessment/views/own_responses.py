"""The list of what somebody has answered, by account and in this browser."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessment.access import PersonRequest, public
from assessment.services.own_responses import listed, own_responses

ON_A_PAGE = 20


@public(because="guests have responses, too; shown are the asker's alone, by account and by the keys of this browser")
@never_cache
@require_safe
def responses(request: PersonRequest) -> HttpResponse:
    page = Paginator(own_responses(request.person), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = listed(request.person, page)
    context = {
        "page": page,
        "to_do": [each for each in rows if each.outline],
        "past": [each for each in rows if not each.outline],
    }
    return render(request, "responses/list.html", context)
