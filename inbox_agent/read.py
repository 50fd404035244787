"""`inbox-agent read`: what would be done with each message of some files. Touches no mailbox and no database.

The object of a message is described in the README, section "read"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from inbox_agent import codec, config, lexicon, pipeline, shipped
from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.files import load_customers, load_prices, load_products
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.decide.attachments import use
from inbox_agent.errors import ConfigError
from inbox_agent.knowledge import History, Knowledge, PastOrder
from inbox_agent.model import (
    Address,
    Document,
    Evidence,
    Finding,
    Intent,
    Line,
    Outcome,
    ParsedMail,
    RawMail,
    Reading,
    Route,
)
from inbox_agent.parse.dkim_check import load_keys

LAST = datetime.max.replace(tzinfo=UTC)  # where a message without a date stands


def knowledge(
    settings: config.Settings | None,
    products: Path | None = None,
    customers: Path | None = None,
    rules: Path | None = None,
) -> Knowledge:
    """What is known from files alone: those named here, else those that config.toml names. Raises ConfigError,
    CatalogueError, RulesError."""
    files = settings.catalogue if settings else config.CatalogueFiles()

    def named(given: Path | None, configured: Path | None) -> Path | None:
        return given or (settings.path(configured) if settings and configured else None)

    product_file, customer_file = named(products, files.products), named(customers, files.customers)
    price_file = named(None, files.prices)
    if product_file is None:
        raise ConfigError("no catalogue: name one with --products, or under [catalogue] in config.toml")
    words = lexicon.load(rules or (settings.rules_folder if settings else shipped.folder() / "rules"))
    return Knowledge(
        products=ProductIndex(load_products(product_file), words),
        customers=Customers(load_customers(customer_file) if customer_file else ()),
        prices=PriceList(
            load_prices(price_file) if price_file else (), settings.company.currency if settings else None
        ),
        rules=words,
        settings=settings,
        dkim_keys=load_keys(settings),
    )


def read(mails: Sequence[RawMail], known: Knowledge) -> Iterator[dict[str, Any]]:
    """One object a message, in the given order. Each is understood with those of an earlier Date as its history."""
    parsed = [pipeline.parse(raw, known) for raw in mails]
    past = Past(known)
    found: dict[int, dict[str, Any]] = {}
    for position in sorted(range(len(parsed)), key=lambda i: (_moment(parsed[i]), i)):
        mail = parsed[position]
        outcome = pipeline.understand("", mail, replace(known, history=past.of(mail)))
        past.add(outcome)
        found[position] = as_json(outcome)
    for position in range(len(parsed)):
        yield found[position]


def _moment(parsed: ParsedMail) -> datetime:
    return parsed.date or parsed.received or LAST


class Past:
    """The order mails of this run, by sender and by the customer's record; what store.history is for the service."""

    def __init__(self, known: Knowledge) -> None:
        self._customers = known.customers
        self._orders: dict[str, list[PastOrder]] = defaultdict(list)
        self._quantities: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))

    def of(self, parsed: ParsedMail) -> History:
        """What this sender ordered before."""
        who = self._names(parsed.sender.email)
        orders = {order.message_id: order for name in who for order in self._orders[name]}
        usual = {sku: median(values) for name in who for sku, values in self._quantities[name].items()}
        return History(tuple(reversed(orders.values())), usual)

    def add(self, outcome: Outcome) -> None:
        reading, route = outcome.reading, outcome.decision.route
        if reading.intent.value is not Intent.ORDER or route is Route.IGNORE:
            return
        lines = tuple(sorted((line.sku, line.quantity) for line in reading.lines if line.sku and line.quantity))
        order = PastOrder(
            message_id=outcome.parsed.message_id,
            date=outcome.parsed.date or outcome.parsed.received,
            lines=lines,
            po_number=reading.po_number.value if reading.po_number else None,
            requested_date=reading.requested_date.value if reading.requested_date else None,
        )
        for name in self._names(outcome.parsed.sender.email):
            self._orders[name].append(order)
            for sku, quantity in lines if route is Route.ACCEPT else ():
                self._quantities[name][sku].append(quantity)

    def _names(self, email: str) -> tuple[str, ...]:
        customer = self._customers.find(email)
        return tuple(dict.fromkeys([email, customer.email] if customer else [email]))


# ---- as JSON -----------------------------------------------------------------------------------------------------


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The object that stands for one message on standard output."""
    parsed, reading, decision = outcome.parsed, outcome.reading, outcome.decision
    return {
        "source": parsed.source,
        "message_id": parsed.message_id,
        "from": {"name": parsed.sender.name, "email": parsed.sender.email},
        "subject": parsed.subject,
        "date": parsed.date.isoformat() if parsed.date else None,
        "text": parsed.body,
        "quoted": parsed.quoted,
        "forwarded": parsed.forwarded,
        "signature": parsed.signature,
        "language": parsed.language,
        "intent": {"label": reading.intent.value.value, "confidence": round(reading.intent.confidence, 4)},
        "also": [intent.value.value for intent in reading.also],
        "lines": [_line(line) for line in reading.lines],
        **_fields(reading),
        "decision": decision.route.value,
        "confidence": round(decision.confidence, 4),
        "reasons": [{"code": r.code, "text": r.text, "evidence": _evidence(r.evidence)} for r in decision.reasons],
        "attachments": [_attachment(document, outcome) for document in outcome.documents],
        "total": _total(outcome),
    }


def _attachment(document: Document, outcome: Outcome) -> dict[str, str]:
    """What became of a file: its lines are ordered, it is no order, or it was not read; and why."""
    used, why = use(document, outcome.reading)
    return {"name": document.name, "kind": document.kind, "use": used, "why": why}


def _line(line: Line) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "name": line.name,
        "quantity": _decimal(line.quantity),
        "unit": line.unit,
        "asked": codec.dump(line.asked),
        "stated_price": _decimal(line.stated_price),
        "confidence": round(line.confidence, 4),
        "evidence": _evidence(line.evidence),
        "candidates": [{"sku": c.sku, "score": round(c.score, 4)} for c in line.candidates],
    }


def _fields(reading: Reading) -> dict[str, Any]:
    date = reading.requested_date
    return {
        "ship_to": _address(reading.ship_to),
        "bill_to": _address(reading.bill_to),
        "instructions": reading.instructions.value if reading.instructions else None,
        "payment_method": reading.payment_method.value if reading.payment_method else None,
        "po_number": reading.po_number.value if reading.po_number else None,
        "requested_date": date.value.isoformat() if date else None,
    }


def _address(found: Finding[Address] | None) -> Mapping[str, str] | None:
    """Only the parts that the message states."""
    return {name: part for name, part in codec.dump(found.value).items() if part} if found else None


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Offsets for a passage, a row or page for an attachment; what does not apply is absent."""
    return [{name: value for name, value in codec.dump(one).items() if value is not None} for one in evidence]


def _total(outcome: Outcome) -> dict[str, str] | None:
    priced = outcome.priced
    if priced is None:
        return None
    amounts = {"net": priced.net, "tax": priced.tax, "shipping": priced.shipping, "gross": priced.gross}
    return {name: str(money.rounded().amount) for name, money in amounts.items()} | {"currency": priced.net.currency}


def _decimal(value: Decimal | None) -> str | None:
    """Without an exponent and without zeros at the end.

    >>> _decimal(Decimal("36.00")), _decimal(Decimal("4.50"))
    ('36', '4.5')
    """
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
