"""Which country an address is in, where it does not say so."""

import re
from functools import cache

from inbox_agent.extract.phrases import mapping, union
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import ParsedMail

TABLE = "addresses"
_TOP_LEVEL = {
    "at": "AT",
    "ch": "CH",
    "be": "BE",
    "dk": "DK",
    "lu": "LU",
    "de": "DE",
    "fr": "FR",
    "it": "IT",
    "es": "ES",
}
_VAT = re.compile(r"\b(ATU)\d{8}\b|\b(CHE)[- ]?\d{3}|\b(BE)\s?0?\d{3}\.?\d{3}|\b(DE)\d{9}\b")
_DIAL = re.compile(r"(?:\+|\b00)(49|43|41|32|45|352|33|39|34)[\s(/\d-]")
_DIALLED = {"49": "DE", "43": "AT", "41": "CH", "32": "BE", "45": "DK", "352": "LU", "33": "FR", "39": "IT", "34": "ES"}
_FOUR_DIGITS = frozenset({"AT", "CH", "BE", "DK", "LU", "NO"})
_FIVE_DIGITS = frozenset({"DE", "FR", "IT", "ES", "FI"})


@cache
def names(rules: Rules) -> dict[str, str]:
    """A country's names, in lower case, as ISO 3166-1 alpha-2."""
    return {word: code for code, words in mapping(rules, TABLE, "countries").items() for word in words}


@cache
def roads(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What tells a French street ("5 rue Haute") and a German one ("Gartenweg 5")."""
    words = mapping(rules, TABLE, "words")
    endings = "|".join(map(re.escape, words["road_endings"]))
    french = re.compile(rf"(?:^|\d[a-z]?,?\s)(?i:{union(words['french_roads'])})")
    return french, re.compile(rf"(?i:{endings})(?!\w)")


@cache
def _cities(rules: Rules) -> dict[str, str]:
    return {town: code for code, towns in mapping(rules, TABLE, "cities").items() for town in towns}


def of_digits(code: str, town: str, street: str, parsed: ParsedMail, knowledge: Knowledge) -> str | None:
    """The country of a postcode of four or five digits. None when it is not certain."""
    possible = _FOUR_DIGITS if len(code) == 4 else _FIVE_DIGITS
    if (known := _cities(knowledge.rules).get(town.lower())) in possible:
        return known
    for hint in (_of_street(code, street, parsed, knowledge.rules), _of_record(parsed, knowledge), _of_sender(parsed)):
        if hint in possible:
            return hint
    if len(code) == 5 and parsed.language == "de":
        return "DE"
    home = knowledge.settings.company.country if knowledge.settings else None
    return home if home in possible else None


def _of_street(code: str, street: str, parsed: ParsedMail, rules: Rules) -> str | None:
    """ß is not written in Switzerland; "rue" is French."""
    french, german = roads(rules)
    if french.search(street):
        return "FR" if len(code) == 5 else None
    if len(code) == 5:
        return "DE" if german.search(street) else None
    if "ß" in street:
        return "AT"
    return "CH" if "strasse" in street.lower() and "ß" not in parsed.body else None


def _of_record(parsed: ParsedMail, knowledge: Knowledge) -> str | None:
    customer = knowledge.customers.find(parsed.sender.email)
    address = (customer.ship_to or customer.bill_to) if customer else None
    return address.country if address else None


def _of_sender(parsed: ParsedMail) -> str | None:
    """By VAT number or dialling code in the sender's own words, else by the mail address."""
    own = f"{parsed.body}\n{parsed.signature}"
    if vat := _VAT.search(own):
        return {"ATU": "AT", "CHE": "CH", "BE": "BE", "DE": "DE"}[next(g for g in vat.groups() if g)]
    if dial := _DIAL.search(own):
        return _DIALLED[dial[1]]
    return _TOP_LEVEL.get(parsed.sender.email.rpartition(".")[2])
