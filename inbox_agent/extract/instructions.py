"""What the customer wants besides the goods: a gift note, "ring twice", "no plastic".

A sentence counts when it has one of the phrases of rules/<language>/instructions.toml; it is passed on as written. Of a
long sentence that also orders or names an address, only the clause with the wish is taken."""

import re
from collections.abc import Sequence

from inbox_agent.extract.found import Found
from inbox_agent.extract.nlp import Span, sentences
from inbox_agent.extract.phrases import lowered, mark, pattern
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Evidence, Finding, ParsedMail, Passage

TABLE = "instructions"
LONG = 90  # letters; a longer sentence is cut to the clause
_CLAUSE = re.compile(r"[;,]\s+(?:and|und|aber|but|please|bitte)\s|\s[–—-]\s|;\s|:\s*\n")
_ENDS = re.compile(r"\s[–—-]\s|;\s")
_ORDER_LINE = re.compile(r"\s*(?:[-*•]\s*)?\d")


def find(passages: Sequence[Passage], parsed: ParsedMail, knowledge: Knowledge) -> Found[str]:
    """The wishes in the body and in attachments' text, in order, one line."""
    evidence: list[Evidence] = []
    for passage in passages:
        if passage.source not in ("subject", "forwarded", "quoted"):
            evidence += _wishes(passage, parsed.language, knowledge.rules)
    if not evidence:
        return Found()
    distinct = list(dict.fromkeys(" ".join(e.text.split()) for e in evidence))
    return Found(Finding(" ".join(distinct), 0.9, tuple(evidence)))


def _wishes(passage: Passage, language: str, rules: Rules) -> list[Evidence]:
    wishes, places, requests, unwanted = (
        pattern(rules, TABLE, k) for k in ("wishes", "places", "requests", "no_wishes")
    )
    lower = lowered(passage.text)
    if not (wishes.search(lower) or places.search(lower)):
        return []
    found = []
    for sentence in sentences(passage.text, language):
        words = lower[sentence.start : sentence.end]
        cue = wishes.search(words) or (places.search(words) if requests.search(words) else None)
        if (
            cue
            and not unwanted.search(words)
            and not words.endswith("?")
            and not _ORDER_LINE.match(words)
            and "\t" not in words
        ):
            start, end = _clause(sentence, cue.start(), cue.end())
            found.append(mark(passage, start, end, "instruction"))
    return found


def _clause(sentence: Span, cue: int, cue_end: int) -> tuple[int, int]:
    """Where the wish begins and ends: the whole sentence, or its clause when it is long."""
    start, end = 0, len(sentence.text)
    if end > LONG:
        for cut in _CLAUSE.finditer(sentence.text, 0, cue):
            start = cut.end() - len(re.split(r"[;,]\s+(?:and|und|aber|but)\s", cut[0])[-1].lstrip(" ;,–—-:\n"))
        if stop := _ENDS.search(sentence.text, cue_end):
            end = stop.start()
    return sentence.start + start, sentence.start + end
