"""Numbers that are no quantities: telephone, tax and register numbers, bank accounts, addresses of the net, and the
numbers that we gave (order, quote, customer). Found so that nobody takes them for something ordered.

A card number (ISO/IEC 7812: Luhn check, known first digits) and a wish to change bank data are doubts."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from inbox_agent.extract.found import Found
from inbox_agent.extract.phrases import lowered, mark, pattern, union, words
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Doubt, Evidence, ParsedMail, Passage

TABLE = "contacts"
OURS = "number_of_ours"
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,2000}"
    r"|(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|eu|de|at|ch|li|uk|ie|nl|be|fr|it|io|shop|info|biz|example)\b(?:/[^\s<>\"]{0,2000})?"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}")
_IBAN = re.compile(r"\b[a-z]{2}\d\d(?:[ \xa0]?[\da-z]{4}){2,7}(?:[ \xa0]?[\da-z]{1,4})?\b")
_VAT = re.compile(
    r"\b(?:de\s?\d{9}|atu\s?\d{8}|gb\s?\d{9}(?:\d{3})?|ie\s?\d[\da-z]\d{5}[a-z]{1,2}|nl\s?\d{9}b\d\d"
    r"|be\s?0?\d{9}|fr\s?[\da-z]{2}\d{9}|che[- ]?\d{3}\.?\d{3}\.?\d{3}|it\s?\d{11}"
    r"|es\s?[a-z]\d{8}|pl\s?\d{10}|dk\s?\d{8}|lu\s?\d{8}|cz\s?\d{8,10}|se\s?\d{12})\b"
)
_NUMBERED = re.compile(r"[:#=\t]|\b(?:no|nr|id)\b|number|nummer|nr\.")
_CARD = re.compile(r"(?<![\w.,-])\d(?:[ -]?\d){13,18}(?![\w-])")
_DIGITS = r"[+(]?\d[\d ()/.\xa0–-]{3,24}\d"
# Without a label: +49 …, (415) 555-0113, 415-555-0113, 01632 960 120, 08331 / 77 18 40.
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:(?:\+|00)\d{1,3}[\d ()/.\xa0–-]{6,20}\d|\(\d{3,5}\)\s?\d{3}[ .-]?\d{2,4}(?:[ -]?\d{1,4})?"
    r"|\d{3}[-.]\d{3}[-.]\d{4}"
    r"|0\d{2,5}(?:[ \xa0]?[/–-][ \xa0]?|[ \xa0])\d{2,8}(?:[ \xa0-]\d{1,6}){0,4}"
    r"|0[1-9]\d{8,10})(?![\w,]*\d)(?:\s?ext\.?\s?\d{1,5})?"
)


@cache
def _labelled(rules: Rules) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Label and number, for each kind. The number is group 1."""
    token = r"((?:[a-z]{1,6}[-/ ]?)?\d[\w/.-]{0,30}(?:\s\d[\d/]{1,12}){0,4}|[a-z]{1,6}-[\w/.-]{0,24}\d[\w/-]{0,24})"
    gap = r"[ \t]{0,6}(?:(?:nr|no|number|nummer|id)\b\.?)?[ \t]{0,6}(?:[:#(=\t]|is|ist|lautet)?[ \t]{0,8}#?"
    single = r"((?:[a-z]{1,6}[-/])?[\w/-]*\d[\w/.-]{0,30}\w|\d+)"

    def kind(key: str, number: str) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-]){union(words(rules, TABLE, key))}{gap}{number}")

    return (
        ("phone", kind("phone", rf"({_DIGITS}(?:\s?ext\.?\s?\d{{1,5}})?|\d{{2,5}}(?=\s*$|\s*\n))")),
        ("vat", kind("vat", token)),
        ("register", kind("register", token)),
        ("bank", kind("bank", token)),
        ("card_detail", kind("card", r"(\d[\d /-]{1,22}\d)")),
        (OURS, kind("ours", single)),
    )


def find(passages: Sequence[Passage], parsed: ParsedMail, knowledge: Knowledge) -> Found[str]:
    """``seen``: all such numbers, none twice. There is never a finding."""
    seen: list[Evidence] = []
    doubts: list[Doubt] = []
    for passage in passages:
        lower = lowered(passage.text)
        seen += _distinct(passage, _numbers(lower, knowledge.rules))
        doubts += [
            Doubt("card_data", (mark(passage, *m.span(), "card"),)) for m in _CARD.finditer(lower) if _is_card(m[0])
        ]
        if change := pattern(knowledge.rules, TABLE, "bank_change").search(lower):
            doubts.append(Doubt("bank_data", (mark(passage, *change.span(), "bank_change"),)))
    return Found(None, tuple(doubts), tuple(seen))


def _numbers(lower: str, rules: Rules) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind), the surest shapes first."""
    plain: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
        ("mail", _MAIL, lambda text: "@" in text),
        ("url", _URL, lambda text: True),
        ("vat", _VAT, lambda text: True),
        ("iban", _IBAN, lambda text: sum(c.isdigit() for c in text) >= 10),
        ("card", _CARD, _is_card),
    )
    for kind, shape, test in plain:
        if kind == "mail" and "@" not in lower:
            continue
        yield from ((m.start(), m.end(), kind) for m in shape.finditer(lower) if test(m[0]))
    if any(c.isdigit() for c in lower):
        for kind, labelled in _labelled(rules):
            yield from ((m.start(1), m.end(1), kind) for m in labelled.finditer(lower) if kind != OURS or _is_number(m))
        yield from ((m.start(), m.end(), "phone") for m in _PHONE.finditer(lower) if _is_phone(m[0]))


def _distinct(passage: Passage, found: Iterator[tuple[int, int, str]]) -> list[Evidence]:
    """Those that do not lie within an earlier one, in the order of the text."""
    taken: list[tuple[int, int, str]] = []
    for start, end, kind in found:
        if all(end <= a or start >= b for a, b, _ in taken):
            taken.append((start, end, kind))
    return [mark(passage, start, end, kind) for start, end, kind in sorted(taken)]


def _is_number(match: re.Match[str]) -> bool:
    """ "invoice 300 bolts" names no invoice: few digits need a sign or a word for number before them."""
    label = match.string[match.start() : match.start(1)]
    return not match[1].isdigit() or len(match[1]) >= 5 or _NUMBERED.search(label) is not None


def _is_phone(text: str) -> bool:
    return 7 <= sum(c.isdigit() for c in text) <= 16


def _is_card(text: str) -> bool:
    """Whether a payment card may have this number.

    >>> _is_card("4111 1111 1111 1111"), _is_card("4111 1111 1111 1112")
    (True, False)
    """
    digits = [int(c) for c in text if c.isdigit()]
    lengths = {3: (14, 15), 4: (16, 19), 5: (16,), 6: (16, 19), 2: (16,)}
    if len(digits) not in lengths.get(digits[0], ()):
        return False
    doubled = (d * 2 - 9 * (d > 4) if i % 2 else d for i, d in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0
