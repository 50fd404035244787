"""Amounts with their currency. Decimal throughout; adding two currencies raises."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount (exact, not rounded unless asked) in one ISO 4217 currency."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same_currency(other)
        return self.amount < other.amount

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def rounded(self) -> "Money":
        """To the currency's own minor unit (two places for EUR, none for JPY), half up as invoices are.

        >>> Money(Decimal("1.005"), "EUR").rounded()
        Money(amount=Decimal('1.01'), currency='EUR')
        """
        step = Decimal(1).scaleb(-get_currency_precision(self.currency))
        return Money(self.amount.quantize(step, ROUND_HALF_UP), self.currency)

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot combine {self.currency} and {other.currency}")


def total(amounts: list[Money], currency: str) -> Money:
    """The sum of amounts, zero of ``currency`` when there are none."""
    result = Money(Decimal(0), currency)
    for amount in amounts:
        result = result + amount
    return result
