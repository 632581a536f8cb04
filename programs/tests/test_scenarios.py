"""What can be wrong with scenario cards; each mistake names its card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.program_templates import template
from programs.scenarios import MOST_CARDS, mistakes, read, written


def card(key, *onward, **facts):
    answers = [{"text": f"Answer to {to}", "reply": "So it goes.", "to": to} for to in onward]
    return {"key": key, "text": "Something happens.", "answers": answers, **facts}


def test_a_walk_may_branch_meet_again_and_go_back_as_long_as_it_can_end():
    cards = [card("start", "left", "right"), card("left", "end"), card("right", "end", "start")]

    assert mistakes([*cards, card("end", "", "start")]) == []


def test_nothing_is_no_scenario():
    assert mistakes([]) == [("", "A scenario needs at least one card.")]


def test_a_way_to_nowhere_is_named_with_its_answer():
    assert mistakes([card("start", "", "lost")]) == [
        ("start", "Answer 2 leads to “lost”, and there is no such card.")
    ]


def test_a_card_that_nobody_comes_to_is_named():
    assert mistakes([card("start", ""), card("island", "")]) == [("island", "No answer leads to this card.")]


def test_going_round_for_ever_is_named():
    cards = [card("start", "", "round"), card("round", "again"), card("again", "round")]

    sentence = "From this card no way leads to an end. Let one answer end the walk."
    assert mistakes(cards) == [("round", sentence), ("again", sentence)]


def test_every_card_has_a_name_of_its_own_words_and_answers():
    cards = [card("start", "start", text=" "), card("start", ""), card("mute")]

    assert mistakes(cards) == [
        ("start", "Two cards have this name."),
        ("start", "The card says nothing. Tell what happens."),
        ("mute", "The card offers no answer. Give at least one."),
    ]


def test_nobody_walks_through_hundreds_of_cards_or_reads_a_novel_on_one():
    many = [card(f"card-{number}", "") for number in range(MOST_CARDS + 1)]
    long = [card("start", "", text="x" * 2000)]

    assert mistakes(many) == [("", "41 cards are more than anybody walks through: 40 at most.")]
    assert [key for key, _ in mistakes(long)] == ["start"]


# --- as a plain text --------------------------------------------------------------------------------------

PLAIN = """# start
It begins.

What do you say?

> “Go on.” -> second
She goes on.

> Nothing. → (end)

# second
The end is near.
> “Good.” -> (end)
"""


def test_a_text_is_read_as_cards():
    assert read(PLAIN) == (
        [
            {
                "key": "start",
                "text": "It begins.\n\nWhat do you say?",
                "answers": [
                    {"text": "“Go on.”", "reply": "She goes on.", "to": "second"},
                    {"text": "Nothing.", "reply": "", "to": ""},
                ],
            },
            {
                "key": "second",
                "text": "The end is near.",
                "answers": [{"text": "“Good.”", "reply": "", "to": ""}],
            },
        ],
        [],
    )


@pytest.mark.parametrize("key", ["digital_fluency", "inclusion"])
def test_our_own_scenarios_are_written_and_read_back_unchanged(key):
    for module in template(key).training:
        if module.cards:
            assert read(written(module.cards)) == (list(module.cards), [])


@pytest.mark.parametrize(
    ("text", "key", "sentence"),
    [
        ("", "", "A scenario needs at least one card."),
        ("It begins.", "", "Begin with a card: a line with # and its name."),
        ("# start\nIt begins.", "start", "The card offers no answer. Give at least one."),
        ("#\nIt begins.\n> Go -> (end)", "", "This card has no name."),
        (
            "# start\nIt begins.\n> Go",
            "start",
            "Answer 1 does not say where it leads: end its line with -> and the name of a card, "
            "or with -> (end).",
        ),
        (
            "# Start here\nIt begins.\n> Go -> (end)",
            "Start here",
            "A name has small letters, digits and hyphens only.",
        ),
        (
            "# start\nIt begins.\n> Go -> nowhere",
            "start",
            "Answer 1 leads to “nowhere”, and there is no such card.",
        ),
        ("# start\nIt begins.\n> -> (end)", "start", "Answer 1 is empty."),
    ],
)
def test_what_cannot_be_read_is_told_with_the_card_it_stands_in(text, key, sentence):
    assert read(text)[1] == [(key, sentence)]


LINE = st.text(alphabet="ab #>\\-x", max_size=12).map(str.strip)
WORDS = st.lists(LINE, min_size=1, max_size=3).map("\n".join).map(str.strip).filter(bool)


@given(text=WORDS, reply=st.just("") | WORDS)
def test_whatever_stands_on_a_card_comes_back(text, reply):
    cards = [{"key": "start", "text": text, "answers": [{"text": "Go", "reply": reply, "to": ""}]}]

    assert read(written(cards)) == (cards, [])


@given(st.text(alphabet="#> ->()ab\n\\end", max_size=200))
def test_no_text_breaks_the_reader(text):
    cards, found = read(text)

    assert found or cards
