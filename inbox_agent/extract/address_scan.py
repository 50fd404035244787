"""Every address in a passage and what it is for: by the nearest cue before it, else by where it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from inbox_agent.extract.address_block import Block, Who, read
from inbox_agent.extract.address_parts import Words, vocabulary, without_relations
from inbox_agent.extract.countries import TABLE, roads
from inbox_agent.extract.phrases import lowered, mapping, mark, union
from inbox_agent.extract.postcodes import Postcode, postcodes
from inbox_agent.lexicon import Rules
from inbox_agent.model import Evidence, Passage

REACH = 330  # letters before a postcode in which its address begins
MOST = 60  # addresses looked at in one passage
GREETING = 40  # letters at the start of a mail in which no closing stands
CUE_REACH = 160  # letters before an address in which its cue stands


class Use(Enum):
    SHIP = "ship"
    BILL = "bill"
    BOTH = "both"
    NONE = "none"  # no cue says what it is for
    OTHER = "other"  # nothing is to be sent there


@dataclass(frozen=True, slots=True)
class Candidate:
    block: Block
    use: Use
    sure: float
    evidence: Evidence
    after_closing: bool = False  # stands where a signature stands
    business: bool = False  # with a company, or among telephone numbers and legal lines


@dataclass(frozen=True, eq=False)
class Cues:
    any: re.Pattern[str]
    ship: re.Pattern[str]
    bill: re.Pattern[str]
    both: re.Pattern[str]
    other: re.Pattern[str]
    no: re.Pattern[str]
    closing: re.Pattern[str]
    signature: re.Pattern[str]


def _overlapping(phrases: Iterable[str]) -> re.Pattern[str]:
    """Phrases as group 1, found even where they overlap: "the bill" and "bill goes to"."""
    return re.compile(f"(?=({union(phrases)}))")


@cache
def cues(rules: Rules) -> Cues:
    table, words = mapping(rules, TABLE, "cues"), mapping(rules, TABLE, "words")
    every = [*table["ship"], *table["bill"], *table["both"], *table["other"], *table["not"]]
    return Cues(
        any=re.compile(union(every)),
        ship=_overlapping(table["ship"]),
        bill=_overlapping(table["bill"]),
        both=_overlapping(table["both"]),
        other=_overlapping(table["other"]),
        no=_overlapping(table["not"]),
        closing=re.compile(rf"^[ \t]*{union(words['closings'])}[^\n]{{0,24}}$", re.MULTILINE),
        signature=re.compile(union(words["signature"])),
    )


_HOUSE = re.compile(r"[^\W\d]{2,}\.?\s\d{1,4}|\d{1,4}[a-z]?,?\s[^\W\d]{2,}")
_BREAK = re.compile(r"\n[ \t]*\n|(?<!\d):(?=\s)|\(|(?<=[^\W\d]{4})[.!?](?=\s)|[!?](?=\s)|\n[ \t]*[-=_]{4,}")


# What must stand before four or five digits and a word to make them a postcode: "Hauptstr. 5", "5 rue Haute".
_STREET_LINE = re.compile(r"[^\W\d]{2,}.*\s\d{1,4}\s?[a-zA-Z]?(?:\s?[-–/+]\s?\d{0,4}[a-zA-Z]?)?$|^(?i:postfach|po box)")


def scan(passage: Passage, who: Who) -> list[Candidate]:
    """In order. An address stands where its postcode stands."""
    text = passage.text
    codes = [c for c in postcodes(text) if _may_be(c, text)][:MOST] if any(c.isdigit() for c in text) else []
    if not codes:
        return []
    lower, floor = lowered(text), 0
    found: list[Candidate] = []
    closed = [
        m.start()
        for m in cues(who.knowledge.rules).closing.finditer(lower)
        if len(text[: m.start()].strip()) > GREETING
    ]
    for code in codes:
        begin = _begin(text, lower, floor, code, who)
        block = read(text, begin, code, who)
        if not _is_address(block, code, who):
            continue
        behind = bool(closed) and closed[0] < block.start
        found.append(_candidate(passage, lower, floor, block, behind, who))
        floor = block.end
    return found


def _may_be(code: Postcode, text: str) -> bool:
    """Four or five digits need a house number somewhere before them; tables of goods are full of such digits."""
    return code.country not in (None, "NL") or _HOUSE.search(text, max(0, code.start - 80), code.start) is not None


def _begin(text: str, lower: str, floor: int, code: Postcode, who: Who) -> int:
    """Where the words before a postcode may begin to be its address."""
    begin, c, w = max(floor, code.start - REACH), cues(who.knowledge.rules), vocabulary(who.knowledge.rules)
    for pattern in (_BREAK, c.closing, c.any):
        for cut in pattern.finditer(lower, begin, code.start):
            label = cut[0] in ":." and (_labels_part(w, lower, cut.start()) or _abbreviates(w, lower, cut))
            named = pattern is c.any and _within_name(text, cut)
            if not label and not named and text[cut.end() : code.start].strip(" ,:;\t\n"):
                begin = cut.end()
    begin += len(text[begin : code.start]) - len(text[begin : code.start].lstrip(" \t\n:,-–"))
    begin += without_relations(w, text[begin : code.start])
    first = re.split(r"[,\n]", lower[begin : code.start])[0]
    number = w.before_number.match(first)
    return begin + (number.end() if number else 0)


def _abbreviates(w: Words, lower: str, cut: re.Match[str]) -> bool:
    """The full stop of "Hauptstr. 5" and "Ocean Blvd. Suite 4" ends no sentence."""
    word = lower[max(0, cut.start() - 30) : cut.end()].split()[-1]
    return cut[0] == "." and (lower[cut.end() :].lstrip()[:1].isdigit() or w.street.search(word) is not None)


def _within_name(text: str, cut: re.Match[str]) -> bool:
    """The "Ship" of "9 Ship Street" is no cue: one capitalised word in the middle of a line, before another."""
    before = text[text.rfind("\n", 0, cut.start()) + 1 : cut.start()].rstrip(" ")
    behind = text[cut.end() : cut.end() + 2]
    return (
        text[cut.start()].isupper()
        and " " not in cut[0]
        and before[-1:].isalnum()
        and behind[:1] == " "
        and behind[1:].isupper()
    )


def _labels_part(w: Words, lower: str, colon: int) -> bool:
    """ "Attn:", "attn." and "Street:" stand within an address, "Deliver to:" before it."""
    line = re.split(r"[\n,]", lower[max(0, colon - 40) : colon + 1])[-1].strip(" \t-*•")
    return bool(w.field.fullmatch(line) or w.attention.fullmatch(line + " "))


def _is_address(block: Block, code: Postcode, who: Who) -> bool:
    """Whether what has the shape of a postcode is one. Digits and a word ("1000 Stück") need a street before them."""
    address = block.address
    if code.country is None or code.country == "NL":
        lines = (address.street or "").split(", ")
        french, _ = roads(who.knowledge.rules)
        return any(_STREET_LINE.search(line) or french.search(line) for line in lines) and not _is_label(lines[-1])
    return bool(address.street or address.city)


def _is_label(text: str) -> bool:
    """ "02.11.2026 Kundennummer" stands before a number, not before a town."""
    return re.search(r"\d[.,]\d\d|[:€$£]", text) is not None


def _candidate(passage: Passage, lower: str, floor: int, block: Block, closed: bool, who: Who) -> Candidate:
    c = cues(who.knowledge.rules)
    use, sure = use_of(lower[max(floor, block.start - CUE_REACH) : block.start], c)
    evidence = mark(passage, block.start, block.end, f"address_{use.value}")
    lines = lower[max(0, block.start - REACH) : block.start].rpartition("\n\n")[2]
    lines += lower[block.start : block.end + REACH].partition("\n\n")[0]
    business = bool(block.address.company) or c.signature.search(lines) is not None
    return Candidate(block, use, sure, evidence, closed, business)


def use_of(before: str, c: Cues) -> tuple[Use, float]:
    """By the nearest cue in the sentence before an address, or in a line above that ends with a colon."""
    tail = before.rstrip(" \t\n")
    own = _sentence(before)
    labelled = tail.endswith(":") or (own.strip().count("\n") == 0 and len(own.split()) <= 3)
    nearest: tuple[int, int, Use] | None = None
    meanings = [(Use.SHIP, c.ship), (Use.BILL, c.bill), (Use.BOTH, c.both), (Use.OTHER, c.other)]
    if not tail.endswith(":"):
        meanings.append((Use.OTHER, c.no))
    for use, pattern in meanings:
        for match in pattern.finditer(own):
            if use is Use.OTHER and len(own[match.end(1) :].split()) > 2:
                continue
            key = (match.end(1), len(match[1]), use)
            if nearest is None or key[:2] > nearest[:2]:
                nearest = key
    if nearest is None:
        return Use.NONE, 0.88
    return nearest[2], 0.97 if labelled else 0.93


def _sentence(before: str) -> str:
    """The sentence an address ends: a colon and a blank line behind it belong to it."""
    body = before.rstrip(" \t\n(:")
    ends_open = before.rstrip(" \t\n").endswith((":", "(")) or not re.search(r"\n[ \t]*\n\s*$", before)
    if not ends_open and not body.endswith(("to", "an", "bei", "at")) and len(body.rsplit("\n", 1)[-1].split()) > 4:
        return ""
    cut = 0
    for match in re.finditer(r"(?<=[^\W\d]{3})[.!?](?=\s)|\n[ \t]*\n", body):
        cut = match.end()
    return body[cut:]
