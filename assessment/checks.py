"""Forgetting is loud: the start stops at a view that says nothing of who may call it."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from assessment.access import Mark

FOREIGN_VIEWS = (
    "django.contrib.admin.",
    "django.contrib.contenttypes.",
    "django.contrib.staticfiles.",
    "django.views.",
    "allauth.",
)


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern with its whole route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def is_foreign(pattern: URLPattern) -> bool:
    """Whether the view is a library's, which guards itself."""
    return str(pattern.callback.__module__ + ".").startswith(FOREIGN_VIEWS)


@register()
def every_view_is_marked(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """The system check: a view of ours without a mark stops the start."""
    return [
        Error(
            f"{route}: the view {pattern.callback.__name__} says nothing of who may call it.",
            id="assessment.E001",
        )
        for route, pattern in patterns()
        if not is_foreign(pattern) and not isinstance(getattr(pattern.callback, "access", None), Mark)
    ]
