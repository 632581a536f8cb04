"""What all pages share: the form templates, icons, dates and the rules of the content security policy."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import timezone

from programs import dates, glyphs
from programs.templatetags.verso import initials, markdown

TEMPLATES = settings.BASE_DIR / "templates"
NOW = datetime(2026, 9, 22, 11, 0, tzinfo=UTC)
TODAY = NOW.date()


def render(source, **context):
    return Template("{% load verso crispy_forms_tags %}" + source).render(Context(context))


def pages():
    return [
        path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".svg") and "mail" not in path.parts
    ]


# --- the content security policy ----------------------------------------------------------------------


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_carries_style_or_script_of_its_own(path):
    source = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(), flags=re.DOTALL)

    assert not re.search(r"\sstyle=", source)
    assert not re.search(r"<style\b", source)
    assert not re.search(r"\son[a-z]+=[\"']", source)
    assert not re.search(r"href=[\"']javascript:", source)
    for tag in re.findall(r"<script\b[^>]*>", source):
        assert "src=" in tag or 'type="application/json"' in tag


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_template_compiles(path):
    get_template(str(path.relative_to(TEMPLATES)))


def test_every_icon_a_template_asks_for_is_in_the_sprite():
    sprite = set(re.findall(r'id="i-([\w-]+)"', (settings.BASE_DIR / "static/icons.svg").read_text()))
    asked = {name for path in pages() for name in re.findall(r"{% icon [\"']([\w-]+)[\"']", path.read_text())}

    assert asked - sprite == set()


def test_every_status_has_a_shape():
    sprite = (settings.BASE_DIR / "static/icons.svg").read_text()

    assert [
        tone
        for tone in ("ok", "watch", "risk", "info", "now", "none", "ended")
        if f'"s-{tone}"' not in sprite
    ] == []


def test_every_screen_style_sheet_a_template_asks_for_exists():
    asked = {
        name for path in pages() for name in re.findall(r"{% screen_css [\"']([\w-]+)", path.read_text())
    }
    there = {path.stem for path in (settings.BASE_DIR / "static/css/screens").glob("*.css")}

    assert asked - there == set()


# --- forms --------------------------------------------------------------------------------------------


class Asking(forms.Form):
    joined = forms.CharField(label="When did you join?", help_text="Month and year")
    manager = forms.CharField(label="Your manager", required=False)
    goal = forms.CharField(label="Goal", widget=forms.Textarea)
    line = forms.ChoiceField(label="Line", choices=[("c", "Claims")])
    reader = forms.ChoiceField(
        label="Who reads it?",
        choices=[("me", "Only me|Private notes"), ("us", "Both of us")],
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    named = forms.BooleanField(label="Show our names", required=False)


def order(html, *parts):
    places = [html.index(part) for part in parts]
    return places == sorted(places)


def test_a_field_shows_label_hint_error_input_in_that_order():
    html = render("{% crispy form %}", form=Asking({"reader": "me"}))
    field = html[html.index('id="div_id_joined"') :]

    assert order(field, "When did you join?", "Month and year", 'class="err"', "<input")


def test_a_wrong_field_says_so_to_everybody():
    html = render("{% crispy form %}", form=Asking({}))
    field = re.search(r'<input[^>]*name="joined"[^>]*>', html)[0]

    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_joined_helptext id_joined_error"' in field
    assert 'id="id_joined_helptext"' in html
    assert 'id="id_joined_error"' in html


def test_the_error_summary_leads_to_each_field_in_page_order():
    html = render("{% crispy form %}", form=Asking({"goal": "Lead a team", "line": "c"}))
    summary = html[html.index('role="alert"') : html.index("</ul>")]

    assert re.findall(r'href="#([\w-]+)"', summary) == ["id_joined", "id_reader_0"]
    assert 'tabindex="-1"' in summary
    assert 'id="id_reader_0"' in html


def test_only_optional_fields_are_marked():
    html = render("{{ form|crispy }}", form=Asking())

    assert re.findall(r">([^<]*?) <span class=\"opt\">", html) == ["Your manager"]


def test_each_kind_of_input_gets_its_class():
    html = render("{{ form|crispy }}", form=Asking())

    assert 'class="in"' in re.search(r'<input[^>]*name="joined"[^>]*>', html)[0]
    assert 'class="ta"' in re.search(r"<textarea[^>]*>", html)[0]
    assert 'class="sel"' in re.search(r"<select[^>]*>", html)[0]
    assert re.search(r'<label class="choice" for="id_named"><input type="checkbox"', html)
    assert re.search(r'class="tile" for="id_reader_0">.*?<b>Only me</b><span>Private notes</span>', html)


def test_what_people_typed_is_kept_and_escaped():
    html = render("{% crispy form %}", form=Asking({"joined": "<last summer>"}))

    assert "&lt;last summer&gt;" in html


def test_the_title_announces_a_problem():
    page = Template('{% extends "base.html" %}{% block title %}Profile{% endblock %}')
    html = page.render(Context({"form": Asking({})}))

    assert "<title>Problem: Profile · Verso</title>" in html


# --- frames -------------------------------------------------------------------------------------------


def framed(kind, **more):
    entry = {"label": "Pairs", "url": "/pairs/", "icon": "pair", "count": 23, "current": True}
    return {
        "kind": kind,
        "theme": "dark",
        "person": "Ines Calloway",
        "role": "Program coordinator",
        "role_key": "coordinator",
        "roles": [
            {"key": "coordinator", "label": "Program coordinator", "current": True},
            {"key": "mentor", "label": "Mentor", "current": False},
        ],
        "nav": [{"label": "Run", "items": [entry]}],
        "wave_switch": None,
        **more,
    }


@pytest.mark.parametrize("kind", ["side", "top", "bare"])
def test_a_signed_in_page_leads_to_its_content_first_and_lets_one_sign_out(kind):
    html = render_to_string("base.html", {"frame": framed(kind)})

    assert order(html, 'class="skip"', "<header", '<main id="main"')
    assert 'action="/accounts/logout/"' in html
    assert 'name="role" value="mentor"' in html
    assert 'data-theme="dark"' in html
    assert ('aria-current="page"' in html) == (kind != "bare")


def test_a_person_with_one_role_is_not_offered_a_switch():
    html = render_to_string(
        "base.html", {"frame": framed("top", roles=[{"key": "mentor", "label": "Mentor"}])}
    )

    assert "Work as" not in html


@pytest.mark.parametrize("code", ["403", "404", "409", "500", "503"])
def test_error_pages_need_nothing_from_the_request(code):
    html = render_to_string(f"{code}.html")

    assert "<h1>" in html
    assert "htmx" not in html


def test_messages_become_toasts_and_errors_stay():
    spoken = [Message(constants.SUCCESS, "Pair locked."), Message(constants.ERROR, "Not saved <b>.")]

    html = render_to_string("parts/toasts.html", {"messages": spoken})

    assert 'role="status"' in html
    assert html.count('class="toast"') == 2
    assert html.count("data-stays") == 1
    assert "&lt;b&gt;" in html


# --- dates --------------------------------------------------------------------------------------------


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(2026, 9, 22, 16), "Today 4:00 PM"),
        (at(2026, 9, 24, 8), "Thu 8:00 AM"),
        (at(2026, 9, 28, 8), "Mon 8:00 AM"),
        (at(2026, 9, 29, 8), "Tue, Sep 29, 8:00 AM"),
        (at(2026, 9, 18, 15, 30), "Fri 3:30 PM"),
        (at(2027, 1, 12, 9), "Tue, Jan 12, 2027, 9:00 AM"),
    ],
)
def test_a_moment_is_said_the_shorter_the_nearer_it_is(moment, said):
    assert dates.when(moment, now=NOW) == said


def test_a_session_is_said_with_both_ends():
    assert (
        dates.time_range(at(2026, 9, 24, 10), at(2026, 9, 24, 10, 45), now=NOW)
        == "Thu, Sep 24, 10:00–10:45 AM"
    )
    assert dates.clock_range(at(2026, 9, 24, 11, 30), at(2026, 9, 24, 12, 15)) == "11:30 AM–12:15 PM"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 9, 21), date(2026, 10, 2), "Sep 21 – Oct 2"),
        (date(2026, 10, 12), date(2026, 10, 23), "Oct 12–23"),
        (date(2026, 10, 12), date(2026, 10, 12), "Oct 12"),
        (date(2026, 12, 21), date(2027, 1, 8), "Dec 21, 2026 – Jan 8, 2027"),
        (date(2027, 3, 1), date(2027, 3, 12), "Mar 1–12, 2027"),
    ],
)
def test_a_window_names_month_and_year_no_more_than_needed(first, last, said):
    assert dates.date_range(first, last, today=TODAY) == said


def test_times_are_shown_in_the_readers_zone():
    with timezone.override("America/Chicago"):
        html = render("{{ at|time_range:45 }}", at=at(2031, 9, 24, 14))

    assert html == '<time datetime="2031-09-24T09:00:00-05:00">Wed, Sep 24, 2031, 9:00–9:45 AM</time>'


# --- people and small pictures ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amara Nwosu", "AN"), ("Ngozi Okafor-Bright", "NB"), ("Cher", "C"), ("", ""), ("ann de la cruz", "AC")],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_mentors_are_round_and_mentees_are_square():
    assert "av-m" in render('{% avatar "Amara Nwosu" "mentor" %}')
    assert "av-e" in render('{% avatar "Conrad Whitlock" "mentee" %}')
    assert "av-n" in render('{% avatar "Odette Baptiste" "coach" %}')


def test_a_hidden_pair_shows_no_letters():
    html = render("{% pair_glyph None None %}")

    assert html.count("#i-eye-off") == 2
    assert re.sub(r"<[^>]*>", "", html) == ""


def test_a_status_has_a_shape_and_a_word():
    html = render('{% status_mark "risk" "Needs help" %}')

    assert "#s-risk" in html
    assert re.sub(r"<[^>]*>", "", html) == "Needs help"


def test_the_strip_says_in_words_what_it_shows():
    svg = glyphs.strip(["noted", "held", "booked", "late", "todo", "todo", "ended"])

    assert svg.count("<rect") == 7
    assert 'width="170"' in svg
    assert (
        'aria-label="Sessions: 1 held, notes in; 2 held, notes due; 3 booked; 4 window passed; '
        '5 to come; 6 to come; 7 concluded"'
    ) in svg


def test_the_strip_refuses_a_state_it_cannot_draw():
    with pytest.raises((ValueError, KeyError)):
        glyphs.strip(["vanished"])


def test_progress_of_seven_sessions():
    svg = glyphs.seven(3, booked=True)

    assert (svg.count("s7-held"), svg.count("s7-book"), svg.count("s7-todo")) == (6, 2, 6)
    assert "3 of 7 sessions held, next one booked" in svg


def test_a_bar_stays_within_its_frame():
    assert 'width="220"' in glyphs.bullet(30, 20)
    assert 'x="209.0"' in glyphs.bullet(19, 20, mark=19)
    assert 'x="218"' in glyphs.bullet(20, 20, mark=25)
    assert "f-brand" not in glyphs.bullet(0, 0)


def test_units_are_drawn_eight_to_a_row():
    assert glyphs.units(19, "ok").count("<svg") == 3
    assert glyphs.units(0, "ok").count("<svg") == 0


# --- sorting and text ---------------------------------------------------------------------------------


def sorting(query):
    request = RequestFactory().get(f"/?{query}")
    return render('<th{% aria_sort "held" %}>{% sort_link "held" "Held" first="-" %}</th>', request=request)


@pytest.mark.parametrize(
    ("query", "state", "link"),
    [
        ("line=Claims&page=3", "<th>", "?line=Claims&amp;sort=-held"),
        ("sort=-held", '<th aria-sort="descending">', "?sort=held"),
        ("sort=held", '<th aria-sort="ascending">', "?sort=-held"),
    ],
)
def test_a_table_head_sorts_and_keeps_the_filters(query, state, link):
    html = sorting(query)

    assert html.startswith(state)
    assert f'href="{link}"' in html


def test_text_of_people_becomes_harmless_html():
    html = markdown(
        "# Big\n\n**bold** <img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](https://example.com)\n\n"
        "![c](https://example.com/c.png)"
    )

    assert "<h1" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<strong>bold</strong>" in html
    assert '<a href="https://example.com" rel="noreferrer noopener">b</a>' in html
