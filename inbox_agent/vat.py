"""VAT rates that config.toml need not repeat: percent for the classes "standard" and "reduced", by country.

Sources to check them against: European Commission, "VAT rules and rates: standard, special & reduced rates"; HMRC VAT
notice 700 (GB); Swiss VAT act art. 25 (CH); Norwegian VAT act ch. 5 (NO). A country with several reduced rates has none
here: which one goods fall under is the shop's to say, in ``[tax.rates.XX]``; until then such an order is reviewed."""

from collections.abc import Mapping
from decimal import Decimal

EU = {
    "AT": "20 10", "BE": "21", "BG": "20 9", "CY": "19", "CZ": "21 12", "DE": "19 7", "DK": "25", "EE": "24",
    "ES": "21", "FI": "25.5", "FR": "20", "GR": "24", "HR": "25", "HU": "27", "IE": "23", "IT": "22", "LT": "21",
    "LU": "17", "LV": "21", "MT": "18", "NL": "21 9", "PL": "23", "PT": "23", "RO": "21 11", "SE": "25",
    "SI": "22 9.5", "SK": "23",
}  # fmt: skip
OTHERS = {"CH": "8.1 2.6", "GB": "20 5", "NO": "25"}


def usual_rates(home: str) -> Mapping[str, Mapping[str, Decimal]]:
    """The rates a seller in ``home`` charges, by the country goods go to: within the EU that country's own (Directive
    2006/112/EC art. 33), elsewhere its own at home only; an export has no entry and is reviewed.

    >>> usual_rates("GB")
    {'GB': {'standard': Decimal('20'), 'reduced': Decimal('5')}}
    """
    known = EU if home in EU else {home: OTHERS[home]} if home in OTHERS else {}
    return {
        country: dict(zip(("standard", "reduced"), map(Decimal, rates.split()), strict=False))
        for country, rates in known.items()
    }
