"""What each sentence of a mail does: order, complain, ask, tell of an earlier delivery …

The phrases are in rules/<language>/intents.toml; here is what follows from their meeting in one sentence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from inbox_agent.extract.complaints import COMPLAINS, complaints, names_damage
from inbox_agent.extract.cues import Cue, cues
from inbox_agent.extract.nlp import Span, sentences
from inbox_agent.extract.sentence import Sentence, given_way, with_cues
from inbox_agent.lexicon import Lexicon

TABLES = ("intents", "conditions")
# Roles that a list takes over from the sentence with the colon above it.
_LEADS = frozenset({"complaint", "cancellation", "change", "status", "quote", "past", "question", "no_order"})
_LIST_ITEM = re.compile(r"[-–—*•·+]\s|\(?\d+[.)]?\s|\d+\s?\w|\S[^\n]*\t")


def sentence_roles(text: str, *lexicons: Lexicon) -> tuple[tuple[Span, str], ...]:
    """Each sentence with its role: order, complaint, past (about an earlier order or delivery), question, condition,
    quote, status, change, cancellation, no_order (what is not wanted), courtesy, statement.

    Give the lexicons of every language, the mail's own first. Heard in one language only, a question mark alone makes
    no question: the words around it may be another language's polite order."""
    read_all = read(text, lexicons, lexicons[0].language)
    return tuple((s.span, s.role if s.because or len(lexicons) > 1 else "statement") for s in read_all)


@lru_cache(maxsize=16)  # the lines and the intent of one mail both ask for it
def read(text: str, lexicons: tuple[Lexicon, ...], language: str) -> tuple[Sentence, ...]:
    """The sentences of a text with their roles. Phrases of all the lexicons count: customers mix languages."""
    spans = sentences(text, language)
    every = cues(text, lexicons, *TABLES)
    found = [cue for table in TABLES for cue in given_way(c for c in every if c.table == table)]
    plain = [with_cues(span, found, lexicons) for span in spans]
    weighed = [replace(s, complaint=w, because=b, damaged=names_damage(s))
               for s, (w, b) in zip(plain, complaints(plain), strict=True)]  # fmt: skip
    earlier = any(s.has("earlier", "change") for s in weighed)
    return tuple(_with_lists([_with_role(s, earlier) for s in weighed]))


def _with_role(s: Sentence, earlier: bool) -> Sentence:
    """``earlier``: the mail speaks of an order placed before; then "swap" and "add" change that one."""
    if s.complaint >= COMPLAINS:
        return replace(s, role="complaint")
    if earlier and s.has("change_verb") and not s.has("cancellation", "new_order", "bank_change"):
        return replace(s, role="change", because=s.of("change", "change_verb"))
    for role, labels in (("cancellation", ("cancellation",)), ("change", ("change",)), ("status", ("status",))):
        if s.has(*labels) and not (role == "status" and s.has("order") and not s.asked):
            return replace(s, role=role, because=s.of(*labels))
    role, because = _asking(s) or _ordering(s) or _telling(s)
    return replace(s, role=role, because=because)


def _asking(s: Sentence) -> tuple[str, tuple[Cue, ...]] | None:
    wishes = s.has("order", "want")
    if s.has("quote_request") or (s.has("price_word") and s.asked):
        return "quote", s.of("quote_request", "price_word")
    if s.has("asks") and not s.has("order"):
        return "question", s.of("asks")
    if s.asked and not (wishes and (s.item or s.has("order"))):
        return ("courtesy", s.of("courtesy")) if s.has("courtesy") else ("question", ())
    return None


def _ordering(s: Sentence) -> tuple[str, tuple[Cue, ...]] | None:
    if s.has("order", "want"):
        return "order", s.of("order", "want")
    if s.has("please") and s.item and not s.has("courtesy", "no_order"):
        return "order", s.of("please")
    if s.has("no_order", "not_an_order"):
        return "no_order", s.of("no_order", "not_an_order")
    return None


def _telling(s: Sentence) -> tuple[str, tuple[Cue, ...]]:
    if s.has("condition", "alternative"):
        return "condition", s.of("condition", "alternative")
    if s.has("receipt", "ordered", "past", "earlier"):
        return "past", s.of("receipt", "ordered", "past", "earlier")
    if s.has("courtesy", "thanks"):
        return "courtesy", s.of("courtesy", "thanks")
    return "statement", ()


def _with_lists(plain: Sequence[Sentence]) -> Iterable[Sentence]:
    """The items of a list do what the sentence above them does: "We received:", "Please quote:"."""
    lead: Sentence | None = None
    for sentence in plain:
        listed = sentence.role == "statement" and sentence.item and _LIST_ITEM.match(sentence.span.text)
        if lead and listed:
            yield replace(sentence, role=lead.role, because=lead.because)
            continue
        lead = sentence if sentence.role in _LEADS and sentence.span.text.endswith(":") else None
        yield sentence
