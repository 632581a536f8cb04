"""Run as a program, apart from the application: a picture on standard input, a WebP picture on its output.

`whole` asks for all of it, made smaller; `square LEFT TOP SIZE` for a square of it, in percent. The header
is read before anything is decoded. What is stored is drawn into a new image, so that metadata, comments and
whatever was appended to the file stay behind.
"""

import contextlib
import io
import resource
import sys

from PIL import Image, ImageOps, WebPImagePlugin  # noqa: F401 - a decoder is known once it is imported

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_PIXELS = 24_000_000
SMALLEST_SIDE = 200
LONGEST_SHAPE = 4  # at most so many times as long as wide
SIDE = 640
SHORTER_SIDE = 1280  # of the whole picture
MEMORY = 640 * 1024 * 1024
SECONDS = 15
UNKNOWN, TOO_LARGE, TOO_SMALL, DAMAGED, TOO_LONG = 2, 3, 4, 5, 6


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
    if max(width, height) > LONGEST_SHAPE * min(width, height):
        sys.exit(TOO_LONG)
    return picture


def upright(picture):
    """The picture as it was meant to be seen, in plain colors on white."""
    picture.draft("RGB", (SHORTER_SIDE, SHORTER_SIDE))  # JPEG: decode no more than is needed
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits of gray
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        picture = Image.new("RGBA", layer.size, "white")
        picture.alpha_composite(layer)
    return picture.convert("RGB")


def reduced(picture):
    """All of the picture, its shorter side cut down to what a square is cut from."""
    shrink = min(1, SHORTER_SIDE / min(picture.size))
    return picture.resize([max(1, round(side * shrink)) for side in picture.size], Image.Resampling.LANCZOS)


def square(picture, left, top, size):
    """A square of the picture: ``size`` in percent of the shorter side, ``left`` and ``top`` in percent of
    the room that is left beside it, so that no three numbers lead outside.
    """
    side = max(1, min(picture.size) * size // 100)
    x, y = (picture.width - side) * left / 100, (picture.height - side) * top / 100
    return picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS, box=(x, y, x + side, y + side))


def drawn(picture, wanted, *numbers):
    """What was asked for, in a new image."""
    made = reduced(picture) if wanted == "whole" else square(picture, *map(int, numbers))
    fresh = Image.new("RGB", made.size)
    fresh.paste(made)
    return fresh


def main():
    confine()
    picture = opened(sys.stdin.buffer.read())
    try:
        fresh = drawn(upright(picture), *sys.argv[1:])
        out = io.BytesIO()
        fresh.save(out, "WEBP", quality=86)
    except Exception:  # as above
        sys.exit(DAMAGED)
    sys.stdout.buffer.write(out.getvalue())


if __name__ == "__main__":
    main()
