"""Header fields as they were meant. Every access is guarded: the standard library raises on malformed ones (lessons:
cpython#114906, #151857).

mail-parser reads the addresses: it keeps apart what is a display name and what is an address, however a forger
writes them. Encoded words (RFC 2047) are decoded here, by the charset ladder of the body: the standard library gives
up on a whole field for one broken word, and cuts umlauts that two words share."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from types import MappingProxyType
from typing import TypeVar

from inbox_agent.model import Person
from inbox_agent.parse.charset import clean, text

T = TypeVar("T")
_LONGEST_LIST = 20_000  # characters of an address list: some 400 recipients
_LONGEST_NAME, _LONGEST_ADDRESS = 500, 320  # RFC 5321 (4.5.3.1) allows 64 + 1 + 255
_LONGEST_ID = 990
_DOT_ATOM = r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*"
_PLAIN = re.compile(  # one address that nobody reads in two ways: most of all mail
    rf'(?:"([\w .,&-]*)"[ ]?|([\w -]*))<({_DOT_ATOM}@{_DOT_ATOM})>|({_DOT_ATOM}@{_DOT_ATOM})', re.ASCII
)
_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]{1,250}@[^\s<>,;:\"'()\[\]]{1,250}")
_FOLD = re.compile(r"[\r\n]+(?=[ \t])|[\r\n]+$")
_MESSAGE_ID = re.compile(rf"<[^<>\s]{{1,{_LONGEST_ID}}}>")
_ENCODED = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?(.{0,1000}?)\?=", re.IGNORECASE)
_TWICE = 2  # encoded words within encoded words: programs that encode what is encoded already


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a message by lower-case name: ``raw`` each value unfolded and as it was sent, ``fields`` decoded,
    repeated ones joined by a newline."""

    raw: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]

    def first(self, name: str) -> str:
        """The first value that is not empty, undecoded; "" when there is none."""
        return next((value for value in self.raw.get(name, ()) if value.strip()), "")

    def shown(self, name: str) -> str:
        """As ``first``, decoded."""
        return decoded(self.first(name))


def read(message: Message) -> Head:
    """All header fields of a message or part."""
    listed: dict[str, list[str]] = {}
    for name, value in _items(message):
        listed.setdefault(name, []).append(value)
    raw = MappingProxyType({name: tuple(values) for name, values in listed.items()})
    return Head(raw, _Decoded(raw))


class _Decoded(Mapping[str, str]):
    """Fields that are decoded when they are asked for: most never are."""

    def __init__(self, raw: Mapping[str, tuple[str, ...]]) -> None:
        self._raw = raw

    def __getitem__(self, name: str) -> str:
        return "\n".join(map(decoded, self._raw[name]))

    def __contains__(self, name: object) -> bool:
        return name in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def guarded(get: Callable[[], T], default: T) -> T:
    """What ``get`` gives, or ``default`` where the library fails on a malformed header."""
    try:
        return get()
    except Exception:  # any of a dozen kinds, see the issues named above
        return default


def decoded(value: str) -> str:
    """A header's text on one line: RFC 2047 words and raw 8-bit characters decoded."""
    value = " ".join(value.split())
    for _ in range(_TWICE):
        if "=?" not in value:
            break
        value = _without_encoded_words(_as_text(value))
    if value.isascii() and value.isprintable():
        return value
    return " ".join(clean(_as_text(value)).split())


def persons(head: Head, name: str) -> tuple[Person, ...]:
    """The addresses of a header; one that only has a name gives a Person without an address."""
    from mailparser.utils import get_addresses

    value = _as_text(head.first(name)[:_LONGEST_LIST]).strip()
    if not value:
        return ()
    if plain := _PLAIN.fullmatch(value):
        return (_person(plain[1] or plain[2] or "", plain[3] or plain[4]),)
    if ":" not in value:
        value = value.replace(";", ",")  # Outlook's way to part addresses
    nobody: list[tuple[str, str]] = []
    found = [(decoded(n), a) for n, a in guarded(lambda: get_addresses(value), nobody) if "@" in a]
    if not found:  # "<a@x.example" without its end, and the like
        found = [(_name_beside(value), address) for address in _ADDRESS.findall(value)]
    if not found and (alone := decoded(value)):
        found = [(alone.strip('<>" '), "")]
    return tuple(_person(n if n != a else "", a.strip(".")) for n, a in found)


def return_path(head: Head) -> str | None:
    """The envelope's sender; "" is the null one of bounces (RFC 5321, 4.5.5), None when no server noted it."""
    noted = head.raw.get("return-path")
    return decoded(noted[0][:_LONGEST_ADDRESS]).strip(" <>").lower() if noted else None


def message_ids(value: str) -> tuple[str, ...]:
    """The Message-IDs in References or In-Reply-To, with their brackets."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(value)))


def message_id(value: str) -> str | None:
    """A Message-ID with its brackets, also when the sender left them out; None when there is none."""
    if found := message_ids(value):
        return found[0]
    bare = re.sub(r"[<>\s]+", "", value)
    return f"<{bare[:_LONGEST_ID]}>" if bare else None


def _items(message: Message) -> Iterator[tuple[str, str]]:
    """All headers in their order, names in lower case, values on one line."""
    nothing: list[tuple[str, str]] = []
    for name, value in guarded(lambda: list(message.raw_items()), nothing):
        unfolded = str(value)
        if "\n" in unfolded or "\r" in unfolded:
            unfolded = _FOLD.sub("", unfolded)
        yield name.lower(), unfolded


def _as_text(value: str) -> str:
    """Raw 8-bit characters, which the standard library keeps as surrogates, decoded."""
    if value.isascii():
        return value
    if any("\ud800" <= ch <= "\udfff" for ch in value):
        value = text(value.encode("utf-8", errors="surrogateescape"))
    return value


def _without_encoded_words(value: str) -> str:
    """Encoded words replaced by what they say; blanks between two of them are no text (RFC 2047, 6.2)."""
    said: list[str] = []
    pending: bytes | None = None  # words of one charset, which may share a character
    charset, end = "", 0
    for word in _ENCODED.finditer(value):
        data = _bytes_of(word)
        if data is None:
            continue
        between = value[end : word.start()]
        adjacent = pending is not None and not between.strip()
        if adjacent and word[1].lower() == charset:
            pending = (pending or b"") + data
        else:
            said += [text(pending or b"", charset), "" if adjacent else between]
            pending, charset = data, word[1].lower()
        end = word.end()
    return "".join([*said, text(pending or b"", charset), value[end:]])


def _bytes_of(word: re.Match[str]) -> bytes | None:
    """What an encoded word holds; None when it cannot be read."""
    held = word[3].encode("utf-8")
    if word[2] in "qQ":
        return binascii.a2b_qp(held.replace(b" ", b"_"), header=True)
    sound = re.sub(rb"[^A-Za-z0-9+/]", b"", held)
    sound = sound[: len(sound) - (len(sound) % 4 == 1)]
    return guarded(lambda: base64.b64decode(sound + b"=" * (-len(sound) % 4)), None)


def _person(name: str, address: str) -> Person:
    return Person(name.strip()[:_LONGEST_NAME], address[:_LONGEST_ADDRESS].lower())


def _name_beside(value: str) -> str:
    """The display name before the only address of a malformed header."""
    name, _, rest = value.partition("<")
    return decoded(name).strip('" ') if rest and "@" not in name else ""
