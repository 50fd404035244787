"""What stands among the order and was not understood: a number nobody explains, a thing named without a quantity.

A careful clerk does not skip a line that makes no sense to her."""

import re
from collections.abc import Sequence

from inbox_agent.catalogue.vocabulary import quality_of
from inbox_agent.catalogue.words import features
from inbox_agent.extract import pieces
from inbox_agent.extract.nlp import sentences
from inbox_agent.extract.quantities import references
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Doubt, Evidence

# Hours of the day: "7:30 Uhr", "8 am", "before 9", "ab 10".
_TIME = re.compile(
    r"\b\d{1,2}(?:[:.]\d{2})?\s*(?:uhr|am|pm|a\.m\.|p\.m\.|h|o'clock)(?!\w)|\b\d{1,2}:\d{2}\b"
    r"|\b(?:before|after|until|till|vor|nach|bis|um)\s+\d{1,2}(?![\w.,/-]*\d)(?!\s*[x×])",
    re.IGNORECASE,
)
Spans = Sequence[tuple[int, int]]


def unexplained(
    text: str, source: str, language: str, explained: Spans, covered: Spans, knowledge: Knowledge
) -> tuple[Doubt, ...]:
    """Doubts for sentences among or beside the order lines. ``explained``: what finders own or the mail only tells;
    ``covered``: what the order lines rest on."""
    if not covered:
        return ()
    parts = sentences(text, language)
    ordering = [i for i, s in enumerate(parts) if _touches(s.start, s.end, covered)]
    if not ordering:
        return ()
    doubts = []
    for i, sentence in enumerate(parts):
        if not ordering[0] - 1 <= i <= ordering[-1] + 1:
            continue
        rest = _rest(text, sentence.start, sentence.end, [*explained, *covered])
        counted = [q for q in pieces.countable(rest, language, knowledge) if not pieces.is_pronoun(q, knowledge.rules)]
        short = len(sentence.text.split()) <= 9
        if (
            _has_number(rest, knowledge.rules)
            or (short and counted)
            or (not _touches(sentence.start, sentence.end, [*covered, *explained]) and _names_item(rest, knowledge))
        ):
            evidence = Evidence(source, sentence.text, "not understood", sentence.start, sentence.end)
            doubts.append(Doubt("unexplained", (evidence,), {"text": sentence.text[:120]}))
    return tuple(doubts)


def _rest(text: str, start: int, end: int, spans: Spans) -> str:
    chars = list(text[start:end])
    for a, b in spans:
        for at in range(max(a, start), min(b, end)):
            chars[at - start] = " "
    return "".join(chars)


def _touches(start: int, end: int, spans: Spans) -> bool:
    return any(a < end and start < b for a, b in spans)


def _has_number(rest: str, rules: Rules) -> bool:
    """A number of its own; list numbers and the count of a heading ("Pos. 1") are none."""
    rest = re.sub(r"^\s*(?:[-*•]\s*)?(?:pos\.?\s*)?\(?\d{1,2}[.):]?(?=\s|$)", " ", rest, flags=re.IGNORECASE)
    rest = _TIME.sub(" ", references(rules).sub(" ", rest))
    return re.search(r"\d", rest) is not None


def _names_item(rest: str, knowledge: Knowledge) -> bool:
    """A short line that names a product and nothing else."""
    said = features(rest, knowledge.rules)
    if not said or len(said) > 8:
        return False
    qualities = quality_of(knowledge.rules)
    known = [f for f in said if knowledge.products.knows(f)]
    nouns = [f for f in known if f.kind == "word" and f.key not in qualities and len(f.text) > 3]
    return len(known) == len(said) and bool(nouns) and bool(knowledge.products.search_features(said).matches)
