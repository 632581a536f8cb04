"""Scenario cards of a training module: a walk from card to card, and what can be wrong with it."""

import re

NAME = re.compile(r"[a-z0-9-]+")
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


# --- as a plain text --------------------------------------------------------------------------------------

END = "(end)"
CARD = re.compile(r"#[ \t]*(\S.*)?$")
ANSWER = re.compile(r">[ \t]*(.*?)[ \t]*(?:->|→)[ \t]*(\S+)$")


def written(cards):
    """The cards as the text that people edit; `read` takes it back."""
    parts = []
    for card in cards:
        parts.append(f"# {card['key']}\n{guarded(card['text'])}")
        for answer in card["answers"]:
            line = f"> {' '.join(answer['text'].split())} -> {answer['to'] or END}"
            parts.append(f"{line}\n{guarded(answer['reply'])}" if answer["reply"] else line)
    return "\n\n".join(parts)


def guarded(text):
    """Lines that would begin a card or an answer begin with a backslash instead."""
    return "\n".join(f"\\{line}" if line.startswith(("#", ">", "\\")) else line for line in text.splitlines())


def read(text):
    """``(cards, mistakes)`` of a text in which a line with # begins a card and one with > an answer.

    Under the line of a card stands what happens, under that of an answer what comes of it. A mistake is
    ``(key of the card, sentence)`` as in `mistakes`.
    """
    cards, found, lines = [], [], []
    for line in text.splitlines():
        if begins_card := CARD.match(line):
            lines = []
            cards.append({"key": (begins_card[1] or "").strip(), "text": lines, "answers": []})
            if cards[-1]["key"] and not NAME.fullmatch(cards[-1]["key"]):
                found.append((cards[-1]["key"], "A name has small letters, digits and hyphens only."))
        elif line.startswith(">") and cards:
            lines = []
            answer = ANSWER.match(line)
            number = len(cards[-1]["answers"]) + 1
            if answer is None:
                found.append((cards[-1]["key"], f"Answer {number} does not say where it leads: {HOW_TO_END}"))
            text, to = (answer[1], answer[2]) if answer else (line[1:].strip(), END)
            cards[-1]["answers"].append({"text": text, "reply": lines, "to": "" if to == END else to})
        elif cards:
            lines.append(line[1:] if line.startswith("\\") else line)
        elif line.strip():
            return [], [("", "Begin with a card: a line with # and its name.")]
    for card in cards:
        card["text"] = joined(card["text"])
        for answer in card["answers"]:
            answer["reply"] = joined(answer["reply"])
    return cards, found or mistakes(cards)


HOW_TO_END = f"end its line with -> and the name of a card, or with -> {END}."


def joined(lines):
    return "\n".join(line.rstrip() for line in lines).strip()
