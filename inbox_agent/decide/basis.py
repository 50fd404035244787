"""What a check looks at."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inbox_agent.catalogue.records import Customer, Product
from inbox_agent.config import Decide
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Document, Doubt, Intent, Line, ParsedMail, Reading


@dataclass(frozen=True, slots=True)
class Case:
    """A mail, what was read from it, and what is known besides."""

    parsed: ParsedMail
    documents: tuple[Document, ...]
    reading: Reading
    priced_doubts: tuple[Doubt, ...]
    knowledge: Knowledge

    @property
    def orders(self) -> bool:
        return any(f.value is Intent.ORDER for f in (self.reading.intent, *self.reading.also))

    @property
    def filed(self) -> bool:
        """A machine's mail that orders nothing. Where only words speak for a machine, goods of the catalogue that were
        found in it speak against: then the intent is another one."""
        automatic, intent = self.parsed.automatic, self.reading.intent.value
        if automatic is None or automatic.kind == "generated":
            return False
        return automatic.certain or intent in (Intent.AUTO_REPLY, Intent.BOUNCE, Intent.SPAM)

    @property
    def unwanted(self) -> bool:
        """A machine's mail or spam: nothing in it is looked at any further."""
        return self.filed or self.reading.intent.value is Intent.SPAM

    @property
    def limits(self) -> Decide:
        return self.knowledge.settings.decision if self.knowledge.settings else Decide()

    @property
    def customer(self) -> Customer | None:
        return self.knowledge.customers.find(self.reading.customer or self.parsed.sender.email)

    @property
    def day(self) -> date | None:
        """The day the mail was written, in the sender's own zone."""
        moment = self.parsed.date or self.parsed.received or self.knowledge.now
        return moment.date() if moment else None

    def ordered(self) -> Iterator[tuple[Line, Product, Decimal]]:
        """The lines of known products with a quantity."""
        for line in self.reading.lines:
            product = self.knowledge.products.get(line.sku) if line.sku is not None else None
            if product is not None and line.quantity is not None:
                yield line, product, line.quantity

    def totals(self) -> Iterator[tuple[tuple[Line, ...], Product, Decimal]]:
        """As ``ordered``, the lines of one product together."""
        lines: Mapping[str, list[Line]] = defaultdict(list)
        sums: dict[str, Decimal] = defaultdict(Decimal)
        products = {}
        for line, product, quantity in self.ordered():
            lines[product.sku].append(line)
            sums[product.sku] += quantity
            products[product.sku] = product
        for sku, product in products.items():
            yield tuple(lines[sku]), product, sums[sku]


Check = Callable[[Case], Iterable[Doubt]]


def plain(number: Decimal) -> str:
    """A number as people write it: 200, not 2E+2.

    >>> plain(Decimal("200.0")), plain(Decimal("2E+2")), plain(Decimal("0.50"))
    ('200', '200', '0.5')
    """
    return format(number.normalize(), "f")
