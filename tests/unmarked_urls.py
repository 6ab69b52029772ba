"""URLs of which one forgot to say who may call it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from assessment.views import pages


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("", pages.home, name="home"), path("unmarked/", unmarked, name="unmarked")]
