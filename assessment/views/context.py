"""What every page knows of the installation."""

from django.conf import settings
from django.http import HttpRequest

from assessment.services.demo.accounts import demo_accounts


def installation(request: HttpRequest) -> dict[str, object]:
    """The context processor: whether this is a demo (then with its sign-ins), and whether mail can be sent."""
    return {
        "installation": {
            "demo": settings.DEMO,
            # SECURITY: passwords that are shown to everybody, of accounts that exist in a demo alone.
            "demo_accounts": demo_accounts() if settings.DEMO else [],
            "sends_mail": bool(settings.EMAIL_URL),
        }
    }
