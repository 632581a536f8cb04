"""The language of mail texts: words with ``{{ name }}`` in them, and nothing else.

Coordinators write these texts, so nothing in them is run: a name from the kind's list is replaced by a text
that the kind has computed, once, and what comes in is never looked at again. A line that consists of
placeholders alone disappears when all of them are empty; that is the only "if" there is.
"""

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{\{[ \t]*([a-z][a-z0-9_]*)[ \t]*\}\}")
BRACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")


@dataclass(frozen=True)
class Placeholder:
    """A name that may stand in a text: what it becomes, an example of it, and whether the text needs it.

    ``in_subject`` ones say nothing about a person: subjects show on locked screens and in assistants'
    inboxes.
    """

    name: str
    says: str
    example: str
    required: bool = False
    in_subject: bool = False

    @property
    def written(self):
        return f"{{{{ {self.name} }}}}"


class AsTyped(dict):
    """Values for a preview: what is unknown stays as it was typed."""

    def __missing__(self, name):
        return f"{{{{ {name} }}}}"


def filled(text, values):
    """``text`` with its placeholders replaced; KeyError when one is not among ``values``."""
    lines = []
    for line in text.strip().splitlines():
        names = PLACEHOLDER.findall(line)
        alone = names and not PLACEHOLDER.sub("", line).strip()
        if alone and not any(values[name] for name in names):
            continue
        lines.append(PLACEHOLDER.sub(lambda found: values[found[1]], line).rstrip())
    return "\n".join(line for line, before in zip(lines, [None, *lines], strict=False) if line or before)


def mistakes(text, placeholders, *, is_subject=False):
    """What keeps a text from being sent, a sentence each; every sentence names what it is about."""
    allowed = {each.name for each in placeholders if each.in_subject or not is_subject}
    found = []
    for braces in dict.fromkeys(BRACES.findall(text)):
        placeholder = PLACEHOLDER.fullmatch(braces)
        if placeholder and placeholder[1] in allowed:
            continue
        found.append(refusal(braces, placeholder and placeholder[1], placeholders))
    if not found and (stray := STRAY.search(BRACES.sub("", text))):
        found.append(f"“{stray[0]}” stands alone. Placeholders are written {{{{ name }}}}.")
    if not is_subject:
        names = set(PLACEHOLDER.findall(text))
        found += [
            f"“{each.written}” must stay: {each.says[0].lower()}{each.says[1:]}."
            for each in placeholders
            if each.required and each.name not in names
        ]
    return found


def refusal(braces, name, placeholders):
    """Why what stands in these braces cannot stand there."""
    shown = " ".join(braces.split())
    shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
    if name and any(each.name == name for each in placeholders):
        return f"“{shown}” cannot stand in a subject: it shows on locked screens and in assistants’ inboxes."
    if braces.startswith("{{"):
        return f"“{shown}” is unknown. The placeholders of this mail are listed beside the text."
    return f"“{shown}” is unknown: a text knows placeholders and nothing else."
