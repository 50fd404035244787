"""Word lists of rules/ as regular expressions: fast, bounded, compiled once.

A phrase is written as it is said, in lower case. ``*`` stands for the rest of a word (``verschick*``), ``…`` for up to
four words in between (``send … invoice``), a space for any white space (a line may be wrapped there). Patterns are
matched against ``lowered(text)``, which keeps every offset."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from inbox_agent.lexicon import Rules
from inbox_agent.model import Evidence, Passage

NEVER = r"(?!)"
SPACE = r"[\s\xa0]{1,4}"
WORDS_BETWEEN = r"(?:[^\w.!?;\n]{1,3}[\w'’-]{1,24}){0,4}?[^\w.!?;]{1,3}"


def lowered(text: str) -> str:
    """Lower case with the same length: the few letters that grow in lower case are kept."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def union(phrases: Iterable[str]) -> str:
    """One pattern for many phrases, the longest first. Matches nothing when there are none."""
    ordered = sorted(set(phrases), key=lambda p: (-len(p), p))
    return "(?:" + "|".join(_source(p) for p in ordered) + ")" if ordered else NEVER


def _source(phrase: str) -> str:
    parts = re.split(r"(\s*…\s*|\s+|\*)", phrase.strip().lower())
    source = "".join(_part(p) for p in parts if p)
    start = r"\b" if phrase[:1].isalnum() else ""
    end = r"\b" if phrase[-1:].isalnum() else ""
    return start + source + end


def _part(part: str) -> str:
    if "…" in part:
        return WORDS_BETWEEN
    if part == "*":
        return r"\w{0,24}"
    return SPACE if part.isspace() else re.escape(part)


def words(rules: Rules, table: str, key: str) -> tuple[str, ...]:
    """A list of every language's file of that name: customers mix languages."""
    return tuple(w for lexicon in rules.both() for w in lexicon.words(table, key))


def mapping(rules: Rules, table: str, key: str) -> dict[str, list[str]]:
    """A table of lists (meaning = [phrases]) of every language's file, merged."""
    merged: dict[str, list[str]] = {}
    for lexicon in rules.both():
        for meaning, phrases in lexicon.mapping(table, key).items():
            merged.setdefault(meaning, []).extend(phrases)
    return merged


@cache
def pattern(rules: Rules, table: str, *keys: str) -> re.Pattern[str]:
    """The lists of these keys as one compiled pattern, for lower-case text."""
    return re.compile(union(w for key in keys for w in words(rules, table, key)))


def mark(passage: Passage, start: int, end: int, rule: str) -> Evidence:
    """Evidence for these words of a passage, without the white space around them."""
    text = passage.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return Evidence(passage.source, text, rule, start, start + len(text), page=passage.page)


def without(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """True when no span overlaps start..end."""
    return all(end <= s or start >= e for s, e in spans)
