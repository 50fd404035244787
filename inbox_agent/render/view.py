"""What the templates and the PDF show: every value already written out in the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from inbox_agent import codec
from inbox_agent.config import Settings
from inbox_agent.model import PricedLine, PricedOrder
from inbox_agent.render.formats import Formats

Pairs = tuple[tuple[str, str], ...]
SALES_TAX = ("US", "CA")
BANK_METHODS = ("invoice", "bank_transfer")  # the customer pays to the company's account


@dataclass(frozen=True, slots=True)
class LineView:
    sku: str
    name: str
    quantity: str
    unit_price: str
    net: str
    asked: str  # as the customer put it, "" when it is the same


@dataclass(frozen=True, slots=True)
class OrderView:
    number: str
    facts: Pairs
    lines: tuple[LineView, ...]
    totals: Pairs  # all but the gross
    gross: str
    ship_to: tuple[str, ...]
    bill_to: tuple[str, ...]
    payment_method: str
    how_to_pay: tuple[str, ...]
    pay_link: str
    bank: Pairs
    note: str


class Words:
    """words.toml with the formats of the same reader."""

    def __init__(self, words: Mapping[str, Any], formats: Formats, settings: Settings) -> None:
        self.labels: Mapping[str, str] = words["labels"]
        self.formats = formats
        self._words = words
        self._settings = settings

    def quantity(self, value: Decimal, unit: str) -> str:
        """``36 pcs``: one or several; a unit that words.toml does not have is shown as it is."""
        one, several = self._words["units"].get(unit.lower(), (unit, unit))
        return f"{self.formats.number(value)} {one if value == 1 else several}"

    def payment_method(self, method: str | None) -> str:
        names: Mapping[str, str] = self._words["payment_methods"]
        return names.get(method or "other", names["other"])

    def how_to_pay(self, method: str | None, number: str, gross: str, days: int | None) -> tuple[str, ...]:
        """The sentence for the method, and the shop's own text below it."""
        sentences: Mapping[str, str] = self._words["how_to_pay"]
        key = f"{method}_days" if days and f"{method}_days" in sentences else method or "other"
        own = self.own(method, "text", number, gross)
        sentence = sentences.get(key, sentences["other"]).format(number=number, gross=gross, days=days)
        return (sentence, own) if own else (sentence,)

    def note(self, key: str) -> str:
        """What the law wants said on the receipt; "" when nothing."""
        notes: Mapping[str, str] = self._words["notes"]
        return notes.get(key, key)

    def own(self, method: str | None, field: str, number: str, gross: str) -> str:
        """What config.toml says for the method: ``text`` or ``link``."""
        configured = self._settings.payment.get(method or "")
        text = str(getattr(configured, field)) if configured else ""
        return text.replace("{number}", number).replace("{total}", gross)

    def tax(self, percent: Decimal, base: str) -> str:
        label = self.labels["sales_tax" if self._settings.company.country in SALES_TAX else "tax"]
        gap = "\u00a0" if self.formats.language == "de" else ""
        return self.labels["tax_on"].format(tax=label, rate=f"{self.formats.number(percent)}{gap}%", base=base)


def order_view(payload: Mapping[str, Any], words: Words, settings: Settings) -> OrderView:
    """The order of a receipt's payload. Needs ``order_number``, which the service adds when it confirms the order."""
    order = codec.load(PricedOrder, payload["order"])
    number = str(payload["order_number"])
    method, money = order.payment_method, words.formats.money
    days = payload.get("payment_days")
    gross = money(order.gross)
    return OrderView(
        number=number,
        facts=_facts(payload, number, words, settings),
        lines=tuple(_line(line, words) for line in order.lines),
        totals=_totals(order, words),
        gross=gross,
        ship_to=words.formats.address(order.ship_to),
        bill_to=words.formats.address(order.bill_to),
        payment_method=words.payment_method(method),
        how_to_pay=words.how_to_pay(method, number, gross, days),
        pay_link=words.own(method, "link", number, f"{order.gross.amount:f}"),
        bank=_bank(method, number, words, settings),
        note=words.note(order.note),
    )


def _facts(payload: Mapping[str, Any], number: str, words: Words, settings: Settings) -> Pairs:
    labels, formats = words.labels, words.formats
    ordered = payload.get("date")
    wanted = payload.get("requested_date")
    facts = (
        (labels["order_number"], number),
        (labels["order_date"], formats.date(day_of(ordered, settings)) if ordered else ""),
        (labels["po_number"], payload.get("po_number") or ""),
        (labels["requested_date"], formats.date(date.fromisoformat(wanted)) if wanted else ""),
        (labels["instructions"], payload.get("instructions") or ""),
    )
    return tuple((label, value) for label, value in facts if value)


def day_of(moment: str, settings: Settings) -> date:
    """The day that it was at the company, of an ISO time."""
    return datetime.fromisoformat(moment).astimezone(settings.company.zone).date()


def _line(line: PricedLine, words: Words) -> LineView:
    asked = ""
    if line.asked.unit and line.asked.quantity and _decimal(line.asked.quantity) != line.quantity:
        asked = f"{line.asked.quantity} {line.asked.unit}"
    money = words.formats.money
    quantity = words.quantity(line.quantity, line.unit)
    return LineView(line.sku, line.name, quantity, money(line.unit_price), money(line.net), asked)


def _decimal(text: str) -> Decimal | None:
    plain = text.replace(",", ".", 1)
    return Decimal(plain) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain) else None


def _totals(order: PricedOrder, words: Words) -> Pairs:
    money, labels = words.formats.money, words.labels
    shipping = money(order.shipping) if order.shipping.amount else labels["shipping_free"]
    taxes = [(words.tax(t.rate, money(t.base)), money(t.tax)) for t in order.taxes]
    return (labels["goods"], money(order.net)), (labels["shipping"], shipping), *taxes


def _bank(method: str | None, number: str, words: Words, settings: Settings) -> Pairs:
    company, labels = settings.company, words.labels
    if method not in BANK_METHODS or not company.iban:
        return ()
    rows = (
        (labels["account_holder"], company.name),
        (labels["iban"], " ".join(re.findall(".{1,4}", company.iban.replace(" ", "")))),
        (labels["bic"], company.bic),
        (labels["bank"], company.bank),
        (labels["reference"], number),
    )
    return tuple((label, value) for label, value in rows if value)


def footer(words: Words, settings: Settings) -> tuple[str, ...]:
    """Who wrote: what the law wants at the foot of a business letter."""
    company, labels = settings.company, words.labels
    place = f"{company.postcode} {company.city}".strip()
    rows = (
        ", ".join(filter(None, (company.name, company.street, place))),
        f"{labels['phone']} {company.phone}" if company.phone else "",
        company.email,
        company.website,
        f"{labels['vat_id']} {company.vat_id}" if company.vat_id else "",
        company.legal,
    )
    return tuple(row for row in rows if row)
