"""Ways in which a message is damaged on its way, or on purpose. Each takes bytes and a source of chance."""

import base64
import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

_CHARSETS = (b"utf-8", b"us-ascii", b"iso-8859-1", b"windows-1252", b"utf-16", b"utf-7", b"iso-2022-jp", b"zip", b"")
_ENCODINGS = (b"base64", b"quoted-printable", b"8bit", b"x-uuencode", b"none of them")
_TYPES = (b"text/plain", b"text/html", b"multipart/mixed", b"multipart/alternative; boundary=b", b"message/rfc822",
          b"application/ms-tnef", b"application/pkcs7-mime", b"text/calendar", b"message/delivery-status",
          b"application/pdf", b"text/csv; name=\"=?utf-8?q?x", b"multipart/report")  # fmt: skip
_FLOODS = (b"a", b"> ", b"\t", b".", b" ", b"-", b"=", b"<div>", b"<b", b"(", b'"', b";", b",", b"@", b"\n", b"\r",
           b"\0", b"=?utf-8?q?", b"--=_teil\n", b"1 ", b"12 x ", b"2-3 ", b"\xff", b"&", b"On ", b"a\n", b"* ", b"_",
           b"From: a@b.example\n", b"begin 644 x\n", b"-----BEGIN PGP SIGNED MESSAGE-----\n",
           b"{\\field{\\*\\fldinst{")  # fmt: skip
_LONGEST_FLOOD = 4_000  # bytes


def flipped(data: bytes, chance: Random) -> bytes:
    """A few bytes are others."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(data: bytes, chance: Random) -> bytes:
    """The end, or a piece from the middle, is missing."""
    start = chance.randrange(len(data))
    return data[:start] + chance.choice((b"", data[start + chance.randint(1, 400) :]))


def repeated(data: bytes, chance: Random) -> bytes:
    """A piece stands there twice, somewhere."""
    start, at = chance.randrange(len(data)), chance.randrange(len(data))
    return data[:at] + data[start : start + chance.randint(1, 600)] + data[at:]


def header_lines(data: bytes, chance: Random) -> bytes:
    """Header lines are gone, doubled, in another order, or broken."""
    head, blank, body = data.partition(b"\n\n")
    lines = head.split(b"\n")
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            chance.shuffle(lines)
        case 3:
            lines[at] = lines[at].replace(b":", b"", 1).replace(b" ", b"\n", 1)
        case _:
            lines[at : at + 1] = [lines[at]] * 200
    return b"\n".join(lines) + blank + body


def labels(data: bytes, chance: Random) -> bytes:
    """Charset, encoding or type is said to be another."""
    pattern, others = chance.choice((
        (rb"(?i)(charset=)[^;\s]+", _CHARSETS),
        (rb"(?i)(content-transfer-encoding:\s*)[^\n]+", _ENCODINGS),
        (rb"(?i)(content-type:\s*)[^\n]+", _TYPES),
    ))  # fmt: skip
    return re.sub(pattern, lambda found: found[1] + chance.choice(others), data)


def parts(data: bytes, chance: Random) -> bytes:
    """What stands between empty lines or boundaries comes in another order."""
    pieces = re.split(rb"(?m)^(?=--)|\n\n", data)
    chance.shuffle(pieces)
    return chance.choice((b"\n\n", b"\n", b"\n--b\n")).join(pieces)


def recoded(data: bytes, chance: Random) -> bytes:
    """The whole message in another encoding, or with other line ends."""
    shown = data.decode("utf-8", errors="replace")
    return chance.choice((
        shown.encode("utf-16"),
        shown.encode("cp1252", errors="replace"),
        shown.encode("cp1252", errors="ignore").decode("latin-1").encode(),
        data.replace(b"\n", b"\r\n"),
        data.replace(b"\n", b"\r"),
        data.replace(b"\n\n", b"\n"),
        base64.encodebytes(data),
    ))  # fmt: skip


def flooded(data: bytes, chance: Random) -> bytes:
    """Very much of one thing, somewhere."""
    at, flood = chance.randrange(len(data)), chance.choice(_FLOODS)
    return data[:at] + flood * chance.randint(1, _LONGEST_FLOOD // len(flood)) + data[at:]


def wrapped(data: bytes, chance: Random) -> bytes:
    """The message is attached to another, once or several times within one another."""
    for n in range(chance.randint(1, 8)):
        data = (
            b"From: a@b.example\nSubject: FW\nContent-Type: multipart/mixed; boundary=w%d\n\n"
            b"--w%d\n\nsee below\n--w%d\nContent-Type: message/rfc822\n\n%b\n--w%d--\n" % (n, n, n, data, n)
        )
    return data


MUTATIONS: tuple[Mutation, ...] = (
    flipped, cut, repeated, header_lines, labels, parts, recoded, flooded, wrapped,
)  # fmt: skip
