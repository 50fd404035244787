"""The words of rules/<language>/quotes.toml that set older mail apart, of all languages together, compiled."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from inbox_agent.lexicon import Rules

FORWARD, ORIGINAL, ABOVE = "forward", "original", "above"  # kinds of marker
_MARKERS = {"original_markers": ORIGINAL, "forward_markers": FORWARD, "above_markers": ABOVE}
_GAP = ".{1,200}?"  # what a phrase's "…" stands for


@dataclass(frozen=True)
class ThreadWords:
    """``markers``: words between dashes -> FORWARD, ORIGINAL or ABOVE; ``labels``: a header label in any language ->
    from, sent, to, cc, subject, other."""

    attribution: re.Pattern[str]  # begins with a word of its own: "On ... wrote:"
    open_attribution: re.Pattern[str]  # begins with anybody's name: "... wrote:"
    attribution_not: re.Pattern[str]
    attribution_hint: re.Pattern[str]  # without one of these words in it (in lower case) a line is none
    markers: Mapping[str, str]
    labels: Mapping[str, str]
    reply_prefix: re.Pattern[str]
    forward_prefix: re.Pattern[str]
    answers_below: re.Pattern[str]


@cache
def thread_words(rules: Rules) -> ThreadWords:
    def every(key: str) -> list[str]:
        return [word for lexicon in rules.both() for word in lexicon.words("quotes", key)]

    def prefix(key: str) -> re.Pattern[str]:
        return re.compile(rf"\s*(\[[^\]]*\]\s*)?({_either(every(key))})(\[\d+\]|\(\d+\))?\s*:", re.IGNORECASE)

    tables = [lex.mapping("quotes", name) for lex in rules.both() for name in ("more_labels", "header_labels")]
    attribution = every("attribution")
    return ThreadWords(
        attribution=_phrases(p for p in attribution if not p.startswith("…")),
        open_attribution=_phrases(p for p in attribution if p.startswith("…")),
        attribution_not=re.compile(rf"\b({_either(every('attribution_not'))})\b", re.IGNORECASE),
        attribution_hint=re.compile(
            _either({max(phrase.lower().split("…"), key=len).strip() for phrase in attribution})
        ),
        markers={word: kind for key, kind in _MARKERS.items() for word in every(key)},
        labels={word: key for table in tables for key, found in table.items() for word in found},
        reply_prefix=prefix("reply_prefixes"),
        forward_prefix=prefix("forward_prefixes"),
        answers_below=re.compile(rf"\b({_either(every('answers_below'))})\b", re.IGNORECASE),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in words)


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases, … standing for some words."""
    patterns = [_GAP.join(re.escape(part) for part in phrase.split("…")) for phrase in phrases]
    return re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)
