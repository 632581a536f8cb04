"""What can be wrong with scenario cards; each mistake names its card."""

from programs.scenarios import MOST_CARDS, mistakes


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
