"""The least a view can do: look who asks; keep one row, in a transaction, for the signed in and for everybody."""

from django.db import transaction
from django.http import HttpResponse
from django.urls import path

from assessment.access import PersonRequest, public, signed_in
from assessment.models import AuditEvent
from assessment.urls import urlpatterns as product


@signed_in(because="a measure for what the signed in do")
def insert_signed_in(request: PersonRequest) -> HttpResponse:
    return _insert()


@public(because="a measure without the cost of finding out who asks")
def insert_anonymous(request: PersonRequest) -> HttpResponse:
    return _insert()


@signed_in(because="a measure for pages that only show something")
def look(request: PersonRequest) -> HttpResponse:
    return HttpResponse(str(request.person.user))


def _insert() -> HttpResponse:
    with transaction.atomic():
        AuditEvent.objects.create(verb="inserted")
    return HttpResponse()


urlpatterns = [
    path("look/", look),
    path("insert/signed-in/", insert_signed_in),
    path("insert/anonymous/", insert_anonymous),
    *product,
]
