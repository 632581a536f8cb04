"""The palette is safe by design: any text token may stand on any surface it is meant for, in both themes."""

import re

import pytest
from django.conf import settings

TOKENS = settings.BASE_DIR / "static/css/tokens.css"
BLOCK = re.compile(r"(?P<head>:root(?:[^{]*)|\[data-theme=\"dark\"\]\s*)\{(?P<body>[^}]*)\}")

SURFACES = ("bg", "surface", "raised", "sunken")
TONES = ("ok", "watch", "risk", "info", "now", "mentor", "mentee", "brand")

TEXT = [
    *[(ink, surface) for ink in ("ink", "ink-2", "ink-3") for surface in SURFACES],
    *[(tone, surface) for tone in TONES for surface in ("surface", "raised", "bg")],
    *[(tone, f"{tone}-soft") for tone in TONES],
    *[("ink", f"{tone}-soft") for tone in TONES],
    *[("link", surface) for surface in ("surface", "raised", "bg", "brand-softer")],
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("surface", "ink"),  # toasts
    ("ink", "seg-on"),
    *[(f"d-{step}-ink", f"d-{step}") for step in ("neg2", "neg1", "mid", "pos1", "pos2")],
]
GRAPHICS = [
    *[(f"{tone}-fill", "surface") for tone in ("ok", "watch", "risk", "info", "now")],
    *[("line-strong", surface) for surface in ("surface", "raised", "bg")],
    *[("focus", surface) for surface in (*SURFACES, "brand-softer")],
    *[(chart, "surface") for chart in ("c-1", "c-2", "c-3")],
    *[(person, "surface") for person in ("mentor", "mentee")],
]


def declarations(body):
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))


def blocks():
    """The token blocks of the style sheet: light, dark by system, dark by choice."""
    css = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.DOTALL)
    found = [(match["head"].strip(), declarations(match["body"])) for match in BLOCK.finditer(css)]
    light = next(tokens for head, tokens in found if head == ":root" and "ink" in tokens)
    by_system = next(tokens for head, tokens in found if "not(" in head)
    by_choice = next(tokens for head, tokens in found if head.startswith("[data-theme"))
    return light, by_system, by_choice


def luminance(color):
    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def themes():
    light, dark, _ = blocks()
    return {"light": light, "dark": {**light, **dark}}


def too_low(pairs, least):
    return [
        f"{theme}: {front} on {back} is {ratio:.2f}"
        for theme, tokens in themes().items()
        for front, back in pairs
        if (ratio := contrast(tokens[front], tokens[back])) < least
    ]


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_text_stands_out_from_every_surface_it_may_stand_on():
    assert too_low(TEXT, 4.5) == []


def test_shapes_and_field_borders_stand_out():
    assert too_low(GRAPHICS, 3) == []


def test_more_than_a_hundred_pairs_are_checked():
    assert 2 * (len(TEXT) + len(GRAPHICS)) > 106


def test_dark_is_the_same_whether_the_system_or_the_person_chose_it():
    _, by_system, by_choice = blocks()

    assert by_system == by_choice


def test_every_color_that_dark_changes_exists_in_light():
    light, dark, _ = blocks()

    assert set(dark) - set(light) == set()


def test_every_custom_property_in_use_is_a_token():
    light, _, _ = blocks()
    used = {
        name
        for sheet in (settings.BASE_DIR / "static/css").rglob("*.css")
        for name in re.findall(r"var\(--([\w-]+)", sheet.read_text())
    }

    assert used - set(light) == set()
