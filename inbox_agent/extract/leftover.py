"""What stands in an order and was not understood: a number nobody explains, a word that may change an item, a wish.

Every word of an order mail belongs to a line, to a field, to courtesy, or to a sentence that only tells something; what
is left over is shown to a person. A careful clerk does not skip what makes no sense to her."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from inbox_agent.catalogue.vocabulary import function_words, quality_of, unit_words
from inbox_agent.catalogue.words import features, fold
from inbox_agent.extract import pieces
from inbox_agent.extract.nlp import Span, sentences
from inbox_agent.extract.numbers import parse_words
from inbox_agent.extract.phrase import asides, exclusions
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
_MARK = re.compile(r"~~|\[\s?\](?!\()|[☐✗✘]")  # struck out, not ticked
_CODE = re.compile(r"\b(?=[\w/.-]*\d{3})[A-Za-z]{0,6}[-/.]?\d[\w/.-]*")  # the number of a document in its heading
_ASIDE = 2  # strange words that a sentence about a date or address, or one that leads a list, may have
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Account:
    """What accounts for the words of a passage: stretches that finders own (dates, addresses, payment), sentences that
    only tell something, stretches that order lines rest on."""

    owned: Spans
    told: Spans
    covered: Spans


def unexplained(text: str, source: str, language: str, account: Account, knowledge: Knowledge) -> tuple[Doubt, ...]:
    """A doubt for each sentence that says something which nothing accounts for. Empty where nothing is ordered."""
    if not account.covered:
        return ()
    doubts = []
    for sentence in sentences(text, language):
        if _says_more(sentence, text, language, account, knowledge):
            evidence = Evidence(source, sentence.text, "not understood", sentence.start, sentence.end)
            doubts.append(Doubt("unexplained", (evidence,), {"text": " ".join(sentence.text.split())[:120]}))
    return tuple(doubts)


def _says_more(sentence: Span, text: str, language: str, account: Account, knowledge: Knowledge) -> bool:
    if _MARK.search(sentence.text):
        return True
    rest = _rest(text, sentence.start, sentence.end, [*account.owned, *account.covered])
    ordering = _touches(sentence.start, sentence.end, account.covered)
    wishing = _wishes(rest, knowledge.rules)
    counted = [q for q in pieces.countable(rest, language, knowledge) if not pieces.is_pronoun(q, knowledge.rules)]
    if _touches(sentence.start, sentence.end, account.told):
        return bool(counted) and wishing
    if any(start <= sentence.start and sentence.end <= end for start, end in account.covered):
        return False  # a row of a table, a correction that was applied
    if ordering:
        rest += " ".join(_set_aside(sentence.text, knowledge))
        return _has_number(rest, knowledge.rules) or bool(strange(_without_talk(rest, knowledge), knowledge))
    short = len(sentence.text.split()) <= 9
    number = _has_number(_CODE.sub(" ", rest) if not strange(rest, knowledge) else rest, knowledge.rules)
    if short and (counted or number or _names_item(rest, knowledge)):
        return not _is_greeting(sentence.text, knowledge)
    if not wishing or _is_greeting(sentence.text, knowledge):
        return False
    owned = _touches(sentence.start, sentence.end, account.owned)
    return len(strange(rest, knowledge)) > (_ASIDE if owned or sentence.text.endswith(":") else 0)


def _without_talk(rest: str, knowledge: Knowledge) -> str:
    """Without clauses in which somebody only talks ("I keep losing mine"): they begin with a person, wish nothing, and
    name nothing that is sold."""
    kept = []
    for clause in re.split(r"[,;:()–]|\s-\s", rest):
        words = re.findall(r"[^\W\d_]+", clause.casefold())
        talks = bool(words) and words[0] in _persons(knowledge.rules) and not _wishes(clause, knowledge.rules)
        known = any(knowledge.products.knows(f) for f in features(clause, knowledge.rules))
        if not talks or known or re.search(r"\d", clause):
            kept.append(clause)
    return " , ".join(kept)


def _set_aside(sentence: str, knowledge: Knowledge) -> list[str]:
    """What was left out of the items though it stands among them: talk in brackets, "not the blue ones"."""
    spans = (*asides(sentence, knowledge.products), *exclusions(sentence, knowledge.rules))
    return [sentence[start:end] for start, end in spans]


def strange(rest: str, knowledge: Knowledge) -> list[str]:
    """Words that are neither harmless, nor units, nor numbers."""
    known, units = _harmless(knowledge.rules), unit_words(knowledge.rules)
    reason = _reasons(knowledge.rules).search(rest)
    rest = rest[: reason.start()] if reason else rest
    words = (fold(w) for w in re.findall(r"[^\W\d_]{3,}(?:['’][^\W\d_]+)?", rest))
    strangers = (w for w in words if w not in known and w not in units and parse_words(w) is None)
    return [w for w in strangers if not _slip(w, known) and not _compound(w, known)]


def _compound(word: str, known: frozenset[str]) -> bool:
    """Whether a word ends in a harmless one: "Lieferantenbestellung" is an order."""
    return any(word[at:] in known for at in range(3, len(word) - 5))


def _slip(word: str, known: frozenset[str]) -> bool:
    """Whether a word is a harmless one with a typing error."""
    return len(word) >= 6 and process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1) is not None


def _wishes(rest: str, rules: Rules) -> bool:
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", rest.casefold().replace("’", "'"))
    return not _wishing(rules).isdisjoint(words)


@cache
def _wishing(rules: Rules) -> frozenset[str]:
    return frozenset(w for lexicon in rules.both() for w in lexicon.words("harmless", "wishes"))


def _is_greeting(sentence: str, knowledge: Knowledge) -> bool:
    """ "Hello Ms Weber," and "Kind regards, Tom": names are not judged."""
    words = re.findall(r"[^\W\d_]+", sentence)
    return len(words) <= 5 and bool(words) and fold(words[0]) in _greetings(knowledge.rules)


@cache
def _reasons(rules: Rules) -> re.Pattern[str]:
    listed = "|".join(re.escape(w) for lexicon in rules.both() for w in lexicon.words("harmless", "reasons"))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


@cache
def _persons(rules: Rules) -> frozenset[str]:
    return frozenset(w for lexicon in rules.both() for w in lexicon.words("harmless", "persons"))


@cache
def _greetings(rules: Rules) -> frozenset[str]:
    return frozenset(fold(w) for lexicon in rules.both() for w in lexicon.words("harmless", "greetings"))


@cache
def _harmless(rules: Rules) -> frozenset[str]:
    listed = {fold(w) for lexicon in rules.both() for w in lexicon.words("harmless", "words")}
    return frozenset(listed) | function_words(rules)


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
