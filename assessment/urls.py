"""Every URL of the product on one page."""

from django.contrib import admin
from django.urls import include, path

from assessment.views import health, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("method/", pages.method, name="method"),
    path("privacy/", pages.privacy, name="privacy"),
    path("health/live", health.health_live, name="health-live"),
    path("health/ready", health.health_ready, name="health-ready"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
