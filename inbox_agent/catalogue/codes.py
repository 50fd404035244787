"""Product numbers in a text: SKUs, old numbers, EAN/GTIN, however the customer copied them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from inbox_agent.catalogue.records import Product

_DIGITS = re.compile(r"[\d -]{8,17}")  # an EAN/GTIN, a number of eight digits
_CODE = re.compile(r"(?=.*\d)\S{5,}")  # "ALT-220"; it may also describe: "M8x40"
_SEPARATORS = re.compile(r"[\W_]+")
_LONGEST = 40  # characters of a written number
_PARTS = 5  # "AB 12 34 - X"


@dataclass(frozen=True, slots=True)
class CodeHit:
    """A product's own number, found in a text. Several products: an alias that they share."""

    products: tuple[Product, ...]
    start: int
    end: int


class Codes:
    """All numbers of all products, found with other separators, in lower case, or with O for 0."""

    def __init__(self, products: Iterable[Product]) -> None:
        table: dict[str, list[Product]] = defaultdict(list)
        for product in products:
            for number in dict.fromkeys([product.sku, *filter(_is_code, product.aliases)]):
                table[_key(number)].append(product)
        self._by_code = dict(table)

    def find(self, text: str) -> tuple[CodeHit, ...]:
        """Every number in the text, the longest at each place."""
        tokens = list(re.finditer(r"[^\W_]+", text))
        hits: list[CodeHit] = []
        at = 0
        while at < len(tokens):
            hit = self._at(text, tokens, at)
            if hit is None:
                at += 1
                continue
            hits.append(hit)
            while at < len(tokens) and tokens[at].start() < hit.end:
                at += 1
        return tuple(hits)

    def _at(self, text: str, tokens: list[re.Match[str]], at: int) -> CodeHit | None:
        for last in range(min(at + _PARTS, len(tokens)) - 1, at - 1, -1):
            start, end = tokens[at].start(), tokens[last].end()
            written = text[start:end]
            if end - start > _LONGEST or "\n" in written or "\t" in written:
                continue
            if any(tokens[i + 1].start() - tokens[i].end() > 1 for i in range(at, last)):
                continue
            found = tuple(p for p in self._by_code.get(_key(written), ()) if _is_written_as_code(written, p))
            if found:
                return CodeHit(found, start, end)
        return None


def is_number(alias: str) -> bool:
    """Whether an alias is digits only ("4006381333931"): it describes nothing."""
    return _DIGITS.fullmatch(alias) is not None


def _is_code(alias: str) -> bool:
    return is_number(alias) or _CODE.fullmatch(alias) is not None


def _is_written_as_code(written: str, product: Product) -> bool:
    """Whether words in a sentence may be taken for that number: "rot-a" is one as it stands, "A 2" is not."""
    if any(c.isdigit() for c in written):
        return len(_key(written)) >= 4
    return written.casefold() == product.sku.casefold() and (len(written) >= 6 or "-" in written)


def _key(written: str) -> str:
    """A number without what people change when they copy it: case, separators, O for 0."""
    plain = written if written.isalnum() else _SEPARATORS.sub("", written)
    return plain.upper().replace("O", "0")
