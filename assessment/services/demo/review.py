"""The review of Halden Freight's last closed round: what the consultant saw and says, and two logos to look at."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from assessment.models import Assessment, Comment, Organization, Person, VerifiedRating
from assessment.services.logos import set_organization_logo, set_own_logo
from assessment.services.reviews import Given, read_review, review_dimension
from assessment.services.versions import frozen

# Looked at so long after the round closed.
REVIEWED_AFTER = timedelta(days=6)
TYPEFACE = Path(__file__).parents[2] / "reports" / "fonts" / "public-sans-5.3.0" / "PublicSans-SemiBold.ttf"
CONSULTANCY = "Fjord & Field"
THIRD = 1 / 3

# By dimension: the comment, and what was seen of its practices.
REVIEW: dict[str, tuple[str, dict[str, Given]]] = {
    "purpose": (
        "The half page with the wanted result is the best habit I saw here: five of the six newest models have one."
        "\n\nWhat is missing is the look back. Nobody could tell me whether last year’s models brought what their page "
        "promised. I would begin there, with two of them.",
        {
            "goal": Given(0.75, 2 * THIRD, "Half pages of five of the six newest models, each with a number."),
            "baseline": Given(0.5, THIRD, "Two comparisons, both in the notebooks of one person."),
            "value-check": Given(0.25, 0.0, "One slide on fuel, from the spring. Nobody repeated it."),
            "cost": Given(0.25, THIRD, ""),
            "inventory": Given(0.5, 2 * THIRD, "A list with eleven of the fourteen models."),
        },
    ),
    "release": (
        "Releasing is further than the people who do it say. It is all in the pipeline, so it is easy to see.",
        {
            "one-path": Given(1.0, 2 * THIRD, "Watched one release, from the merge to the depots, in 40 minutes."),
            "roll-back": Given(0.75, THIRD, "Tried on the test depot: back in four minutes."),
        },
    ),
    "monitoring": (
        "This is where I would put the next quarter. The dashboards show that the services are up, and not whether the "
        "predictions are any good.",
        {
            "live-quality": Given(
                0.0, 0.0, "No figure from after release for any of the four models that I asked about."
            )
        },
    ),
}


def write_review(consultant: Person, lead: Person, assessment: Assessment) -> None:
    """Write the review of this closed round as the consultant did, and set both logos."""
    sections = {section.key: section for section in frozen(assessment.version).dimensions}
    for key, (comment, ratings) in REVIEW.items():
        seen = read_review(assessment, assessment.result).seen(sections[key])
        review_dimension(consultant, assessment, key, comment=comment, ratings=ratings, seen=seen)
    if assessment.closed_at is not None:
        made_at = assessment.closed_at + REVIEWED_AFTER
        Comment.objects.filter(assessment=assessment).update(made_at=made_at)
        VerifiedRating.objects.filter(assessment=assessment).update(made_at=made_at)
    _set_logos(consultant, lead, assessment.organization)


def _set_logos(consultant: Person, lead: Person, organization: Organization) -> None:
    set_organization_logo(lead, organization, _drawn(organization.name, "#12466b", ((0, 18, 26, 44), (30, 0, 56, 44))))
    set_own_logo(consultant, _drawn(CONSULTANCY, "#3d5a1e", ((0, 22, 56, 28), (0, 34, 56, 40))))


def _drawn(name: str, colour: str, shapes: Sequence[tuple[int, int, int, int]]) -> bytes:
    """A plain invented logo: a few bars, and the name."""
    typeface = ImageFont.truetype(TYPEFACE, 40)
    image = Image.new("RGBA", (100 + round(typeface.getlength(name)), 76), "#ffffff00")
    pen = ImageDraw.Draw(image)
    for left, top, right, bottom in shapes:
        pen.rectangle((12 + left, 16 + top, 12 + right, 16 + bottom), fill=colour)
    pen.text((84, 38), name, fill=colour, font=typeface, anchor="lm")
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
