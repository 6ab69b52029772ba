"""Numbers that lead to their derivation."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

LINK = '<a class="number" href="{}#{}" data-number="{}">{}</a>'
QUIET_LINK = LINK.replace(">{}", ' tabindex="-1">{}')


@register.simple_tag
def number(text: object, why: str, entry: str, figure: str = "", *, quiet: bool = False) -> SafeString:
    """Return a number as the link to its derivation: page `why`, entry and, where it is named otherwise, figure.

    Without a page it is the number alone. `quiet` leaves it out of the order of the keyboard: for tables in
    which the name of the row leads to the same page.
    """
    figure = figure or entry
    if not why:
        return format_html('<span data-number="{}">{}</span>', figure, text)
    link = QUIET_LINK if quiet else LINK
    return format_html(link, why, entry, figure, text)
