"""Pages that explain: home, the method, privacy."""

from django.http import HttpResponse
from django.shortcuts import render

from assessment.access import PersonRequest, public


@public(because="says what the product is")
def home(request: PersonRequest) -> HttpResponse:
    return render(request, "pages/home.html")


@public(because="a score can only be trusted by somebody who may read how it is made")
def method(request: PersonRequest) -> HttpResponse:
    return render(request, "pages/method.html")


@public(because="who sees what has to be known before the first answer")
def privacy(request: PersonRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")
