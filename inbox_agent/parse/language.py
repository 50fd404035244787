"""Which language a text is in.

Common words decide between English and German, also in three words; py3langid tells the other languages. In a
shop's mail English and German are far more likely than what a list of product names resembles by chance."""

import re
from functools import cache
from typing import Any

from inbox_agent.lexicon import Rules

_WORD = re.compile(r"[^\W\d_]{1,}(?:'[^\W\d_]+)?")
_CLEAR_SHARE = 0.22  # of all words; ordinary text has twice that, a list of articles less
_ENOUGH = 4_000  # characters that show the language of a text
_FOREIGN_AT = 6  # words that a text must have to be called a third language
_FOREIGN_PROBABILITY = 0.9


def language(rules: Rules, *texts: str) -> str:
    """ISO 639-1 code of the first text that shows its language; of all of them together when none does; else "en"."""
    for text in texts:
        if found := _of(text, rules):
            return found
    return _guess(" ".join(texts)[:_ENOUGH], ("en", "de")) if any(map(_WORD.search, texts)) else "en"


def _of(text: str, rules: Rules) -> str | None:
    """The language of one text, or None when its words do not show it."""
    text = text[:_ENOUGH]
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return None
    hits = {name: sum(word in common for word in words) for name, common in _common(rules).items()}
    best = max(hits, key=lambda name: hits[name])
    others = max(count for name, count in hits.items() if name != best)
    share = hits[best] / len(words)
    if len(words) >= _FOREIGN_AT and share < _CLEAR_SHARE and (foreign := _foreign(text)):
        return foreign
    if hits[best] > others:
        return best
    return None


def _foreign(text: str) -> str | None:
    """A language other than English and German, if the classifier is sure of it."""
    code, probability = _identifier().classify(text)
    return str(code) if code not in ("en", "de") and probability >= _FOREIGN_PROBABILITY else None


def _guess(text: str, codes: tuple[str, ...]) -> str:
    ranked = dict(_identifier().rank(text))
    return max(codes, key=lambda code: ranked.get(code, 0.0))


@cache
def _common(rules: Rules) -> dict[str, frozenset[str]]:
    return {lexicon.language: frozenset(lexicon.words("language", "common_words")) for lexicon in rules.both()}


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
