"""An uploaded picture is kept as pixels alone, or refused with a sentence."""

from io import BytesIO

import pytest
from PIL import Image

from assessment.services.errors import Refused
from assessment.services.pictures import LARGEST, picture_of
from tests.pictures import SVG, make_bomb, make_picture

TOO_MANY = "The picture has too many pixels. At most 2000 × 2000 are possible."
DAMAGED = "This is not a PNG or JPEG picture, or it is damaged. Save it as PNG and try again."


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [
        ("PNG", "RGB", ("PNG", "RGB")),
        ("PNG", "RGBA", ("PNG", "RGBA")),
        ("PNG", "L", ("PNG", "RGB")),
        ("PNG", "P", ("PNG", "RGB")),
        ("JPEG", "RGB", ("JPEG", "RGB")),
        ("JPEG", "L", ("JPEG", "RGB")),
        ("JPEG", "CMYK", ("JPEG", "RGB")),
    ],
)
def test_png_and_jpeg_are_kept_as_what_they_are(kind: str, mode: str, kept: tuple[str, str]) -> None:
    picture = picture_of(make_picture(kind, mode=mode))
    image = opened(picture.content)
    assert (image.format, image.mode) == kept
    assert (picture.media_type, picture.width, picture.height) == (f"image/{kind.lower()}", 60, 20)
    assert image.size == (60, 20)


def test_what_is_seen_through_stays_so() -> None:
    content = make_picture(mode="RGBA")
    image = opened(picture_of(content).content)
    assert image.getpixel((5, 5)) == opened(content).getpixel((5, 5))


def test_fine_greys_stay_greys() -> None:
    """A PNG of 16 bits has 65536 steps; the middle one stays in the middle."""
    image = opened(picture_of(make_picture(mode="I;16")).content)
    assert image.getpixel((5, 5)) == (128, 128, 128)


def test_nothing_but_the_pixels_is_kept() -> None:
    """No EXIF, no place, no thumbnail of what was cut off, no text, nothing behind the end of the file."""
    exif = Image.Exif()
    exif[0x010F], exif[0x8298] = "Camera of Ana", "Somewhere"
    hostile = make_picture("JPEG", exif=exif, comment=b"hidden") + b"<script>alert(1)</script>"
    assert b"Camera of Ana" in hostile
    picture = picture_of(hostile)
    image = opened(picture.content)
    assert (dict(image.getexif()), image.info.get("comment")) == ({}, None)
    for secret in (b"Camera", b"Somewhere", b"hidden", b"script"):
        assert secret not in picture.content


def test_a_picture_that_the_camera_held_sideways_is_turned_first() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = picture_of(make_picture("JPEG", (60, 20), exif=exif))
    assert (picture.width, picture.height) == (20, 60)


def test_a_large_picture_is_kept_as_large_as_it_is_shown() -> None:
    picture = picture_of(make_picture(size=(2000, 1000)))
    assert (picture.width, picture.height) == (800, 400)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", DAMAGED),
        (b"no picture", DAMAGED),
        (SVG, DAMAGED),
        (make_picture("GIF"), DAMAGED),
        (make_picture("BMP"), DAMAGED),
        (make_picture("PNG", (200, 200))[:-200], DAMAGED),
        (make_picture("JPEG", (200, 200))[:300], DAMAGED),
        (make_bomb(1000), DAMAGED),
        (make_picture("PNG", (2001, 10)), TOO_MANY),
        (make_bomb(2001), TOO_MANY),
        (make_bomb(12_000), TOO_MANY),
        (make_bomb(20_000), TOO_MANY),
        (make_bomb(2**31 - 1), TOO_MANY),
        (b"\x89PNG" + b"x" * LARGEST, "The picture is too large. At most 512 kB are possible."),
    ],
)
def test_what_is_no_small_picture_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        picture_of(content)
    assert (refusal.value.sentence, refusal.value.status) == (sentence, 422)
