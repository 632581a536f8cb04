"""Run as a program, apart from the application: a picture on standard input, a square WebP on its output.

The header is read before anything is decoded. What is stored is drawn into a new image, so that metadata,
comments and whatever was appended to the file stay behind.
"""

import contextlib
import io
import resource
import sys

from PIL import Image, ImageOps, WebPImagePlugin  # noqa: F401 - a decoder is known once it is imported

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_PIXELS = 24_000_000
SMALLEST_SIDE = 200
SIDE = 640
MEMORY = 640 * 1024 * 1024
SECONDS = 15
UNKNOWN, TOO_LARGE, TOO_SMALL, DAMAGED = 2, 3, 4, 5


def confine():
    """Keep a picture that was made to do harm from doing any outside this process."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit is in force already
            resource.setrlimit(what, (most, most))


def opened(content):
    """The picture with only its header read."""
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        sys.exit(TOO_LARGE)
    except Exception:  # a decoder can fail in any way on a file made for it
        sys.exit(UNKNOWN)
    width, height = picture.size
    if width * height > LARGEST_PIXELS:
        sys.exit(TOO_LARGE)
    if min(width, height) < SMALLEST_SIDE:
        sys.exit(TOO_SMALL)
    return picture


def upright(picture):
    """The picture as it was meant to be seen, in plain colors on white."""
    picture.draft("RGB", (2 * SIDE, 2 * SIDE))  # JPEG: decode no more than is needed
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits of gray
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        picture = Image.new("RGBA", layer.size, "white")
        picture.alpha_composite(layer)
    return picture.convert("RGB")


def drawn(picture):
    """The middle square, in a new image."""
    square = ImageOps.fit(picture, (SIDE, SIDE), Image.Resampling.LANCZOS)
    fresh = Image.new("RGB", square.size)
    fresh.paste(square)
    return fresh


def main():
    confine()
    picture = opened(sys.stdin.buffer.read())
    try:
        fresh = drawn(upright(picture))
        out = io.BytesIO()
        fresh.save(out, "WEBP", quality=86)
    except Exception:  # as above
        sys.exit(DAMAGED)
    sys.stdout.buffer.write(out.getvalue())


if __name__ == "__main__":
    main()
