"""Talent profiles with a past: job history by month, background, and portraits drawn here."""

import io
import random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from programs.models import TalentProfile

from . import cast

SIZE, TWICE = (640, 800), 2
EARLIER = [
    "Branch office: counter and telephone",
    "Trainee: three departments in eighteen months",
    "Service desk for motor claims",
    "Pilot group for filing by phone",
    "Working student in data quality",
    "Content for the customers’ help pages",
]
EARLIER_SENIOR = [
    "Claims adjuster in the field",
    "Underwriter, then head of underwriting for two states",
    "Led the integration after the merger",
    "Regional director, four branches",
    "Built the line from one office to seven",
    "Chief of staff to the former president",
]
EDUCATION = [
    "BA in communication, state university",
    "Apprenticeship as insurance clerk, evening degree in business",
    "BS in statistics, with a year in Lisbon",
    "Community college, then a BA in design",
]
EDUCATION_SENIOR = [
    "MBA, evenings, while leading a region",
    "Law degree, bar exam never used",
    "BA in history",
]
BACKGROUNDS = [
    "First in the family at an office desk.",
    "Grew up above a hardware store; two languages at the table.",
    "Two summers as deckhand on a harbor launch.",
    "Raised on a farm, three brothers, no television.",
]
FEATURED = {
    cast.MENTOR: ["Intake desk, first reader of every complaint", "Built the test group for filing by phone"],
    cast.MENTEE: ["Claims adjuster in the field", "Six lines, among them law and reinsurance"],
}
SKIN = ["#f1cfb4", "#e0ac85", "#c68b5f", "#9b6a43", "#7a4b2b", "#5a3620"]
HAIR = ["#2b2320", "#4a3426", "#7d5636", "#a9773f", "#8b8f94", "#c9ccd0"]
CLOTHES = ["#0b5368", "#7b3557", "#3c5a3e", "#6b4f1d", "#2f3f63", "#4b4f55"]
WALLS = ["#dcecf2", "#f0dfe9", "#e5eddc", "#f3e8cf", "#dfe3f2", "#e9e9e6"]


def fill_in(today):
    """Give each profile of the demo its past, and two in three people a portrait."""
    dice = random.Random(37)
    profiles = list(TalentProfile.objects.select_related("person").order_by("pk"))
    for profile in profiles:
        senior = profile.person.grade >= 8
        profile.jobs = jobs_of(profile.person, senior, dice)
        profile.education = dice.choice(EDUCATION_SENIOR if senior else EDUCATION)
        profile.background = dice.choice(BACKGROUNDS)
        if dice.random() < 2 / 3 or profile.person.email in FEATURED:
            whole = portrait(dice)
            top = SIZE[1] - SIZE[0]
            square = whole.crop((0, top // 2, SIZE[0], top // 2 + SIZE[0]))
            profile.photo.save("portrait.webp", stored(square), save=False)
            profile.photo_whole.save("portrait.webp", stored(whole), save=False)
    TalentProfile.objects.bulk_update(
        profiles, ["jobs", "education", "background", "photo", "photo_whole"], batch_size=200
    )


def jobs_of(person, senior, dice):
    """What they do now, what they did before in the company, and before that."""
    began = person.hired_on
    moved = began.year + (4 if senior else 1)
    earlier = FEATURED.get(person.email) or dice.sample(EARLIER_SENIOR if senior else EARLIER, 2)
    return [
        {
            "from": f"{moved}-{began.month:02}",
            "until": "",
            "what": f"{person.job_title}, {person.department}"[:120],
        },
        {"from": f"{began.year}-{began.month:02}", "until": f"{moved}-{began.month:02}", "what": earlier[1]},
        {"from": f"{began.year - dice.randint(1, 4)}", "until": f"{began.year}", "what": earlier[0]},
    ]


def stored(image):
    out = io.BytesIO()
    image.save(out, "WEBP", quality=84)
    return ContentFile(out.getvalue())


def portrait(dice):
    """A head and shoulders in flat colors: nobody in particular."""
    width, height = (side * TWICE for side in SIZE)
    image = Image.new("RGB", (width, height), dice.choice(WALLS))
    draw = ImageDraw.Draw(image)
    skin, hair, clothes = (dice.choice(colors) for colors in (SKIN, HAIR, CLOTHES))
    middle, head = width // 2, dice.randint(185, 205) * TWICE
    eye = int(height * 0.44)

    def oval(x, y, rx, ry, color):
        draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=color)

    long_hair = dice.random() < 0.5
    if long_hair:
        oval(middle, eye + head // 4, int(head * 1.02), int(head * 1.35), hair)
    oval(middle, int(height * 1.02), int(head * 1.65), int(head * 1.2), clothes)
    neck = int(head * 0.36)
    draw.rectangle((middle - neck, eye + head // 2, middle + neck, eye + int(head * 1.35)), fill=skin)
    oval(middle, eye + int(head * 1.33), neck, int(head * 0.22), skin)
    oval(middle, eye - head // 8, int(head * 0.86), head, hair)
    oval(middle, eye + head // 10, int(head * 0.74), int(head * 0.9), skin)
    fringe = int(head * dice.choice((0.35, 0.5, 0.62)))
    draw.pieslice(
        (middle - int(head * 0.8), eye - head, middle + int(head * 0.8), eye - head + 2 * fringe),
        180 - dice.randint(0, 25), 360 + dice.randint(0, 25), fill=hair,
    )  # fmt: skip
    for side in (-1, 1):
        oval(middle + side * int(head * 0.3), eye, int(head * 0.06), int(head * 0.07), "#231d1b")
    smile = int(head * 0.26)
    draw.arc(
        (middle - smile, eye + int(head * 0.2), middle + smile, eye + int(head * 0.58)),
        25, 155, fill="#7a3a34", width=7 * TWICE,
    )  # fmt: skip
    if dice.random() < 0.4:
        for side in (-1, 1):
            x, r = middle + side * int(head * 0.3), int(head * 0.2)
            draw.ellipse((x - r, eye - r, x + r, eye + r), outline="#2c2f33", width=5 * TWICE)
        draw.line(
            (middle - int(head * 0.1), eye, middle + int(head * 0.1), eye), fill="#2c2f33", width=5 * TWICE
        )
    return image.resize(SIZE, Image.Resampling.LANCZOS)
