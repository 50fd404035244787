"""Phrases of rules/ as one regular expression, for the rooms that need no tokenizer.

A phrase is written as it is said: a space is any white space (a line may be wrapped there), ``*`` the rest of a word,
``…`` up to nine words of the same sentence."""

import re
from collections.abc import Iterable

# A word begins with a letter or digit, so that a line of dashes is none: or the search would try every way to cut it.
_BETWEEN = r"[^\w.!?]{1,3}(?:\w[\w'-]*+[^\w!?]{1,3}){0,9}?"


def plain(text: str) -> str:
    """Typographic apostrophes and hard spaces as typed on a keyboard; every offset stays."""
    return text.translate({0x2019: "'", 0x2018: "'", 0xA0: " "})


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the phrases in a ``plain`` text, the longest first; matches nothing when there are none."""
    sources = sorted({_source(phrase) for phrase in phrases}, key=lambda s: (-len(s), s))
    return re.compile("|".join(sources) or r"(?!)", re.IGNORECASE)


def _source(phrase: str) -> str:
    parts = [r"\s+".join(map(_word, part.split())) for part in plain(phrase).split("…")]
    head = r"\b" if phrase[:1].isalnum() else ""
    tail = r"\b" if phrase[-1:].isalnum() else ""
    return head + _BETWEEN.join(parts) + tail


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*")
