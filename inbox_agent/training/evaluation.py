"""Scores what ``read`` says of labelled mail, mail by mail, and adds the scores up."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from inbox_agent.mailbox.folder import read_paths
from inbox_agent.read import knowledge, read
from inbox_agent.training.labelled import Business

PLACES = ("ship_to", "bill_to")
VALUES = ("payment_method", "po_number", "requested_date")
FIELDS = (*PLACES, *VALUES)
_WHERE = ("street", "postcode", "city")
_SURE = 0.95  # of the bound on wrong confirmations

Lines = Counter[tuple[str, str]]  # (SKU, quantity): how often


@dataclass(frozen=True, slots=True)
class Score:
    """One mail: what was read against what is right."""

    business: str
    gold: Mapping[str, Any]
    got: Mapping[str, Any]
    missing: Lines  # lines that were not read
    extra: Lines  # lines that are not right
    hits: int  # lines that are right
    fields: Mapping[str, bool]  # those that either side has: right?

    @property
    def exact(self) -> bool:
        return not self.missing and not self.extra

    @property
    def ordered(self) -> bool:
        return bool(self.gold["decision"] == "accept") or any(line.get("sku") for line in self.gold["lines"])

    @property
    def accepted(self) -> bool:
        return bool(self.got["decision"] == "accept")

    @property
    def wrong(self) -> bool:
        """Confirmed without a person, though it should not be, or with other lines, or to another place."""
        astray = not self.fields.get("ship_to", True)
        unasked = bool(self.gold["decision"] != "accept")
        return self.accepted and (unasked or not self.exact or astray)

    @property
    def touchless(self) -> bool:
        return self.accepted and not self.wrong


def evaluate(business: Business) -> tuple[Score, ...]:
    """Every mail of a business, read as ``inbox-agent read`` reads them."""
    known = knowledge(None, business.folder / "products.csv", business.folder / "customers.csv")
    answers = {answer["source"]: answer for answer in read(tuple(read_paths([business.mail])), known)}
    return tuple(score(business.name, gold, answers[gold["file"]]) for gold in business.gold)


def score(business: str, gold: Mapping[str, Any], got: Mapping[str, Any]) -> Score:
    right, read_now = _lines(gold), _lines(got)
    fields = {name: _same_place(gold.get(name), got[name]) for name in PLACES if gold.get(name) or got[name]}
    fields |= {name: _squash(gold.get(name)) == _squash(got[name]) for name in VALUES if gold.get(name) or got[name]}
    return Score(business, gold, got, right - read_now, read_now - right, (right & read_now).total(), fields)


def figures(scores: Sequence[Score]) -> dict[str, float | int | None]:
    """The figures of some mails; a share of nothing is None."""
    hits = sum(s.hits for s in scores)
    read_now, right = hits + sum(s.extra.total() for s in scores), hits + sum(s.missing.total() for s in scores)
    accepted, wrong = sum(s.accepted for s in scores), sum(s.wrong for s in scores)
    return {
        "mails": len(scores),
        "line_precision": _share(hits, read_now),
        "line_recall": _share(hits, right),
        "line_f1": _share(2 * hits, read_now + right),
        "exact_orders": _rate(s.exact for s in scores if s.ordered),
        **{name: _rate(s.fields[name] for s in scores if name in s.fields) for name in FIELDS},
        "language": _rate(s.got["language"] == s.gold["language"] for s in scores),
        "intent": _rate(s.got["intent"]["label"] == s.gold["intent"] for s in scores),
        "decision": _rate(s.got["decision"] == s.gold["decision"] for s in scores),
        "touchless": _rate(s.touchless for s in scores if s.gold["decision"] == "accept"),
        "complaints_caught": _kept(scores, "complaint"),
        "machines_ignored": _kept(scores, "ignore"),
        "reviews_kept": _kept(scores, "review"),
        "accepted": accepted,
        "wrong_accepts": wrong,
        "wrong_at_most": round(upper_bound(wrong, accepted), 4) if accepted else None,
    }


def upper_bound(wrong: int, of: int, sure: float = _SURE) -> float:
    """The share of wrong ones that a sample does not rule out: the one-sided Clopper-Pearson bound.

    >>> round(upper_bound(0, 59), 3), round(upper_bound(1, 100), 3)
    (0.05, 0.047)
    """
    if wrong >= of:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(50):
        share = (low + high) / 2
        as_few = sum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(wrong + 1))
        low, high = (share, high) if as_few > 1 - sure else (low, share)
    return high


def _kept(scores: Sequence[Score], decision: str) -> float | None:
    return _rate(s.got["decision"] == decision for s in scores if s.gold["decision"] == decision)


def _rate(right: Iterable[bool]) -> float | None:
    answers = list(right)
    return _share(sum(answers), len(answers))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _lines(mail: Mapping[str, Any]) -> Lines:
    return Counter((line["sku"], _number(line["quantity"])) for line in mail["lines"] if line.get("sku"))


def _number(value: str | None) -> str:
    return "?" if value is None else format(Decimal(value).normalize(), "f")


def _same_place(right: Mapping[str, str] | None, read_now: Mapping[str, str] | None) -> bool:
    return all(_squash((right or {}).get(key)) == _squash((read_now or {}).get(key)) for key in _WHERE)


def _squash(value: Any) -> str:
    """Letters and digits only, "Straße" and "Str." alike: how a postman compares."""
    text = unicodedata.normalize("NFKD", str(value or "")).casefold()
    return re.sub(r"[^a-z0-9]", "", text.replace("strasse", "str").replace("street", "st"))
