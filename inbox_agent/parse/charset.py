"""Bytes of a mail to text, whatever they are labelled as.

Labels lie: Windows-1252 called us-ascii or ISO-8859-1 (WHATWG Encoding makes them one), UTF-8 called ISO-8859-1, UTF-8
that somebody already took for Windows-1252 and stored again."""

import codecs
import re
import unicodedata

from inbox_agent.tables import decode, legacy

_WESTERN = {"ascii", "iso8859-1", "cp1252", "iso8859-15"}
_NO_CHARSETS = {"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "utf-7"}
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "euc-kr": "cp949", "shift-jis": "cp932", "big5": "big5hkscs",
          "iso8859-9": "cp1254", "tis-620": "cp874"}  # what the label stands for (WHATWG Encoding)  # fmt: skip
_FOLLOWING = "[\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"
_MANGLED = re.compile(f"(?:[ÂÃ]{_FOLLOWING}|â{_FOLLOWING}{{2}}|ð{_FOLLOWING}{{3}})+")  # UTF-8 read as Windows-1252
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SAMPLE = 2_000  # bytes


def text(data: bytes, declared: str | None = None) -> str:
    """The text of ``data``; every byte string has one. ``declared`` is the charset of the label, if there is one."""
    codec = _codec(declared)
    if codec is None or codec in _WESTERN:
        return _western(data, codec)
    try:
        return _whole(data.decode(codec))
    except (UnicodeError, ValueError, LookupError):  # LookupError: a codec that is none of text ("zip")
        return _damaged_utf8(data) if codec == "utf-8" else decode(data)


def clean(value: str) -> str:
    """Lines that end with ``\\n`` and nothing invisible: no control or zero-width characters, every space a plain one,
    no spaces at the ends of lines, composed umlauts (NFC)."""
    value = value.replace("\r\n", "\n")
    if not value.isascii():
        value = _SPACES.sub(" ", _MANGLED.sub(_mended, _whole(value)))
    if not value.replace("\n", "").replace("\t", "").isprintable():
        value = _INVISIBLE.sub("", _NEWLINES.sub("\n", value))
    value = unicodedata.normalize("NFC", value)
    return "\n".join(map(str.rstrip, value.split("\n")))


def _codec(declared: str | None) -> str | None:
    """Python's name of a charset; None when there is none or it is unknown."""
    try:
        name = codecs.lookup((declared or "").strip(" \"'")).name.replace("_", "-")
    except (LookupError, ValueError):
        return None
    return None if name in _NO_CHARSETS else _WIDER.get(name, name)


def _western(data: bytes, codec: str | None) -> str:
    """UTF-8 if it is that (8-bit text hardly ever looks like it by chance), else the 8-bit code page."""
    zeros = data.count(0, 0, _SAMPLE)
    if zeros > max(4, len(data[:_SAMPLE]) // 4) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _whole(decode(data))  # UTF-16, which no label may hide
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if codec == "iso8859-15":
            return data.decode("iso8859-15")
        return legacy(data)


def _damaged_utf8(data: bytes) -> str:
    """UTF-8 with a few broken bytes stays UTF-8; what is mostly no UTF-8 was labelled wrongly."""
    repaired = data.decode("utf-8", errors="replace")
    broken = repaired.count("\ufffd")
    intact = sum(ch > "\x7f" for ch in repaired) - broken
    return repaired if broken <= intact else legacy(data)


def _mended(mangled: re.Match[str]) -> str:
    """Characters that were stored as two or three each ("GrÃ¼ÃŸe"), made one again."""
    try:
        return b"".join(map(_byte, mangled[0])).decode("utf-8")
    except UnicodeError:
        return mangled[0]


def _byte(character: str) -> bytes:
    """The byte that Windows-1252 or, where that has none, ISO-8859-1 shows as this character."""
    return character.encode("latin-1" if character < "\xa0" else "cp1252")


def _whole(value: str) -> str:
    """Without lone surrogates, which no output can hold."""
    return value.encode("utf-8", errors="replace").decode("utf-8")
