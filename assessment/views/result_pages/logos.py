"""The logos on a result: where their pictures are, and what they are of."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.models import Assessment, Logo
from assessment.reports.report import Picture
from assessment.services.logos import logos_on
from assessment.services.reviews import Review

FORMATS = {"image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True)
class ShownLogo:
    """One logo on a page; `name` is read out in its place."""

    address: str
    name: str
    width: int
    height: int


def shown_logos(assessment: Assessment, review: Review, token: str = "") -> list[ShownLogo]:
    """Return the logos on the pages of a result, that of the organization first, in one query.

    With the secret of a share they are below its link.
    """
    logos = logos_on(assessment.organization, review.reviewers)
    return [
        ShownLogo(_address(logo, assessment, token), _name(logo, assessment), logo.width, logo.height) for logo in logos
    ]


def printed_logos(assessment: Assessment, review: Review) -> tuple[Picture, ...]:
    """Return the logos on the cover of a report, that of the organization first."""
    return tuple(
        Picture(bytes(logo.image), _name(logo, assessment), FORMATS[logo.media_type])
        for logo in logos_on(assessment.organization, review.reviewers)
    )


def _name(logo: Logo, assessment: Assessment) -> str:
    if logo.user is None:
        return assessment.organization.name
    return logo.user.name or _("a reviewer without a name")


def _address(logo: Logo, assessment: Assessment, token: str) -> str:
    if token:
        return reverse("shared-logo", args=[token, logo.uid])
    if logo.user_id is None:
        return reverse("organization-logo-image", args=[assessment.organization.uid])
    return reverse("review-logo", args=[assessment.uid, logo.uid])
