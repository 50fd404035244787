"""Numbers, money, dates and places as the reader writes them (Unicode CLDR, through babel)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from inbox_agent.model import Address
from inbox_agent.money import Money

LOCALES = {"de": ("de_DE", "de_AT", "de_CH"), "en": ("en_GB", "en_US", "en_IE", "en_CA", "en_AU")}  # first is usual
CITY_FIRST = {"GB", "IE", "US", "CA", "AU", "NZ"}  # the postcode stands after the city


@dataclass(frozen=True)
class Formats:
    """``language`` of the reader, ``home`` the company's country."""

    language: str
    home: str

    @property
    def locale(self) -> str:
        known = LOCALES[self.language]
        wanted = f"{self.language}_{self.home}"
        return wanted if wanted in known else known[0]

    def money(self, amount: Money) -> str:
        """With at least the currency's own places, and more for a unit price that has more (0.015)."""
        plain = _without_zeros(amount.amount)
        return format_currency(plain, amount.currency, locale=self.locale, decimal_quantization=False)

    def number(self, value: Decimal) -> str:
        return format_decimal(_without_zeros(value), locale=self.locale, decimal_quantization=False)

    def date(self, day: date) -> str:
        return format_date(day, "long", locale=self.locale)

    def address(self, address: Address) -> tuple[str, ...]:
        """The lines of an address label; the country only abroad."""
        postcode, city, region = address.postcode or "", address.city or "", address.region or ""
        if address.country in {"US", "CA", "AU"}:
            place = [", ".join(filter(None, (city, f"{region} {postcode}".strip())))]
        elif address.country in CITY_FIRST:
            place = [city, region if region != city else "", postcode]
        else:
            place = [f"{postcode} {city}".strip()]
        country = address.country if address.country != self.home else None
        name = Locale.parse(self.locale).territories.get(country, country) if country else ""
        lines = (address.company, address.name, address.street, *place, name)
        return tuple(dict.fromkeys(line for line in lines if line))


def _without_zeros(value: Decimal) -> Decimal:
    """12.500 as 12.5, but 100 never as 1E+2."""
    plain = value.normalize()
    return plain if plain.as_tuple().exponent in range(-20, 1) else plain.quantize(Decimal(1))
