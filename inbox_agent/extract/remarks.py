"""What people write beside and between the items of an order table: most changes nothing, some takes an item back."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from inbox_agent.catalogue.words import features
from inbox_agent.extract import leftover, quantities
from inbox_agent.extract.items import in_own_unit
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Doubt, Evidence, Line
from inbox_agent.wording import pattern, plain

_CODES = {  # list of rules/<language>/conditions.toml -> reason
    "condition": "condition",
    "conjunction": "condition",
    "alternative": "alternative",
    "open_matter": "open_matter",
}
_LEAST = re.compile(r"[^\W\d_]{3}")  # what is shorter says nothing


def doubts(texts: Sequence[str], proof: Evidence, language: str, knowledge: Knowledge) -> tuple[Doubt, ...]:
    """A doubt for each remark that takes something back, makes it depend on something, or wishes what nobody knows."""
    found = ((_code(text, language, knowledge), text) for text in texts if _LEAST.search(text))
    return tuple(Doubt(code, (proof,), {"text": text[:120]}) for code, text in found if code)


def says_other_quantity(line: Line, texts: Sequence[str], language: str, knowledge: Knowledge) -> bool:
    """Whether a remark names a quantity that is not the line's own, said otherwise ("2 boxes"), or that of its pack."""
    product = knowledge.products.get(line.sku or "")
    if product is None or line.quantity is None:
        return False
    asked = re.search(r"\d+", line.asked.quantity or "")
    known = {str(line.quantity), *(str(size) for size in product.packs.values()), *([asked[0]] if asked else [])}
    for text in texts:
        sizes = [f for f in features(text, knowledge.rules) if f.hard and knowledge.products.describes(product, f)]
        for said in quantities.find(text, language, knowledge.rules):
            if said.value is None or str(said.value) in known:
                continue
            if any(f.start < said.end and said.start < f.end for f in sizes):
                continue
            amount = in_own_unit(said.value, said.unit, product, knowledge.rules)
            if amount is not None and amount.quantity != line.quantity:
                return True
    return False


def open_matters(text: str, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """(code, sentence) for each alternative, open matter or struck-out stretch in the text around a table."""
    for line in text.split("\n"):
        lower = _courtesies(knowledge.rules).sub(" ", plain(line))
        for label in ("alternative", "open_matter"):
            if _cues(knowledge.rules, label).search(lower):
                yield label, line.strip()[:120]
        if "~~" in line:
            yield "unexplained", line.strip()[:120]


def _code(text: str, language: str, knowledge: Knowledge) -> str | None:
    """The code of the doubt that a remark raises."""
    lower = _courtesies(knowledge.rules).sub(" ", plain(text))
    for label, code in _CODES.items():
        if _cues(knowledge.rules, label).search(lower):
            return code
    if "~~" in text or _void(knowledge.rules).search(lower):
        return "unexplained"
    bare = re.sub(r"\d+|\b(?:please|kindly|bitte)\b", " ", text, flags=re.IGNORECASE)
    nothing = leftover.Account((), (), ((0, 0),))
    return "unexplained" if leftover.unexplained(bare, "", language, nothing, knowledge) else None


@cache
def _cues(rules: Rules, label: str) -> re.Pattern[str]:
    return pattern(p for lexicon in rules.both() for p in lexicon.mapping("conditions", "cues").get(label, ()))


@cache
def _courtesies(rules: Rules) -> re.Pattern[str]:
    return _cues(rules, "courtesy_condition")


@cache
def _void(rules: Rules) -> re.Pattern[str]:
    return pattern(w for lexicon in rules.both() for w in lexicon.mapping("columns", "void").get("words", ()))
