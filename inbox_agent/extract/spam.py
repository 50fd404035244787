"""Unwanted mail by what it says: advertising, phishing, advance-fee letters.

Ignored mail is seen by nobody, so one sign is never enough: several of different kinds must agree, and a customer's own
mail is never taken for it."""

import re
from collections.abc import Sequence

from inbox_agent.extract.sentence import Sentence
from inbox_agent.model import Evidence, ParsedMail

CERTAIN = 0.95
_DOUBTED = 0.7
_LABELS = ("unsubscribe", "marketing", "bait", "urgency", "scam", "impersonal")
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_PROGRAM = re.compile(r"https?://\S+\.(?:zip|exe|js|html?|iso|scr|rar|7z|docm|xlsm)\b", re.IGNORECASE)
_BUTTON = re.compile(r"(?m)^[ \t]*(?:[A-ZÄÖÜ]{3,}[ \t]*){2,4}$")
_UNPROVEN = re.compile(r"=(?:fail|softfail|none|permerror)")


def spam(parsed: ParsedMail, sentences: Sequence[Sentence]) -> tuple[float, tuple[Evidence, ...]]:
    """How certain it is that nobody wants this mail, 0 to 1, and by which words."""
    kinds = {label: _said(sentences, label) for label in _LABELS}
    certainty = max(_advertising(parsed, kinds), _phishing(parsed, kinds), _scam(parsed, kinds))
    if _wants(parsed, sentences, kinds):
        certainty = min(certainty, _DOUBTED)
    evidence = tuple(e for found in kinds.values() for e in found)
    return certainty, evidence[:8]


def _wants(parsed: ParsedMail, sentences: Sequence[Sentence], kinds: dict[str, list[Evidence]]) -> bool:
    """Whether a reader of an advertisement orders what it praises: without a link to anywhere, and in his own words."""
    orders = any(s.role == "order" and s.item for s in sentences)
    return orders and not kinds["bait"] and not kinds["scam"] and not _LINK.search(parsed.body)


def _said(sentences: Sequence[Sentence], label: str) -> list[Evidence]:
    """The different phrases of that label."""
    found = {cue.text.lower(): cue for s in sentences for cue in s.of(label)}
    return [Evidence("body", c.text, f"intent: {label}", c.start, c.end) for c in found.values()]


def _advertising(parsed: ParsedMail, kinds: dict[str, list[Evidence]]) -> float:
    praise, leaving = len(kinds["marketing"]), bool(kinds["unsubscribe"])
    if praise >= 2 and leaving:
        return 0.98
    if praise >= 4 and (_LINK.search(parsed.body) or kinds["impersonal"]):
        return CERTAIN
    return 0.7 if praise >= 2 else 0.0


def _phishing(parsed: ParsedMail, kinds: dict[str, list[Evidence]]) -> float:
    bait = len(kinds["bait"])
    program = bool(_PROGRAM.search(parsed.body))
    signs = sum((
        bait >= 2, bool(kinds["urgency"]), bool(kinds["impersonal"]), program,
        bool(_LINK.search(parsed.body) or _BUTTON.search(parsed.body)), parsed.trust.reply_to_elsewhere is not None,
        parsed.trust.authenticated is False or bool(_UNPROVEN.search(parsed.trust.detail)),
    ))  # fmt: skip
    if not bait or not (bait >= 2 or program or kinds["impersonal"]):
        return 0.0
    return {0: 0.3, 1: 0.5, 2: 0.75, 3: CERTAIN, 4: 0.97}.get(signs, 0.99)


def _scam(parsed: ParsedMail, kinds: dict[str, list[Evidence]]) -> float:
    words = len(kinds["scam"])
    beside = bool(kinds["impersonal"]) + bool(kinds["urgency"]) + bool(parsed.trust.reply_to_elsewhere)
    beside += bool(_LINK.search(parsed.body)) + (parsed.trust.authenticated is False)
    if words >= 3 or (words >= 2 and beside):
        return 0.97
    return CERTAIN if words and beside >= 2 else 0.5 if words else 0.0
