"""One cell of a catalogue file to one value. Each raises ValueError that says what is wrong, in words."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.numbers import list_currencies

YES, NO = {"true", "yes", "1", "ja", "y", "wahr"}, {"false", "no", "0", "nein", "n", "falsch"}
TAX_CLASSES = ("standard", "reduced", "zero")
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")  # nearly every cell
THOUSANDS = re.compile(r"\d{1,3}([.,' ]\d{3})+")
DATE = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<gd>\d{1,2})\.(?P<gm>\d{1,2})\.(?P<gy>\d{4})")


def number(text: str) -> Decimal:
    """A decimal number with point, or with a comma where that cannot be a thousands separator. Not negative.

    >>> number("12.50"), number("0,125"), number("1.234,50")
    (Decimal('12.50'), Decimal('0.125'), Decimal('1234.50'))
    """
    if PLAIN.fullmatch(text):
        return Decimal(text)
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").strip()
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", plain):
        meanings = f"{plain.replace(',', '')} or {plain.replace(',', '.')}"
        raise ValueError(f'"{text}" may mean {meanings}; write it with a point')
    if plain.startswith("-") and re.fullmatch(r"[\d.,' ]+", plain[1:]):
        raise ValueError(f'"{text}" is negative')
    if not re.fullmatch(r"\d+|\d*[.,]\d+|\d{1,3}([.,' ]\d{3})+([.,]\d+)?", plain):
        raise ValueError(f'"{text}" is not a number; write it like 12.50')
    return Decimal(_with_point(plain))


def _with_point(plain: str) -> str:
    """The last separator is the decimal one, unless it stands several times (1.234.567)."""
    whole, separator, fraction = plain.rpartition(max(".,", key=plain.rfind))
    if separator and whole.count(separator) and THOUSANDS.fullmatch(plain):
        whole, fraction = whole + fraction, ""
    if not separator or not whole + fraction:
        whole, fraction = plain, ""
    digits = re.sub(r"[.,' ]", "", whole)
    return f"{digits or 0}.{fraction}" if fraction else digits


def positive(text: str) -> Decimal:
    """A number above zero."""
    value = number(text)
    if not value:
        raise ValueError(f'"{text}" must be more than 0')
    return value


def flag(text: str) -> bool:
    """true/yes/1 or false/no/0."""
    word = text.strip().casefold()
    if word in YES | NO:
        return word in YES
    raise ValueError(f'"{text}" must be true or false')


def parts(text: str) -> tuple[str, ...]:
    """What stands between ``|``, without blanks and repetitions."""
    return tuple(dict.fromkeys(p for p in (part.strip() for part in text.split("|")) if p))


def packs(text: str) -> Mapping[str, Decimal]:
    """``box=12|pallet=480``: how many of the product's unit are in each.

    >>> dict(packs("box=12|pallet=480"))
    {'box': Decimal('12'), 'pallet': Decimal('480')}
    """
    result: dict[str, Decimal] = {}
    for part in parts(text):
        name, equals, amount = part.partition("=")
        if not equals or not name.strip():
            raise ValueError(f'"{part}" must look like box=12')
        if (unit_name := unit(name)) in result:
            raise ValueError(f'"{unit_name}" is given twice')
        result[unit_name] = positive(amount)
    return MappingProxyType(result)


def unit(text: str) -> str:
    """A unit's name, lower case."""
    return " ".join(text.lower().split())


def currency(text: str) -> str:
    """An ISO 4217 code."""
    code = text.strip().upper()
    if code not in _currencies():
        raise ValueError(f'"{text}" is not a currency; write a code like EUR')
    return code


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def tax_class(text: str) -> str:
    """standard, reduced or zero."""
    word = text.strip().lower()
    if word not in TAX_CLASSES:
        raise ValueError(f'"{text}" must be one of {", ".join(TAX_CLASSES)}')
    return word


def email(text: str) -> str:
    """A mail address, lower case."""
    address = text.strip().lower().removeprefix("mailto:")
    if not EMAIL.fullmatch(address):
        raise ValueError(f'"{text}" is not a mail address')
    return address


def language(text: str) -> str:
    """An ISO 639-1 code; ``de-AT`` is ``de``."""
    code = re.split(r"[-_]", text.strip().lower())[0]
    if not re.fullmatch("[a-z]{2}", code):
        raise ValueError(f'"{text}" must be a language code like en or de')
    return code


def country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code, from the code or from the country's English or German name."""
    if code := _countries().get(" ".join(text.casefold().split())):
        return code
    raise ValueError(f'"{text}" is not a country; write a code like DE')


@cache
def _countries() -> Mapping[str, str]:
    names = {"uk": "GB", "usa": "US", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB"}
    for locale in ("en", "de"):
        for code, name in Locale(locale).territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in ("EU", "UN", "ZZ", "EZ", "QO", "XA", "XB"):
                names |= {name.casefold(): code, code.casefold(): code}
    return MappingProxyType(names | {"uk": "GB"})


def day(text: str) -> date:
    """A date as 2026-11-30 or 30.11.2026."""
    match = DATE.fullmatch(text.strip().removesuffix(" 00:00:00").removesuffix("T00:00:00"))
    if not match:
        raise ValueError(f'"{text}" is not a date; write it like 2026-11-30')
    parts_of = (match["y"] or match["gy"], match["m"] or match["gm"], match["d"] or match["gd"])
    try:
        return date(*map(int, parts_of))
    except ValueError as error:
        raise ValueError(f'"{text}" is not in the calendar') from error
