"""A picture that somebody uploads, read as pixels and written anew: nothing else of the file is kept."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from assessment.services.errors import Refused

LARGEST: Final = 512 * 1024
LONGEST_SIDE: Final = 2000
# As large as a page or a cover shows it on a fine screen.
KEPT: Final = (800, 400)
MEDIA_TYPES: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}
# What Pillow raises for files that are damaged, or made to be so.
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: PNG or JPEG, of pixels alone."""

    content: bytes
    media_type: str
    width: int
    height: int


def picture_of(content: bytes) -> Picture:
    """Return the PNG or JPEG picture in this file, written anew and no larger than it is shown.

    Raises Refused (422) with a sentence for what is too large, damaged, or no such picture.
    """
    if len(content) > LARGEST:
        raise Refused(_("The picture is too large. At most 512 kB are possible."))
    try:
        # SECURITY: only these two decoders are tried, whatever the file is called.
        image = Image.open(BytesIO(content), formats=list(MEDIA_TYPES))
        kind = image.format or ""
        _refuse_oversized(image)
        return _written(ImageOps.exif_transpose(image), kind)
    except BOMBS as error:
        raise Refused(_oversized()) from error
    except UNREADABLE as error:
        raise Refused(
            _("This is not a PNG or JPEG picture, or it is damaged. Save it as PNG and try again.")
        ) from error


def _refuse_oversized(image: Image.Image) -> None:
    """Refuse by what the head of the file says, before any pixel is decoded."""
    # SECURITY: a small file can say that it has billions of pixels.
    if max(image.size) > LONGEST_SIDE:
        raise Refused(_oversized())


def _oversized() -> str:
    return _("The picture has too many pixels. At most 2000 × 2000 are possible.")


def _written(image: Image.Image, kind: str) -> Picture:
    # SECURITY: a new file from the pixels alone: no EXIF with places and cameras, nothing hidden behind the picture.
    shown = _of_eight_bits(image).convert(_mode(image, kind))
    shown.thumbnail(KEPT)
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    written = BytesIO()
    bare.save(written, kind, optimize=True, quality=90)
    return Picture(written.getvalue(), MEDIA_TYPES[kind], *bare.size)


def _of_eight_bits(image: Image.Image) -> Image.Image:
    """The picture in steps that a page can show: greys of 16 bits would all become white."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _mode(image: Image.Image, kind: str) -> str:
    """The colours that are kept: transparency where the file can have some."""
    return "RGBA" if kind == "PNG" and image.has_transparency_data else "RGB"
