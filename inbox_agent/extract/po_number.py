"""The customer's own order number, never ours.

A number counts by the words before it (rules/<language>/po_number.toml). "Your order 10001", "my order AB-12",
"confirmation 10002" are ours, and a number that is ours in one place is ours everywhere in the mail."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from inbox_agent.extract.found import Found
from inbox_agent.extract.phrases import lowered, mark, union, words
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Doubt, Evidence, Finding, ParsedMail, Passage

TABLE = "po_number"
OURS, WEAK, STRONG = 0, 1, 2
_REPLY = re.compile(r"\s*(?:re|aw|antw|sv)\s*:", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?:[A-Z]{2,5} (?=\d+[/-]\d))?(?=[\w./-]{0,24}\d)[A-Za-z0-9](?:[\w/.-]{0,30}[A-Za-z0-9])?(?![\w@])"
)
# Dates, weeks, sizes and counts stand behind "order" too.
_NO_NUMBER = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]?(?:\d{2,4})?|20\d\d-\d\d-\d\d|\d\d-\d\d-20\d\d|kw-?\d+|\d+(?:st|nd|rd|th)"
    r"|\d+(?:x|kg|g|l|ml|mm|cm|m|pcs|stk)|[a-z]\d{1,2}|.*\dx\d.*"
)
# Letters and digits, digits with a sign between, or five digits: looks like a number without more words.
_SHAPED = re.compile(r"[a-z]+[-/ .]?[\w/.-]*\d[\w/.-]*|\d{2,}[-/][\w/.-]*\d\d|\d{5,}|\d+[a-z]+[\w/-]*\d")


@dataclass(frozen=True, eq=False)
class Patterns:
    cue: re.Pattern[str]
    gap: re.Pattern[str]
    number_word: re.Pattern[str]
    behind: re.Pattern[str]
    placed: re.Pattern[str]
    heading: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Number:
    value: str
    strength: int
    evidence: Evidence


@cache
def _patterns(rules: Rules) -> Patterns:
    strong, weak, other, joint, behind, placed = (
        union(words(rules, TABLE, key)) for key in ("strong", "weak", "other", "number_words", "behind", "placed")
    )
    return Patterns(
        cue=re.compile(rf"(?P<other>{other})|(?P<strong>{strong})|(?P<weak>{weak})"),
        gap=re.compile(
            rf"(?:[ \t\xa0]{{0,16}}(?:[:#=(.\[\"'„]|[-–](?=\s)|{joint})){{0,4}}[ \t\xa0]{{0,16}}[\"'„]?(?:\n(?=\S+\n))?"
        ),
        number_word=re.compile(rf"{joint}|[:#=\t]"),
        behind=re.compile(rf"[\s,)–-]{{0,3}}{behind}"),
        placed=re.compile(rf"[\s,(]{{0,3}}{placed}"),
        heading=re.compile(strong),
    )


def find(passages: Sequence[Passage], parsed: ParsedMail, knowledge: Knowledge) -> Found[str]:
    """The customer's reference. Two that differ are a Doubt; numbers that are ours are ``seen``."""
    numbers: list[Number] = []
    for passage in passages:
        reply = passage.source == "subject" and _REPLY.match(passage.text) is not None
        numbers += [n for n in _numbers(passage, knowledge) if not (reply and n.strength == WEAK)]
        numbers += _in_column(passage, knowledge.rules)
        numbers += _leading(passage, parsed, knowledge) if passage.source == "subject" else []
    ours = {n.value for n in numbers if n.strength == OURS}
    theirs = [n for n in numbers if n.value not in ours]
    best = max((n.strength for n in theirs), default=OURS)
    chosen = [n for n in theirs if n.strength == best]
    if not chosen:
        return Found(None, (), tuple(n.evidence for n in numbers))
    value = chosen[0].value
    evidence = tuple(n.evidence for n in chosen)
    seen = tuple(n.evidence for n in numbers if n not in chosen)
    if len({_same(n.value) for n in chosen}) > 1:
        return Found(Finding(value, 0.5, evidence), (Doubt("contradictory_po", evidence),), seen)
    return Found(Finding(value, 0.97 if best == STRONG else 0.92, evidence), (), seen)


def _same(value: str) -> str:
    return re.sub(r"\W", "", value).lower()


def _numbers(passage: Passage, knowledge: Knowledge) -> Iterator[Number]:
    p, lower = _patterns(knowledge.rules), lowered(passage.text)
    for cue in p.cue.finditer(lower):
        gap = p.gap.match(lower, cue.end())
        token = _TOKEN.match(passage.text, gap.end() if gap else cue.end())
        if token is None or (gap is not None and not gap[0] and cue[0][-1:].isalnum()):
            continue
        value = token[0]
        strength = _strength(p, lower, cue, lower[cue.end() : token.start()], token, knowledge)
        if strength is not None:
            yield Number(value, strength, mark(passage, token.start(), token.end(), f"po_{cue.lastgroup}"))


def _strength(
    p: Patterns, lower: str, cue: re.Match[str], gap: str, token: re.Match[str], knowledge: Knowledge
) -> int | None:
    """How certain a number is the customer's; None: it is no number of an order."""
    value = token[0].lower()
    if _NO_NUMBER.fullmatch(value) or not value.strip("0"):
        return None
    if cue["other"]:
        return OURS
    named = p.number_word.search(gap) is not None
    if cue["strong"]:
        return STRONG if named or _SHAPED.fullmatch(value) or (value.isdigit() and len(value) > 2) else None
    if not (_SHAPED.fullmatch(value) or (named and len(value) > 2)) or knowledge.products.get(token[0]):
        return None
    if _is_own_number(value, knowledge) or (value.isdigit() and p.placed.match(lower, token.end())):
        return OURS
    return STRONG if p.behind.match(lower, token.end()) else WEAK


def _is_own_number(value: str, knowledge: Knowledge) -> bool:
    """Whether it is written as our own order numbers are (config.toml, orders.number)."""
    if knowledge.settings is None:
        return False
    return re.fullmatch(_shape(knowledge.settings.orders.number), value) is not None


@cache
def _shape(number: str) -> str:
    parts = re.split(r"(\{[^}]*\})", number.lower())
    digits = {"{year}": r"20\d\d"}
    return "".join(digits.get(p, r"\d+") if p.startswith("{") else re.escape(p) for p in parts)


def _leading(passage: Passage, parsed: ParsedMail, knowledge: Knowledge) -> list[Number]:
    """A company's subject that begins with its number: "AB-1234, the red lamps"."""
    customer = knowledge.customers.find(parsed.sender.email)
    token = re.match(r"\s*([A-Z]{2,5}[-/][\w/-]*\d{3,})(?=\s?[,:/]|\s[-–])", passage.text)
    if token is None or customer is None or not customer.company or knowledge.products.get(token[1]):
        return []
    return [Number(token[1], WEAK, mark(passage, token.start(1), token.end(1), "po_subject"))]


def _in_column(passage: Passage, rules: Rules) -> list[Number]:
    """A column "PO number" of a table, when it has one value."""
    if passage.text.count("\t") < 2:
        return []
    lines, position, column, found = passage.text.split("\n"), 0, None, []
    for line in lines:
        cells = line.split("\t")
        if column is not None and len(cells) > column and _TOKEN.fullmatch(cells[column].strip()):
            at = position + sum(len(c) + 1 for c in cells[:column])
            evidence = mark(passage, at, at + len(cells[column]), "po_column")
            found.append(Number(evidence.text, STRONG, evidence))
        headings = [i for i, c in enumerate(cells) if _patterns(rules).heading.fullmatch(c.strip().lower())]
        if column is None and headings and len([c for c in cells if c.strip()]) > 2:
            column = headings[0]
        position += len(line) + 1
    return found
