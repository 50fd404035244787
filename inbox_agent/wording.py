"""Phrases of rules/ as one regular expression, for the rooms that need no tokenizer.

A phrase is written as it is said: a space is any white space (a line may be wrapped there), ``*`` the rest of a word,
``…`` up to nine words of the same sentence."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

_WORD = re.compile(r"\w+")
_START = r"\b"  # of a phrase that begins with a letter or digit
# A word begins with a letter or digit, so that a line of dashes is none: or the search would try every way to cut it.
_BETWEEN = r"[^\w.!?]{1,3}(?:\w[\w'-]*+[^\w!?]{1,3}){0,9}?"


def plain(text: str) -> str:
    """Typographic apostrophes and hard spaces as typed on a keyboard; every offset stays."""
    return text.replace("’", "'").replace("‘", "'").replace("\xa0", " ")


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the phrases in a ``plain`` text, the longest first; matches nothing when there are none."""
    sources = sorted({_source(phrase) for phrase in phrases}, key=lambda s: (-len(s), s))
    by_letter: dict[str, list[str]] = defaultdict(list)  # or every phrase would be tried at every word
    for source in sources:
        by_letter[source[len(_START)].lower() if source.startswith(_START) else ""].append(source)
    others = by_letter.pop("", [])
    words = (letter + _any_of(s[len(_START) + 1 :] for s in found) for letter, found in by_letter.items())
    return re.compile("|".join([*others, *([_START + _any_of(words)] if by_letter else [])]) or r"(?!)", re.IGNORECASE)


def needed(phrases: Iterable[str]) -> Mapping[str, Collection[frozenset[str]]]:
    """The whole words of each phrase, under the longest of them ("" for a phrase that has none): a text whose ``words``
    are not all of any phrase need not be searched."""
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    for phrase in phrases:
        whole = [word for word in re.findall(r"[\w*]+", plain(phrase).lower()) if "*" not in word]
        found[max(whole, key=len, default="")].add(frozenset(whole))
    return dict(found)


def words(text: str) -> frozenset[str]:
    """The words of a ``plain`` text, lower case."""
    return frozenset(_WORD.findall(text.lower()))


def _any_of(sources: Iterable[str]) -> str:
    return f"(?:{'|'.join(sources)})"


def _source(phrase: str) -> str:
    parts = [r"\s+".join(map(_word, part.split())) for part in plain(phrase).split("…")]
    head = _START if phrase[:1].isalnum() else ""
    tail = r"\b" if phrase[-1:].isalnum() else ""
    return head + _BETWEEN.join(parts) + tail


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*")
