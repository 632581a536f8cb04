"""What a program can start from: a folder per template with its facts (TOML) and long texts (Markdown).

One file per noun: ``template``, ``curriculum``, ``questions``, ``training`` (its texts and cards stand in the
folder of that name), ``attributes``, ``objectives``, ``resources``, ``surveys``, and the guidelines of both
sides. Only the first and the guidelines must be there; `reading` says what may stand in each.
"""

from functools import cache

from .reading import Lesson, Mistake, Template, read_folder

# in the order in which they are offered
KEYS = ("digital_fluency", "inclusion", "blank")

__all__ = ["KEYS", "Lesson", "Mistake", "Template", "all_templates", "template"]


@cache
def template(key):
    """The template called ``key``; KeyError when there is none."""
    if key not in KEYS:
        raise KeyError(key)
    return read_folder(key)


def all_templates():
    return [template(key) for key in KEYS]
