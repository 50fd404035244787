"""payment_terms of customers.csv, read leniently.

The words are part of the file's format (customers.csv is written by the shop or its accounting program), not words of
a customer's mail; those are in rules/."""

import re

from inbox_agent.catalogue.records import PaymentTerms

METHODS = {  # method of the contract -> a pattern that names it; the first that is found counts
    "direct_debit": r"direct debit|dd|sepa|lastschrift\w*|bankeinzug|einzug\w*|abbuchung",
    "cash_on_delivery": r"cash on delivery|cod|nachnahme|barnachnahme",
    "paypal": r"pay ?pal",
    "card": r"(credit |debit )?card|kredit ?karte|karte|ec ?karte|visa|master ?card|amex",
    "bank_transfer": r"(bank|wire) ?transfer|bacs|prepaid|pre ?payment|pro ?forma|payment in advance|advance payment|"
    r"(payment|paid) up ?front|pay in advance|vorkasse|vorauskasse|vorauszahlung|überweisung|banküberweisung",
    "cash": r"cash|bar(zahlung)?",
    "invoice": r"invoice|on account|(open )?account|bill|(auf )?rechnung|net(to)?|due on receipt|eom",
}
LATER = ("invoice", "direct_debit", "bank_transfer")  # what can be due in days; a transfer without days is in advance
DAYS = re.compile(r"\b(\d{1,3})\s*(?:d|days?|tagen?|t|tg)\b|\b(?:net|netto|n)\s*/?\s*(\d{1,3})\b", re.IGNORECASE)
AT_ONCE = re.compile(r"\b(due on receipt|sofort(ig)?|immediate(ly)?)\b", re.IGNORECASE)


def payment_terms(text: str) -> PaymentTerms:
    """Method and days of terms; ``method`` is None when the words are not understood, the text is always kept.

    >>> payment_terms("14 days net")
    PaymentTerms(text='14 days net', method='invoice', days=14)
    """
    text = " ".join(text.split())
    plain = re.sub(r"[-_/.,;:()]+", " ", text.casefold())
    method = next((m for m, pattern in METHODS.items() if re.search(rf"\b(?:{pattern})\b", plain)), None)
    days = _days(text)
    if method is None and days is not None:
        method = "invoice"  # a term alone ("30 days") is credit
    return PaymentTerms(text, method, days if method in LATER else None)


def _days(text: str) -> int | None:
    """The longest term named: "10 days 2 %, 30 days net" is due in thirty."""
    found = [int(m[1] or m[2]) for m in DAYS.finditer(text)]
    if found:
        return max(found)
    return 0 if AT_ONCE.search(text) else None
