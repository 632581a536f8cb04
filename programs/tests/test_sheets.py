"""The sheet of a talent profile: one description for page, paper and PDF; always one page; nothing obeyed."""

import io
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from programs.forms.profiles import MOST_COMPETENCIES, MOST_JOBS, PROSE
from programs.models import TalentProfile
from programs.pdf import paper_in, pdf_of
from programs.sheets import on_paper, plain, sheet_of

from .asking import signed_in
from .factories import make_person, make_profile
from .pdf_reading import fonts_inside, pages_in, text_in

TODAY = date(2026, 9, 22)
HOSTILE = [
    '#panic("obeyed") #eval("1") *bold* _it_ $x$ = Heading <label> @ref https://e.example `raw` \\ // /* */',
    '#image("/etc/passwd") #read("/etc/passwd") #include "x.typ" {{ x }} {% now \'Y\' %}',
    "مرحبا بالعالم שלום",
    "\u202eevil\u202c \u2066x\u2069 \u200b\u200e",
    "😀 👩‍👩‍👧‍👦 🏳️‍🌈",
    "漢字かな 한국어",
    "Z" + "\u0301\u0327\u0334" * 300,
    "\x00\x07\x1b[31m\ufffe\ud800\ue000",
    "w" * 2000,
    "W" * 2000,
    "a b " * 500,
    "line\n" * 400,
    "<script>alert(1)</script>",
]


def somebody(**facts):
    return SimpleNamespace(
        **{
            "full_name": "Imani Castellanos",
            "job_title": "Digital intake analyst",
            "line_of_business": "Claims",
            "location": "Hartford, CT",
            "grade": 3,
            "hired_on": date(2020, 6, 1),
            **facts,
        }
    )


def profile(**facts):
    return SimpleNamespace(
        **{
            "headline": "Makes new software feel ordinary",
            "pitch": "Five years close to customers.\nI explain gladly.",
            "jobs": [
                {"from": "2021-06", "until": "", "what": "Intake desk"},
                {"from": "2015", "until": "2021-06", "what": "Branch office"},
            ],
            "education": "BA in communication",
            "background": "Two summers on a harbor launch",
            "goals": "Lead a team",
            "works_best": "Mornings",
            "competencies": [{"name": "Teaching", "level": 3}],
            "interests": ["Sailing", "Choir"],
            "languages": ["Spanish"],
            **facts,
        }
    )


def filled_to(length, letters="lorem ipsum dolor "):
    """A profile whose every text has so many characters."""
    text = (letters * length)[:length]
    word, what = text[:60].strip(), text[:120]
    return profile(
        headline=text[:120],
        pitch=text,
        jobs=[{"from": "2021-06", "until": "", "what": what}] * MOST_JOBS,
        education=text,
        background=text,
        goals=text,
        works_best=text[:200],
        competencies=[{"name": word, "level": 2}] * MOST_COMPETENCIES,
        interests=[word] * 12,
        languages=[word] * 8,
    )


def squeezed(*texts):
    return ["".join(text.split()) for text in texts]


def stands_in_order(parts, text):
    places, at = [], 0
    for part in parts:
        at = text.find(part, at)
        places.append((part, at))
        at += len(part)
    return [part for part, place in places if place < 0]


def entries_of(sheet):
    for section in sheet.sections:
        yield section.title
        for entry in section.entries:
            yield from entry if isinstance(entry, tuple) else (entry,)


def test_the_sheet_says_everything_in_reading_order_and_how_long_they_are_here():
    sheet = sheet_of(somebody(), profile(), today=TODAY)

    assert sheet.facts == ("Hartford, CT", "Grade 3", "Here since June 2020, 6 years")
    assert [(each.key, each.entries) for each in sheet.sections] == [
        ("pitch", ("Five years close to customers.", "I explain gladly.")),
        ("competencies", (("Teaching", "3 · others ask"),)),
        ("goals", ("Lead a team",)),
        ("jobs", (("Jun 2021 – now", "Intake desk"), ("2015 – Jun 2021", "Branch office"))),
        ("education", ("BA in communication",)),
        ("background", ("Two summers on a harbor launch",)),
        ("interests", ("Sailing", "Choir")),
        ("languages", ("Spanish",)),
        ("works_best", ("Mornings",)),
    ]


@pytest.mark.parametrize(
    ("hired_on", "said"),
    [
        (None, ()),
        (date(2026, 3, 2), ("Here since March 2026",)),
        (date(2025, 9, 22), ("Here since September 2025, 1 year",)),
        (date(2016, 9, 23), ("Here since September 2016, 9 years",)),
        (date(2016, 9, 22), ("Here since September 2016, 10 years",)),
    ],
)
def test_time_in_the_company_is_counted_in_whole_years(hired_on, said):
    person = somebody(location="", grade=0, hired_on=hired_on)

    assert sheet_of(person, None, today=TODAY).facts == said


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize(
    ("what", "letters"),
    [
        (PROSE, "lorem ipsum dolor "),
        (PROSE, "WWWWWWWWW WW "),
        (PROSE, "漢字"),
        (2000, "lorem ipsum dolor "),
        (2000, "W"),
        (2000, "x\n"),
    ],
)
def test_however_much_somebody_wrote_it_is_one_page(what, letters, paper):
    content = pdf_of(sheet_of(somebody(), filled_to(what, letters), today=TODAY), paper=paper)

    assert pages_in(content) == 1
    assert (b"841.88" in content) == (paper == "a4")


def test_the_pdf_holds_every_section_of_the_page_in_order():
    sheet = sheet_of(somebody(), filled_to(PROSE), today=TODAY)

    content = pdf_of(sheet)

    assert not on_paper(sheet).is_shortened, "what the form takes is printed whole"
    assert stands_in_order(squeezed(sheet.name, sheet.headline, *entries_of(sheet)), text_in(content)) == []
    assert fonts_inside(content)


def test_the_pdf_can_be_read_aloud_and_has_the_photo_inside():
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(out, "WEBP")

    content = pdf_of(sheet_of(somebody(), profile(), today=TODAY), photo=out.getvalue())

    assert b"/MarkInfo" in content and b"/StructTreeRoot" in content and b"/Lang(en" in content
    assert b"pdfuaid" in content
    assert b"/Subtype/Image" in content and b"/Alt(Imani Castellanos)" in content


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:24])
def test_what_people_write_is_printed_and_never_obeyed(text):
    hostile = profile(
        headline=text,
        pitch=text,
        goals=text,
        education=text,
        jobs=[{"from": "2020", "until": "", "what": text}],
        competencies=[{"name": text, "level": 1}],
        interests=[text],
    )
    sheet = sheet_of(somebody(full_name=f"Robin {text}", location=text), hostile, today=TODAY)

    content = pdf_of(sheet)

    assert pages_in(content) == 1
    if text.isascii() and text.isprintable():
        shown = squeezed(*entries_of(on_paper(sheet)))
        assert stands_in_order(shown, text_in(content)) == []


def test_what_is_too_long_for_paper_is_shortened_and_says_so():
    sheet = sheet_of(somebody(), profile(background="word " * 400), today=TODAY)

    paper = on_paper(sheet)

    assert (sheet.is_shortened, paper.is_shortened) == (False, True)
    assert next(each for each in paper.sections if each.key == "background").entries[0].endswith("word …")
    assert "Shortenedtoonepage" in text_in(pdf_of(sheet))


def test_signs_without_a_shape_and_those_that_turn_the_line_around_are_left_out():
    assert plain("a\x00b\u202ec\u200bd\ue000e\n f") == "abcde f"
    assert plain("👩\u200d👧") == "👩\u200d👧"


def test_the_paper_is_the_one_of_the_place():
    zones = ("America/New_York", "US/Eastern", "Europe/Berlin", "UTC")

    assert [paper_in(zone) for zone in zones] == ["us-letter", "us-letter", "a4", "a4"]


# --- page and file ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_page_and_file_say_the_same_in_the_same_order(client):
    person = make_person(given_name="Ana", family_name='O"Neil\u202e/../Ĺ')
    facts = {name: value for name, value in vars(profile()).items() if name != "photo"}
    made = make_profile(person, **facts)
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(out, "WEBP")
    made.photo.save("me.webp", ContentFile(out.getvalue()))
    signed_in(client, person)

    page = client.get(reverse("profile_of", args=[person.pk])).content.decode()
    file = client.get(reverse("profile_pdf", args=[person.pk]))

    parts = squeezed(*entries_of(sheet_of(person, TalentProfile.objects.get(), today=TODAY)))
    seen = "".join(re.sub(r"<[^>]+>", "", page[page.index("<article") :]).split())
    assert stands_in_order(parts, seen) == []
    assert stands_in_order(parts, text_in(file.content)) == []
    kept = ("Content-Type", "X-Content-Type-Options", "Cache-Control", "Content-Disposition")
    assert [file.headers[name] for name in kept] == [
        "application/pdf",
        "nosniff",
        "no-store",
        'attachment; filename="talent-profile-ana-oneill.pdf"',
    ]


@pytest.mark.django_db
def test_an_empty_profile_is_a_sheet_as_well(client):
    person = make_person()
    TalentProfile.objects.create(person=person)
    signed_in(client, person)

    assert "still empty" in client.get(reverse("profile_of", args=[person.pk])).content.decode()
    assert pages_in(client.get(reverse("profile_pdf", args=[person.pk])).content) == 1
    assert client.get(reverse("profile_pdf", args=[make_person().pk])).status_code == 404
