"""What every page knows of the installation."""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:
    """The context processor: whether this is a demo, and whether mail can be sent."""
    return {"installation": {"demo": settings.DEMO, "sends_mail": bool(settings.EMAIL_URL)}}
