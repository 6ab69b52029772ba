"""Figures as JSON in the page."""

import json

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

from assessment.charts.figures import Figure

register = template.Library()


class WithoutSpaces(json.JSONEncoder):
    """JSON without spaces: a figure holds thousands of separators."""

    def __init__(self, **options: object) -> None:
        super().__init__(**{**options, "separators": (",", ":")})  # type: ignore[arg-type]  # json's own options


@register.filter
def figure_json(figure: Figure, element_id: str) -> SafeString:
    """Return the script element that holds the figure; nothing in it ends the element early."""
    return json_script(figure, element_id, encoder=WithoutSpaces)
