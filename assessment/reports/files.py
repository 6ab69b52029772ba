"""Files to download: their names and their headers."""

from django.http import HttpResponse
from django.utils.text import slugify

from assessment.models import Assessment

LONGEST = 80


def file_name(assessment: Assessment, what: str) -> str:
    """Return a name that tells whose result it is and what of it, such as "halden-freight-q4-2026-report"."""
    # SECURITY: letters, digits and hyphens alone, so that no title can speak in a header or name a folder.
    whose = slugify(f"{assessment.organization.name} {assessment.title}")[:LONGEST].strip("-")
    return "-".join(part for part in (whose, slugify(what)) if part)


def download(content: bytes | str, name: str, media_type: str) -> HttpResponse:
    """Return the content as a file to save under this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
