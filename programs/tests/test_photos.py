"""Pictures: only what was drawn anew is stored, and nothing that was made to do harm gets far."""

import io
import resource
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from programs import photos
from programs.photos import SENTENCES, UnusablePhoto, drawn_anew

CANARY = b"CANARY-4711-HERE"
SCRIPT = b"<script>alert('CANARY-4711-HERE')</script>"


def picture(mode="RGB", size=(300, 400), color=None):
    return Image.new(mode, size, color if color is not None else ("red" if mode in ("RGB", "RGBA") else 0))


def encoded(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def exif():
    data = Image.Exif()
    data[0x010E] = CANARY.decode()  # description
    data[0x0112] = 6  # turned by a quarter
    data.get_ifd(0x8825)[29] = CANARY.decode()  # the day in the GPS block
    return data.tobytes()


def png_text():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", CANARY.decode())
    text.add_text("Author", CANARY.decode(), zip=True)
    text.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY.decode()}</x>")
    return text


def drawn(content, name="me.jpg"):
    """The square that others see; its owner's larger copy is held to the same."""
    whole, square = drawn_anew(SimpleUploadedFile(name, content))
    whole.seek(0)
    assert b"CANARY" not in whole.read()
    return square


def png_header(width, height):
    """A PNG that promises many pixels and brings none."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 64))
        + chunk(b"IEND", b"")
    )


MARKED = {
    "jpeg-exif": lambda: encoded(picture(), "JPEG", exif=exif()),
    "jpeg-comment": lambda: encoded(picture(), "JPEG", comment=CANARY),
    "jpeg-xmp": lambda: encoded(picture(), "JPEG", xmp=CANARY),
    "jpeg-icc": lambda: encoded(picture(), "JPEG", icc_profile=CANARY * 20),
    "jpeg-polyglot": lambda: encoded(picture(), "JPEG") + SCRIPT,
    "png-text": lambda: encoded(picture(), "PNG", pnginfo=png_text()),
    "png-exif": lambda: encoded(picture(), "PNG", exif=exif()),
    "png-polyglot": lambda: encoded(picture(), "PNG") + SCRIPT,
    "webp-exif": lambda: encoded(picture(), "WEBP", exif=exif()),
    "webp-xmp": lambda: encoded(picture(), "WEBP", xmp=CANARY),
    "webp-polyglot": lambda: encoded(picture(), "WEBP") + SCRIPT,
}


@pytest.mark.parametrize("kind", sorted(MARKED))
def test_nothing_of_the_original_but_its_colors_is_kept(kind):
    original = MARKED[kind]()
    assert b"CANARY-4711" in original or kind == "png-text"

    kept = drawn(original).read()

    assert b"CANARY" not in kept
    fresh = Image.open(io.BytesIO(kept))
    assert (fresh.format, fresh.size, fresh.mode) == ("WEBP", (640, 640), "RGB")
    assert not fresh.getexif()
    assert {"exif", "xmp", "comment", "icc_profile"} & set(fresh.info) == set()


def test_a_picture_taken_sideways_is_kept_upright():
    image = picture(size=(400, 400), color="blue")
    image.paste("red", (0, 0, 200, 400))  # left half; upright it is on top

    fresh = Image.open(drawn(encoded(image, "JPEG", exif=exif())))

    red, _, blue = fresh.getpixel((320, 40))
    assert (red > 200, blue < 60) == (True, True)


@pytest.mark.parametrize(
    "image",
    [
        picture("CMYK", color=(0, 255, 255, 0)),
        picture("L", color=128),
        picture("1"),
        picture("P"),
        picture("I;16", color=40000),
        picture("RGBA", color=(255, 0, 0, 0)),
        picture("LA"),
    ],
    ids=lambda image: image.mode,
)
def test_every_kind_of_color_becomes_a_plain_picture(image):
    form = "JPEG" if image.mode == "CMYK" else "PNG"

    fresh = Image.open(drawn(encoded(image, form)))

    assert (fresh.size, fresh.mode) == ((640, 640), "RGB")
    if image.mode == "RGBA":
        assert min(fresh.getpixel((10, 10))) > 250, "what cannot be seen is white, not black"
    if image.mode == "I;16":
        assert 140 < fresh.getpixel((10, 10))[0] < 170, "16 bits are scaled, not cut off"


# what a film of ten thousand pictures looks like, without the hour it takes to draw one
_gif = encoded(picture("P", size=(300, 300)), "GIF")
LONG_FILM = _gif[:-1] + _gif[_gif.index(b"\x2c") : -1] * 10_000 + b";"

REFUSED = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 2),
    "html": (b"<html>" + b"x" * 500, 2),
    "gif": (encoded(picture("P"), "GIF"), 2),
    "tiff": (encoded(picture(), "TIFF"), 2),
    "nothing": (b"\0", 2),
    "gif of 10 000 pictures": (LONG_FILM, 2),
    "empty webp": (b"RIFF\x04\0\0\0WEBP", 2),
    "bomb": (png_header(13_000, 13_000), 3),
    "greater bomb": (png_header(2**31 - 1, 2**31 - 1), 3),
    "just too large": (png_header(6001, 4000), 3),
    "long": (encoded(picture(size=(2401, 600)), "PNG"), 6),
    "small": (encoded(picture(size=(199, 600)), "PNG"), 4),
    "truncated jpeg": (encoded(Image.effect_noise((600, 600), 90).convert("RGB"), "JPEG")[:4000], 5),
    "truncated png": (encoded(Image.effect_noise((600, 600), 90), "PNG")[:4000], 5),
    "header without pixels": (png_header(3000, 3000), 5),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_used_is_refused_with_what_to_choose_instead(name):
    content, status = REFUSED[name]

    with pytest.raises(UnusablePhoto, match=SENTENCES[status][:30]):
        drawn(content, name="innocent.jpg")


def test_a_file_over_ten_megabytes_is_not_even_read():
    class Heavy:
        size = 10 * 1024 * 1024 + 1

        def read(self):
            raise AssertionError("read")

    with pytest.raises(UnusablePhoto, match="10 MB"):
        drawn_anew(Heavy())


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_a_film_the_first_picture_is_taken(form):
    frames = [picture(color=color) for color in ("red", "blue", "green")]

    fresh = Image.open(drawn(encoded(frames[0], form, save_all=True, append_images=frames[1:])))

    red, green, blue = fresh.getpixel((320, 320))
    assert (red > 200, green < 60, blue < 60, getattr(fresh, "n_frames", 1)) == (True, True, True, 1)


@pytest.mark.parametrize("death", [b"import os; os.kill(os.getpid(), 9)", b"import time; time.sleep(9)", b""])
def test_when_the_child_dies_nothing_of_the_original_is_kept(death, monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_bytes(death)
    monkeypatch.setattr(photos, "CHILD", child)
    monkeypatch.setattr(photos, "PATIENCE_SECONDS", 1)

    with pytest.raises(UnusablePhoto, match="damaged"):
        drawn(encoded(picture(), "PNG"))


@pytest.mark.parametrize("numbers", [(0, 0, 50), (100, 0, 50), (50, 100, 10), (0, 100, 100)])
def test_a_square_is_cut_where_the_numbers_say(numbers):
    image = picture(size=(600, 400), color="blue")
    left, top, size = numbers
    side = 400 * size // 100
    place = ((600 - side) * left // 100, (400 - side) * top // 100)
    image.paste("red", (*place, place[0] + side, place[1] + side))

    fresh = Image.open(photos.drawn(encoded(image, "PNG"), "square", *numbers))

    for corner in ((8, 8), (8, 631), (631, 8), (631, 631)):
        red, _, blue = fresh.getpixel(corner)
        assert (red > 200, blue < 60) == (True, True), corner


def test_the_whole_copy_is_smaller_than_the_upload_and_keeps_its_shape():
    whole, _ = drawn_anew(SimpleUploadedFile("a.jpg", encoded(picture(size=(5000, 2500)), "JPEG")))

    assert Image.open(whole).size == (2560, 1280)


@pytest.mark.parametrize("name", ["../../x.jpg", "a" * 4000 + ".jpg", "\u202egpj.exe", "x.svg", ".htaccess"])
def test_the_name_of_the_file_is_not_used(name):
    kept = drawn(encoded(picture(), "PNG"), name=name)

    assert len(kept.name) == len("0" * 32 + ".webp")
    assert kept.name.endswith(".webp")


def test_a_bomb_takes_little_memory():
    drawn(encoded(picture(), "JPEG"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    with pytest.raises(UnusablePhoto):
        drawn(png_header(13_000, 13_000))
    drawn(encoded(picture(size=(6000, 4000)), "JPEG"))

    grown = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before
    assert grown < 150 * 1024, "the largest picture that is let in stays under 150 MB"
