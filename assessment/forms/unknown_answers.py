"""Which step of "I don't know" a page means."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

STEP = "unknown"


def step_in(data: Mapping[str, object]) -> datetime | None:
    """The moment of the step that is named by the address of a page, or by its button; none where it is no moment."""
    try:
        at = parse_datetime(str(data.get(STEP, "")))
    except ValueError:
        return None
    return at if at is not None and timezone.is_aware(at) else None
