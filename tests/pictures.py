"""Pictures for tests, good and hostile."""

import struct
import zlib
from io import BytesIO

from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def make_picture(kind: str = "PNG", size: tuple[int, int] = (60, 20), mode: str = "RGB", **saved: object) -> bytes:
    """A picture in one colour of this kind and size."""
    written = BytesIO()
    Image.new(mode, size, {"L": 128, "I;16": 128 * 256}.get(mode, "#336699")).save(written, kind, **saved)
    return written.getvalue()


def make_bomb(side: int) -> bytes:
    """A PNG of a few bytes whose head says that it is so many pixels wide and high."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 99)) + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
