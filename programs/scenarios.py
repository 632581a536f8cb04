"""Scenario cards of a training module: a walk from card to card, and what can be wrong with it."""

MOST_CARDS = 40
MOST_ANSWERS = 6
TEXT_LENGTH = 1500
KEY_LENGTH = 40


def mistakes(cards):
    """What keeps ``cards`` from being walked through, each as ``(key of the card, sentence)``.

    The walk begins with the first card; an answer's ``to`` names the next one, and an empty ``to`` ends it.
    """
    if not cards:
        return [("", "A scenario needs at least one card.")]
    if len(cards) > MOST_CARDS:
        return [("", f"{len(cards)} cards are more than anybody walks through: {MOST_CARDS} at most.")]
    keys = [card["key"] for card in cards]
    found = [(key, "Two cards have this name.") for key in dict.fromkeys(keys) if keys.count(key) > 1]
    for card in cards:
        found += [(card["key"], sentence) for sentence in mistakes_of(card, set(keys))]
    return found or lost(cards)


def mistakes_of(card, keys):
    """What is wrong with one card, whichever way somebody comes to it."""
    answers = card["answers"]
    if not card["key"]:
        yield "This card has no name."
    if len(card["key"]) > KEY_LENGTH:
        yield f"The name is too long: {KEY_LENGTH} characters at most."
    if not card["text"].strip():
        yield "The card says nothing. Tell what happens."
    if not answers:
        yield "The card offers no answer. Give at least one."
    if len(answers) > MOST_ANSWERS:
        yield f"{len(answers)} answers are too many to choose from: {MOST_ANSWERS} at most."
    for number, answer in enumerate(answers, start=1):
        if not answer["text"].strip():
            yield f"Answer {number} is empty."
        if answer["to"] and answer["to"] not in keys:
            yield f"Answer {number} leads to “{answer['to']}”, and there is no such card."
    words = [card["text"], *(answer[name] for answer in answers for name in ("text", "reply"))]
    if too_long := next((each for each in words if len(each) > TEXT_LENGTH), None):
        yield f"“{too_long[:40]}…” is too long: {TEXT_LENGTH} characters at most."


def lost(cards):
    """Cards that nobody comes to, and those from which no way leads to an end."""
    ways = {card["key"]: {answer["to"] for answer in card["answers"]} for card in cards}
    start = cards[0]["key"]
    reached = spread({start}, ways)
    ending = {key for key, onward in ways.items() if "" in onward}
    back = {key: {other for other, onward in ways.items() if key in onward} for key in ways}
    homeward = spread(ending, back)
    return [(key, "No answer leads to this card.") for key in ways if key not in reached] + [
        (key, "From this card no way leads to an end. Let one answer end the walk.")
        for key in ways
        if key in reached and key not in homeward
    ]


def spread(first, ways):
    """Everything that can be come to from ``first``."""
    found, fresh = set(first), set(first)
    while fresh:
        fresh = {onward for key in fresh for onward in ways[key] if onward} - found
        found |= fresh
    return found
