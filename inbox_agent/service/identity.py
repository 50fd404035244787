"""Which message is the same as which: by what it says, not by which servers it passed."""

import hashlib
import re
from collections.abc import Mapping
from email.header import decode_header, make_header
from email.utils import parseaddr

SAYS = (b"message-id", b"date", b"from", b"subject")
LONGEST = 600  # characters; PostgreSQL indexes at most 2,700 bytes
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)


def content_key(data: bytes, header_only_of: int | None = None) -> str:
    """The SHA-256 over Message-ID, Date, From, Subject and body. Trace headers, folding and line ends do not count.
    For a message of which only the header was fetched, its size stands for the body."""
    header, body = _split(data)
    fields = headers(header)
    digest = hashlib.sha256()
    for name in SAYS:
        digest.update(name + b"\0" + fields.get(name, b"") + b"\0")
    digest.update(body.rstrip(b"\n") if header_only_of is None else b"size %d" % header_only_of)
    return digest.hexdigest()


def headers(header: bytes) -> Mapping[bytes, bytes]:
    """The first of each header field by lower-case name, unfolded, blanks collapsed."""
    found: dict[bytes, bytes] = {}
    for name, value in _FIELD.findall(header):
        found.setdefault(name.lower(), b" ".join(value.split()))
    return found


def shown(data: bytes) -> tuple[str, str, str]:
    """(Message-ID, sender's address, subject) for a person who looks before the message was understood; "" where the
    header has none. Never raises."""
    fields = headers(_split(data)[0])
    sender = parseaddr(_text(fields.get(b"from", b"")))[1].lower()
    message_id, subject = _text(fields.get(b"message-id", b"")), _text(fields.get(b"subject", b""))
    return storable(message_id), storable(sender), storable(subject)


def storable(value: str) -> str:
    """Text that every database takes and can index, whatever a forger wrote: no NUL, no half characters, no end."""
    return value.encode("utf-8", errors="replace").decode().replace("\0", "")[:LONGEST]


def _split(data: bytes) -> tuple[bytes, bytes]:
    """Header and body, with plain line ends."""
    header, _, body = data.replace(b"\r\n", b"\n").partition(b"\n\n")
    return header, body


def _text(value: bytes) -> str:
    plain = value.decode("utf-8", errors="replace")
    try:
        return str(make_header(decode_header(plain)))
    except (ValueError, LookupError, AssertionError):  # the standard library on malformed encoded words
        return plain
