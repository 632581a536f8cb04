"""Team names are neutral, plenty, and the same every time."""

from pairing.naming import WORDS, in_hidden_order, ordered, team_names


def test_there_are_names_for_three_hundred_pairs():
    assert len(WORDS) >= 300
    assert len({word.lower() for word in WORDS}) == len(WORDS)
    assert all(word.isalpha() and word[0].isupper() and len(word) <= 40 for word in WORDS)


def test_a_wave_has_an_order_of_its_own_and_keeps_it():
    assert ordered(7) == ordered(7)
    assert ordered(7) != ordered(8)
    assert sorted(ordered(7)) == WORDS


def test_names_taken_and_names_of_people_are_passed_over():
    first, second, third, *_ = ordered(7)

    assert team_names(7, 1, taken=[first], avoid=[second.upper()]) == [third]


def test_when_the_words_run_out_they_come_round_with_a_number():
    names = team_names(7, len(WORDS) + 2)

    assert len(set(names)) == len(WORDS) + 2
    assert names[-2:] == [f"{word} 2" for word in ordered(7)[:2]]


def test_the_order_of_names_says_nothing_about_the_order_of_the_list():
    class Two:
        def __init__(self, mentor_id):
            self.mentor_id, self.mentee_id = mentor_id, mentor_id + 100

    pairs = [Two(number) for number in range(20)]

    assert in_hidden_order(7, pairs) == in_hidden_order(7, pairs[::-1])
    assert in_hidden_order(7, pairs) != pairs
