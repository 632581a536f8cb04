"""Choosing the photo of a talent profile, and the square that others see of it."""

from django import forms

EDGES = "0 is the edge, 50 the middle, 100 the other edge."


class PhotoForm(forms.Form):
    new_photo = forms.FileField(
        label="Photo",
        help_text="JPEG, PNG or WebP, at least 200 by 200 pixels, at most 10 MB. The middle square is used "
        "until you choose another. Where and when it was taken is not kept.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": "Choose a photo.",
            "missing": "Choose a photo.",
            "invalid": "Choose a photo.",
            "empty": "This file is empty. Choose another photo.",
        },
    )


def percent(label, hint, least=0):
    sentence = f"Enter a whole number from {least} to 100."
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "in-xs"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )


class CutForm(forms.Form):
    """Which square of the photo others see. No three numbers lead outside the picture."""

    of = forms.CharField(widget=forms.HiddenInput, max_length=100)
    photo_left = percent("From left to right", EDGES)
    photo_top = percent("From top to bottom", EDGES)
    photo_size = percent("Size of the square", "In percent of the shorter side.", least=10)

    def place(self):
        """The three numbers; what is not one stays as it was when the form was made."""
        names = ("photo_left", "photo_top", "photo_size")
        typed = getattr(self, "cleaned_data", {})
        return {name: typed.get(name, self.initial[name]) for name in names}


def frame_of(width, height, place):
    """Where the square lies in a picture of so many pixels: ``x``, ``y`` and ``side``."""
    side = max(1, min(width, height) * place["photo_size"] // 100)
    return {
        "x": round((width - side) * place["photo_left"] / 100),
        "y": round((height - side) * place["photo_top"] / 100),
        "side": side,
        "width": width,
        "height": height,
    }
