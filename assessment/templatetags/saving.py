"""What a page says of saved answers and of those that are missing."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

register = template.Library()

LONGEST_NAME = 60


@register.filter
def saved_time(at: datetime) -> str:
    """Return the time of day of what was saved today, else the day."""
    local = timezone.localtime(at)
    return time_format(local, "H:i") if local.date() == timezone.localdate() else date_format(local, "j F")


@register.filter
def links_to(questions: Iterable[tuple[str, str]]) -> SafeString:
    """Return links to questions on the same page, given by key and short name."""
    return format_html_join(", ", '<a href="#{}">{}</a>', ((key, _shortened(name)) for key, name in questions))


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else Truncator(name).chars(LONGEST_NAME)
