"""The rich text that Outlook puts into winmail.dat: unpacked (MS-OXRTFCP), and read as the HTML that it was made from
(MS-OXRTFEX) or, where it was made from none, as text.

Own code for two small specifications: the library for it searches with patterns that a stranger's bytes can keep busy
for hours, and knows neither the packing nor the HTML."""

import re
import struct
from dataclasses import dataclass, field, replace
from html import escape

from inbox_agent.parse.charset import text

LONGEST = 2_000_000  # bytes, unpacked
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)  # MS-OXRTFCP, 2.1.2.1
_WINDOW = 4096
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|(?P<codes>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_SAYS = {"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "nestrow": "\n", "tab": "\t", "cell": "\t",
         "nestcell": "\t", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
         "endash": "–", "emdash": "—"}  # fmt: skip
_SYMBOLS = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_NOT_TEXT = {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "headerl", "headerr",
             "footerl", "footerr", "fldinst", "mhtmltag"}  # fmt: skip


def unpacked(data: bytes) -> bytes:
    """The RTF within a PidTagRtfCompressed property. Raises ValueError when it is damaged or longer than LONGEST."""
    if len(data) < 16:
        raise ValueError("rich text without a header")
    _, size, kind, _ = struct.unpack("<II4sI", data[:16])
    if size > LONGEST:
        raise ValueError("rich text that is too long")
    if kind == b"MELA":
        return data[16 : 16 + size]
    if kind != b"LZFu":
        raise ValueError("rich text of an unknown packing")
    return _decompressed(data)


def _decompressed(data: bytes) -> bytes:
    """Runs of eight, each a byte or a place in the last 4,096 bytes; a place that is the end of them ends it all."""
    out = bytearray(_DICTIONARY)
    at = 16
    while at < len(data) and len(out) <= LONGEST:
        flags, at = data[at], at + 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[at : at + 1]
                at += 1
                continue
            place, length = divmod(int.from_bytes(data[at : at + 2]), 16)
            at += 2
            back = (len(out) - place) % _WINDOW
            if not back:
                return bytes(out[len(_DICTIONARY) :])
            for _ in range(length + 2):
                out.append(out[-back] if back <= len(out) else 0)
    raise ValueError("rich text that is cut off")


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the brace that closes it."""

    hidden: bool = False  # fonts, pictures, fields: no text
    tag: bool = False  # HTML as it was
    shadow: bool = False  # how RTF shows what a tag said already
    stand_ins: int = 1  # characters after each of Unicode, for programs that know none


@dataclass
class _Reader:
    """The text said so far. ``waiting`` are stand-ins still to be left out."""

    is_html: bool
    charset: str = "cp1252"
    said: list[str] = field(default_factory=list)
    group: _Group = _Group()
    outer: list[_Group] = field(default_factory=list)
    waiting: int = 0

    def say(self, words: str) -> None:
        left_out, self.waiting = min(self.waiting, len(words)), max(self.waiting - len(words), 0)
        if not (self.group.hidden or self.group.shadow):
            words = words[left_out:]
            self.said.append(escape(words, quote=False) if self.is_html and not self.group.tag else words)

    def brace(self, which: bytes) -> None:
        self.waiting = 0
        if which == b"{":
            self.outer.append(self.group)
        elif self.outer:
            self.group = self.outer.pop()

    def word(self, name: str, number: int | None) -> None:
        self.waiting = 0
        if name == "u" and number is not None:
            self.say(chr(number % 0x10000))
            self.waiting = self.group.stand_ins
        elif name == "htmltag":
            self.group = replace(self.group, tag=True, hidden=False)
        elif name == "htmlrtf":
            self.group = replace(self.group, shadow=number != 0)
        elif name == "uc" and number is not None:
            self.group = replace(self.group, stand_ins=number)
        elif name == "ansicpg" and number:
            self.charset = f"cp{number}"
        elif name in _NOT_TEXT:
            self.group = replace(self.group, hidden=True)
        elif name in _SAYS:
            self.say(_SAYS[name])

    def symbol(self, which: str) -> None:
        if which == "*":  # what follows may be left out by a program that does not know it
            self.group = replace(self.group, hidden=True)
        else:
            self.say(_SYMBOLS.get(which, ""))


def read(rtf: bytes) -> tuple[str, bool]:
    """(what the RTF says, whether that is HTML)."""
    reader = _Reader(is_html=rb"\fromhtml" in rtf[:2000])
    for token in _TOKEN.finditer(rtf[:LONGEST]):
        if token["word"]:
            reader.word(token["word"].decode(), int(token["number"]) if token["number"] else None)
        elif token["brace"]:
            reader.brace(token["brace"])
        elif token["symbol"]:
            reader.symbol(token["symbol"].decode("latin-1"))
        else:
            codes = token["codes"]
            held = bytes.fromhex(codes.replace(rb"\'", b"").decode()) if codes else token["text"]
            reader.say(text(held, reader.charset))
    said = "".join(reader.said).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return said, reader.is_html
