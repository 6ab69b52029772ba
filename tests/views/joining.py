"""Following an invitation in a test."""

import re

from django.http import HttpResponse
from django.test import Client

from assessment.models import Response


def start_of(page: object) -> str:
    """The guest's signed secret in the form of the page."""
    assert isinstance(page, HttpResponse)
    found = re.search(r'name="start" value="([^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def start(client: Client, token: str) -> Response:
    """Look at the invitation and press Start."""
    page = client.get(f"/join/{token}/")
    client.post(f"/join/{token}/", {"start": start_of(page)})
    return Response.objects.latest("pk")
