"""Pages that explain: home, the method, privacy."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from assessment.access import PersonRequest, public
from assessment.measurement.instrument import Thresholds
from assessment.measurement.mix import Mix
from assessment.measurement.scores import SCALE_VERSION
from assessment.services.assessments import PROVISIONAL_FROM
from assessment.services.rules import published_rules, thresholds_of

# What the pictures on the home page show: an invented team, said so beside them.
EXAMPLE = Mix(explicit=0.26, implicit=0.29, declared=0.17, absent=0.28)
EXAMPLE_DIMENSIONS = (
    (_("Build and test"), Mix(explicit=0.55, implicit=0.21, declared=0.09, absent=0.15)),
    (_("Release and serving"), Mix(explicit=0.22, implicit=0.37, declared=0.08, absent=0.33)),
    (_("Explanation"), Mix(explicit=0.08, implicit=0.21, declared=0.29, absent=0.42)),
)
# What the method page reckons with: done in three quarters of the cases, by habit.
RECKONED = (0.75, 1 / 3)


@public(because="says what the product is")
def home(request: PersonRequest) -> HttpResponse:
    return render(request, "pages/home.html", {"example": EXAMPLE, "dimensions": EXAMPLE_DIMENSIONS})


@public(because="a score can only be trusted by somebody who may read how it is made")
def method(request: PersonRequest) -> HttpResponse:
    x, e = RECKONED
    rules = published_rules()
    context = {
        "thresholds": Thresholds(),
        "example": Mix.of(x, e),
        "x": x,
        "e": e,
        "rules": rules,
        "rows": thresholds_of(rules),
        "scale": SCALE_VERSION,
    }
    return render(request, "pages/method.html", context)


@public(because="who sees what has to be known before the first answer")
def privacy(request: PersonRequest) -> HttpResponse:
    return render(request, "pages/privacy.html", {"thresholds": Thresholds(), "provisional_from": PROVISIONAL_FROM})
