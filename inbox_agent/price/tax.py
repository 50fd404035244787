"""Which tax is due: the rate of the country that the goods go to.

Source: Council Directive 2006/112/EC (EU VAT): art. 32-33 place of supply is where the transport ends, art. 138 supply
to a business in another member state (reverse charge), art. 146 export; HMRC VAT Notice 703 (export from Great
Britain); Swiss VAT act art. 23 par. 2 no. 1; Norwegian VAT act sec. 6-21. No rate is ever guessed."""

from decimal import Decimal

from inbox_agent.catalogue.records import Customer
from inbox_agent.config import Settings
from inbox_agent.model import TaxAmount
from inbox_agent.money import Money
from inbox_agent.vat import EU, OTHERS

# Countries with tax territories of their own kind beside the seller's: which rule holds is for a person.
_SPECIAL = frozenset({"MC", "SM", "IM", "JE", "GG", "GI", "AD", "LI", "XI", "SJ"})


def rate(country: str, tax_class: str, settings: Settings) -> Decimal | None:
    """Percent for a tax class in a country; None when config.toml does not say. ``zero`` is 0 where tax is known, and
    an export is free of tax."""
    classes = settings.tax.rates.get(country)
    if classes is None:
        return Decimal(0) if is_export(country, settings) else None
    return classes.get(tax_class, Decimal(0) if tax_class == "zero" else None)


def is_export(country: str, settings: Settings) -> bool:
    """Whether goods leave the seller's tax territory (the EU, Great Britain, Switzerland or Norway) for good. Other
    sellers' rules are not known here: False."""
    home = settings.company.country
    if country in _SPECIAL or country == home or country in settings.tax.rates:
        return False
    return country not in EU if home in EU else home in OTHERS


def reverse_charge(country: str, customer: Customer | None, settings: Settings) -> bool:
    """Whether goods go from one EU state to a business with a VAT id in another: untaxed only after the id was checked
    with its authority, so a person does that."""
    if customer is None or not customer.vat_id:
        return False
    registered = customer.vat_id[:2].replace("EL", "GR")  # Greek VAT ids start with EL
    home = settings.company.country
    return home in EU and {country, registered} <= EU.keys() - {home}


def taxes(bases: list[tuple[Decimal, Money]]) -> tuple[TaxAmount, ...]:
    """One amount a rate, highest first, rounded once a rate. ``bases`` are (percent, net)."""
    result = []
    for percent in sorted({percent for percent, _ in bases}, reverse=True):
        nets = [net for of, net in bases if of == percent]
        base = sum(nets[1:], nets[0])
        result.append(TaxAmount(percent, base, (base * (percent / 100)).rounded()))
    return tuple(result)
