"""The little language of mail texts: placeholders from a list, and nothing that runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.wording import Placeholder, filled, mistakes

KNOWN = (
    Placeholder("given_name", "The first name", "Amara"),
    Placeholder("wave", "The wave", "Wave 2", in_subject=True),
    Placeholder("link", "The address of the page", "https://verso.example/", required=True),
)
FINE = "{{ given_name }}, look: {{link}}"


def test_placeholders_become_what_they_stand_for():
    assert filled("Dear {{ given_name }}: {{link}}", {"given_name": "O'Brien", "link": "/x"}) == (
        "Dear O'Brien: /x"
    )


def test_a_line_of_empty_placeholders_disappears_with_the_gap_it_leaves():
    text = "Hello.\n\n{{ extra }} {{ more }}\n\n{{ link }}\n{{ extra }}\n\nBye."

    assert filled(text, {"extra": "", "more": "", "link": "/x"}) == "Hello.\n\n/x\n\nBye."
    assert filled(text, {"extra": "", "more": "More.", "link": "/x"}) == "Hello.\n\n More.\n\n/x\n\nBye."


def test_an_empty_placeholder_within_a_sentence_leaves_no_blank_at_its_end():
    assert filled("It is off. {{ extra }}", {"extra": ""}) == "It is off."


def test_what_comes_in_is_never_looked_at_again():
    values = {"given_name": "{{ link }}{% now %}", "link": "secret"}

    assert filled("{{ given_name }}", values) == "{{ link }}{% now %}"


def test_values_of_several_lines_keep_their_shape():
    assert filled("{{ list }}", {"list": "- a\n\n\n- b"}) == "- a\n\n\n- b"


def test_a_text_in_order_has_no_mistakes():
    assert mistakes(FINE, KNOWN) == []
    assert mistakes("News of {{ wave }}", KNOWN, is_subject=True) == []
    assert mistakes(f"{FINE} {{ not a placeholder }} }} 100 % {{", KNOWN) == []


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ("{{ salary }}", "{{ salary }}"),
        ("{{ given_name.password }}", "{{ given_name.password }}"),
        ("{{ given_name|upper }}", "{{ given_name|upper }}"),
        ("{{ given_name.__class__.__mro__ }}", "{{ given_name.__class__.__mro__ }}"),
        ("{{ }}", "{{ }}"),
        ("{{ 7|add:7 }}", "{{ 7|add:7 }}"),
        ("{% load verso %}", "{% load verso %}"),
        ("{% include 'x' %}", "{% include 'x' %}"),
        ("{# hidden #}", "{# hidden #}"),
        ("{{\ngiven_name\n}}", "{{ given_name }}"),
        ("{{ Given_Name }}", "{{ Given_Name }}"),
        ("{{ {{ link }} }}", "{{ {{ link }}"),
    ],
)
def test_what_is_unknown_is_refused_by_name(bad, named):
    found = mistakes(f"{FINE} {bad}", KNOWN)

    assert found and f"“{named}” is unknown" in found[0]


@pytest.mark.parametrize("stray", ["{{ given_name", "given_name }}", "{% if", "%}"])
def test_half_a_placeholder_is_named(stray):
    [found] = mistakes(f"{FINE} {stray}", KNOWN)

    assert "stands alone" in found


def test_what_is_needed_must_stay():
    assert mistakes("Hello {{ given_name }}", KNOWN) == ["“{{ link }}” must stay: the address of the page."]


def test_a_subject_names_nobody():
    [found] = mistakes("For {{ given_name }}", KNOWN, is_subject=True)

    assert found == (
        "“{{ given_name }}” cannot stand in a subject: it shows on locked screens and in assistants’ inboxes."
    )


def test_a_long_thing_is_named_by_its_beginning():
    [found] = mistakes(f"{FINE} {{{{ {'x.' * 500} }}}}", KNOWN)

    assert len(found) < 200


@given(st.text(alphabet="{}%# ab_\n\r\t.|", max_size=60))
def test_whatever_has_no_mistakes_can_be_filled(text):
    if not mistakes(f"{text} {{{{ link }}}}", KNOWN):
        assert "{{" not in filled(text, {"given_name": "A", "wave": "W", "link": "L"})
