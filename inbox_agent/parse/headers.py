"""Header fields, each access guarded: the standard library raises on malformed ones (lessons: cpython#114906, #151857).

mail-parser reads the addresses: it keeps apart what is a display name and what is an address, however a forger
writes them. Encoded words are decoded here, by the charset ladder of the body."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import TypeVar

from inbox_agent.model import Person
from inbox_agent.parse.charset import clean, text

T = TypeVar("T")
_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]+@[^\s<>,;:\"'()\[\]]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_ZONES = {"CEST": 2, "MESZ": 2, "CET": 1, "MEZ": 1, "BST": 1, "WEST": 1, "EET": 2, "EEST": 3}


def guarded(get: Callable[[], T], default: T) -> T:
    """What ``get`` gives, or ``default`` where the library fails on a malformed header."""
    try:
        return get()
    except Exception:  # any of a dozen kinds, see the issues named above
        return default


def fields(message: Message) -> Mapping[str, str]:
    """Every header: lower-case name to its decoded text, repeated ones joined by a newline."""
    found: dict[str, str] = {}
    for key, value in _items(message):
        shown = decoded(value)
        found[key] = f"{found[key]}\n{shown}" if key in found else shown
    return MappingProxyType(found)


def raw(message: Message, name: str) -> str:
    """The first header of that name, unfolded, its encoded words as they are; "" when there is none."""
    return next((_unfolded(value) for key, value in _items(message) if key == name), "")


def decoded(value: str) -> str:
    """A header's text: RFC 2047 words and raw 8-bit characters decoded, unfolded, on one line."""
    value = _unfolded(value)
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError, AssertionError):
        return _one_line(value)
    return _one_line("".join(p if isinstance(p, str) else text(p, charset) for p, charset in parts))


def persons(message: Message, name: str) -> tuple[Person, ...]:
    """The addresses of a header; one that only has a name gives a Person without an address."""
    from mailparser.utils import get_addresses

    value = raw(message, name)
    if ":" not in value:
        value = value.replace(";", ",")  # Outlook's way to part addresses
    nobody: list[tuple[str, str]] = []
    found = [(n, a) for n, a in guarded(lambda: get_addresses(value, decode_names=True), nobody) if "@" in a]
    if not found:  # "<a@x.example" without its end, and the like
        found = [(_name_beside(value), address) for address in _ADDRESS.findall(value)]
    if not found and (alone := decoded(value)):
        found = [(alone.strip("<>\" "), "")]
    return tuple(Person(_one_line(n if n != a else ""), a.strip(".").lower()) for n, a in found)


def date(value: str) -> datetime | None:
    """A Date header, aware, in the sender's own zone (UTC when it names none); None when it cannot be read."""
    plain = re.sub(r"\([^()]*\)", " ", value)
    stated = guarded(lambda: parsedate_to_datetime(plain.strip()), None)
    if stated is None or not 1990 <= stated.year <= 2200:
        return None
    if stated.tzinfo is None:
        hours = next((h for zone, h in _ZONES.items() if zone in value.upper().split()), 0)
        return stated.replace(tzinfo=timezone(timedelta(hours=hours)) if hours else UTC)
    return stated


def message_ids(value: str) -> tuple[str, ...]:
    """The Message-IDs in References or In-Reply-To, with their brackets."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(value)))


def message_id(value: str) -> str | None:
    """A Message-ID with its brackets, also when the sender left them out; None when there is none."""
    if found := message_ids(value):
        return found[0]
    bare = re.sub(r"[<>\s]+", "", value)
    return f"<{bare}>" if bare else None


def _items(message: Message) -> list[tuple[str, str]]:
    """All headers in their order, names in lower case."""
    nothing: list[tuple[str, str]] = []
    return guarded(lambda: [(name.lower(), str(value)) for name, value in message.raw_items()], nothing)


def _unfolded(value: str) -> str:
    """One line, raw 8-bit characters (kept by the standard library as surrogates) decoded."""
    value = re.sub(r"[\r\n]+(?=[ \t])|[\r\n]+$", "", value)
    if any("\ud800" <= ch <= "\udfff" for ch in value):
        value = text(value.encode("utf-8", errors="surrogateescape"))
    return value


def _one_line(value: str) -> str:
    return re.sub(r"\s+", " ", clean(value)).strip()


def _name_beside(value: str) -> str:
    """The display name before the only address of a malformed header."""
    name, _, rest = value.partition("<")
    return decoded(name).strip('" ') if rest and "@" not in name else ""
