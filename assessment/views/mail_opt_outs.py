"""Ending mail about assessments, by the link that each such mail carries."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessment.access import PersonRequest, public
from assessment.services import mail_opt_outs
from assessment.views.secret_pages import behind_a_secret


# SECURITY: mail programs post here by themselves, without a page before (RFC 8058); the signed token is the right.
@public(because="whoever got the mail may end it, with or without an account; the page tells nothing about the address")
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def unsubscribe(request: PersonRequest, token: str) -> HttpResponse:
    if request.method == "POST" and "again" in request.POST:
        mail_opt_outs.opt_in(token)
    elif request.method == "POST":
        mail_opt_outs.opt_out(token)
    context = {"opted_out": mail_opt_outs.is_opted_out(token), "changed": request.method == "POST"}
    return render(request, "mail_opt_outs/unsubscribe.html", context)
