"""The moment that a Date header names, whatever a program wrote there.

RFC 5322 (3.3) first, as the standard library reads it; then what shop systems and scripts write instead: ISO 8601,
day.month.year, months in German, zones in words."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache

from inbox_agent.lexicon import LANGUAGES
from inbox_agent.parse.headers import guarded

_ZONES = {"CEST": 2, "MESZ": 2, "CET": 1, "MEZ": 1, "BST": 1, "WEST": 1, "EET": 2, "EEST": 3}
_LONGEST = 200
_USUAL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-](?!0000)\d{4}")
_OFFSET = re.compile(r"(?:(?:GMT|UTC)\s*)?([+-])(\d{1,2}):?(\d{2})?\s*$")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d))?)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:\D{1,5}(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?)?")
_WORD = re.compile(r"[^\W\d_]{3,}")


def date(value: str) -> datetime | None:
    """Aware, in the sender's own zone (UTC when it names none); None when it cannot be read."""
    plain = " ".join(re.sub(r"\([^()]*\)", " ", value[:_LONGEST]).split())
    english = plain if _USUAL.fullmatch(plain) else _in_english(plain)
    stated = guarded(lambda: parsedate_to_datetime(english), None) or guarded(lambda: _other(plain), None)
    if stated is None or not 1990 <= stated.year <= 2200:
        return None
    zoned = stated if stated.tzinfo else stated.replace(tzinfo=_zone(plain, value))
    return zoned if guarded(lambda: zoned.astimezone(UTC), None) else None


def _other(value: str) -> datetime | None:
    """A naive moment in one of the forms that are no mail date. Raises ValueError for an impossible one."""
    if found := _ISO.search(value):
        year, month, day, *clock = found.groups("0")
    elif found := _DOTTED.search(value):
        day, month, year, *clock = found.groups("0")
    else:
        return None
    hour, minute, second = map(int, clock)
    return datetime(int(year), int(month), int(day), hour, minute, second)


def _zone(plain: str, value: str) -> timezone:
    """The zone that a date names beside its time: an offset, or one of the usual words."""
    if found := _OFFSET.search(plain.partition(":")[2]):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if offset < timedelta(days=1):
            return timezone(offset if found[1] == "+" else -offset)
    hours = next((h for zone, h in _ZONES.items() if re.search(rf"\b{zone}\b", value[:_LONGEST].upper())), 0)
    return timezone(timedelta(hours=hours)) if hours else UTC


def _in_english(value: str) -> str:
    """Names of months and the zone's form as RFC 5322 wants them; "9. Okt. 2026" becomes "9 Oct 2026"."""
    months = _months()
    value = _WORD.sub(lambda word: months.get(word[0].lower(), word[0]), value)
    value = re.sub(r"(?<=\d)\.(?=\s?[A-Z])|(?<=[A-Za-z])\.(?=\s)", " ", value)
    return re.sub(r"(?:GMT|UTC)?([+-]\d\d):(\d\d)$", r"\1\2", value)


@cache
def _months() -> dict[str, str]:
    """Names of months in the languages of rules/, to the English abbreviation."""
    from babel.dates import get_month_names

    english = get_month_names("abbreviated", locale="en")
    return {
        name.strip(".").lower(): english[number]
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }
