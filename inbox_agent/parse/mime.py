"""The MIME tree: which parts are the letter, which are files, which are other people's mails.

The tree is the standard library's: mail-parser merges the text of an attached mail into the sender's own, drops files
that have no name and loses what is mislabelled. Attached mails are kept apart as ``Letter``s of their own."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser

from inbox_agent.model import Attachment
from inbox_agent.parse import flowed
from inbox_agent.parse.charset import clean, text
from inbox_agent.parse.choose import Body, choose
from inbox_agent.parse.files import safe_name
from inbox_agent.parse.headers import decoded, fields, guarded, raw
from inbox_agent.parse.smime import signed_content

_DEEPEST = 40  # levels of parts within parts; mail that people send has six
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_HTML = re.compile(r"\s*<(!doctype html|html|body|div)\b", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_PGP_SIGNED = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]+: .*\n)*\n(?P<text>.*?)\n"
    r"-----BEGIN PGP SIGNATURE-----.*?-----END PGP SIGNATURE-----",
    re.DOTALL,
)


@dataclass
class Letter:
    """One mail, taken apart. ``forwarded`` are mails attached to it, ``returned`` what a bounce brings back."""

    message: Message
    body: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    forwarded: list["Letter"] = field(default_factory=list)
    returned: list["Letter"] = field(default_factory=list)
    encrypted: bool = False
    unreadable: bool = False


@dataclass
class _Found:
    """What a walk through the parts has come across. ``files``: (attachment, Content-ID)."""

    letter: Letter
    html: str = ""
    files: list[tuple[Attachment, str]] = field(default_factory=list)


def read(data: bytes) -> Letter:
    """Take a message apart. Nesting beyond all reason leaves a Letter with headers only, marked unreadable."""
    try:
        message = message_from_bytes(data)
    except Exception:  # RecursionError of deep nesting, and whatever else the library raises on odd headers
        return Letter(guarded(lambda: BytesHeaderParser().parsebytes(data[:200_000]), Message()), unreadable=True)
    return _letter(message, 0)


def _letter(message: Message, depth: int) -> Letter:
    found = _Found(Letter(message))
    letter = found.letter
    body = _part(message, found, depth, False)
    letter.body = _without_pgp(choose(body), letter)
    letter.attachments = [_shown_or_handed_over(file, cid, found.html) for file, cid in found.files]
    return letter


def _part(part: Message, found: _Found, depth: int, report: bool) -> Body:
    """The text of a part; what else it has goes into ``found``. ``report``: it is within a bounce or receipt."""
    kind = part.get_content_type()
    if depth > _DEEPEST:
        found.letter.unreadable = True
        return Body()
    if kind == "multipart/encrypted" or kind in _SMIME:
        return _smime(part, found, depth)
    if kind == "message/rfc822" or _filename(part).lower().endswith(".eml"):
        letters = [_letter(inner, depth + 1) for inner in _attached(part)]
        (found.letter.returned if report else found.letter.forwarded).extend(letters)
        return Body()
    if kind.startswith("multipart/") and part.is_multipart():
        report = report or kind == "multipart/report"
        bodies = [_part(p, found, depth + 1, report) for p in part.get_payload() if isinstance(p, Message)]
        return _alternative(bodies) if kind == "multipart/alternative" else _sequence(bodies)
    if kind in ("text/plain", "text/html") and _disposition(part) != "attachment" and not _filename(part):
        return _text(part, kind, found)
    if kind not in _SIGNATURES:
        _file(part, kind, found)
    return Body()


def _smime(part: Message, found: _Found, depth: int) -> Body:
    """What is signed is read, what is encrypted is said to be."""
    data = signed_content(_payload(part)) if part.get_content_type() in _SMIME else None
    if data is None:
        found.letter.encrypted = True
        return Body()
    return _part(guarded(lambda: message_from_bytes(data), Message()), found, depth + 1, False)


def _alternative(bodies: Sequence[Body]) -> Body:
    """One text in several forms (RFC 2046, 5.1.4): the first plain one, the last in HTML."""
    plain = next((b.plain for b in bodies if b.plain.strip()), "")
    html = next((b.html for b in reversed(bodies) if b.html.strip()), "")
    return Body(plain, html)


def _sequence(bodies: Sequence[Body]) -> Body:
    """Parts that are read one after the other, as Apple Mail writes around each file."""
    filled = [b for b in bodies if b.plain.strip() or b.html.strip()]
    if len(filled) == 1:
        return filled[0]
    return Body(plain="\n\n".join(choose(b).strip("\n") for b in filled))


def _text(part: Message, kind: str, found: _Found) -> Body:
    """A text part; what is called plain and is HTML counts as HTML."""
    data = _payload(part)
    meta = _META_CHARSET.search(data[:2000]) if kind == "text/html" else None
    declared = guarded(part.get_content_charset, None) or (meta[1].decode("ascii") if meta else None)
    value = text(data, declared)
    if kind == "text/html" or _HTML.match(value):
        found.html += value
        return Body(html=value)
    if _param(part, "format") == "flowed":
        value = flowed.unwrap(value, _param(part, "delsp") == "yes")
    return Body(plain=clean(value))


def _attached(part: Message) -> list[Message]:
    """The mails within a part, also when they are encoded, which RFC 2046 (5.2.1) forbids and programs do."""
    inner = [p for p in part.get_payload() if isinstance(p, Message)] if part.is_multipart() else []
    if inner and inner[0].keys():
        return inner
    data = b"".join(_payload(p) for p in inner) or _payload(part)
    if re.fullmatch(rb"[A-Za-z0-9+/=\s]+", data):
        data = guarded(lambda: base64.b64decode(data), data)
    return [guarded(lambda: message_from_bytes(data), Message())] if data else []


def _file(part: Message, kind: str, found: _Found) -> None:
    name, data = _filename(part), _payload(part) or _status(part)
    if name or data:
        attachment = Attachment(safe_name(name, kind), kind, data, inline=_disposition(part) != "attachment")
        found.files.append((attachment, raw(part, "content-id").strip(" <>")))


def _status(part: Message) -> bytes:
    """The header fields of a message/delivery-status part (RFC 3464)."""
    inner = [p for p in part.get_payload() if isinstance(p, Message)] if part.is_multipart() else []
    return "\n\n".join("\n".join(f"{key}: {value}" for key, value in fields(p).items()) for p in inner).encode()


def _shown_or_handed_over(file: Attachment, content_id: str, html: str) -> Attachment:
    """Only a picture can be part of the letter's look; everything else is a file, whatever it says of itself."""
    shown = bool(content_id) and (f"cid:{content_id}" in html or file.inline)
    return Attachment(file.name, file.content_type, file.data, file.content_type.startswith("image/") and shown)


def _without_pgp(body: str, letter: Letter) -> str:
    """The text within an inline OpenPGP signature (RFC 9580, 7), its escaped dashes undone."""
    if "-----BEGIN PGP MESSAGE-----" in body:
        letter.encrypted = True
    return _PGP_SIGNED.sub(lambda found: re.sub(r"^- ", "", found["text"], flags=re.MULTILINE), body)


def _disposition(part: Message) -> str:
    return guarded(part.get_content_disposition, None) or ""


def _filename(part: Message) -> str:
    return decoded(guarded(part.get_filename, None) or "")


def _param(part: Message, name: str) -> str:
    value = guarded(lambda: part.get_param(name), None)
    return value.lower() if isinstance(value, str) else ""


def _payload(part: Message) -> bytes:
    data: object = guarded(lambda: part.get_payload(decode=True), None)
    return data if isinstance(data, bytes) else b""
